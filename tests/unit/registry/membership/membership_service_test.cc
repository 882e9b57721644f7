#include "registry/membership/membership_service.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/membership/seat_change.h"
#include "registry/timer_kinds.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_ALREADY_EXISTS;
using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_MASK_INVALID;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_STALE_ETAG;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d11";

class MembershipServiceTest : public testing::TestWithParam<std::string> {
 protected:
  MembershipServiceTest() {
    Populate(world_);
    world_.ImportAuthorities(
        "code,name,nation,region,type\nFIR,Mid Wales Fire,Wales,Wales,Fire authority\n");
    world_.Give("officer", access::Role::ROLE_OFFICER, world_.Authority("FIR"));
  }

  v1::Person Self(const std::string& subject) {
    return world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest())->person();
  }
  v1::Membership SeatOf(const std::string& subject) { return Self(subject).memberships(0); }

  v1::CreateMembershipRequest FireSeat() {
    v1::CreateMembershipRequest request;
    request.set_parent(world_.Person("ann"));
    v1::Membership& seat = *request.mutable_membership();
    seat.set_authority(world_.Authority("FIR"));
    seat.set_council_key("F1");
    seat.set_start_date("2025-06-01");
    seat.set_seat(v1::Membership::SEAT_APPOINTED);
    return request;
  }
  absl::StatusOr<v1::Membership> Create(const std::string& as,
                                        const v1::CreateMembershipRequest& request) {
    return world_.Ask<v1::Membership>("MembershipService/CreateMembership", as, request);
  }
  absl::StatusOr<v1::Membership> Update(const std::string& as, const v1::Membership& membership,
                                        const std::vector<std::string>& paths,
                                        const std::string& etag = "") {
    v1::UpdateMembershipRequest request;
    *request.mutable_membership() = membership;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    request.set_etag(etag);
    return world_.Ask<v1::Membership>("MembershipService/UpdateMembership", as, request);
  }
  v1::EndMembershipRequest Ending(const std::string& subject, const std::string& date) {
    v1::EndMembershipRequest request;
    request.set_name(SeatOf(subject).name());
    request.set_end_date(date);
    request.set_leaving(v1::Membership::LEAVING_DID_NOT_STAND);
    return request;
  }
  absl::StatusOr<v1::Membership> End(const std::string& as,
                                     const v1::EndMembershipRequest& request) {
    return world_.Ask<v1::Membership>("MembershipService/EndMembership", as, request);
  }
  absl::StatusOr<v1::Membership> Record(const std::string& as, const std::string& of,
                                        const std::string& party, const std::string& from = "",
                                        const std::string& group = "") {
    v1::RecordAffiliationRequest request;
    request.set_name(of);
    request.mutable_affiliation()->set_party(party);
    request.mutable_affiliation()->set_political_group(group);
    request.mutable_affiliation()->set_start_date(from);
    return world_.Ask<v1::Membership>("MembershipService/RecordAffiliation", as, request);
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, MembershipServiceTest, test::Engines(), test::EngineName);

