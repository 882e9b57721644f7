#include "matching/request/request_rules.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/matching/examples.h"

namespace telemachus::matching {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;
using State = v1::Request::State;

constexpr State kStates[] = {v1::Request::STATE_INVITED,  v1::Request::STATE_WAITING,
                             v1::Request::STATE_CHOOSING, v1::Request::STATE_CHOSEN,
                             v1::Request::STATE_MATCHED,  v1::Request::STATE_WITHDRAWN};

registry::v1::CatalogueCodes SomeCodes() {
  registry::v1::CatalogueCodes codes;
  codes.add_skills("media");
  codes.add_subjects("planning");
  codes.add_roles("leader");
  return codes;
}

TEST(RequestRulesTest, AllowsEachVerbInItsStatesAlone) {
  struct Verb {
    const char* name;
    std::function<absl::Status(v1::Request&)> run;
    std::map<State, State> allowed;
  };
  const std::vector<Verb> verbs = {
      {"confirm", Confirm, {{v1::Request::STATE_INVITED, v1::Request::STATE_WAITING}}},
      {"claim",
       [](v1::Request& request) { return Claim("people/broker", At(kToday), request); },
       {{v1::Request::STATE_WAITING, v1::Request::STATE_WAITING},
        {v1::Request::STATE_CHOOSING, v1::Request::STATE_CHOOSING}}},
      {"withdraw",
       Withdraw,
       {{v1::Request::STATE_INVITED, v1::Request::STATE_WITHDRAWN},
        {v1::Request::STATE_WAITING, v1::Request::STATE_WITHDRAWN},
        {v1::Request::STATE_CHOOSING, v1::Request::STATE_WITHDRAWN},
        {v1::Request::STATE_CHOSEN, v1::Request::STATE_WITHDRAWN}}},
  };
  for (const Verb& verb : verbs) {
    for (const State state : kStates) {
      SCOPED_TRACE(absl::StrCat(verb.name, " in ", v1::Request::State_Name(state)));
      v1::Request request = SomeRequest();
      request.set_state(state);
      const std::string before = request.SerializeAsString();
      const absl::Status done = verb.run(request);
      const auto allowed = verb.allowed.find(state);
      if (allowed == verb.allowed.end()) {
        EXPECT_THAT(done, HasReason(status::v1::REASON_WRONG_STATE));
        EXPECT_EQ(request.SerializeAsString(), before);
      } else {
        EXPECT_THAT(done, IsOk());
        EXPECT_EQ(request.state(), allowed->second);
      }
    }
  }
}

TEST(RequestRulesTest, LeavesAClaimToItsHolderForADay) {
  v1::Request request = SomeRequest();
  request.set_state(v1::Request::STATE_WAITING);
  const absl::Time start = At(kToday);
  ASSERT_THAT(Claim("people/a", start, request), IsOk());
  EXPECT_TRUE(Holds(request, "people/a", start));
  EXPECT_FALSE(Holds(request, "people/b", start));
  EXPECT_THAT(Claim("people/b", start + kClaim - absl::Seconds(1), request),
              HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(Claim("people/a", start + absl::Hours(1), request), IsOk()) << "the holder again";
  const absl::Time end = start + absl::Hours(1) + kClaim;
  EXPECT_FALSE(Holds(request, "people/a", end));
  EXPECT_THAT(Claim("people/b", end, request), IsOk());
  EXPECT_EQ(request.holder(), "people/b");
}

TEST(RequestRulesTest, FindsTheSeatOfTheRequest) {
  registry::v1::PersonFacts mentee = SomePerson(kMentee, kHome);
  v1::Request request = SomeRequest();
  EXPECT_EQ(SeatOfRequest(request, mentee)->authority(), kHome);
  *mentee.add_seats() = SeatIn(kNear, kMentee);
  EXPECT_THAT(SeatOfRequest(request, mentee), HasReason(status::v1::REASON_FIELD_REQUIRED));
  request.set_membership(mentee.seats(1).membership());
  EXPECT_EQ(SeatOfRequest(request, mentee)->authority(), kNear);
  mentee.mutable_seats(1)->set_end_date("2026-01-01");
  EXPECT_THAT(SeatOfRequest(request, mentee),
              HasReason(status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  request.clear_membership();
  EXPECT_EQ(SeatOfRequest(request, mentee)->authority(), kHome) << "the only one left";
  mentee.clear_seats();
  EXPECT_THAT(SeatOfRequest(request, mentee), HasReason(status::v1::REASON_FIELD_REQUIRED));
}

TEST(RequestRulesTest, NamesTheFieldAtFault) {
  struct Case {
    std::function<void(v1::Request&)> spoil;
    const char* field;
    status::Reason reason;
  };
  for (const Case& c : {
           Case{[](v1::Request& r) { r.set_needs(1, "juggling"); }, "request.needs[1]",
                status::v1::REASON_FIELD_UNKNOWN_REFERENCE},
           Case{[](v1::Request& r) { r.set_needs(1, "media"); }, "request.needs[1]",
                status::v1::REASON_FIELD_REPEATED},
           Case{[](v1::Request& r) { r.mutable_preferences()->set_role_code("king"); },
                "request.preferences.role_code", status::v1::REASON_FIELD_UNKNOWN_REFERENCE},
           Case{[](v1::Request& r) {
                  r.set_kind(programme::v1::KIND_POLITICAL_GROUP);
                  r.set_party_rule(programme::v1::PARTY_RULE_OPEN);
                },
                "request.party_rule", status::v1::REASON_FIELD_CONFLICT},
       }) {
    v1::Request request = SomeRequest();
    ASSERT_THAT(CheckAsked(request, SomeCodes(), SomePolicy()), IsOk());
    c.spoil(request);
    const absl::Status checked = CheckAsked(request, SomeCodes(), SomePolicy());
    EXPECT_THAT(checked, HasReason(c.reason));
    EXPECT_THAT(status::ToProto(checked).DebugString(), testing::HasSubstr(c.field));
  }
}

TEST(RequestRulesTest, RefusesKindsThatThePolicyDoesNotOffer) {
  v1::Request request = SomeRequest();
  request.set_kind(programme::v1::KIND_WARD_VISIT);
  EXPECT_THAT(CheckAsked(request, SomeCodes(), SomePolicy()),
              HasReason(status::v1::REASON_KIND_NOT_OFFERED));
}

TEST(RequestRulesTest, AllowsTwoOpenRequests) {
  EXPECT_THAT(CheckOpen(0), IsOk());
  EXPECT_THAT(CheckOpen(kOpenRequests - 1), IsOk());
  EXPECT_THAT(CheckOpen(kOpenRequests), HasReason(status::v1::REASON_TOO_MANY_REQUESTS));
}

TEST(RequestRulesTest, OrdersTheQueueByUrgencyBehindRematches) {
  EXPECT_LT(kRematchRank, QueueRank(programme::v1::URGENCY_URGENT));
  EXPECT_LT(QueueRank(programme::v1::URGENCY_URGENT), QueueRank(programme::v1::URGENCY_SOON));
  EXPECT_LT(QueueRank(programme::v1::URGENCY_SOON), QueueRank(programme::v1::URGENCY_NORMAL));
  EXPECT_EQ(QueueRank(programme::v1::URGENCY_UNSPECIFIED),
            QueueRank(programme::v1::URGENCY_NORMAL));
}

TEST(RequestRulesTest, MovesOutwardAsFarAsTheMenteeAllows) {
  for (const bool other_nation : {false, true}) {
    v1::Request request = SomeRequest();
    request.mutable_preferences()->set_other_nation(other_nation);
    request.set_reach(programme::v1::REACH_AUTHORITY);
    int steps = 0;
    while (MoveOutward(request)) ++steps;
    EXPECT_EQ(steps, other_nation ? 3 : 2);
    EXPECT_EQ(request.reach(),
              other_nation ? programme::v1::REACH_ANY_NATION : programme::v1::REACH_NATION);
  }
}

TEST(RequestRulesTest, ShowsEachSideItsOwn) {
  v1::Request request = SomeRequest();
  request.add_avoided_people("people/x");
  request.add_avoided_authorities("authorities/x");
  request.set_holder("people/broker");
  *request.mutable_hold_expire_time() = time::ToProto(At(kToday));
  const v1::Request mentees = SeenBy(kMentee, request);
  EXPECT_EQ(mentees.avoided_people_size(), 1);
  EXPECT_EQ(mentees.holder(), "");
  EXPECT_FALSE(mentees.has_hold_expire_time());
  const v1::Request brokers = SeenBy("people/broker", request);
  EXPECT_EQ(brokers.avoided_people_size() + brokers.avoided_authorities_size(), 0);
  EXPECT_EQ(brokers.holder(), "people/broker");
}

}  // namespace
}  // namespace telemachus::matching
