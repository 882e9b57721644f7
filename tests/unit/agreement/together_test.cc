#include <gmock/gmock.h>

#include <thread>

#include "tests/unit/agreement/world.h"

namespace telemachus::agreement {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;
using testing::Contains;
using testing::Not;

constexpr char kRequestId[] = "8c7f3f4e-5d7c-4d9e-9a53-0c0f3f1d2b6a";

// What the two do together: meetings, objectives, reviews, the checklist.
class TogetherTest : public testing::TestWithParam<std::string> {
 protected:
  absl::StatusOr<v1::Objective> Aim(const std::string& agreement, const std::string& content,
                                    const std::string& request_id = "") {
    v1::CreateObjectiveRequest request;
    request.set_parent(agreement);
    request.set_request_id(request_id);
    request.mutable_objective()->set_content(content);
    request.mutable_objective()->set_target_date("2026-12-01");
    return world_.Do(*world_.objectives, &ObjectiveService::CreateObjective, World::Member(kMentee),
                     request);
  }
  absl::StatusOr<v1::Objective> Resolve(const std::string& name, v1::Objective::State state,
                                        const std::string& etag) {
    v1::ResolveObjectiveRequest request;
    request.set_name(name);
    request.set_state(state);
    request.set_etag(etag);
    return world_.Do(*world_.objectives, &ObjectiveService::ResolveObjective,
                     World::Member(kMentor), request);
  }
  std::vector<std::string> ReviewsSeen(const std::string& person, const std::string& agreement) {
    v1::ListReviewsRequest request;
    request.set_parent(agreement);
    const auto listed =
        world_.Do(*world_.reviews, &ReviewService::ListReviews, World::Member(person), request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> names;
    for (const auto& review : listed->reviews()) names.push_back(review.name());
    return names;
  }
  static v1::Review Progress(bool plan_changes) {
    v1::Review review;
    review.mutable_progress()->set_achieved("two questions asked");
    review.mutable_progress()->set_action_plan_changes(plan_changes);
    return review;
  }

  World world_{GetParam()};
};

TEST_P(TogetherTest, MeetingsAreNumberedFromOneAndKeepTheirText) {
  const std::string name = world_.Drafted();
  for (int i = 1; i <= 3; ++i) {
    const auto planned = world_.Plan(kMentee, name, world_.clock.Now() + absl::Hours(i));
    ASSERT_THAT(planned, IsOk());
    EXPECT_EQ(planned->name(), absl::StrCat(name, "/meetings/", i));
  }
  v1::ListMeetingsRequest request;
  request.set_parent(name);
  request.set_page_size(2);
  auto listed =
      world_.Do(*world_.meetings, &MeetingService::ListMeetings, World::Member(kMentor), request);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->meetings(1).focus(), "what to begin with");
  request.set_page_token(listed->next_page_token());
  listed =
      world_.Do(*world_.meetings, &MeetingService::ListMeetings, World::Member(kMentor), request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->meetings_size(), 1);
  EXPECT_EQ(listed->meetings(0).name(), absl::StrCat(name, "/meetings/3"));
}

TEST_P(TogetherTest, AMeetingIsHeldOnceAndNotBeforeItBegins) {
  const std::string name = world_.Drafted();
  const std::string meeting =
      world_.Plan(kMentee, name, world_.clock.Now() + absl::Hours(1))->name();
  EXPECT_THAT(world_.Hold(kMentor, meeting), HasCode(absl::StatusCode::kInvalidArgument));
  world_.clock.Advance(absl::Hours(1));
  const auto held = world_.Hold(kMentor, meeting);
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->state(), v1::Meeting::STATE_HELD);
  EXPECT_EQ(held->duration_minutes(), 60);
  EXPECT_THAT(world_.Hold(kMentee, meeting), HasReason(status::v1::REASON_WRONG_STATE));
  const auto events = world_.Events();
  EXPECT_EQ(events.back().type(), "agreement.meeting.held");
  EXPECT_EQ(events.back().codes().at("date"), "2026-05-04");
  EXPECT_EQ(events.back().codes().at("number"), "1");
}

TEST_P(TogetherTest, OfTwoWhoHoldOrPlanAtOnceNothingIsDoubled) {
  const std::string name = world_.Drafted();
  const std::string meeting = world_.Plan(kMentee, name, world_.clock.Now())->name();
  absl::Status first;
  absl::Status second;
  const auto both = [&](absl::Status& result, const char* person) {
    result = world_.Hold(person, meeting).status();
    for (int i = 0; i < 5; ++i) {
      while (!world_.Plan(person, name, world_.clock.Now()).ok()) {
      }
    }
  };
  std::thread other([&] { both(second, kMentor); });
  both(first, kMentee);
  other.join();
  EXPECT_EQ(first.ok() + second.ok(), 1);
  v1::ListMeetingsRequest request;
  request.set_parent(name);
  const auto listed =
      world_.Do(*world_.meetings, &MeetingService::ListMeetings, World::Member(kMentor), request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->meetings_size(), 11);
  EXPECT_EQ(listed->meetings(10).name(), absl::StrCat(name, "/meetings/11"));
}

