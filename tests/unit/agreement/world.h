#ifndef TELEMACHUS_TESTS_UNIT_AGREEMENT_WORLD_H_
#define TELEMACHUS_TESTS_UNIT_AGREEMENT_WORLD_H_

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agreement/checklist/checklist_catalogue.h"
#include "agreement/checklist/checklist_service.h"
#include "agreement/meeting/meeting_service.h"
#include "agreement/meeting/objective_service.h"
#include "agreement/outside/arrangement_service.h"
#include "agreement/outside/drafting.h"
#include "agreement/outside/facts_service.h"
#include "agreement/paper/agreement_events.h"
#include "agreement/paper/agreement_service.h"
#include "agreement/review/review_service.h"
#include "agreement/schema.h"
#include "common/crypto/signature.h"
#include "common/time/civil.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/agreement/facts_in_memory.h"

namespace telemachus::agreement {

inline constexpr char kMentee[] = "people/mentee";
inline constexpr char kMentor[] = "people/mentor";
inline constexpr char kStranger[] = "people/stranger";
inline constexpr char kAuthority[] = "authorities/home";
inline constexpr char kRegion[] = "regions/here";
inline constexpr char kNation[] = "nations/wales";

inline absl::Time At(const char* date) { return time::StartOf(*time::ParseDate(date)); }

// The whole service on one engine, but for the wire, with a clock to set.
class World {
 public:
  explicit World(const std::string& engine)
      : text(engine), keys(engine), key_database(keys.Open()), clock(At("2026-05-04")) {
    EXPECT_THAT(sql::Migrate(*key_database, "key", crypto::KeySchema()), test::IsOk());
    EXPECT_THAT(crypto::MasterKeys::Create(scratch.File("master")), test::IsOk());
    sealer = std::make_unique<crypto::Sealer>(*key_database,
                                              *crypto::MasterKeys::Load(scratch.File("master")));
    ground = *service::Ground::Lay(GroundOptions(), Schema(), bindings);
    drafting = std::make_unique<Drafting>(matching, registry, ground->ids(), clock);
    agreements = std::make_unique<AgreementService>(*ground, registry, *sealer,
                                                    [this](absl::Time) { return CatchUp(); });
    arrangements = std::make_unique<ArrangementService>(*ground, registry);
    checklists = std::make_unique<ChecklistService>(*ground, *sealer);
    meetings = std::make_unique<MeetingService>(*ground, *sealer);
    objectives = std::make_unique<ObjectiveService>(*ground, *sealer);
    reviews = std::make_unique<ReviewService>(*ground, *sealer);
    facts = std::make_unique<FactsService>(*ground);
    timers = &ground->FireTimers({{kAftercareTimer, &CloseWhenDue}});
    registry.names = {{kMentee, "Mair Test"}, {kMentor, "Owen Test"}};
    registry.authorities[kAuthority] = HomeAuthority();
  }

  static registry::v1::AuthorityFacts HomeAuthority() {
    registry::v1::AuthorityFacts home;
    home.set_authority(kAuthority);
    home.set_region(kRegion);
    home.set_nation(kNation);
    registry::v1::Policy& policy = *home.mutable_policy();
    policy.set_agreement_form(registry::v1::Policy::AGREEMENT_FORM_FULL);
    policy.set_aftercare_months(3);
    policy.set_rematch_days(28);
    return home;
  }

  // Matching has a confirmed match to tell of.
  matching::v1::MatchFacts& AddMatch(const std::string& match) {
    matching::v1::MatchFacts& facts = matching.matches[match];
    facts.set_match(match);
    facts.add_mentees(kMentee);
    facts.add_mentors(kMentor);
    facts.set_kind(programme::v1::KIND_ONE_TO_ONE);
    facts.set_authority(kAuthority);
    facts.set_region(kRegion);
    facts.set_nation(kNation);
    facts.set_policy("authorities/home/policies/1");
    *facts.mutable_confirm_time() = time::ToProto(clock.Now());
    facts.set_request_date(time::FormatDate(time::DayOf(clock.Now()) - 7));
    return facts;
  }

  // Matching's event, applied.
  absl::Status Tell(const std::string& match, const char* type = "matching.match.confirmed") {
    event::v1::Event event;
    event.set_type(type);
    event.set_resource(match);
    return ground->database().Transact(
        absl::Now() + absl::Seconds(30),
        [&](sql::Transaction& transaction) { return drafting->Apply(transaction, event); });
  }

  // The agreement of a new match, drafted.
  std::string Drafted(const std::string& match = "matches/m1") {
    AddMatch(match);
    EXPECT_THAT(Tell(match), test::IsOk());
    return AgreementOf(match);
  }

