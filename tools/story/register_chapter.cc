#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/trace/span.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tools/issuer/token_mint.h"
#include "tools/story/chapters.h"

namespace telemachus::story {
namespace {

using namespace registry::v1;  // NOLINT: the chapter is about the registry

std::string Lower(const std::string& name, const std::string& prefix) {
  std::string words = name.substr(prefix.size());
  for (char& c : words) c = c == '_' ? ' ' : static_cast<char>(tolower(c));
  return words;
}

void TellOddRows(Telling& telling, const ImportReport& report) {
  for (const OddCount& odd : report.odd_counts()) {
    std::vector<std::string> lines;
    for (const OddRow& row : report.odd_rows()) {
      if (row.kind() == odd.kind() && lines.size() < 4) lines.push_back(absl::StrCat(row.line()));
    }
    telling.Note(absl::StrCat(odd.count(), " × ", Lower(OddKind_Name(odd.kind()), "ODD_KIND_"),
                              " (line ", absl::StrJoin(lines, ", "),
                              odd.count() > static_cast<int64_t>(lines.size()) ? ", …" : "", ")"));
  }
}

absl::Status Import(World& world, const std::string& what, const std::string& method,
                    const google::protobuf::Message& request) {
  const trace::Span span(absl::StrCat("story Import ", what));
  Telling& telling = world.telling();
  const absl::Time start = absl::Now();
  ImportReport report;
  ImportProgress progress;
  const absl::Status status =
      world.staff->Streams(absl::StrCat("registry.v1.", method), request, progress,
                           [&](const google::protobuf::Message& message) {
                             const auto& step = static_cast<const ImportProgress&>(message);
                             telling.Progress(what, step.rows_done(), step.rows_total());
                             if (step.has_report()) report = step.report();
                           });
  const std::string told = absl::StrCat(
      world.staff->name(), " imports ", what, ": ", report.created(), " new, ", report.updated(),
      " changed, ", report.unchanged(), " known, ", report.rejected(), " not taken.");
  if (!status.ok()) {
    telling.Failed(absl::StrCat(world.staff->name(), " imports ", what), status);
    return status;
  }
  telling.Done(told, absl::Now() - start);
  TellOddRows(telling, report);
  return absl::OkStatus();
}

absl::Status ImportAll(World& world) {
  ImportAuthoritiesRequest authorities;
  authorities.set_content(world.authorities_csv());
  RETURN_IF_ERROR(Import(world, "authorities", "AuthorityService/ImportAuthorities", authorities));
  ImportSeatsRequest seats;
  seats.set_content(world.seats_csv());
  RETURN_IF_ERROR(Import(world, "seats", "AuthorityService/ImportSeats", seats));
  ImportMembersRequest members;
  members.set_content(world.members_csv());
  members.set_login_issuer(issuer::kLocalIssuer);
  return Import(world, "members", "PersonService/ImportMembers", members);
}

absl::StatusOr<Authority> Find(World& world, const std::string& code) {
  const trace::Span span("story FindAuthority");
  ListAuthoritiesRequest request;
  request.set_code(code);
  ASSIGN_OR_RETURN(auto found, world.staff->Call<ListAuthoritiesResponse>(
                                   "registry.v1.AuthorityService/ListAuthorities", request));
  if (found.authorities().empty()) return absl::NotFoundError(absl::StrCat("no authority ", code));
  return found.authorities(0);
}

absl::StatusOr<Actor*> Appoint(World& world, const std::string& name, const std::string& subject,
                               access::v1::Role role, const std::string& scope) {
  const trace::Span span("story Appoint");
  CreatePersonRequest person;
  person.mutable_person()->set_display_name(name);
  person.mutable_person()->set_language_code("cy");
  Login& login = *person.mutable_person()->add_logins();
  login.set_issuer(issuer::kLocalIssuer);
  login.set_subject(subject);
  ASSIGN_OR_RETURN(auto created,
                   world.staff->Call<Person>("registry.v1.PersonService/CreatePerson", person));
  CreateGrantRequest grant;
  grant.set_parent(created.name());
  grant.mutable_grant()->set_role(role);
  grant.mutable_grant()->set_scope(scope);
  RETURN_IF_ERROR(world.staff
                      ->Does<Grant>(absl::StrCat("makes ", name, " ",
                                                 Lower(access::v1::Role_Name(role), "ROLE_"), "."),
                                    "registry.v1.PersonService/CreateGrant", grant)
                      .status());
  ASSIGN_OR_RETURN(Actor * actor, world.Enter(name, subject));
  actor->set_person(created.name());
  return actor;
}

absl::Status SetPolicy(World& world) {
  CreatePolicyRequest request;
  request.set_parent(world.home_name);
  Policy& policy = *request.mutable_policy();
  policy.set_effective_date(time::FormatDate(time::DayOf(absl::Now())));
  policy.set_mentor_training(Policy::TRAINING_REQUIRED);
  policy.set_approval(Policy::APPROVAL_OFFICER);
  policy.set_party_rule(programme::v1::PARTY_RULE_PREFERRED);
  policy.set_first_reach(programme::v1::REACH_REGION);
  policy.set_outward_after_days(14);
  for (int kind = programme::v1::KIND_ONE_TO_ONE; kind <= programme::v1::KIND_WARD_VISIT; ++kind) {
    policy.add_kinds(static_cast<programme::v1::Kind>(kind));
  }
  policy.set_members_offered_outside(true);
  policy.set_agreement_form(Policy::AGREEMENT_FORM_FULL);
  policy.set_documents_shareable(true);
  policy.set_planned_months(9);
  policy.set_aftercare_months(3);
  policy.set_former_member_months(12);
  policy.set_rematch_days(28);
  policy.set_hold_hours(72);
  policy.set_scheme_start_date(policy.effective_date());
  return world.officer
      ->Does<Policy>(absl::StrCat("sets the policy of ", world.home().short_name,
                                  ": training required, an officer approves, party preferred."),
                     "registry.v1.PolicyService/CreatePolicy", request)
      .status();
}

}  // namespace

absl::Status TellRegister(World& world) {
  const trace::Span chapter("chapter 1: the register");
  world.telling().Chapter("1  The register");
  ASSIGN_OR_RETURN(world.staff, world.Enter("Non, of the national body,", "national-staff"));
  RETURN_IF_ERROR(ImportAll(world));
  ASSIGN_OR_RETURN(Authority home, Find(world, world.home().code));
  ASSIGN_OR_RETURN(Authority neighbour, Find(world, world.neighbour().code));
  world.home_name = home.name();
  world.neighbour_name = neighbour.name();
  world.region = home.region();
  world.nation = home.nation();
  ASSIGN_OR_RETURN(world.officer, Appoint(world, "Owain", "officer-home", access::v1::ROLE_OFFICER,
                                          world.home_name));
  ASSIGN_OR_RETURN(world.adviser, Appoint(world, "Angharad", "adviser-region",
                                          access::v1::ROLE_ADVISER, world.region));
  ASSIGN_OR_RETURN(world.committee, Appoint(world, "Carys", "committee-home",
                                            access::v1::ROLE_COMMITTEE, world.home_name));
  return SetPolicy(world);
}

}  // namespace telemachus::story