TEST_P(MembershipServiceTest, SeatsAPersonInASecondAuthority) {
  v1::CreateMembershipRequest request = FireSeat();
  request.set_request_id(kRequestId);
  const int64_t head = world_.Head();
  const auto seat = Create("officer", request);
  ASSERT_THAT(seat, IsOk());
  EXPECT_EQ(seat->seat(), v1::Membership::SEAT_APPOINTED);
  EXPECT_EQ(seat->name().rfind(absl::StrCat(request.parent(), "/memberships/"), 0), 0);
  EXPECT_EQ(Self("ann").memberships_size(), 2);
  ASSERT_EQ(world_.Events(head).size(), 1);
  EXPECT_EQ(world_.Events(head)[0].type(), "registry.person.changed");
  EXPECT_TRUE(world_.Events(head)[0].codes().empty());
  const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", "ann", v1::GetSelfRequest());
  EXPECT_EQ(self->grants_size(), 2) << "a member of both";
  EXPECT_EQ(Create("officer", request)->name(), seat->name());
  request.mutable_membership()->set_council_key("F2");
  EXPECT_THAT(Create("officer", request), HasReason(REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(Self("ann").memberships_size(), 2);
}

TEST_P(MembershipServiceTest, RefusesSeatsThatCannotBe) {
  v1::CreateMembershipRequest request = FireSeat();
  request.mutable_membership()->clear_council_key();
  EXPECT_THAT(Create("officer", request), FaultOn("membership.council_key", REASON_FIELD_REQUIRED));
  request = FireSeat();
  request.mutable_membership()->set_term_end_date("2025-05-31");
  EXPECT_THAT(Create("officer", request),
              FaultOn("membership.term_end_date", REASON_FIELD_CONFLICT));
  request = FireSeat();
  request.mutable_membership()->set_authority(world_.Authority("POW"));
  EXPECT_THAT(Create("officer", request), FaultOn("membership.start_date", REASON_FIELD_CONFLICT));
  request.mutable_membership()->set_authority("authorities/nowhere");
  EXPECT_THAT(Create("officer", request), IsNotPermitted());
  EXPECT_THAT(Create(World::kNational, request),
              FaultOn("membership.authority", REASON_FIELD_UNKNOWN_REFERENCE));
  request.mutable_membership()->set_authority(world_.Authority("CMA"));
  EXPECT_THAT(Create(World::kNational, request),
              FaultOn("membership.authority", REASON_FIELD_OUT_OF_RANGE));
  ASSERT_THAT(Create("officer", FireSeat()), IsOk());
  request = FireSeat();
  request.set_parent(world_.Person("bea"));
  EXPECT_THAT(Create("officer", request), HasReason(REASON_ALREADY_EXISTS));
  EXPECT_EQ(Self("bea").memberships_size(), 1);
}

TEST_P(MembershipServiceTest, SeatsOnlyWhomAndWhereTheCallerMay) {
  for (const char* other : {"ann", "cai", "adviser", "english"}) {
    EXPECT_THAT(Create(other, FireSeat()), IsNotPermitted()) << other;
  }
  v1::CreateMembershipRequest request = FireSeat();
  for (const std::string& person : {world_.Person("cai"), std::string("people/nobody")}) {
    request.set_parent(person);
    EXPECT_THAT(Create("officer", request), IsNotPermitted());
  }
  request = FireSeat();
  request.mutable_membership()->set_authority(world_.Authority("CRF"));
  EXPECT_THAT(Create("officer", request), IsNotPermitted());
  EXPECT_THAT(Create(World::kNational, request), IsOk());
}

TEST_P(MembershipServiceTest, ChangesWardTermAndKey) {
  const v1::Person before = Self("ann");
  v1::Membership seat = before.memberships(0);
  seat.set_ward("Talgarth");
  seat.set_term_end_date("2027-05-06");
  seat.set_start_date("2010-01-01");
  ASSERT_THAT(Update("officer", seat, {"ward", "term_end_date"}, before.etag()), IsOk());
  const v1::Membership after = SeatOf("ann");
  EXPECT_EQ(after.ward(), "Talgarth");
  EXPECT_EQ(after.term_end_date(), "2027-05-06");
  EXPECT_EQ(after.start_date(), "2022-05-09");
  EXPECT_THAT(Update("officer", seat, {"ward"}, before.etag()), HasReason(REASON_STALE_ETAG));
  EXPECT_THAT(Update("officer", seat, {"start_date"}), HasReason(REASON_FIELD_MASK_INVALID));
  EXPECT_THAT(Update("officer", seat, {"party"}), HasReason(REASON_FIELD_MASK_INVALID));
  seat.set_council_key("P2");
  EXPECT_THAT(Update("officer", seat, {"council_key"}), HasReason(REASON_ALREADY_EXISTS));
  seat.set_term_end_date("2022-05-08");
  EXPECT_THAT(Update("officer", seat, {"term_end_date"}),
              FaultOn("membership.term_end_date", REASON_FIELD_CONFLICT));
  for (const char* other : {"cai", "adviser", "english"}) {
    EXPECT_THAT(Update(other, seat, {"ward"}), IsNotPermitted()) << other;
  }
  seat.set_name(absl::StrCat(before.name(), "/memberships/none"));
  EXPECT_THAT(Update("officer", seat, {"ward"}), IsNotPermitted());
  EXPECT_EQ(SeatOf("ann").ward(), "Talgarth");
}

TEST_P(MembershipServiceTest, EndsASeatWithAllThatHangsOnIt) {
  ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", "ann",
                                     [&] {
                                       v1::CreateMentorRequest request;
                                       *request.mutable_mentor() = world_.Offer("ann");
                                       return request;
                                     }()),
              IsOk());
  v1::EndMembershipRequest request = Ending("ann", "2026-11-21");
  request.set_request_id(kRequestId);
  const int64_t head = world_.Head();
  const auto ended = End("officer", request);
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->end_date(), "2026-11-21");
  EXPECT_EQ(ended->leaving(), v1::Membership::LEAVING_DID_NOT_STAND);
  ASSERT_EQ(ended->roles_size(), 1) << "of which was known only that it is held today";
  EXPECT_EQ(ended->roles(0).start_date(), "2026-11-21");
  EXPECT_EQ(ended->roles(0).end_date(), "2026-11-21");
  EXPECT_EQ(ended->affiliations(0).end_date(), "2026-11-21");
  std::vector<std::string> types;
  for (const auto& event : world_.Events(head)) types.push_back(event.type());
  EXPECT_THAT(types, ElementsAre("registry.person.changed", "registry.mentor.changed"));
  EXPECT_THAT(End("officer", request), IsOk()) << "the same request again";
  EXPECT_EQ(world_.Head(), head + 2);
  EXPECT_THAT(End("officer", Ending("ann", "2026-11-30")), HasReason(REASON_WRONG_STATE));
  v1::ListMembersRequest list;
  list.set_parent(world_.Authority("POW"));
  EXPECT_EQ(world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", "officer", list)
                ->members_size(),
            1);
  for (const char* other : {"cai", "adviser", "english"}) {
    EXPECT_THAT(End(other, Ending("bea", "2026-11-21")), IsNotPermitted()) << other;
  }
}

