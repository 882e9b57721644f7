#include "evaluation/answer/evaluation_service.h"

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/evaluation/world.h"

namespace telemachus::evaluation {
namespace {

constexpr char kAgreement[] = "agreements/a1";
constexpr char kUuid[] = "0f8fad5b-d9cb-469f-a165-70867728950e";
constexpr char kRemarks[] = "Canary words that nobody else reads.";

class EvaluationServiceTest : public testing::TestWithParam<std::string> {
 protected:
  EvaluationServiceTest() : world_(GetParam()) { world_.AddAgreement(kAgreement); }

  void Complete() {
    ASSERT_THAT(world_.Tell("agreement", "agreement.agreement.completed", kAgreement, {}),
                test::IsOk());
  }
  std::string InvitationOf(const std::string& person) {
    const auto invitations = world_.Invitations(person);
    return invitations.empty() ? "evaluationInvitations/none" : invitations[0].name();
  }
  static v1::CreateEvaluationRequest Giving(const std::string& invitation) {
    v1::CreateEvaluationRequest request;
    request.set_parent(invitation);
    v1::Evaluation& evaluation = *request.mutable_evaluation();
    evaluation.set_successful(v1::Evaluation::DEGREE_MOSTLY);
    evaluation.set_recommend(v1::Evaluation::DEGREE_FULLY);
    evaluation.add_helped(v1::Evaluation::HELP_LISTENING);
    evaluation.set_remarks(kRemarks);
    return request;
  }
  absl::StatusOr<v1::Evaluation> Give(const std::string& person,
                                      const v1::CreateEvaluationRequest& request) {
    return world_.Do(*world_.evaluations, &EvaluationService::CreateEvaluation,
                     World::Member(person), request);
  }
  absl::StatusOr<v1::Evaluation> Read(const std::string& person, const std::string& name) {
    v1::GetEvaluationRequest request;
    request.set_name(name);
    return world_.Do(*world_.evaluations, &EvaluationService::GetEvaluation, World::Member(person),
                     request);
  }
  int64_t Number(const std::string& query) {
    int64_t number = -1;
    EXPECT_THAT(world_.database->Read(Soon(),
                                      [&](sql::Transaction& transaction) -> absl::Status {
                                        auto row = transaction.QueryRow(query, {});
                                        if (row.ok()) number = row->Int(0);
                                        return row.status();
                                      }),
                test::IsOk());
    return number;
  }

