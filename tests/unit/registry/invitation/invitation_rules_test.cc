#include "registry/invitation/invitation_rules.h"

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::registry {
namespace {

using v1::MentoringInvitation;

constexpr char kLeft[] = "2027-05-09";
constexpr char kUntil[] = "2028-05-09";

// Somebody who leaves, as the cases differ.
struct Case {
  const char* what;
  MentoringInvitation::State latest;  // unspecified: never invited
  bool ask;                           // by what is known of them
  const char* left;
  bool willing;
  const char* sat_from;  // a seat that they came into; empty: the old one alone
  Asking next;
  bool asked;
};

StoredPerson Sitting(const std::string& from) {
  StoredPerson person;
  for (const std::string& start : {std::string("2022-05-09"), from}) {
    if (start.empty()) continue;
    person.memberships.emplace_back().membership.set_start_date(start);
  }
  return person;
}

TEST(InvitationRulesTest, AskOnceAndFollowWhatBecomesOfTheLeaver) {
  const Case cases[] = {
      {"goes on sitting", MentoringInvitation::STATE_UNSPECIFIED, false, "", false, "",
       Asking::kNothing, false},
      {"leaves", MentoringInvitation::STATE_UNSPECIFIED, true, kLeft, false, "", Asking::kCreate,
       true},
      {"was asked", MentoringInvitation::STATE_ASKED, false, kLeft, false, "", Asking::kNothing,
       true},
      {"has said yes elsewhere", MentoringInvitation::STATE_ASKED, false, kLeft, true, "",
       Asking::kAccept, false},
      {"holds a seat again", MentoringInvitation::STATE_ASKED, false, "", false, "2027-06-01",
       Asking::kLapse, false},
      {"leaves another day", MentoringInvitation::STATE_ASKED, true, "2027-05-08", false, "",
       Asking::kMove, true},
      {"declined, and the day is corrected", MentoringInvitation::STATE_DECLINED, true,
       "2027-05-08", false, "", Asking::kNothing, false},
      {"declined, sat again and leaves", MentoringInvitation::STATE_DECLINED, true, "2032-05-09",
       false, "2027-06-01", Asking::kCreate, true},
      {"lapsed, and leaves again", MentoringInvitation::STATE_LAPSED, true, "2032-05-09", false,
       "2027-06-01", Asking::kCreate, true},
      {"said yes", MentoringInvitation::STATE_ACCEPTED, false, kLeft, true, "", Asking::kNothing,
       false},
  };
  for (const Case& some : cases) {
    SCOPED_TRACE(some.what);
    const StoredPerson person = Sitting(some.sat_from);
    FarewellStep step;
    step.ask = some.ask;
    step.left_date = some.left;
    if (!step.left_date.empty()) {
      step.until_date = step.left_date == kLeft ? kUntil : "2033-01-01";
    }
    std::optional<StoredInvitation> latest;
    if (some.latest != MentoringInvitation::STATE_UNSPECIFIED) {
      latest.emplace().invitation.set_state(some.latest);
      latest->invitation.set_left_date(kLeft);
      latest->invitation.set_last_day_date(kUntil);
    }
    const Leaver leaver{.person = person, .willing = some.willing, .step = step, .latest = latest};
    EXPECT_EQ(NextAsking(leaver), some.next);
    EXPECT_EQ(IsAsked(leaver), some.asked);
  }
}

TEST(InvitationRulesTest, TakeEachAnswerInItsStateAndOnItsDays) {
  using State = MentoringInvitation::State;
  for (const State answer :
       {MentoringInvitation::STATE_ACCEPTED, MentoringInvitation::STATE_DECLINED}) {
    for (int state = MentoringInvitation::STATE_ASKED; state <= MentoringInvitation::STATE_LAPSED;
         ++state) {
      MentoringInvitation invitation;
      invitation.set_state(static_cast<State>(state));
      invitation.set_last_day_date(kUntil);
      const bool may = state == answer || state == MentoringInvitation::STATE_ASKED;
      EXPECT_EQ(CheckAnswer(invitation, answer, kUntil).ok(), may) << state;
      EXPECT_EQ(CheckAnswer(invitation, answer, "2028-05-10").ok(), state == answer) << state;
    }
  }
}

TEST(InvitationRulesTest, TellNobodyElseWhetherSomebodyDeclined) {
  for (const auto& day : {kLeft, kUntil, "2028-05-10"}) {
    MentoringInvitation silent, declined;
    for (MentoringInvitation* invitation : {&silent, &declined}) {
      invitation->set_last_day_date(kUntil);
    }
    silent.set_state(MentoringInvitation::STATE_ASKED);
    declined.set_state(MentoringInvitation::STATE_DECLINED);
    EXPECT_EQ(Outside(silent, day).SerializeAsString(), Outside(declined, day).SerializeAsString());
    EXPECT_EQ(Outside(declined, day).state(), std::string(day) <= kUntil
                                                  ? MentoringInvitation::STATE_ASKED
                                                  : MentoringInvitation::STATE_LAPSED);
  }
}

}  // namespace
}  // namespace telemachus::registry