TEST_P(MembershipServiceTest, TellsOnTheDayAfterALastDayAhead) {
  timer::Timers timers(world_.database(), world_.clock(), {{kSeatTurnsTimer, &TurnSeat}});
  ASSERT_THAT(End("officer", Ending("ann", "2026-12-01")), IsOk());
  ASSERT_THAT(End("officer", Ending("ann", "2026-11-24")), IsOk()) << "brought forward";
  world_.clock().Advance(absl::Hours(24 * 2));
  EXPECT_EQ(*timers.FireDue(), 0) << "the last day is a day in office";
  world_.clock().Advance(absl::Hours(12));
  const int64_t head = world_.Head();
  EXPECT_EQ(*timers.FireDue(), 1);
  ASSERT_EQ(world_.Events(head).size(), 1);
  EXPECT_EQ(world_.Events(head)[0].resource(), world_.Person("ann"));
  EXPECT_EQ(*timers.FireDue(), 0);
}

TEST_P(MembershipServiceTest, TellsWhenASeatRecordedAheadBegins) {
  timer::Timers timers(world_.database(), world_.clock(), {{kSeatTurnsTimer, &TurnSeat}});
  v1::CreateMembershipRequest request = FireSeat();
  request.mutable_membership()->set_start_date("2026-11-25");
  ASSERT_THAT(Create("officer", request), IsOk());
  const auto grants = [&] {
    return world_.Ask<v1::Self>("PersonService/GetSelf", "ann", v1::GetSelfRequest())
        ->grants_size();
  };
  EXPECT_EQ(grants(), 1);
  world_.clock().Advance(absl::Hours(24 * 3));
  EXPECT_EQ(*timers.FireDue(), 1);
  EXPECT_EQ(grants(), 2);
}