  World world_;
};

INSTANTIATE_TEST_SUITE_P(All, EvaluationServiceTest, test::Engines(), test::EngineName);

TEST_P(EvaluationServiceTest, EachPartyIsAskedOnceOnEachOccasion) {
  const std::map<std::string, std::string> progress = {{"agreement", kAgreement},
                                                       {"sort", "progress"}};
  for (const char* review : {"agreements/a1/reviews/1", "agreements/a1/reviews/2"}) {
    ASSERT_THAT(world_.Tell("agreement", "agreement.review.final", review, progress), test::IsOk());
  }
  world_.clock.Advance(absl::Hours(1));
  Complete();
  Complete();
  ASSERT_THAT(world_.Tell("agreement", "agreement.review.final", "agreements/a1/reviews/3",
                          {{"agreement", kAgreement}, {"sort", "final"}}),
              test::IsOk());
  world_.clock.Advance(absl::Hours(1));
  ASSERT_THAT(world_.Tell("agreement", "agreement.agreement.closed", kAgreement, {}), test::IsOk());
  for (const char* person : {kMentee, kMentor}) {
    std::vector<v1::Occasion> occasions;
    for (const auto& invitation : world_.Invitations(person)) {
      occasions.push_back(invitation.occasion());
    }
    EXPECT_THAT(occasions, testing::ElementsAre(v1::OCCASION_MID_WAY, v1::OCCASION_END,
                                                v1::OCCASION_AFTERCARE));
  }
  EXPECT_THAT(world_.Invitations(kStranger), testing::IsEmpty());
}

TEST_P(EvaluationServiceTest, AnEventOfAnUnknownAgreementIsParkedNotLost) {
  EXPECT_THAT(world_.Tell("agreement", "agreement.agreement.completed", "agreements/other", {}),
              test::HasCode(absl::StatusCode::kNotFound));
}

TEST_P(EvaluationServiceTest, InvitationsArePagedOldestFirst) {
  for (int i = 0; i < 5; ++i) {
    const std::string name = absl::StrCat("agreements/p", i);
    world_.AddAgreement(name);
    ASSERT_THAT(world_.Tell("agreement", "agreement.agreement.completed", name, {}), test::IsOk());
    if (i != 2) world_.clock.Advance(absl::Hours(1));
  }
  v1::ListInvitationsRequest request;
  request.set_parent(kMentee);
  request.set_page_size(2);
  std::vector<absl::Time> times;
  std::set<std::string> agreements;
  do {
    const auto page = world_.Do(*world_.evaluations, &EvaluationService::ListInvitations,
                                World::Member(kMentee), request);
    ASSERT_THAT(page, test::IsOk());
    ASSERT_LE(page->invitations_size(), 2);
    for (const auto& invitation : page->invitations()) {
      times.push_back(time::FromProto(invitation.create_time()));
      agreements.insert(invitation.agreement());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(times.size(), 5);
  EXPECT_EQ(agreements.size(), 5);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
}

TEST_P(EvaluationServiceTest, OnlyItsAuthorReadsIt) {
  Complete();
  const auto given = Give(kMentee, Giving(InvitationOf(kMentee)));
  ASSERT_THAT(given, test::IsOk());
  const auto read = Read(kMentee, given->name());
  ASSERT_THAT(read, test::IsOk());
  EXPECT_EQ(read->remarks(), kRemarks);
  EXPECT_EQ(read->successful(), v1::Evaluation::DEGREE_MOSTLY);
  EXPECT_EQ(read->agreement(), kAgreement);
  EXPECT_EQ(read->occasion(), v1::OCCASION_END);
  const absl::Status absent = Read(kMentor, "evaluations/none").status();
  EXPECT_THAT(absent, test::HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_EQ(Read(kMentor, given->name()).status(), absent);
  EXPECT_EQ(Read(kStranger, given->name()).status(), absent);
  EXPECT_TRUE(world_.Invitations(kMentee).empty());
}

TEST_P(EvaluationServiceTest, InvitationsOfOthersAreAsIfTheyWereNot) {
  Complete();
  const std::string invitation = InvitationOf(kMentee);
  const absl::Status absent = Give(kMentor, Giving("evaluationInvitations/none")).status();
  EXPECT_THAT(absent, test::HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_EQ(Give(kMentor, Giving(invitation)).status(), absent);
  v1::ListInvitationsRequest request;
  request.set_parent(kMentee);
  EXPECT_EQ(world_
                .Do(*world_.evaluations, &EvaluationService::ListInvitations,
                    World::Member(kMentor), request)
                .status(),
            absent);
}

TEST_P(EvaluationServiceTest, IsGivenOnce) {
  Complete();
  const std::string invitation = InvitationOf(kMentee);
  ASSERT_THAT(Give(kMentee, Giving(invitation)), test::IsOk());
  EXPECT_THAT(Give(kMentee, Giving(invitation)),
              test::HasReason(status::v1::REASON_ALREADY_EXISTS));
  EXPECT_EQ(Number("SELECT CAST(SUM(given) AS INTEGER) FROM tallies"), 2);
}

TEST_P(EvaluationServiceTest, ARepeatedRequestIsTheSameEvaluationAndCountsOnce) {
  Complete();
  v1::CreateEvaluationRequest request = Giving(InvitationOf(kMentee));
  request.set_request_id(kUuid);
  const auto first = Give(kMentee, request);
  ASSERT_THAT(first, test::IsOk());
  const auto again = Give(kMentee, request);
  ASSERT_THAT(again, test::IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Number("SELECT CAST(SUM(given) AS INTEGER) FROM tallies"), 2);
  request.mutable_evaluation()->set_recommend(v1::Evaluation::DEGREE_NOT);
  EXPECT_THAT(Give(kMentee, request), test::HasReason(status::v1::REASON_REQUEST_ID_REUSED));
}

TEST_P(EvaluationServiceTest, OfTwoAtOnceOneIsGiven) {
  Complete();
  const std::string invitation = InvitationOf(kMentee);
  std::atomic<int> given = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      const auto answer = Give(kMentee, Giving(invitation));
      if (answer.ok()) {
        ++given;
      } else {
        EXPECT_THAT(answer, test::HasReason(status::v1::REASON_ALREADY_EXISTS));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(given, 1);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM evaluations"), 1);
}

TEST_P(EvaluationServiceTest, NamesTheChoiceThatStandsTwice) {
  Complete();
  v1::CreateEvaluationRequest request = Giving(InvitationOf(kMentee));
  request.mutable_evaluation()->add_helped(v1::Evaluation::HELP_LISTENING);
  const auto refused = Give(kMentee, request);
  EXPECT_THAT(refused, test::HasReason(status::v1::REASON_FIELD_REPEATED));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM evaluations"), 0);
  EXPECT_FALSE(world_.Invitations(kMentee).empty());
}

TEST_P(EvaluationServiceTest, NothingThatIsSaidLiesOpen) {
  Complete();
  ASSERT_THAT(Give(kMentee, Giving(InvitationOf(kMentee))), test::IsOk());
  std::string sealed;
  ASSERT_THAT(world_.database->Read(Soon(),
                                    [&](sql::Transaction& transaction) -> absl::Status {
                                      auto row = transaction.QueryRow(
                                          "SELECT sealed FROM evaluations", {});
                                      if (row.ok()) sealed = row->Blob(0);
                                      return row.status();
                                    }),
              test::IsOk());
  EXPECT_FALSE(sealed.empty());
  EXPECT_EQ(sealed.find("Canary"), std::string::npos);
  EXPECT_FALSE(v1::Evaluation().ParseFromString(sealed));
}

TEST_P(EvaluationServiceTest, AnErasedEvaluationIsGoneAndStillCounts) {
  Complete();
  const auto given = Give(kMentee, Giving(InvitationOf(kMentee)));
  ASSERT_THAT(given, test::IsOk());
  ASSERT_THAT(world_.sealer->Destroy(absl::StrCat(given->name(), "|", kMentee), Soon()),
              test::IsOk());
  EXPECT_THAT(Read(kMentee, given->name()), test::HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_EQ(Number("SELECT CAST(SUM(given) AS INTEGER) FROM tallies"), 2);
}

}  // namespace
}  // namespace telemachus::evaluation
