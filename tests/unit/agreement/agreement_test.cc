#include <gmock/gmock.h>

#include "tests/unit/agreement/world.h"

namespace telemachus::agreement {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using v1::Agreement;

class AgreementTest : public testing::TestWithParam<std::string> {
 protected:
  absl::StatusOr<Agreement> Update(const v1::UpdateAgreementRequest& request,
                                   const std::string& person = kMentee) {
    return world_.Do(*world_.agreements, &AgreementService::UpdateAgreement, World::Member(person),
                     request);
  }
  v1::UpdateAgreementRequest Motivation(const std::string& name, const std::string& etag,
                                        const std::string& text) {
    v1::UpdateAgreementRequest request;
    request.mutable_agreement()->set_name(name);
    request.mutable_agreement()->set_etag(etag);
    request.mutable_agreement()->mutable_sections()->set_motivation(text);
    request.mutable_update_mask()->add_paths("sections.motivation");
    return request;
  }

  World world_{GetParam()};
};

TEST_P(AgreementTest, IsDraftedOnceHoweverOftenItsMatchIsTold) {
  const std::string name = world_.Drafted();
  EXPECT_THAT(world_.Tell("matches/m1"), IsOk());
  const auto read = world_.Get(kMentor, name);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->state(), Agreement::STATE_DRAFT);
  EXPECT_EQ(read->version(), 1);
  EXPECT_EQ(read->match(), "matches/m1");
  EXPECT_EQ(read->parties(0).display_name(), "Mair Test");
  EXPECT_EQ(read->parties(1).side(), v1::Party::SIDE_MENTOR);
  EXPECT_THAT(world_.EventTypes(), ElementsAre("agreement.agreement.drafted"));
  EXPECT_EQ(world_.Events().front().codes().at("match"), "matches/m1");
  // The policy of the day of the request governs, not the one of the day of the match.
  EXPECT_EQ(world_.registry.asked_date, "2026-04-27");
}

TEST_P(AgreementTest, IsDraftedByThePolicyThatMatchingKeptWhateverTheRegistrySaysNow) {
  matching::v1::MatchFacts& facts = world_.AddMatch("matches/m1");
  *facts.mutable_governing_policy() = World::HomeAuthority().policy();
  facts.mutable_governing_policy()->set_planned_months(7);
  world_.registry.authorities.clear();
  ASSERT_THAT(world_.Tell("matches/m1"), IsOk());
  const auto read = world_.Get(kMentor, world_.AgreementOf("matches/m1"));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->sections().planned_end_date(), "2026-12-04");
}

TEST_P(AgreementTest, OtherEventsOfMatchingPassBy) {
  EXPECT_THAT(world_.Tell("matches/m9", "matching.match.declined"), IsOk());
  EXPECT_TRUE(world_.Events().empty());
}

TEST_P(AgreementTest, DraftsLaterWhatCannotBeDraftedNow) {
  world_.AddMatch("matches/m1");
  world_.matching.fault = absl::UnavailableError("down");
  EXPECT_THAT(world_.Tell("matches/m1"), HasCode(absl::StatusCode::kUnavailable));
  world_.matching.fault = absl::OkStatus();
  EXPECT_THAT(world_.Tell("matches/m1"), IsOk());
  EXPECT_EQ(world_.Events().size(), 1u);
}

TEST_P(AgreementTest, IsListedAtOnceWhenItsMatchWasConfirmedAMomentAgo) {
  world_.AddMatch("matches/m1");
  world_.untold = {"matches/m1"};
  v1::ListAgreementsRequest request;
  request.set_parent(kMentor);
  request.set_match("matches/m1");
  const auto listed = world_.Do(*world_.agreements, &AgreementService::ListAgreements,
                                World::Member(kMentor), request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->agreements_size(), 1);
  EXPECT_FALSE(listed->agreements(0).has_sections());
  request.set_match("matches/m2");
  world_.catch_up = absl::UnavailableError("down");
  EXPECT_THAT(world_.Do(*world_.agreements, &AgreementService::ListAgreements,
                        World::Member(kMentor), request),
              HasCode(absl::StatusCode::kUnavailable));
}

