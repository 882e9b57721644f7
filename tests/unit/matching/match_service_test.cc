#include "matching/match/match_service.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/matching/world.h"

namespace telemachus::matching {
namespace {

using registry::v1::Policy;
using test::HasReason;
using test::IsOk;

constexpr char kId[] = "0d5a6a5e-6a0e-4a0e-8a0e-0d5a6a5e6a0e";

class MatchServiceTest : public testing::TestWithParam<std::string> {
 protected:
  absl::StatusOr<v1::ListMatchesResponse> List(
      const access::Caller& caller, const std::string& parent,
      v1::Match::State state = v1::Match::STATE_UNSPECIFIED, int size = 0,
      const std::string& token = "") {
    v1::ListMatchesRequest request;
    request.set_parent(parent);
    request.set_state(state);
    request.set_page_size(size);
    request.set_page_token(token);
    return test::CallAs(caller, *world_.matches, &MatchService::ListMatches, request);
  }
  // The match now asked of the request.
  v1::Match Present(const std::string& request) {
    return world_.MatchOf(world_.Get(Member(), request)->match());
  }

  World world_{GetParam()};
};

TEST_P(MatchServiceTest, ChecksAgainAtAcceptanceWhoMentorsNewMembersAlone) {
  world_.registry.people[kMentee].set_first_elected_date("2026-05-01");
  world_.policy().set_officer_mentors(true);
  registry::v1::MentorFacts former = world_.registry.mentors["mentors/a"];
  former.mutable_person()->mutable_seats(0)->set_end_date("2025-05-05");
  former.set_former_member(true);
  former.set_last_day_date("2026-05-05");  // tomorrow
  world_.SetMentor(former);
  registry::v1::MentorFacts officer = world_.registry.mentors["mentors/b"];
  officer.set_officer(true);
  world_.SetMentor(officer);
  const std::string request = world_.Offered({"a", "b"});
  const auto asked = world_.Choose(Member(), request, {"a", "b"});
  ASSERT_THAT(asked, IsOk());
  world_.clock.Advance(absl::Hours(40));
  EXPECT_THAT(world_.Accept(asked->name(), "a"), HasReason(status::v1::REASON_NOT_AVAILABLE))
      << "the last day has passed";
  ASSERT_THAT(world_.Decline(asked->name(), "a"), IsOk());
  const std::string next = world_.Get(Member(), request)->match();
  EXPECT_THAT(world_.Accept(next, "b"), IsOk());
}

TEST_P(MatchServiceTest, AsksTheFirstOfTheRanking) {
  const std::string name = world_.Offered();
  const auto asked = world_.Choose(Member(), name, {"b", "a"});
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(asked->mentor(), "mentors/b");
  EXPECT_EQ(asked->state(), v1::Match::STATE_ASKED);
  EXPECT_EQ(asked->counterpart_display_name(), "Name of people/b");
  EXPECT_FALSE(asked->has_counterpart_contact());
  EXPECT_EQ(world_.Taken("b"), 1) << "the held place has become the match's";
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_CHOSEN);
  EXPECT_THAT(world_.Choose(Member(), name, {"a"}), HasReason(status::v1::REASON_WRONG_STATE));
}

TEST_P(MatchServiceTest, RefusesRankingsOfWhomNobodyOffered) {
  const std::string name = world_.Offered();
  const auto chosen = world_.Choose(Member(), name, {"a", "c"});
  EXPECT_THAT(chosen, HasReason(status::v1::REASON_NOT_OFFERED));
  EXPECT_THAT(status::ToProto(chosen.status()).DebugString(), testing::HasSubstr("ranking[1]"));
  EXPECT_THAT(world_.Choose(Member(), name, {"a", "a"}),
              HasReason(status::v1::REASON_FIELD_REPEATED));
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_CHOOSING);
}

TEST_P(MatchServiceTest, AnswersARepeatedChoiceThoughTheMatchIsConfirmed) {
  const std::string name = world_.Offered();
  const auto asked = world_.Choose(Member(), name, {"a", "b"}, kId);
  ASSERT_THAT(asked, IsOk());
  ASSERT_THAT(world_.Accept(asked->name(), "a"), IsOk());
  const auto again = world_.Choose(Member(), name, {"a", "b"}, kId);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->name(), asked->name());
  EXPECT_EQ(again->state(), v1::Match::STATE_CONFIRMED);
  EXPECT_THAT(world_.Choose(Member(), name, {"b"}, kId),
              HasReason(status::v1::REASON_REQUEST_ID_REUSED));
}

