#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/succession/settling.h"
#include "registry/timer_kinds.h"
#include "telemachus/registry/v1/group.pb.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "telemachus/registry/v1/membership_correction.pb.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

// Powys goes into Cardiff, and its members are elected there. All on 22 November 2026.
namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;

constexpr char kYesterday[] = "2026-11-21";

class DoubleSeatTest : public testing::TestWithParam<std::string> {
 protected:
  DoubleSeatTest() {
    Populate(world_);
    world_.AddPerson("officer-CRF");
    world_.Give("officer-CRF", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  }

  void Merge(const std::string& end = kYesterday) {
    v1::RecordSuccessionRequest request;
    request.set_authority(world_.Authority("POW"));
    request.set_end_date(end);
    request.add_successors(world_.Authority("CRF"));
    ASSERT_THAT(
        world_.Ask<v1::Succession>("SuccessionService/RecordSuccession", World::kNational, request),
        IsOk());
  }
  absl::StatusOr<v1::Membership> Elect(const std::string& subject, const std::string& start) {
    v1::CreateMembershipRequest request;
    request.set_parent(world_.Person(subject));
    request.mutable_membership()->set_authority(world_.Authority("CRF"));
    request.mutable_membership()->set_council_key(absl::StrCat("new-", subject));
    request.mutable_membership()->set_start_date(start);
    return world_.Ask<v1::Membership>("MembershipService/CreateMembership", World::kNational,
                                      request);
  }
  v1::Person Self(const std::string& subject) {
    return world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest())->person();
  }
  // The last day of the seat in Powys.
  std::string EndOf(const std::string& subject) { return Self(subject).memberships(0).end_date(); }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, DoubleSeatTest, test::Engines(), test::EngineName);

TEST_P(DoubleSeatTest, EndsThePassedSeatOfWhoIsElectedToWhatCameAfter) {
  Merge();
  const auto seat = Elect("ann", "2026-11-23");
  ASSERT_THAT(seat, IsOk());
  EXPECT_EQ(EndOf("ann"), "2026-11-22") << "the day before";
  EXPECT_EQ(Self("ann").memberships(0).leaving(), v1::Membership::LEAVING_AUTHORITY_ENDED);
  EXPECT_EQ(Self("ann").memberships(0).roles(0).end_date(), "2026-11-22");
  EXPECT_EQ(EndOf("bea"), "");
  v1::WithdrawSuccessionRequest withdraw;
  withdraw.set_name(absl::StrCat(world_.Authority("POW"), "/succession"));
  EXPECT_THAT(world_.Ask<v1::WithdrawSuccessionResponse>("SuccessionService/WithdrawSuccession",
                                                         World::kNational, withdraw),
              HasReason(REASON_WRONG_STATE));
  v1::CorrectMembershipRequest reopen;
  reopen.set_name(Self("ann").memberships(0).name());
  reopen.mutable_record();
  reopen.mutable_update_mask()->add_paths("end_date");
  reopen.set_ground(v1::MembershipCorrection::GROUND_MISWRITTEN);
  EXPECT_THAT(world_.Ask<v1::CorrectMembershipResponse>(
                  "MembershipCorrectionService/CorrectMembership", "officer-CRF", reopen),
              FaultOn("record.end_date", REASON_FIELD_CONFLICT));
}

TEST_P(DoubleSeatTest, LetsWhoWasElectedAheadServeBothUntilTheEnd) {
  timer::Timers timers(world_.database(), world_.clock(), {{kMembersPassTimer, &PassMembers}});
  ASSERT_THAT(Elect("ann", "2026-11-01"), IsOk());
  Merge("2027-03-31");
  EXPECT_EQ(EndOf("ann"), "");
  world_.clock().Set(time::StartOf(absl::CivilDay(2027, 4, 1)));
  EXPECT_EQ(*timers.FireDue(), 1);
  EXPECT_EQ(EndOf("ann"), "2027-03-31");
  EXPECT_EQ(EndOf("bea"), "");
}

TEST_P(DoubleSeatTest, SeesToItWhereTheEndIsRecordedLater) {
  ASSERT_THAT(Elect("ann", "2026-11-01"), IsOk());
  Merge();
  EXPECT_EQ(EndOf("ann"), kYesterday);
}

TEST_P(DoubleSeatTest, SeesToItWhereAListSaysIt) {
  Merge();
  world_.ImportMembers(
      "authority_code,key,subject,given_name,family_name,elected_date\n"
      "CRF,C7,ann,Ann,Pugh,2026-11-22\n");
  EXPECT_EQ(EndOf("ann"), kYesterday);
}