TEST_P(AgreementTest, ListsOnlyOnesOwnNewestFirstInPages) {
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) {
    names.insert(names.begin(), world_.Drafted(absl::StrCat("matches/m", i)));
    world_.clock.Advance(absl::Hours(i % 2));
  }
  v1::ListAgreementsRequest request;
  request.set_parent(kMentee);
  request.set_page_size(2);
  std::vector<std::string> listed;
  do {
    const auto page = world_.Do(*world_.agreements, &AgreementService::ListAgreements,
                                World::Member(kMentee), request);
    ASSERT_THAT(page, IsOk());
    for (const auto& agreement : page->agreements()) listed.push_back(agreement.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(listed, testing::UnorderedElementsAreArray(names));
  EXPECT_EQ(listed.front(), names.front());
  EXPECT_THAT(world_.Do(*world_.agreements, &AgreementService::ListAgreements,
                        World::Member(kMentor), request),
              HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_P(AgreementTest, ChangesGoIntoAVersionUntilSomebodySignsItAndThenMakeTheNext) {
  const std::string name = world_.Drafted();
  ASSERT_THAT(world_.Write(kMentee, name, World::FullSections()), IsOk());
  auto read = world_.Get(kMentor, name);
  EXPECT_EQ(read->version(), 1);
  EXPECT_EQ(read->sections().contact(), "every third week");
  ASSERT_THAT(world_.SignPresent(kMentee, name, 1), IsOk());
  read = Update(Motivation(name, world_.Get(kMentor, name)->etag(), "anew"), kMentor);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->version(), 2);
  EXPECT_TRUE(read->signatures().empty());
  EXPECT_EQ(read->sections().motivation(), "anew");
  EXPECT_EQ(read->sections().contact(), "every third week");
  EXPECT_EQ(read->state(), Agreement::STATE_AWAITING_SIGNATURES);

  v1::GetAgreementVersionRequest version;
  version.set_name(absl::StrCat(name, "/versions/1"));
  const auto first = world_.Do(*world_.agreements, &AgreementService::GetAgreementVersion,
                               World::Member(kMentor), version);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->sections().motivation(), "to be heard");
  ASSERT_EQ(first->signatures_size(), 1);
  EXPECT_EQ(first->signatures(0).person(), kMentee);
  version.set_name(absl::StrCat(name, "/versions/3"));
  EXPECT_THAT(world_.Do(*world_.agreements, &AgreementService::GetAgreementVersion,
                        World::Member(kMentor), version),
              HasCode(absl::StatusCode::kNotFound));
}

TEST_P(AgreementTest, StaysReadableAndInForceWhileANewVersionWaits) {
  const std::string name = world_.InForce();
  const auto before = world_.Get(kMentee, name);
  EXPECT_EQ(before->state(), Agreement::STATE_ACTIVE);
  world_.clock.Advance(absl::Hours(24));
  auto read = Update(Motivation(name, before->etag(), "anew"));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->state(), Agreement::STATE_AWAITING_SIGNATURES);
  EXPECT_EQ(read->start_time().seconds(), before->start_time().seconds());
  world_.Meet(name);
  ASSERT_THAT(world_.SignPresent(kMentor, name, 2), IsOk());
  read = world_.SignPresent(kMentee, name, 2);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->state(), Agreement::STATE_ACTIVE);
  EXPECT_EQ(read->start_time().seconds(), before->start_time().seconds());
  EXPECT_THAT(world_.Events().back().codes().at("version"), "2");
}

TEST_P(AgreementTest, AnUpdateThatChangesNothingTakesNobodysSignatureAway) {
  const std::string name = world_.InForce();
  const auto read = Update(Motivation(name, world_.Get(kMentee, name)->etag(), "to be heard"));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->version(), 1);
  EXPECT_EQ(read->signatures_size(), 2);
}