TEST_P(MatchServiceTest, ConfirmsAndReleasesEverythingElseOnAcceptance) {
  const std::string match = world_.Asked();
  const auto accepted = world_.Accept(match, "a");
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->state(), v1::Match::STATE_CONFIRMED);
  EXPECT_EQ(accepted->counterpart_contact().email(), "mentee@example.org");
  EXPECT_EQ(world_.MatchOf(match).counterpart_contact().email(), "a@example.org");
  EXPECT_EQ(world_.StateOf(accepted->request()), v1::Request::STATE_MATCHED);
  EXPECT_EQ(world_.Taken("a"), 1);
  EXPECT_EQ(world_.Taken("b"), 0);
  const event::v1::Event confirmed = world_.laid.Events().back();
  EXPECT_EQ(confirmed.type(), "matching.match.confirmed");
  EXPECT_EQ(confirmed.resource(), match);
  EXPECT_EQ(confirmed.codes().at("source"), "region");
  EXPECT_EQ(confirmed.codes().at("request_date"), kToday);
  EXPECT_THAT(world_.Accept(match, "a"), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(world_.Decline(match, "a"), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_EQ(world_.Pass(absl::Hours(24 * 60)), 0) << "no timer is left";
}

TEST_P(MatchServiceTest, AsksTheNextAfterADeclineAndWaitsWhenNobodyIsLeftToChoose) {
  const std::string first = world_.Asked();
  const std::string name = world_.MatchOf(first).request();
  ASSERT_THAT(world_.Decline(first, "a"), IsOk());
  EXPECT_EQ(world_.MatchOf(first).state(), v1::Match::STATE_DECLINED);
  EXPECT_EQ(world_.Taken("a"), 0);
  const v1::Match second = Present(name);
  EXPECT_EQ(second.mentor(), "mentors/b");
  EXPECT_EQ(second.state(), v1::Match::STATE_ASKED);
  ASSERT_THAT(world_.Decline(second.name(), "b"), IsOk());
  // Both who were offered have said no, so that neither can be chosen again.
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_WAITING);
  EXPECT_EQ(world_.Get(Member(), name)->match(), "");
  EXPECT_EQ(world_.Taken("b"), 0);
  EXPECT_THAT(world_.laid.EventTypes(first), testing::ElementsAre("matching.match.declined"));
}

TEST_P(MatchServiceTest, ChecksTheHardRulesAgainOnAcceptance) {
  const std::string match = world_.Asked();
  registry::v1::MentorFacts facts = SomeMentor("a");
  facts.clear_accredited_until_date();
  world_.SetMentor(facts);
  EXPECT_THAT(world_.Accept(match, "a"), HasReason(status::v1::REASON_NOT_AVAILABLE));
  EXPECT_EQ(world_.MatchOf(match).state(), v1::Match::STATE_ASKED);
  world_.SetMentor(SomeMentor("a"));
  EXPECT_THAT(world_.Accept(match, "a"), IsOk());
}

TEST_P(MatchServiceTest, RefusesAcceptanceOfMoreThanTheMentorStillHas) {
  const std::string match = world_.Asked();
  world_.SetPlaces("a", 0);
  EXPECT_THAT(world_.Accept(match, "a"), HasReason(status::v1::REASON_NO_PLACE_LEFT));
  EXPECT_EQ(world_.Taken("a"), 1) << "fewer places undo nothing";
  EXPECT_THAT(world_.Decline(match, "a"), IsOk());
  EXPECT_EQ(world_.Taken("a"), 0);
}

TEST_P(MatchServiceTest, AsksANamedMentorWithoutAnOffer) {
  v1::Request asked = SomeRequest();
  asked.mutable_preferences()->set_named_mentor("mentors/a");
  // Further away than is looked by now.
  registry::v1::MentorFacts far = SomeMentor("a");
  far.mutable_person()->mutable_seats(0)->set_region("regions/south");
  world_.SetMentor(far);
  const std::string name = world_.Waiting(asked);
  EXPECT_THAT(world_.Choose(Member(), name, {"b"}), HasReason(status::v1::REASON_NOT_OFFERED));
  EXPECT_THAT(world_.Choose(Member(), name, {"a"}), IsOk());
  EXPECT_EQ(world_.Taken("a"), 1);
}

TEST_P(MatchServiceTest, RefusesANamedMentorWithoutAPlaceOrPaused) {
  v1::Request asked = SomeRequest();
  asked.mutable_preferences()->set_named_mentor("mentors/a");
  world_.SetPlaces("a", 0);
  const std::string name = world_.Waiting(asked);
  EXPECT_THAT(world_.Choose(Member(), name, {"a"}), HasReason(status::v1::REASON_NO_PLACE_LEFT));
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_WAITING);
  registry::v1::MentorFacts paused = SomeMentor("a");
  paused.set_willing(false);
  world_.SetMentor(paused);
  EXPECT_THAT(world_.Choose(Member(), name, {"a"}), HasReason(status::v1::REASON_NOT_AVAILABLE));
}