  // The agreement of a match, as its mentee finds it.
  std::string AgreementOf(const std::string& match) {
    v1::ListAgreementsRequest request;
    request.set_parent(kMentee);
    request.set_match(match);
    const auto listed =
        Do(*agreements, &AgreementService::ListAgreements, Member(kMentee), request);
    EXPECT_THAT(listed, test::IsOk());
    EXPECT_EQ(listed->agreements_size(), 1);
    return listed->agreements(0).name();
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
    return CallerWith(person, access::Role::ROLE_MEMBER, kAuthority);
  }

  // Calls a handler as the server does; an answer without the relation proved is a fault.
  template <typename Handlers, typename Request, typename Response>
  absl::StatusOr<Response> Do(Handlers& handlers,
                              absl::StatusOr<Response> (Handlers::*handler)(const rpc::Call&,
                                                                            const Request&),
                              const access::Caller& caller, const Request& request) {
    const rpc::Call call(caller, absl::StrCat("/test/", Request::descriptor()->name()),
                         absl::Now() + absl::Seconds(30));
    absl::StatusOr<Response> response = (handlers.*handler)(call, request);
    if (response.ok()) {
      EXPECT_TRUE(call.relation_proved() || !request.GetDescriptor()->field_count() ||
                  caller.is_service())
          << Request::descriptor()->name();
    }
    return response;
  }

  absl::StatusOr<v1::Agreement> Get(const std::string& person, const std::string& name) {
    v1::GetAgreementRequest request;
    request.set_name(name);
    return Do(*agreements, &AgreementService::GetAgreement, Member(person), request);
  }
  // Changes sections as a party who has just read the agreement.
  absl::StatusOr<v1::Agreement> Write(const std::string& person, const std::string& name,
                                      const v1::Sections& sections) {
    const auto read = Get(person, name);
    if (!read.ok()) return read.status();
    v1::UpdateAgreementRequest request;
    request.mutable_agreement()->set_name(name);
    request.mutable_agreement()->set_etag(read->etag());
    *request.mutable_agreement()->mutable_sections() = sections;
    return Do(*agreements, &AgreementService::UpdateAgreement, Member(person), request);
  }
  absl::StatusOr<v1::Agreement> SignPresent(const std::string& person, const std::string& name,
                                            int64_t version) {
    v1::SignAgreementRequest request;
    request.set_name(name);
    request.set_version(version);
    return Do(*agreements, &AgreementService::SignAgreement, Member(person), request);
  }
  // Any verb of an agreement that takes its name alone.
  template <typename Request>
  absl::StatusOr<v1::Agreement> Verb(
      absl::StatusOr<v1::Agreement> (AgreementService::*handler)(const rpc::Call&, const Request&),
      const std::string& person, const std::string& name) {
    Request request;
    request.set_name(name);
    return Do(*agreements, handler, Member(person), request);
  }

  absl::StatusOr<v1::Meeting> Plan(const std::string& person, const std::string& agreement,
                                   absl::Time start) {
    v1::PlanMeetingRequest request;
    request.set_parent(agreement);
    *request.mutable_meeting()->mutable_start_time() = time::ToProto(start);
    request.mutable_meeting()->set_medium(v1::Meeting::MEDIUM_VIDEO);
    request.mutable_meeting()->set_focus("what to begin with");
    return Do(*meetings, &MeetingService::PlanMeeting, Member(person), request);
  }
  absl::StatusOr<v1::Meeting> Hold(const std::string& person, const std::string& meeting) {
    v1::HoldMeetingRequest request;
    request.set_name(meeting);
    request.set_duration_minutes(60);
    return Do(*meetings, &MeetingService::HoldMeeting, Member(person), request);
  }
  // A meeting held now.
  void Meet(const std::string& agreement) {
    const auto planned = Plan(kMentor, agreement, clock.Now());
    ASSERT_THAT(planned, test::IsOk());
    ASSERT_THAT(Hold(kMentor, planned->name()), test::IsOk());
  }

  absl::StatusOr<v1::Review> Begin(const std::string& person, const std::string& agreement,
                                   const v1::Review& review) {
    v1::CreateReviewRequest request;
    request.set_parent(agreement);
    *request.mutable_review() = review;
    return Do(*reviews, &ReviewService::CreateReview, Member(person), request);
  }
  template <typename Request>
  absl::StatusOr<v1::Review> Step(
      absl::StatusOr<v1::Review> (ReviewService::*handler)(const rpc::Call&, const Request&),
      const std::string& person, const std::string& review) {
    Request request;
    request.set_name(review);
    return Do(*reviews, handler, Member(person), request);
  }

