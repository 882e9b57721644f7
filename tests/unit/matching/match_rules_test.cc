#include "matching/match/match_rules.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/callers.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/matching/examples.h"

namespace telemachus::matching {
namespace {

using access::Role;
using registry::v1::Policy;
using test::CallerWith;
using test::HasReason;
using test::IsOk;
using State = v1::Match::State;

constexpr State kStates[] = {v1::Match::STATE_ASKED,     v1::Match::STATE_ACCEPTED,
                             v1::Match::STATE_CONFIRMED, v1::Match::STATE_DECLINED,
                             v1::Match::STATE_REFUSED,   v1::Match::STATE_ENDED,
                             v1::Match::STATE_LAPSED};

v1::Match SomeMatch(State state) {
  v1::Match match;
  match.set_name("matches/x");
  match.set_mentee(kMentee);
  match.set_mentor("mentors/m");
  match.set_state(state);
  return match;
}

Policy With(Policy::Approval approval) {
  Policy policy = SomePolicy();
  policy.set_approval(approval);
  return policy;
}

TEST(MatchRulesTest, AllowsEachVerbInItsStateAlone) {
  struct Verb {
    const char* name;
    std::function<absl::Status(v1::Match&)> run;
    State from;
    State to;
  };
  const absl::Time now = At(kToday);
  const auto accept = [now](Policy::Approval approval) {
    return [=](v1::Match& match) { return Accept(With(approval), now, match); };
  };
  const std::vector<Verb> verbs = {
      {"accept", accept(Policy::APPROVAL_NONE), v1::Match::STATE_ASKED, v1::Match::STATE_CONFIRMED},
      {"accept before an officer", accept(Policy::APPROVAL_OFFICER), v1::Match::STATE_ASKED,
       v1::Match::STATE_ACCEPTED},
      {"accept before a panel", accept(Policy::APPROVAL_PANEL), v1::Match::STATE_ASKED,
       v1::Match::STATE_ACCEPTED},
      {"decline", Decline, v1::Match::STATE_ASKED, v1::Match::STATE_DECLINED},
      {"approve", [now](v1::Match& match) { return Approve(now, match); },
       v1::Match::STATE_ACCEPTED, v1::Match::STATE_CONFIRMED},
      {"refuse", [](v1::Match& match) { return Refuse(v1::REFUSAL_GROUND_COST, 0, match); },
       v1::Match::STATE_ACCEPTED, v1::Match::STATE_REFUSED},
  };
  for (const Verb& verb : verbs) {
    for (const State state : kStates) {
      SCOPED_TRACE(absl::StrCat(verb.name, " in ", v1::Match::State_Name(state)));
      v1::Match match = SomeMatch(state);
      const std::string before = match.SerializeAsString();
      const absl::Status done = verb.run(match);
      if (state == verb.from) {
        EXPECT_THAT(done, IsOk());
        EXPECT_EQ(match.state(), verb.to);
        EXPECT_EQ(match.has_confirm_time(), verb.to == v1::Match::STATE_CONFIRMED);
      } else {
        EXPECT_THAT(done, HasReason(status::v1::REASON_WRONG_STATE));
        EXPECT_EQ(match.SerializeAsString(), before);
      }
    }
  }
}

TEST(MatchRulesTest, RefusesTwiceForOneRequest) {
  for (int refusals = 0; refusals < 4; ++refusals) {
    v1::Match match = SomeMatch(v1::Match::STATE_ACCEPTED);
    const absl::Status refused = Refuse(v1::REFUSAL_GROUND_CONFLICT, refusals, match);
    if (refusals < kRefusals) {
      EXPECT_THAT(refused, IsOk());
      EXPECT_EQ(match.refusal_ground(), v1::REFUSAL_GROUND_CONFLICT);
    } else {
      EXPECT_THAT(refused, HasReason(status::v1::REASON_REFUSAL_NOT_ALLOWED));
      EXPECT_EQ(match.state(), v1::Match::STATE_ACCEPTED);
    }
  }
}

TEST(MatchRulesTest, LetsTheRightPersonApprove) {
  const absl::Time accepted = At(kToday);
  const absl::Time in_time = At("2026-05-18");  // the tenth working day
  const absl::Time late = At("2026-05-19");
  struct Case {
    const char* name;
    access::Caller caller;
    Policy::Approval approval;
    int refusals;
    absl::Time now;
    bool may;
  };
  const auto officer = CallerWith("people/o", {{Role::ROLE_OFFICER, kHome}});
  const auto panel = CallerWith("people/p", {{Role::ROLE_PANEL, kHome}});
  const auto adviser = CallerWith("people/a", {{Role::ROLE_ADVISER, kRegion}});
  const auto both =
      CallerWith("people/b", {{Role::ROLE_OFFICER, kHome}, {Role::ROLE_ADVISER, kRegion}});
  const std::vector<Case> cases = {
      {"officer", officer, Policy::APPROVAL_OFFICER, 0, accepted, true},
      {"officer for a panel", officer, Policy::APPROVAL_PANEL, 0, accepted, false},
      {"panel", panel, Policy::APPROVAL_PANEL, 0, accepted, true},
      {"panel for an officer", panel, Policy::APPROVAL_OFFICER, 0, accepted, false},
      {"nobody is asked", officer, Policy::APPROVAL_NONE, 0, accepted, false},
      {"officer elsewhere", CallerWith("people/o", {{Role::ROLE_OFFICER, kNear}}),
       Policy::APPROVAL_OFFICER, 0, accepted, false},
      {"adviser too early", adviser, Policy::APPROVAL_OFFICER, 1, late - absl::Microseconds(1),
       false},
      {"adviser on the tenth day", adviser, Policy::APPROVAL_PANEL, 0, in_time, false},
      {"adviser after silence", adviser, Policy::APPROVAL_OFFICER, 0, late, true},
      {"adviser after two refusals", adviser, Policy::APPROVAL_PANEL, 2, accepted, true},
      {"adviser elsewhere", CallerWith("people/a", {{Role::ROLE_ADVISER, "regions/south"}}),
       Policy::APPROVAL_OFFICER, 2, late, false},
      {"officer who is adviser too", both, Policy::APPROVAL_OFFICER, 0, accepted, true},
      {"the mentor", CallerWith("people/m", {{Role::ROLE_OFFICER, kHome}}),
       Policy::APPROVAL_OFFICER, 0, accepted, false},
      {"the mentee", CallerWith(kMentee, {{Role::ROLE_ADVISER, kRegion}}), Policy::APPROVAL_OFFICER,
       2, late, false},
  };
  for (const Case& c : cases) {
    StoredRequest request;
    request.policy = With(c.approval);
    request.refusals = c.refusals;
    StoredMatch match;
    match.match = SomeMatch(v1::Match::STATE_ACCEPTED);
    *match.match.mutable_accept_time() = time::ToProto(accepted);
    match.scope = {.authority = kHome, .region = kRegion, .nation = kNation};
    EXPECT_EQ(MayApprove(c.caller, request, match, c.now), c.may) << c.name;
  }
}

TEST(MatchRulesTest, ReleasesContactOnAcceptanceAlone) {
  registry::v1::PersonFacts other = SomePerson("people/m", kNear);
  other.mutable_contact()->set_postal_address("1 High Street");
  for (const State state : kStates) {
    const bool released = state == v1::Match::STATE_ACCEPTED || state == v1::Match::STATE_CONFIRMED;
    for (const char* party : {kMentee, "people/m"}) {
      const v1::Match seen = SeenBy(party, SomeMatch(state), other);
      EXPECT_EQ(seen.counterpart_contact().email(), released ? "m@example.org" : "")
          << v1::Match::State_Name(state);
      EXPECT_EQ(seen.counterpart_contact().postal_address(), released ? "1 High Street" : "");
      EXPECT_EQ(seen.counterpart_contact().telephone(), "") << "not told by the registry";
      EXPECT_EQ(seen.counterpart_display_name(), other.display_name());
    }
    const v1::Match staffs = SeenBy("people/officer", SomeMatch(state), other);
    EXPECT_FALSE(staffs.has_counterpart_contact());
    EXPECT_EQ(staffs.counterpart_display_name(), "");
  }
}

TEST(MatchRulesTest, TellsTheGroundOfARefusalToTheMenteeAlone) {
  v1::Match match = SomeMatch(v1::Match::STATE_REFUSED);
  match.set_refusal_ground(v1::REFUSAL_GROUND_COST);
  EXPECT_EQ(SeenBy(kMentee, match, {}).refusal_ground(), v1::REFUSAL_GROUND_COST);
  EXPECT_EQ(SeenBy("people/o", match, {}).refusal_ground(), v1::REFUSAL_GROUND_UNSPECIFIED);
  const v1::Match mentors = SeenBy("people/m", match, {});
  EXPECT_EQ(mentors.refusal_ground(), v1::REFUSAL_GROUND_UNSPECIFIED);
  EXPECT_EQ(mentors.state(), v1::Match::STATE_LAPSED);
}

TEST(MatchRulesTest, ShowsStaffWhatTheyHaveToDoWith) {
  for (const State state : kStates) {
    EXPECT_EQ(SeenByStaff(state), state == v1::Match::STATE_ACCEPTED ||
                                      state == v1::Match::STATE_CONFIRMED ||
                                      state == v1::Match::STATE_ENDED);
  }
}

TEST(MatchRulesTest, NamesMentorsAsPeopleAndBack) {
  EXPECT_EQ(PersonOf("mentors/m"), "people/m");
  EXPECT_EQ(MentorOf("people/m"), "mentors/m");
  EXPECT_EQ(CounterpartOf(kMentee, SomeMatch(v1::Match::STATE_ASKED)), "people/m");
  EXPECT_EQ(CounterpartOf("people/m", SomeMatch(v1::Match::STATE_ASKED)), kMentee);
  EXPECT_EQ(CounterpartOf("people/o", SomeMatch(v1::Match::STATE_ASKED)), "");
}

}  // namespace
}  // namespace telemachus::matching
