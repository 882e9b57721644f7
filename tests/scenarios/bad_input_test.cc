// What is wrong with a call is said by its reason and its field, and changes nothing.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/details.h"
#include "common/time/civil.h"
#include "google/rpc/error_info.pb.h"
#include "gtest/gtest.h"
#include "telemachus/agreement/v1/meeting.pb.h"
#include "telemachus/agreement/v1/review.pb.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/scenarios/journey/snapshot.h"
#include "tests/support/status_matchers.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using test::HasCode;
using test::HasReason;

constexpr char kUnknown[] = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
constexpr char kNfc[] = "\u0175\u0177";    // ŵŷ
constexpr char kNfd[] = "w\u0302y\u0302";  // the same, decomposed

std::string Times(const std::string& text, int count) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

// A value of the error's metadata.
std::string MetadataOf(const absl::Status& status, const std::string& key) {
  const auto told = status::GetDetail<google::rpc::ErrorInfo>(status);
  if (!told.has_value() || told->metadata().count(key) == 0) return "";
  return told->metadata().at(key);
}

class BadInputTest : public testing::Test {
 protected:
  // Says that nothing changed since Remember().
  void Remember() { before_ = TakeSnapshot(town_); }
  void ExpectAsBefore() {
    const auto after = TakeSnapshot(town_);
    ASSERT_GT(before_.size(), 20U);
    for (const auto& [table, rows] : before_) EXPECT_EQ(rows, after.at(table)) << table;
  }

  test::Town town_;
  Journey journey_{town_.callers()};
  std::map<std::string, std::string> before_;
};

class BadFileTest : public BadInputTest {
 protected:
  void SetUp() override {
    journey_.BuildRegister();
    ASSERT_FALSE(HasFailure());
  }
  absl::StatusOr<registry::v1::ImportReport> ImportMembers(const std::string& content) {
    registry::v1::ImportMembersRequest request;
    request.set_content(content);
    request.set_login_issuer(issuer::kLocalIssuer);
    return journey_.Import("PersonService/ImportMembers", request);
  }
  static int64_t CountOf(const registry::v1::ImportReport& report, registry::v1::OddKind kind) {
    for (const auto& odd : report.odd_counts()) {
      if (odd.kind() == kind) return odd.count();
    }
    return 0;
  }
  static constexpr char kHeader[] =
      "authority_code,key,given_name,family_name,party_name,subject\n";
};

TEST_F(BadFileTest, IsNotTakenAtAllIfItCannotBeRead) {
  Remember();
  for (const std::string& content :
       {absl::StrCat(kHeader, "HOM,x-1,\xff\xfe,Evans,,\n"),
        std::string("authority_code,given_name,family_name\nHOM,Ann,Evans\n"), std::string("\n"),
        absl::StrCat(kHeader, "HOM,x-1,\"Ann,Evans,,\n")}) {
    EXPECT_THAT(ImportMembers(content), HasReason(status::v1::REASON_IMPORT_UNREADABLE)) << content;
  }
  EXPECT_THAT(ImportMembers(""), HasReason(status::v1::REASON_FIELD_REQUIRED));
  EXPECT_THAT(ImportMembers(std::string(4'000'001, 'x')),
              HasReason(status::v1::REASON_FIELD_TOO_LONG));
  ExpectAsBefore();
}