TEST_P(DoubleSeatTest, LetsPassedMembersJoinGroupsOfWhatCameAfter) {
  v1::RecordAffiliationRequest join;
  v1::CreatePoliticalGroupRequest found;
  found.set_parent(world_.Authority("CRF"));
  found.mutable_political_group()->mutable_title()->set_english("The group");
  found.mutable_political_group()->set_start_date("2026-11-22");
  found.add_founders(Self("cai").memberships(0).name());
  found.add_founders(Self("bea").memberships(0).name());
  const auto create = [&] {
    return world_.Ask<v1::PoliticalGroup>("PoliticalGroupService/CreatePoliticalGroup",
                                          "officer-CRF", found);
  };
  EXPECT_THAT(create(), FaultOn("founders[1]", REASON_FIELD_UNKNOWN_REFERENCE));
  Merge();
  const auto group = create();
  ASSERT_THAT(group, IsOk());
  join.set_name(Self("ann").memberships(0).name());
  join.mutable_affiliation()->set_political_group(group->name());
  join.mutable_affiliation()->set_start_date(kYesterday);
  const auto ask = [&] {
    return world_.Ask<v1::Membership>("MembershipService/RecordAffiliation", "officer-CRF", join);
  };
  EXPECT_THAT(ask(), FaultOn("affiliation.political_group", REASON_FIELD_UNKNOWN_REFERENCE))
      << "the day before, it was Powys's seat";
  join.mutable_affiliation()->set_start_date("2026-11-22");
  ASSERT_THAT(ask(), IsOk());
  EXPECT_EQ(Self("ann").memberships(0).political_group(), group->name());
  EXPECT_EQ(Self("bea").memberships(0).political_group(), group->name());
  v1::WithdrawSuccessionRequest withdraw;
  withdraw.set_name(absl::StrCat(world_.Authority("POW"), "/succession"));
  EXPECT_THAT(world_.Ask<v1::WithdrawSuccessionResponse>("SuccessionService/WithdrawSuccession",
                                                         World::kNational, withdraw),
              HasReason(REASON_WRONG_STATE));
}

TEST_P(DoubleSeatTest, TellsWardsOfOneNameApart) {
  world_.ImportAuthorities(
      "code,name,nation,region,type,start_date\n"
      "EAS,East Council,Wales,Wales,Welsh unitary authority,2026-11-21\n"
      "WES,West Council,Wales,Wales,Welsh unitary authority,2026-11-21\n");
  world_.ImportMembers(
      "authority_code,key,subject,given_name,family_name,ward_name,elected_date\n"
      "CRF,C9,gil,Gil,Ash,Brecon,2022-05-09\n");
  Merge("2026-11-10");
  v1::RecordSuccessionRequest split;
  split.set_authority(world_.Authority("CRF"));
  split.set_end_date(kYesterday);
  split.add_successors(world_.Authority("EAS"));
  split.add_successors(world_.Authority("WES"));
  const auto ended =
      world_.Ask<v1::Succession>("SuccessionService/RecordSuccession", World::kNational, split);
  ASSERT_THAT(ended, IsOk());
  int named = 0;
  for (const auto& waiting : ended->waiting_wards()) named += waiting.ward() == "Brecon" ? 1 : 0;
  EXPECT_EQ(named, 2) << ended->DebugString();
  v1::DecideSuccessionRequest decide;
  decide.set_name(absl::StrCat(world_.Authority("CRF"), "/succession"));
  decide.mutable_decision()->set_successor(world_.Authority("WES"));
  auto& entry = *decide.mutable_decision()->add_wards();
  entry.set_ward("Brecon");
  entry.set_authority("authorities/nowhere");
  entry.set_successor(world_.Authority("EAS"));
  const auto ask = [&] {
    return world_.Ask<v1::Succession>("SuccessionService/DecideSuccession", World::kNational,
                                      decide);
  };
  EXPECT_THAT(ask(), FaultOn("decision.wards[0].ward", REASON_FIELD_UNKNOWN_REFERENCE));
  entry.set_authority(world_.Authority("POW"));
  ASSERT_THAT(ask(), IsOk());
  EXPECT_EQ(Self("ann").memberships(0).responsible_authority(), world_.Authority("EAS"));
  EXPECT_EQ(Self("gil").memberships(0).responsible_authority(), world_.Authority("WES"));
}

}  // namespace
}  // namespace telemachus::registry