TEST_P(MembershipServiceTest, RecordsPartiesWithTheirHistory) {
  const std::string seat = SeatOf("ann").name();
  EXPECT_THAT(Record("officer", seat, "parties/labour", "2026-11-01"), IsOk());
  const v1::Membership after = SeatOf("ann");
  EXPECT_EQ(after.party(), "parties/labour");
  ASSERT_EQ(after.affiliations_size(), 2);
  EXPECT_EQ(after.affiliations(0).party(), "parties/liberal-democrat");
  EXPECT_EQ(after.affiliations(0).end_date(), "2026-10-31");
  EXPECT_THAT(Record("officer", seat, "parties/none"),
              FaultOn("affiliation.party", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(Record("officer", seat, "parties/labour", "2022-05-08"),
              FaultOn("affiliation.start_date", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(Record("officer", seat, "", "", "authorities/x/politicalGroups/g"),
              FaultOn("affiliation.political_group", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_EQ(SeatOf("ann").affiliations_size(), 2);
  for (const char* other : {"bea", "cai", "adviser", World::kNational, "english"}) {
    EXPECT_THAT(Record(other, seat, "parties/labour"), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Record("officer", "people/nobody/memberships/none", ""), IsNotPermitted());
}

TEST_P(MembershipServiceTest, LeavesLeavingOutToThePerson) {
  const std::string seat = SeatOf("ann").name();
  ASSERT_THAT(Record("officer", seat, ""), IsOk()) << "an officer who knows of none";
  ASSERT_THAT(Record("officer", seat, "parties/labour"), IsOk());
  ASSERT_THAT(Record("ann", seat, ""), IsOk());
  EXPECT_EQ(SeatOf("ann").affiliations_size(), 0);
  EXPECT_THAT(Record("officer", seat, "parties/labour"), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Record("officer", seat, ""), HasReason(REASON_WRONG_STATE));
  EXPECT_EQ(SeatOf("ann").party(), "");
  ASSERT_THAT(Record("ann", seat, "parties/green"), IsOk());
  EXPECT_THAT(Record("officer", seat, "parties/labour", "2026-11-22"), IsOk());
  v1::RecordAffiliationRequest delegated;
  delegated.set_name(seat);
  delegated.mutable_affiliation();
  EXPECT_THAT(
      world_.Ask<v1::Membership>("MembershipService/RecordAffiliation", "ann", delegated, "helper"),
      IsNotPermitted());
}

TEST_P(MembershipServiceTest, SaysNothingOfThePartyInEventsAndErrors) {
  const int64_t head = world_.Head();
  const std::string seat = SeatOf("ann").name();
  ASSERT_THAT(Record("ann", seat, "parties/labour"), IsOk());
  ASSERT_THAT(Record("ann", seat, ""), IsOk());
  for (const auto& event : world_.Events(head)) {
    EXPECT_EQ(event.ShortDebugString().find("labour"), std::string::npos);
  }
  const auto refused = Record("officer", seat, "parties/labour");
  EXPECT_EQ(refused.status().ToString().find("labour"), std::string::npos);
}

TEST_P(MembershipServiceTest, LetsOneOfTwoOfficersEndASeat) {
  const std::string etag = Self("ann").etag();
  v1::EndMembershipRequest request = Ending("ann", "2026-12-31");
  request.set_etag(etag);
  std::vector<absl::Status> answers(2);
  std::vector<std::thread> officers;
  for (absl::Status& answer : answers) {
    officers.emplace_back([&] { answer = End("officer", request).status(); });
  }
  for (std::thread& officer : officers) officer.join();
  EXPECT_EQ(answers[0].ok() + answers[1].ok(), 1) << answers[0] << answers[1];
  EXPECT_THAT(answers[0].ok() ? answers[1] : answers[0], HasReason(REASON_STALE_ETAG));
}

TEST_P(MembershipServiceTest, EndsRolesAndListsThem) {
  const v1::Membership seat = SeatOf("ann");
  v1::EndMemberRoleRequest request;
  request.set_name(seat.roles(0).name());
  request.set_end_date("2026-12-31");
  const auto end = [&](const std::string& as) {
    return world_.Ask<v1::MemberRole>("MembershipService/EndMemberRole", as, request);
  };
  for (const char* other : {"cai", "adviser", "english"}) {
    EXPECT_THAT(end(other), IsNotPermitted()) << other;
  }
  ASSERT_THAT(end("officer"), IsOk());
  EXPECT_EQ(SeatOf("ann").roles(0).end_date(), "2026-12-31");
  request.set_etag("0");
  EXPECT_THAT(end("officer"), HasReason(REASON_STALE_ETAG));
  request.clear_etag();
  request.set_name(absl::StrCat(seat.name(), "/roles/none"));
  EXPECT_THAT(end("officer"), IsNotPermitted());

  v1::CreateMemberRoleRequest more;
  more.set_parent(seat.name());
  more.mutable_member_role()->set_role_code("champion");
  more.mutable_member_role()->set_start_date("2024-01-01");
  ASSERT_THAT(world_.Ask<v1::MemberRole>("PersonService/CreateMemberRole", "officer", more),
              IsOk());
  v1::ListMemberRolesRequest list;
  list.set_parent(seat.name());
  list.set_page_size(1);
  const auto page = [&](const std::string& as) {
    return world_.Ask<v1::ListMemberRolesResponse>("MembershipService/ListMemberRoles", as, list);
  };
  const auto first = page("ann");
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->roles_size(), 1);
  EXPECT_EQ(first->roles(0).role_code(), "champion");
  list.set_page_token(first->next_page_token());
  const auto second = page("ann");
  ASSERT_EQ(second->roles_size(), 1);
  EXPECT_EQ(second->roles(0).role_code(), "leader");
  EXPECT_EQ(second->next_page_token(), "");
  list.clear_page_token();
  EXPECT_THAT(page("adviser"), IsOk());
  for (const char* other : {"bea", "cai", "english"}) {
    EXPECT_THAT(page(other), IsNotPermitted()) << other;
  }
}

}  // namespace
}  // namespace telemachus::registry