TEST_F(BadFileTest, IsTakenWithoutTheRowsThatAreWrong) {
  const auto report = ImportMembers(absl::StrCat(
      kHeader, "HOM,x-1,Ann,Evans,Plaid Neb,\n",  // a party that has no national office
      "HOM,x-2,Ann\n",                            // columns missing
      "HOM,x-3,Ann,Evans,,,,\n",                  // too many
      "ZZZ,x-4,Ann,Evans,,\n",                    // unknown authority
      "OLD,x-5,Ann,Evans,,\n",                    // one that has ended
      "HOM,x-1,Bea,Evans,,\n",                    // the key of the first row again
      "HOM,,Cai,Evans,,\n",                       // no key
      "HOM,x-6,Cai,Evans,,member-0\n"));          // the login of somebody else
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->created(), 3);
  EXPECT_EQ(report->rejected(), 5);
  EXPECT_EQ(CountOf(*report, registry::v1::ODD_KIND_PARTY_LOCAL), 1);
  EXPECT_EQ(CountOf(*report, registry::v1::ODD_KIND_COLUMNS), 2);
  EXPECT_EQ(CountOf(*report, registry::v1::ODD_KIND_AUTHORITY_UNKNOWN), 1);
  EXPECT_EQ(CountOf(*report, registry::v1::ODD_KIND_AUTHORITY_ENDED), 1);
  EXPECT_EQ(CountOf(*report, registry::v1::ODD_KIND_REPEATED), 1);
  EXPECT_EQ(CountOf(*report, registry::v1::ODD_KIND_VALUE_MISSING), 1);
  EXPECT_EQ(CountOf(*report, registry::v1::ODD_KIND_SUBJECT_TAKEN), 1);
  // The login is still that of whom it was.
  registry::v1::ListMembersRequest list;
  list.set_parent(journey_.home());
  list.set_council_key("member-0");
  const auto listed = journey_.Does<registry::v1::ListMembersResponse>(
      "officer", "registry.v1.PersonService/ListMembers", list);
  ASSERT_EQ(listed.members_size(), 1);
  EXPECT_EQ(listed.members(0).name(), journey_.PersonOf("member-0"));
}

TEST_F(BadFileTest, IsRefusedByTheGatewayIfItIsTooLarge) {
  Remember();
  const absl::Status status = ImportMembers(std::string(5 << 20, 'x')).status();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(status, HasReason(status::v1::REASON_MESSAGE_TOO_LARGE));
  ExpectAsBefore();
}

// On a draft that both have met on.
class BadCallTest : public BadInputTest {
 protected:
  void SetUp() override {
    journey_.UpToApproval();
    if (!HasFailure()) journey_.Approve();
    if (!HasFailure()) journey_.FindAgreement();
    if (!HasFailure()) journey_.MeetAndCompare();
    ASSERT_FALSE(HasFailure());
  }
  // Expects the verb to be refused for the state in which its thing is.
  template <typename Response>
  void ExpectWrongState(const std::string& who, absl::string_view method,
                        const google::protobuf::Message& request, const std::string& state) {
    const absl::Status status = journey_.Try<Response>(who, method, request).status();
    EXPECT_THAT(status, HasReason(status::v1::REASON_WRONG_STATE)) << method;
    EXPECT_EQ(MetadataOf(status, "state"), state) << method;
  }
  agreement::v1::CreateObjectiveRequest Objective(const std::string& content) {
    agreement::v1::CreateObjectiveRequest create;
    create.set_parent(journey_.agreement());
    create.mutable_objective()->set_content(content);
    create.mutable_objective()->set_target_date(time::FormatDate(time::DayOf(absl::Now()) + 42));
    return create;
  }
};

