#include "tests/unit/registry/support/world.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/access/rules.h"
#include "common/event/outbox.h"
#include "common/event/relay.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/operation/store.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/subject/roll.h"
#include "common/timer/timers.h"
#include "registry/role/first_staff.h"
#include "registry/schema.h"
#include "registry/serve.h"
#include "registry/store/fill_lists.h"

namespace telemachus::registry {
namespace {

constexpr char kServices[] = "services/";
constexpr absl::Duration kTimeout = absl::Seconds(120);

// Tests have nowhere to go without what this checks.
void OrDie(const absl::Status& status, const std::string& what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what.c_str(), status.ToString().c_str());
  std::abort();
}

// Keeps what a handler sends.
class Collector final : public rpc::Sink {
 public:
  absl::Status Write(const google::protobuf::Message& message) override {
    messages.push_back(static_cast<const v1::ImportProgress&>(message));
    return absl::OkStatus();
  }
  std::vector<v1::ImportProgress> messages;
};

}  // namespace

absl::Time Noon() { return time::StartOf(absl::CivilDay(2026, 11, 22)) + absl::Hours(12); }

World::World(const std::string& engine)
    : database_(test::OpenFresh(engine)),
      clock_(Noon()),
      tokens_(std::string(32, 'k')),
      means_{*database_, clock_, ids_, tokens_},
      directory_(means_) {
  OrDie(sql::Migrate(*database_, "event", event::Schema()), "event");
  OrDie(sql::Migrate(*database_, "once", once::Schema()), "once");
  OrDie(sql::Migrate(*database_, "timer", timer::Schema()), "timer");
  OrDie(sql::Migrate(*database_, "operation", operation::Schema()), "operation");
  OrDie(sql::Migrate(*database_, "subject", subject::Schema()), "subject");
  OrDie(sql::Migrate(*database_, "registry", Schema()), "registry");
  OrDie(database_->Transact(absl::Now() + kTimeout, &FillLists), "lists");
  v1::Login first;
  first.set_issuer(kIssuer);
  first.set_subject(kNational);
  OrDie(AddFirstStaff(means_, first), "first staff");
  Serve(means_, directory_, bindings_);
  OrDie(bindings_.methods().Complete(), "methods");
}

absl::StatusOr<rpc::Call> World::CallOf(const rpc::Method& method, const std::string& subject,
                                        const std::string& delegate) {
  access::Caller caller = access::Caller::Service("");
  if (absl::StartsWith(subject, kServices)) {
    caller = access::Caller::Service(subject.substr(sizeof(kServices) - 1));
  } else {
    auto known = directory_.Resolve(kIssuer, subject, absl::Now() + kTimeout);
    if (absl::IsNotFound(known.status())) return status::NotPermitted();
    RETURN_IF_ERROR(known.status());
    caller = access::Caller::User(*std::move(known), delegate);
  }
  RETURN_IF_ERROR(access::Admit(method.rule, caller));
  return rpc::Call(
      std::move(caller),
      absl::StrCat("/", method.descriptor->service()->full_name(), "/", method.descriptor->name()),
      absl::Now() + kTimeout);
}

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> World::AskAny(
    const std::string& name, const std::string& subject, const google::protobuf::Message& request,
    const std::string& delegate) {
  const std::string package =
      absl::StartsWith(name, "Directory") ? "/telemachus.access.v1." : "/telemachus.registry.v1.";
  const rpc::Method& method = bindings_.methods().all().at(absl::StrCat(package, name));
  ASSIGN_OR_RETURN(const rpc::Call call, CallOf(method, subject, delegate));
  std::unique_ptr<google::protobuf::Message> own(request.New());
  own->CopyFrom(request);
  RETURN_IF_ERROR(field::Check(*own));
  auto answer = method.unary(call, *own);
  if (answer.ok() && method.rule.relation() != access::v1::RELATION_NONE &&
      !call.relation_proved()) {
    OrDie(absl::InternalError("answered without having proved its relation"), name);
  }
  return answer;
}

absl::StatusOr<std::vector<v1::ImportProgress>> World::ImportAny(
    const std::string& name, const google::protobuf::Message& request) {
  const rpc::Method& method =
      bindings_.methods().all().at(absl::StrCat("/telemachus.registry.v1.", name));
  ASSIGN_OR_RETURN(const rpc::Call call, CallOf(method, kNational, ""));
  Collector collector;
  RETURN_IF_ERROR(method.streaming(call, request, collector));
  return std::move(collector.messages);
}

v1::ImportProgress World::ImportAuthorities(const std::string& csv) {
  v1::ImportAuthoritiesRequest request;
  request.set_content(csv);
  auto messages = Import("AuthorityService/ImportAuthorities", request);
  OrDie(messages.status(), "authorities");
  return messages->back();
}

v1::ImportProgress World::ImportSeats(const std::string& csv) {
  v1::ImportSeatsRequest request;
  request.set_content(csv);
  auto messages = Import("AuthorityService/ImportSeats", request);
  OrDie(messages.status(), "seats");
  return messages->back();
}