TEST_P(TogetherTest, OfTwoWhoWriteAtOnceOneIsToldSo) {
  const std::string name = world_.Drafted();
  for (int round = 0; round < 10; ++round) {
    const std::string etag = world_.Get(kMentee, name)->etag();
    absl::Status results[2];
    const auto write = [&](int which, const char* person) {
      v1::UpdateAgreementRequest request;
      request.mutable_agreement()->set_name(name);
      request.mutable_agreement()->set_etag(etag);
      request.mutable_agreement()->mutable_sections()->set_motivation(
          absl::StrCat(round, " by ", person));
      results[which] = world_
                           .Do(*world_.agreements, &AgreementService::UpdateAgreement,
                               World::Member(person), request)
                           .status();
    };
    std::thread other([&] { write(1, kMentor); });
    write(0, kMentee);
    other.join();
    ASSERT_EQ(results[0].ok() + results[1].ok(), 1) << results[0] << results[1];
    const int loser = results[0].ok() ? 1 : 0;
    EXPECT_THAT(results[loser], HasCode(absl::StatusCode::kAborted));
    EXPECT_EQ(world_.Get(kMentee, name)->sections().motivation(),
              absl::StrCat(round, " by ", loser == 1 ? kMentee : kMentor));
  }
}

TEST_P(TogetherTest, ObjectivesAreListedAsAddedAndResolvedUnderTheirEtag) {
  const std::string name = world_.Drafted();
  const auto first = Aim(name, "shorter questions", kRequestId);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Aim(name, "a pre-meeting"), IsOk());
  EXPECT_EQ(Aim(name, "shorter questions", kRequestId)->name(), first->name());
  EXPECT_THAT(Aim(name, "another", kRequestId), HasReason(status::v1::REASON_REQUEST_ID_REUSED));
  const auto met = Resolve(first->name(), v1::Objective::STATE_MET, first->etag());
  ASSERT_THAT(met, IsOk());
  EXPECT_EQ(met->content(), "shorter questions");
  EXPECT_THAT(Resolve(first->name(), v1::Objective::STATE_DROPPED, first->etag()),
              HasReason(status::v1::REASON_STALE_ETAG));
  EXPECT_EQ(world_.Events().back().codes().at("state"), "met");
  v1::ListObjectivesRequest request;
  request.set_parent(name);
  const auto listed = world_.Do(*world_.objectives, &ObjectiveService::ListObjectives,
                                World::Member(kMentor), request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->objectives_size(), 2);
  EXPECT_EQ(listed->objectives(0).state(), v1::Objective::STATE_MET);
  EXPECT_EQ(listed->objectives(1).content(), "a pre-meeting");
}