TEST_P(AgreementTest, AStaleEtagOverwritesNothing) {
  const std::string name = world_.Drafted();
  const std::string etag = world_.Get(kMentee, name)->etag();
  ASSERT_THAT(Update(Motivation(name, etag, "mine")), IsOk());
  const auto late = Update(Motivation(name, etag, "theirs"), kMentor);
  EXPECT_THAT(late, HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(late, HasReason(status::v1::REASON_STALE_ETAG));
  EXPECT_THAT(Update(Motivation(name, "", "theirs")), HasReason(status::v1::REASON_FIELD_REQUIRED));
  EXPECT_EQ(world_.Get(kMentor, name)->sections().motivation(), "mine");
}

TEST_P(AgreementTest, ARepeatedUpdateAnswersAsBeforeAndAnotherUnderItsIdIsRefused) {
  const std::string name = world_.Drafted();
  auto request = Motivation(name, world_.Get(kMentee, name)->etag(), "mine");
  request.set_request_id("8c7f3f4e-5d7c-4d9e-9a53-0c0f3f1d2b6a");
  const auto first = Update(request);
  ASSERT_THAT(first, IsOk());
  const auto again = Update(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->etag(), first->etag());
  EXPECT_EQ(again->sections().motivation(), "mine");
  request.mutable_agreement()->mutable_sections()->set_motivation("other");
  EXPECT_THAT(Update(request), HasReason(status::v1::REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(world_.Get(kMentee, name)->sections().motivation(), "mine");
}

TEST_P(AgreementTest, AMaskThatNamesNoSectionIsRefused) {
  const std::string name = world_.Drafted();
  auto request = Motivation(name, world_.Get(kMentee, name)->etag(), "mine");
  request.mutable_update_mask()->add_paths("state");
  EXPECT_THAT(Update(request), HasReason(status::v1::REASON_FIELD_MASK_INVALID));
}

TEST_P(AgreementTest, NobodySignsWhatIsIncompleteOrNotThePresentVersion) {
  const std::string name = world_.Drafted();
  v1::Sections sections = World::FullSections();
  sections.clear_motivation();
  ASSERT_THAT(world_.Write(kMentee, name, sections), IsOk());
  const auto incomplete = world_.SignPresent(kMentor, name, 1);
  EXPECT_THAT(incomplete, HasReason(status::v1::REASON_SECTIONS_INCOMPLETE));
  EXPECT_THAT(std::string(incomplete.status().message()), testing::HasSubstr("motivation"));
  const auto early = world_.SignPresent(kMentor, name, 2);
  EXPECT_THAT(early, HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(early, HasReason(status::v1::REASON_NOT_PRESENT_VERSION));
  EXPECT_EQ(world_.Get(kMentee, name)->state(), Agreement::STATE_DRAFT);
}

TEST_P(AgreementTest, NobodySignsAnotherTextThanTheOneTheyRead) {
  const std::string name = world_.Drafted();
  ASSERT_THAT(world_.Write(kMentee, name, World::FullSections()), IsOk());
  v1::SignAgreementRequest request;
  request.set_name(name);
  request.set_version(1);
  request.set_etag(world_.Get(kMentor, name)->etag());
  ASSERT_THAT(Update(Motivation(name, request.etag(), "changed underhand")), IsOk());
  EXPECT_THAT(world_.Do(*world_.agreements, &AgreementService::SignAgreement,
                        World::Member(kMentor), request),
              HasReason(status::v1::REASON_STALE_ETAG));
  EXPECT_TRUE(world_.Get(kMentor, name)->signatures().empty());
}

TEST_P(AgreementTest, SigningAgainChangesNothing) {
  const std::string name = world_.InForce();
  const auto before = world_.Get(kMentee, name);
  const auto again = world_.SignPresent(kMentee, name, 1);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->etag(), before->etag());
  EXPECT_EQ(again->signatures_size(), 2);
}

TEST_P(AgreementTest, OthersAndTheUnknownAreOneAnswer) {
  const std::string name = world_.InForce();
  const absl::Status theirs = world_.Get(kStranger, name).status();
  EXPECT_THAT(theirs, HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_EQ(theirs, world_.Get(kMentee, "agreements/unknown").status());
  EXPECT_EQ(theirs, world_.Write(kStranger, name, {}).status());
  EXPECT_EQ(theirs, world_.SignPresent(kStranger, name, 1).status());
  EXPECT_EQ(theirs, world_.Checklist(kStranger, name).status());
  EXPECT_EQ(theirs, world_.Answer(kStranger, name, v1::AGREEING_AGREE).status());
  EXPECT_EQ(theirs, world_.Plan(kStranger, name, world_.clock.Now()).status());
  EXPECT_EQ(theirs, world_.Hold(kMentee, absl::StrCat(name, "/meetings/7")).status());
  v1::GetAgreementRequest request;
  request.set_name(name);
  EXPECT_EQ(
      theirs,
      world_
          .Do(*world_.agreements, &AgreementService::GetAgreement,
              World::CallerWith("people/officer", access::Role::ROLE_OFFICER, kAuthority), request)
          .status());
}

TEST_P(AgreementTest, IsReadWithoutNamesWhileTheRegistryIsAway) {
  const std::string name = world_.InForce();
  world_.registry.fault = absl::UnavailableError("down");
  const auto read = world_.Get(kMentee, name);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->parties(0).display_name(), "");
  EXPECT_EQ(read->sections().motivation(), "to be heard");
}

TEST_P(AgreementTest, FactsAreOfCodesAlone) {
  const std::string name = world_.InForce();
  v1::BatchGetAgreementFactsRequest request;
  request.add_agreements("agreements/unknown");
  request.add_agreements(name);
  const auto facts = world_.Do(*world_.facts, &FactsService::BatchGetAgreementFacts,
                               access::Caller::Service("evaluation"), request);
  ASSERT_THAT(facts, IsOk());
  ASSERT_EQ(facts->agreements_size(), 1);
  EXPECT_EQ(facts->agreements(0).authority(), kAuthority);
  EXPECT_EQ(facts->agreements(0).parties_size(), 2);
  EXPECT_EQ(facts->agreements(0).parties(0).display_name(), "");
}

INSTANTIATE_TEST_SUITE_P(All, AgreementTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::agreement