TEST_F(BadCallTest, NamesTheFieldThatRefersToNothing) {
  journey_.WriteAndSign();
  Remember();
  const auto expect = [this](const absl::Status& status, const std::string& field) {
    EXPECT_THAT(status, HasReason(status::v1::REASON_FIELD_UNKNOWN_REFERENCE)) << field;
    EXPECT_EQ(MetadataOf(status, "field"), field) << status;
  };
  auto need = journey_.Need("member-1");
  need.mutable_request()->set_needs(1, "juggling");
  expect(
      journey_
          .Try<matching::v1::Request>("member-1", "matching.v1.RequestService/CreateRequest", need)
          .status(),
      "request.needs[1]");
  registry::v1::CreateTrainingRecordRequest record;
  record.set_parent(journey_.PersonOf("mentor-3"));
  record.mutable_training_record()->set_course(absl::StrCat("courses/", kUnknown));
  record.mutable_training_record()->set_attended_date("2026-01-31");
  expect(journey_
             .Try<registry::v1::TrainingRecord>(
                 "staff", "registry.v1.TrainingService/CreateTrainingRecord", record)
             .status(),
         "training_record.course");
  agreement::v1::CreateReviewRequest review;
  review.set_parent(journey_.agreement());
  review.mutable_review()->mutable_final()->set_progress("Well.");
  review.mutable_review()->mutable_final()->add_evidence()->set_objective(
      absl::StrCat(journey_.agreement(), "/objectives/", kUnknown));
  expect(journey_
             .Try<agreement::v1::Review>(journey_.mentor(),
                                         "agreement.v1.ReviewService/CreateReview", review)
             .status(),
         "review.final.evidence[0].objective");
  ExpectAsBefore();
}

TEST_F(BadCallTest, SaysInWhichStateAVerbComesTooLateOrTooEarly) {
  Remember();
  matching::v1::ApproveMatchRequest approve;
  approve.set_name(journey_.match());
  ExpectWrongState<matching::v1::Match>("officer", "matching.v1.MatchService/ApproveMatch", approve,
                                        "STATE_CONFIRMED");
  matching::v1::AcceptMatchRequest accept;
  accept.set_name(journey_.match());
  ExpectWrongState<matching::v1::Match>(journey_.mentor(), "matching.v1.MatchService/AcceptMatch",
                                        accept, "STATE_CONFIRMED");
  matching::v1::WithdrawRequestRequest withdraw;
  withdraw.set_name(journey_.request());
  ExpectWrongState<matching::v1::Request>("member-0", "matching.v1.RequestService/WithdrawRequest",
                                          withdraw, "STATE_MATCHED");
  agreement::v1::CompleteAgreementRequest complete;
  complete.set_name(journey_.agreement());
  ExpectWrongState<agreement::v1::Agreement>(
      "member-0", "agreement.v1.AgreementService/CompleteAgreement", complete, "STATE_DRAFT");
  agreement::v1::HoldMeetingRequest hold;
  hold.set_name(absl::StrCat(journey_.agreement(), "/meetings/1"));
  hold.set_duration_minutes(50);
  ExpectWrongState<agreement::v1::Meeting>("member-0", "agreement.v1.MeetingService/HoldMeeting",
                                           hold, "STATE_HELD");
  agreement::v1::SignAgreementRequest sign;
  sign.set_name(journey_.agreement());
  sign.set_version(1);
  journey_.MayNot<agreement::v1::Agreement>("member-0",
                                            "agreement.v1.AgreementService/SignAgreement", sign,
                                            status::v1::REASON_SECTIONS_INCOMPLETE);
  ExpectAsBefore();
}

TEST_F(BadCallTest, RefusesWhatWasReadBeforeAnotherChange) {
  agreement::v1::UpdateAgreementRequest update;
  *update.mutable_agreement() = journey_.GetAgreement("member-0");
  update.mutable_agreement()->mutable_sections()->set_motivation("First.");
  journey_.Does<agreement::v1::Agreement>("member-0",
                                          "agreement.v1.AgreementService/UpdateAgreement", update);
  registry::v1::GetMentorRequest get;
  get.set_name(absl::StrCat("mentors/", journey_.PersonOf("mentor-3").substr(7)));
  registry::v1::UpdateMentorRequest mentor;
  *mentor.mutable_mentor() =
      journey_.Does<registry::v1::Mentor>("mentor-3", "registry.v1.MentorService/GetMentor", get);
  mentor.mutable_mentor()->set_places(2);
  journey_.Does<registry::v1::Mentor>("mentor-3", "registry.v1.MentorService/UpdateMentor", mentor);
  Remember();
  update.mutable_agreement()->mutable_sections()->set_motivation("Second.");
  mentor.mutable_mentor()->set_places(3);
  const absl::Status agreement =
      journey_
          .Try<agreement::v1::Agreement>("member-0",
                                         "agreement.v1.AgreementService/UpdateAgreement", update)
          .status();
  const absl::Status offer =
      journey_
          .Try<registry::v1::Mentor>("mentor-3", "registry.v1.MentorService/UpdateMentor", mentor)
          .status();
  for (const absl::Status& status : {agreement, offer}) {
    EXPECT_THAT(status, HasCode(absl::StatusCode::kAborted));
    EXPECT_THAT(status, HasReason(status::v1::REASON_STALE_ETAG));
  }
  ExpectAsBefore();
}