  absl::StatusOr<v1::Checklist> Answer(const std::string& person, const std::string& agreement,
                                       v1::Agreeing agreeing, const std::string& request_id = "") {
    v1::AnswerChecklistRequest request;
    request.set_agreement(agreement);
    request.set_request_id(request_id);
    for (const auto& statement : PresentCatalogue().statements()) {
      auto& answer = *request.add_answers();
      answer.set_number(statement.number());
      answer.set_own(agreeing);
    }
    return Do(*checklists, &ChecklistService::AnswerChecklist, Member(person), request);
  }
  absl::StatusOr<v1::Checklist> Checklist(const std::string& person, const std::string& agreement) {
    v1::GetChecklistRequest request;
    request.set_name(absl::StrCat(agreement, "/checklist"));
    return Do(*checklists, &ChecklistService::GetChecklist, Member(person), request);
  }

  // Everything that sections 1 to 3 and 5 ask for.
  static v1::Sections FullSections() {
    v1::Sections sections;
    sections.set_council_objectives("better scrutiny");
    sections.set_present_roles("ward member");
    sections.set_motivation("to be heard");
    sections.set_aspects_to_strengthen("questions");
    sections.set_learning_objectives("ask shorter ones");
    sections.set_rules_of_trust("stays between us");
    sections.set_time_scales("six months");
    sections.set_contact("every third week");
    return sections;
  }
  // An agreement in force.
  std::string InForce() {
    const std::string name = Drafted();
    EXPECT_THAT(Write(kMentee, name, FullSections()), test::IsOk());
    EXPECT_THAT(SignPresent(kMentee, name, 1), test::IsOk());
    EXPECT_THAT(SignPresent(kMentor, name, 1), test::IsOk());
    return name;
  }
  // The final review, written by the mentor and agreed by the mentee.
  void AgreeFinalReview(const std::string& agreement) {
    v1::Review review;
    review.mutable_final()->set_progress("far");
    const auto begun = Begin(kMentor, agreement, review);
    ASSERT_THAT(begun, test::IsOk());
    ASSERT_THAT(Step(&ReviewService::SubmitReview, kMentor, begun->name()), test::IsOk());
    ASSERT_THAT(Step(&ReviewService::AgreeReview, kMentee, begun->name()), test::IsOk());
  }

  // Applies what is untold.
  absl::Status CatchUp() {
    for (const std::string& match : std::exchange(untold, {})) {
      const absl::Status told = Tell(match);
      if (!told.ok()) return told;
    }
    return catch_up;
  }

  // Everything told so far, oldest first.
  std::vector<event::v1::Event> Events() {
    event::v1::FetchEventsRequest request;
    request.set_limit(1000);
    const auto fetched = event::Fetch(ground->database(), request, absl::Now() + absl::Seconds(30));
    EXPECT_THAT(fetched, test::IsOk());
    return {fetched->events().begin(), fetched->events().end()};
  }
  std::vector<std::string> EventTypes() {
    std::vector<std::string> types;
    for (const auto& event : Events()) types.push_back(event.type());
    return types;
  }

  const test::FreshTarget text;
  const test::FreshTarget keys;
  const std::unique_ptr<sql::Database> key_database;
  test::Scratch scratch;
  test::FakeClock clock;
  MatchingFactsInMemory matching;
  RegistryFactsInMemory registry;
  std::vector<std::string> untold;  // matches whose event comes by catching up only
  absl::Status catch_up;            // what catching up answers
  rpc::Bindings bindings;
  service::Ground* ground = nullptr;
  timer::Timers* timers = nullptr;
  std::unique_ptr<crypto::Sealer> sealer;
  std::unique_ptr<Drafting> drafting;
  std::unique_ptr<AgreementService> agreements;
  std::unique_ptr<ArrangementService> arrangements;
  std::unique_ptr<ChecklistService> checklists;
  std::unique_ptr<MeetingService> meetings;
  std::unique_ptr<ObjectiveService> objectives;
  std::unique_ptr<ReviewService> reviews;
  std::unique_ptr<FactsService> facts;

 private:
  service::GroundOptions GroundOptions() {
    std::filesystem::create_directory(scratch.File("keys"));
    EXPECT_THAT(crypto::SigningKey::Generate().Save(scratch.File("keys/agreement.key")),
                test::IsOk());
    std::ofstream(scratch.File("page")) << absl::Base64Escape(std::string(32, 'k'));
    service::GroundOptions options;
    options.service = "agreement";
    options.database.target = text.target();
    options.key_file = scratch.File("keys/agreement.key");
    options.peer_keys = scratch.File("keys");
    options.page_key_file = scratch.File("page");
    options.clock = &clock;
    return options;
  }
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_TESTS_UNIT_AGREEMENT_WORLD_H_