TEST_P(TogetherTest, AReviewBelongsToItsWriterUntilItIsShown) {
  const std::string name = world_.InForce();
  const auto draft = world_.Begin(kMentor, name, Progress(false));
  ASSERT_THAT(draft, IsOk());
  EXPECT_THAT(ReviewsSeen(kMentor, name), Contains(draft->name()));
  EXPECT_THAT(ReviewsSeen(kMentee, name), Not(Contains(draft->name())));
  const absl::Status hidden =
      world_.Step(&ReviewService::GetReview, kMentee, draft->name()).status();
  EXPECT_EQ(hidden,
            world_.Step(&ReviewService::GetReview, kMentee, name + "/reviews/none").status());
  EXPECT_EQ(hidden, world_.Step(&ReviewService::AgreeReview, kMentee, draft->name()).status());
  EXPECT_EQ(hidden, world_.Step(&ReviewService::SubmitReview, kMentee, draft->name()).status());
  ASSERT_THAT(world_.Step(&ReviewService::SubmitReview, kMentor, draft->name()), IsOk());
  EXPECT_EQ(hidden, world_.Step(&ReviewService::AgreeReview, kMentor, draft->name()).status());
  const auto agreed = world_.Step(&ReviewService::AgreeReview, kMentee, draft->name());
  ASSERT_THAT(agreed, IsOk());
  EXPECT_EQ(agreed->state(), v1::Review::STATE_FINAL);
  EXPECT_EQ(agreed->progress().achieved(), "two questions asked");
  EXPECT_THAT(world_.Step(&ReviewService::AgreeReview, kMentee, draft->name()),
              HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_EQ(world_.Events().back().codes().at("sort"), "progress");
}

TEST_P(TogetherTest, WhatTheMenteeWritesIsAgreedWhenShown) {
  const std::string name = world_.InForce();
  const auto draft = world_.Begin(kMentee, name, Progress(false));
  ASSERT_THAT(draft, IsOk());
  EXPECT_EQ(world_.Step(&ReviewService::SubmitReview, kMentee, draft->name())->state(),
            v1::Review::STATE_FINAL);
}

TEST_P(TogetherTest, OnlyTheMentorBeginsTheFinalReviewAndOnlyOfItsOwnObjectives) {
  const std::string name = world_.InForce();
  v1::Review review;
  review.mutable_final()->add_evidence()->set_objective(Aim(name, "shorter")->name());
  EXPECT_THAT(world_.Begin(kMentee, name, review), HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_THAT(world_.Begin(kMentor, name, review), IsOk());
  review.mutable_final()->add_evidence()->set_objective(name + "/objectives/none");
  EXPECT_THAT(world_.Begin(kMentor, name, review),
              HasReason(status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(world_.Begin(kMentor, name, {}), HasReason(status::v1::REASON_FIELD_REQUIRED));
  const std::string draft = world_.Drafted("matches/m2");
  EXPECT_THAT(world_.Begin(kMentee, draft, Progress(false)),
              HasReason(status::v1::REASON_WRONG_STATE));
}

TEST_P(TogetherTest, AReviewThatChangesThePlanBeginsTheNextVersion) {
  const std::string name = world_.InForce();
  const auto draft = world_.Begin(kMentor, name, Progress(true));
  ASSERT_THAT(world_.Step(&ReviewService::SubmitReview, kMentor, draft->name()), IsOk());
  EXPECT_EQ(world_.Get(kMentee, name)->version(), 1);
  ASSERT_THAT(world_.Step(&ReviewService::AgreeReview, kMentee, draft->name()), IsOk());
  const auto reopened = world_.Get(kMentee, name);
  EXPECT_EQ(reopened->version(), 2);
  EXPECT_TRUE(reopened->signatures().empty());
  EXPECT_EQ(reopened->state(), v1::Agreement::STATE_AWAITING_SIGNATURES);
  EXPECT_EQ(reopened->sections().motivation(), "to be heard");
  const auto second = world_.Begin(kMentee, name, Progress(true));
  ASSERT_THAT(world_.Step(&ReviewService::SubmitReview, kMentee, second->name()), IsOk());
  EXPECT_EQ(world_.Get(kMentee, name)->version(), 2);
}

TEST_P(TogetherTest, TheChecklistIsComparedOnceBothHaveAnswered) {
  const std::string name = world_.Drafted();
  ASSERT_THAT(world_.Answer(kMentee, name, v1::AGREEING_AGREE, kRequestId), IsOk());
  EXPECT_FALSE(world_.Checklist(kMentee, name)->revealed());
  EXPECT_TRUE(world_.Checklist(kMentor, name)->answers().empty());
  const auto second = world_.Answer(kMentor, name, v1::AGREEING_STRONGLY_AGREE);
  ASSERT_THAT(second, IsOk());
  EXPECT_FALSE(second->revealed());
  const auto seen = world_.Checklist(kMentee, name);
  ASSERT_THAT(seen, IsOk());
  EXPECT_TRUE(seen->revealed());
  EXPECT_EQ(seen->differing_numbers_size(), 22);
  EXPECT_EQ(seen->answers(0).own(), v1::AGREEING_AGREE);
  EXPECT_EQ(seen->answers(0).other(), v1::AGREEING_STRONGLY_AGREE);
  EXPECT_THAT(world_.Answer(kMentee, name, v1::AGREEING_DISAGREE),
              HasCode(absl::StatusCode::kAlreadyExists));
  const auto repeated = world_.Answer(kMentee, name, v1::AGREEING_AGREE, kRequestId);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_FALSE(repeated->revealed());
  EXPECT_EQ(world_.EventTypes().size(), 1u);
}

TEST_P(TogetherTest, WhatADestroyedKeySealedIsGoneAndTheRestStays) {
  const std::string name = world_.InForce();
  const auto draft = world_.Begin(kMentor, name, Progress(false));
  ASSERT_THAT(world_.Step(&ReviewService::SubmitReview, kMentor, draft->name()), IsOk());
  ASSERT_THAT(
      world_.sealer->Destroy(absl::StrCat(name, "|", kMentor), absl::Now() + absl::Seconds(30)),
      IsOk());
  const auto read = world_.Step(&ReviewService::GetReview, kMentee, draft->name());
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(read->has_progress());
  EXPECT_EQ(read->progress().achieved(), "");
  EXPECT_EQ(world_.Get(kMentee, name)->sections().motivation(), "to be heard");
}

INSTANTIATE_TEST_SUITE_P(All, TogetherTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::agreement