v1::ImportProgress World::ImportMembers(const std::string& csv) {
  v1::ImportMembersRequest request;
  request.set_content(csv);
  request.set_login_issuer(kIssuer);
  auto messages = Import("PersonService/ImportMembers", request);
  OrDie(messages.status(), "members");
  return messages->back();
}

std::string World::Authority(const std::string& code) {
  v1::ListAuthoritiesRequest request;
  request.set_code(code);
  request.set_show_ended(true);
  auto response =
      Ask<v1::ListAuthoritiesResponse>("AuthorityService/ListAuthorities", kNational, request);
  OrDie(response.status(), code);
  return response->authorities_size() == 1 ? response->authorities(0).name() : "";
}

std::string World::Person(const std::string& subject) {
  auto caller = directory_.Resolve(kIssuer, subject, absl::Now() + kTimeout);
  return caller.ok() ? caller->person() : "";
}

std::string World::AddPerson(const std::string& subject) {
  v1::CreatePersonRequest request;
  request.mutable_person()->set_display_name(absl::StrCat("Person ", subject));
  request.mutable_person()->add_logins()->set_issuer(kIssuer);
  request.mutable_person()->mutable_logins(0)->set_subject(subject);
  auto person = Ask<v1::Person>("PersonService/CreatePerson", kNational, request);
  OrDie(person.status(), subject);
  return person->name();
}

v1::Grant World::Give(const std::string& subject, access::Role role, const std::string& scope) {
  v1::CreateGrantRequest request;
  request.set_parent(Person(subject));
  request.mutable_grant()->set_role(role);
  request.mutable_grant()->set_scope(scope);
  auto grant = Ask<v1::Grant>("PersonService/CreateGrant", kNational, request);
  OrDie(grant.status(), subject);
  return *grant;
}

v1::Mentor World::Offer(const std::string& subject) {
  v1::Mentor mentor;
  mentor.set_name(absl::StrCat("mentors/", id::LastSegment(Person(subject))));
  mentor.set_willing(true);
  mentor.add_kinds(programme::v1::KIND_ONE_TO_ONE);
  mentor.add_skills("communication");
  mentor.add_subjects("planning");
  mentor.set_places(2);
  return mentor;
}

std::vector<event::v1::Event> World::Events(int64_t after) {
  event::v1::FetchEventsRequest request;
  request.set_after(after);
  request.set_limit(1000);
  auto response = event::Fetch(*database_, request, absl::Now() + kTimeout);
  OrDie(response.status(), "events");
  return {response->events().begin(), response->events().end()};
}

int64_t World::Head() {
  auto response = event::Fetch(*database_, event::v1::FetchEventsRequest(), absl::Now() + kTimeout);
  OrDie(response.status(), "events");
  return response->head();
}

void Populate(World& world) {
  world.ImportAuthorities(
      "code,name,name_cy,nation,region,type,start_date,end_date,replaced_by\n"
      "POW,Powys County Council,Cyngor Sir Powys,Wales,Wales,Welsh unitary authority,,,\n"
      "CRF,Cardiff Council,Cyngor Caerdydd,Wales,Wales,Welsh unitary authority,,,\n"
      "LDS,Leeds City Council,,England,Yorkshire and The Humber,Metropolitan district,,,\n"
      "YOR,City of York Council,,England,Yorkshire and The Humber,Unitary authority,,,\n"
      "CMA,Cumbria County Council,,England,North West,County,,2026-03-31,CBD\n"
      "CBD,Cumberland Council,,England,North West,Unitary authority,2026-04-01,,\n");
  world.ImportSeats(
      "authority_code,ward_name,seat,party_code,party_name\n"
      "POW,Brecon,1,PP90,Liberal Democrats\n"
      "POW,Brecon,2,,Independent\n"
      "CRF,Canton,1,PP53,Labour Party\n"
      "LDS,Headingley,1,PP63,Green Party\n"
      "CMA,Alston,1,PP52,Conservative and Unionist Party\n");
  world.ImportMembers(
      "authority_code,key,subject,given_name,family_name,gender,language_code,ward_name,seat,"
      "party_code,party_name,elected_date,roles,email\n"
      "POW,P1,ann,Ann,Pugh,female,cy,Brecon,1,PP90,Liberal Democrats,2022-05-09,leader,"
      "ann@example.org\n"
      "POW,P2,bea,Bea,Évans,,en-GB,Brecon,2,,Independent,2017-05-08,,\n"
      "CRF,C1,cai,Cai,Rees,male,cy,Canton,1,PP53,Labour Party,2022-05-09,,\n"
      "LDS,L1,dot,Dot,Day,female,en-GB,Headingley,1,PP63,Green Party,2024-05-06,,\n"
      "CMA,M1,eve,Eve,Hill,female,en-GB,Alston,1,PP52,Conservative and Unionist Party,2017-05-08,"
      "champion,\n");
  world.AddPerson("officer");
  world.Give("officer", access::Role::ROLE_OFFICER, world.Authority("POW"));
  world.AddPerson("adviser");
  world.Give("adviser", access::Role::ROLE_ADVISER, "regions/wales");
  world.AddPerson("english");
  world.Give("english", access::Role::ROLE_NATIONAL, "nations/england");
}

}  // namespace telemachus::registry