TEST_P(MatchServiceTest, WaitsForTheOfficerWherePolicyAsksForOne) {
  world_.policy().set_approval(Policy::APPROVAL_OFFICER);
  const std::string match = world_.Asked();
  EXPECT_EQ(world_.GetMatch(Officer(), match).status(), status::NotPermitted())
      << "staff have nothing to do with a question";
  ASSERT_THAT(world_.Accept(match, "a"), IsOk());
  EXPECT_EQ(world_.MatchOf(match).state(), v1::Match::STATE_ACCEPTED);
  EXPECT_EQ(world_.GetMatch(Officer(), match)->counterpart_display_name(), "");
  EXPECT_EQ(world_.Approve(Panel(), match).status(), status::NotPermitted());
  EXPECT_EQ(world_.Approve(Officer(kNear), match).status(), status::NotPermitted());
  EXPECT_EQ(world_.Approve(Adviser(), match).status(), status::NotPermitted());
  EXPECT_EQ(world_.Approve(Officer(kHome, "people/a"), match).status(), status::NotPermitted())
      << "the mentor";
  EXPECT_EQ(world_.Approve(Officer(kHome, kMentee), match).status(), status::NotPermitted());
  ASSERT_THAT(world_.Approve(Officer(), match), IsOk());
  EXPECT_EQ(world_.MatchOf(match).state(), v1::Match::STATE_CONFIRMED);
  EXPECT_THAT(world_.Approve(Officer(), match), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_EQ(world_.Taken("b"), 0);
}

TEST_P(MatchServiceTest, WaitsForThePanelWherePolicyAsksForOne) {
  world_.policy().set_approval(Policy::APPROVAL_PANEL);
  const std::string match = world_.Accepted();
  EXPECT_EQ(world_.Approve(Officer(), match).status(), status::NotPermitted());
  EXPECT_THAT(world_.Approve(Panel(), match), IsOk());
}

TEST_P(MatchServiceTest, LetsTheAdviserDecideAfterTenWorkingDaysFromAcceptance) {
  world_.policy().set_approval(Policy::APPROVAL_OFFICER);
  const std::string match = world_.Asked();
  world_.clock.Set(At("2026-05-05"));
  ASSERT_THAT(world_.Accept(match, "a"), IsOk());
  world_.clock.Set(At("2026-05-20") - absl::Seconds(1));
  EXPECT_EQ(world_.Approve(Adviser(), match).status(), status::NotPermitted());
  world_.clock.Set(At("2026-05-20"));
  EXPECT_EQ(world_.Approve(Adviser("regions/south"), match).status(), status::NotPermitted());
  EXPECT_THAT(world_.Approve(Adviser(), match), IsOk());
}

TEST_P(MatchServiceTest, LetsTheAdviserDecideAfterTwoRefusals) {
  world_.policy().set_approval(Policy::APPROVAL_OFFICER);
  const std::string first = world_.Accepted();
  const std::string name = world_.MatchOf(first).request();
  ASSERT_THAT(world_.Refuse(Officer(), first), IsOk());
  EXPECT_EQ(world_.MatchOf(first).refusal_ground(), v1::REFUSAL_GROUND_COST);
  EXPECT_EQ(world_.StateOf(name), v1::Request::STATE_CHOOSING) << "the mentee chooses anew";
  EXPECT_EQ(world_.Taken("a"), 0);
  // The mentor learns neither from the match nor by looking for it.
  EXPECT_EQ(world_.GetMatch(Member("people/a"), first)->state(), v1::Match::STATE_LAPSED);
  EXPECT_EQ(List(Member("people/a"), "people/a", v1::Match::STATE_REFUSED)->matches_size(), 0);
  EXPECT_EQ(List(Member("people/a"), "people/a", v1::Match::STATE_LAPSED)->matches_size(), 1);
  EXPECT_EQ(List(Member(), kMentee, v1::Match::STATE_REFUSED)->matches_size(), 1);

  const std::string second = world_.Choose(Member(), name, {"b"})->name();
  ASSERT_THAT(world_.Accept(second, "b"), IsOk());
  ASSERT_THAT(world_.Refuse(Officer(), second), IsOk());
  const std::string third = world_.Choose(Member(), name, {"a"})->name();
  ASSERT_THAT(world_.Accept(third, "a"), IsOk());
  EXPECT_THAT(world_.Refuse(Officer(), third), HasReason(status::v1::REASON_REFUSAL_NOT_ALLOWED));
  EXPECT_THAT(world_.Approve(Adviser(), third), IsOk());
}

TEST_P(MatchServiceTest, ListsMatchesNewestFirstInPages) {
  v1::Request asked = SomeRequest();
  asked.mutable_preferences()->set_named_mentor("mentors/a");
  std::vector<std::string> names;
  const std::string name = world_.Waiting(asked);
  for (int i = 0; i < 3; ++i) {
    world_.clock.Advance(absl::Minutes(1));
    names.insert(names.begin(), world_.Choose(Member(), name, {"a"})->name());
    ASSERT_THAT(world_.Decline(names.front(), "a"), IsOk());
  }
  for (const char* person : {kMentee, "people/a"}) {
    const auto first = List(Member(person), person, v1::Match::STATE_UNSPECIFIED, 2);
    ASSERT_THAT(first, IsOk());
    ASSERT_EQ(first->matches_size(), 2);
    EXPECT_EQ(first->matches(0).name(), names[0]);
    EXPECT_EQ(first->matches(1).name(), names[1]);
    EXPECT_NE(first->matches(0).counterpart_display_name(), "");
    const auto last =
        List(Member(person), person, v1::Match::STATE_UNSPECIFIED, 2, first->next_page_token());
    ASSERT_EQ(last->matches_size(), 1);
    EXPECT_EQ(last->matches(0).name(), names[2]);
    EXPECT_EQ(last->next_page_token(), "");
  }
  EXPECT_EQ(List(Officer(), kHome)->matches_size(), 0) << "nothing of it concerns staff";
}

TEST_P(MatchServiceTest, ShowsAMatchWhoseOtherPartyIsKnownNoMore) {
  const std::string match = world_.Accepted();
  world_.registry.people.erase("people/a");
  const v1::Match shown = world_.MatchOf(match);
  EXPECT_EQ(shown.state(), v1::Match::STATE_CONFIRMED);
  EXPECT_EQ(shown.counterpart_display_name(), "");
}

TEST_P(MatchServiceTest, AnswersStrangersInOneWordWhateverTheyNameAndCall) {
  const std::string match = world_.Accepted();
  const absl::Status refusal = status::NotPermitted();
  for (const std::string& thing : {match, std::string("matches/none")}) {
    for (const access::Caller& stranger :
         {Member("people/b"), Officer(kNear), Adviser("regions/south"), Panel(kNear)}) {
      const auto& matches = world_.matches;
      EXPECT_EQ(world_.GetMatch(stranger, thing).status(), refusal);
      EXPECT_EQ(world_.Verb(stranger, matches, &MatchService::AcceptMatch, thing).status(),
                refusal);
      EXPECT_EQ(world_.Verb(stranger, matches, &MatchService::DeclineMatch, thing).status(),
                refusal);
      EXPECT_EQ(world_.Approve(stranger, thing).status(), refusal);
      EXPECT_EQ(world_.Refuse(stranger, thing).status(), refusal);
    }
  }
  EXPECT_EQ(world_.Decline(match, "b").status(), refusal);
  for (const char* parent : {kMentee, "people/none", kHome, "authorities/none"}) {
    EXPECT_EQ(List(Member("people/b"), parent).status(), refusal) << parent;
    EXPECT_EQ(List(Officer(kNear), parent).status(), refusal) << parent;
  }
}

TEST_P(MatchServiceTest, TellsServicesTheFactsOfMatches) {
  const std::string match = world_.Accepted();
  const Policy before = world_.policy();
  world_.policy().set_agreement_form(Policy::AGREEMENT_FORM_NONE);
  v1::BatchGetMatchFactsRequest request;
  request.add_matches("matches/none");
  request.add_matches(match);
  const auto facts = test::CallAs(access::Caller::Service("agreement"), *world_.matches,
                                  &MatchService::BatchGetMatchFacts, request);
  ASSERT_THAT(facts, IsOk());
  ASSERT_EQ(facts->matches_size(), 1);
  EXPECT_EQ(facts->matches(0).match(), match);
  EXPECT_EQ(facts->matches(0).mentors(0), "people/a");
  EXPECT_EQ(facts->matches(0).mentees(0), kMentee);
  EXPECT_EQ(facts->matches(0).policy(), "authorities/home/policies/1");
  EXPECT_EQ(facts->matches(0).governing_policy().SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(facts->matches(0).state(), v1::Match::STATE_CONFIRMED);
  EXPECT_EQ(facts->matches(0).region(), kRegion);
}

TEST_P(MatchServiceTest, SaysThatDataIsLostWhereAMatchHasNoRequest) {
  const std::string match = world_.Asked();
  ASSERT_THAT(world_.laid.database().Transact(
                  absl::Now() + absl::Seconds(30),
                  [](sql::Transaction& transaction) {
                    return transaction.Execute("DELETE FROM requests", {}).status();
                  }),
              IsOk());
  EXPECT_THAT(world_.Accept(match, "a"), test::HasCode(absl::StatusCode::kDataLoss));
}

INSTANTIATE_TEST_SUITE_P(All, MatchServiceTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::matching
