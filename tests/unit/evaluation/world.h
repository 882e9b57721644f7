#ifndef TELEMACHUS_TESTS_UNIT_EVALUATION_WORLD_H_
#define TELEMACHUS_TESTS_UNIT_EVALUATION_WORLD_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/crypto/seal.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/subject/roll.h"
#include "common/time/civil.h"
#include "evaluation/answer/evaluation_service.h"
#include "evaluation/fact/effects.h"
#include "evaluation/report/publisher.h"
#include "evaluation/report/report_service.h"
#include "evaluation/schema.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"
#include "tests/support/status_matchers.h"

namespace telemachus::evaluation {

inline constexpr char kMentee[] = "people/mentee";
inline constexpr char kMentor[] = "people/mentor";
inline constexpr char kStranger[] = "people/stranger";
inline constexpr char kHome[] = "authorities/home";
inline constexpr char kRegion[] = "regions/here";
inline constexpr char kNation[] = "nations/wales";

inline absl::Time At(const char* date) { return time::StartOf(*time::ParseDate(date)); }
inline absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

// The agreement service, as far as it is asked.
class AgreementFactsInMemory final : public AgreementFacts {
 public:
  absl::StatusOr<agreement::v1::AgreementFacts> Agreement(const std::string& agreement,
                                                          absl::Time /*deadline*/) override {
    const auto found = agreements.find(agreement);
    if (found == agreements.end()) return absl::NotFoundError("no such agreement");
    return found->second;
  }
  std::map<std::string, agreement::v1::AgreementFacts> agreements;
};

// The registry, as far as it is asked.
class RegistryFactsInMemory final : public RegistryFacts {
 public:
  absl::StatusOr<access::Scope> Place(const std::string& authority,
                                      absl::Time /*deadline*/) override {
    for (const access::Scope& place : places) {
      if (place.authority == authority) return place;
    }
    return absl::NotFoundError("no such authority");
  }
  absl::StatusOr<std::vector<access::Scope>> Places(absl::Time /*deadline*/) override {
    return places;
  }
  std::vector<access::Scope> places;
};

// The whole service on one engine, but for the wire, with a clock to set.
class World {
 public:
  explicit World(const std::string& engine)
      : target(engine),
        database(target.Open()),
        keys(test::OpenFresh(engine)),
        clock(At("2026-05-04")),
        tokens(std::string(32, 'k')) {
    EXPECT_THAT(sql::Migrate(*database, "once", once::Schema()), test::IsOk());
    EXPECT_THAT(sql::Migrate(*database, "subject", subject::Schema()), test::IsOk());
    EXPECT_THAT(sql::Migrate(*database, "evaluation", Schema()), test::IsOk());
    EXPECT_THAT(sql::Migrate(*keys, "key", crypto::KeySchema()), test::IsOk());
    EXPECT_THAT(crypto::MasterKeys::Create(scratch.File("master")), test::IsOk());
    sealer =
        std::make_unique<crypto::Sealer>(*keys, *crypto::MasterKeys::Load(scratch.File("master")));
    evaluations =
        std::make_unique<EvaluationService>(AnswerGround{*database, clock, ids, tokens, *sealer});
    publisher = std::make_unique<Publisher>(GroundOn(*database));
    reports = std::make_unique<ReportService>(*publisher, registry, clock);
    for (const char* name : {"home", "near", "far"}) {
      registry.places.push_back({absl::StrCat("authorities/", name), kRegion, kNation});
    }
  }

  PublisherGround GroundOn(sql::Database& opened) {
    return {opened, clock, registry, [](absl::Time) { return absl::OkStatus(); }, {}};
  }

  // Applies an event as the consumer does.
  absl::Status Tell(const std::string& producer, const std::string& type,
                    const std::string& resource, std::map<std::string, std::string> codes) {
    event::v1::Event event;
    event.set_type(type);
    event.set_resource(resource);
    event.set_number(++number);
    *event.mutable_event_time() = time::ToProto(clock.Now());
    event.mutable_codes()->insert(codes.begin(), codes.end());
    const event::Effect effect =
        producer == "agreement" ? AgreementEffect(agreements, ids, clock) : FactEffect(producer);
    return database->Transact(
        Soon(), [&](sql::Transaction& transaction) { return effect(transaction, event); });
  }

  std::map<std::string, std::string> Placed(const std::string& authority,
                                            std::map<std::string, std::string> codes) {
    codes.insert({{"authority", authority}, {"region", kRegion}, {"nation", kNation}});
    return codes;
  }

  // So many requests of one kind and context.
  void Request(const std::string& authority, const std::string& date, int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_THAT(Tell("matching", "matching.request.created", absl::StrCat("requests/r", ++number),
                       Placed(authority,
                              {{"kind", "one_to_one"}, {"context", "new_member"}, {"date", date}})),
                  test::IsOk());
    }
  }

  // An agreement with its parties, known to the agreement service.
  void AddAgreement(const std::string& name) {
    agreement::v1::AgreementFacts& facts = agreements.agreements[name];
    facts.set_agreement(name);
    facts.set_authority(kHome);
    facts.set_region(kRegion);
    facts.set_nation(kNation);
    for (const char* person : {kMentee, kMentor}) facts.add_parties()->set_person(person);
  }

  // The open invitations of a person.
  std::vector<v1::Invitation> Invitations(const std::string& person) {
    v1::ListInvitationsRequest request;
    request.set_parent(person);
    const auto response =
        Do(*evaluations, &EvaluationService::ListInvitations, Member(person), request);
    EXPECT_THAT(response, test::IsOk());
    return {response->invitations().begin(), response->invitations().end()};
  }

  static access::Caller CallerWith(const std::string& person, access::Role role,
                                   const std::string& scope) {
    access::v1::Caller known;
    known.set_person(person);
    access::v1::Grant& grant = *known.add_grants();
    grant.set_role(role);
    grant.set_scope(scope);
    return access::Caller::User(known, "");
  }
  static access::Caller Member(const std::string& person) {
    return CallerWith(person, access::Role::ROLE_MEMBER, kHome);
  }

  // Calls a handler as the server does; an answer without the relation proved is a fault.
  template <typename Handlers, typename Request, typename Response>
  absl::StatusOr<Response> Do(Handlers& handlers,
                              absl::StatusOr<Response> (Handlers::*handler)(const rpc::Call&,
                                                                            const Request&),
                              const access::Caller& caller, const Request& request) {
    const rpc::Call call(caller, absl::StrCat("/test/", Request::descriptor()->name()), Soon());
    absl::StatusOr<Response> response = (handlers.*handler)(call, request);
    EXPECT_TRUE(!response.ok() || call.relation_proved());
    return response;
  }

  absl::StatusOr<v1::Report> Report(const access::Caller& caller, const std::string& scope,
                                    const std::string& period) {
    v1::GetReportRequest request;
    request.set_scope(scope);
    request.set_period(period);
    return Do(*reports, &ReportService::GetReport, caller, request);
  }

  const test::Scratch scratch;
  const test::FreshTarget target;
  const std::unique_ptr<sql::Database> database;
  const std::unique_ptr<sql::Database> keys;
  test::FakeClock clock;
  id::RandomIds ids;
  page::Tokens tokens;
  AgreementFactsInMemory agreements;
  RegistryFactsInMemory registry;
  std::unique_ptr<crypto::Sealer> sealer;
  std::unique_ptr<EvaluationService> evaluations;
  std::unique_ptr<Publisher> publisher;
  std::unique_ptr<ReportService> reports;
  int64_t number = 0;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_TESTS_UNIT_EVALUATION_WORLD_H_