TEST_F(BadCallTest, AnswersARepeatedRequestWithWhatItMadeAndRefusesAnother) {
  auto need = journey_.Need("member-1");
  need.set_request_id("aa1b5c1e-7a52-4a37-9a0e-0d6f5b6c8a11");
  auto objective = Objective("Five questions.");
  objective.set_request_id(need.request_id());
  const auto made = journey_.Does<matching::v1::Request>(
      "member-1", "matching.v1.RequestService/CreateRequest", need);
  const auto set = journey_.Does<agreement::v1::Objective>(
      "member-0", "agreement.v1.ObjectiveService/CreateObjective", objective);
  Remember();
  EXPECT_EQ(
      journey_
          .Does<matching::v1::Request>("member-1", "matching.v1.RequestService/CreateRequest", need)
          .name(),
      made.name());
  EXPECT_EQ(journey_
                .Does<agreement::v1::Objective>(
                    "member-0", "agreement.v1.ObjectiveService/CreateObjective", objective)
                .name(),
            set.name());
  need.mutable_request()->add_needs("communication");
  journey_.MayNot<matching::v1::Request>("member-1", "matching.v1.RequestService/CreateRequest",
                                         need, status::v1::REASON_REQUEST_ID_REUSED);
  objective.mutable_objective()->set_content("Six questions.");
  journey_.MayNot<agreement::v1::Objective>("member-0",
                                            "agreement.v1.ObjectiveService/CreateObjective",
                                            objective, status::v1::REASON_REQUEST_ID_REUSED);
  ExpectAsBefore();
}

TEST_F(BadCallTest, CountsWelshLettersAsOneEachHoweverTheyAreWritten) {
  constexpr int kHalf = 500;  // of the characters of an objective
  Remember();
  for (const char* letters : {kNfc, kNfd}) {
    const absl::Status status = journey_
                                    .Try<agreement::v1::Objective>(
                                        "member-0", "agreement.v1.ObjectiveService/CreateObjective",
                                        Objective(Times(letters, kHalf) + "x"))
                                    .status();
    EXPECT_THAT(status, HasReason(status::v1::REASON_FIELD_TOO_LONG));
    EXPECT_EQ(MetadataOf(status, "field"), "objective.content");
  }
  ExpectAsBefore();
  for (const char* letters : {kNfc, kNfd}) {
    EXPECT_EQ(journey_
                  .Does<agreement::v1::Objective>("member-0",
                                                  "agreement.v1.ObjectiveService/CreateObjective",
                                                  Objective(Times(letters, kHalf)))
                  .content(),
              Times(kNfc, kHalf));
  }
  EXPECT_NE(TakeSnapshot(town_), before_) << "a snapshot shows no change";
  agreement::v1::ListObjectivesRequest list;
  list.set_parent(journey_.agreement());
  const auto kept = journey_.Does<agreement::v1::ListObjectivesResponse>(
      journey_.mentor(), "agreement.v1.ObjectiveService/ListObjectives", list);
  ASSERT_EQ(kept.objectives_size(), 2);
  for (const auto& objective : kept.objectives()) {
    EXPECT_EQ(objective.content(), Times(kNfc, kHalf));
  }
}

}  // namespace
}  // namespace telemachus::scenario
