#include "registry/membership/membership_rules.h"

#include <string>

#include "common/status/status.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"

namespace telemachus::registry {
namespace {

using test::HasReason;
using test::IsOk;

constexpr char kDay[] = "2026-11-22";

v1::Membership Seat(const std::string& start, const std::string& end = "") {
  v1::Membership membership;
  membership.set_name("people/p/memberships/m");
  membership.set_authority("authorities/a");
  membership.set_start_date(start);
  membership.set_end_date(end);
  return membership;
}

v1::MemberRole& AddRole(v1::Membership& seat, const std::string& name, const std::string& start,
                        const std::string& end = "") {
  v1::MemberRole& role = *seat.add_roles();
  role.set_name(name);
  role.set_role_code("leader");
  role.set_start_date(start);
  role.set_end_date(end);
  return role;
}

TEST(MembershipRulesTest, LetsNobodySitTwiceInOneAuthority) {
  StoredPerson stored;
  stored.memberships.emplace_back().membership = Seat("2017-05-08", "2022-05-08");
  EXPECT_THAT(CheckSeat(Seat("2022-05-09"), {}, stored, kDay), IsOk());
  EXPECT_THAT(CheckSeat(Seat("2022-05-08"), {}, stored, kDay),
              FaultOn("membership.start_date", status::v1::REASON_FIELD_CONFLICT));
  v1::Membership elsewhere = Seat("2018-01-01");
  elsewhere.set_authority("authorities/fire");
  EXPECT_THAT(CheckSeat(elsewhere, {}, stored, kDay), IsOk());
}

TEST(MembershipRulesTest, SeatsNobodyInAnEndedAuthority) {
  v1::Authority authority;
  for (const auto& [end, start, fits] :
       {std::tuple("2026-03-31", "2026-01-01", false), std::tuple("2027-03-31", "2026-01-01", true),
        std::tuple("2027-03-31", "2027-04-01", false), std::tuple("", "2027-04-01", true)}) {
    authority.set_end_date(end);
    EXPECT_EQ(CheckSeat(Seat(start), authority, {}, kDay).ok(), fits) << end << " " << start;
  }
}

TEST(MembershipRulesTest, EndsRolesAndAffiliationsWithTheSeat) {
  v1::Membership seat = Seat("2022-05-09");
  AddRole(seat, "earlier", "2022-05-09", "2024-05-01");
  AddRole(seat, "open", "2024-05-02");
  AddRole(seat, "ahead", "2027-05-01");
  seat.add_affiliations()->set_party("parties/red");
  ASSERT_THAT(EndSeat("2026-12-31", v1::Membership::LEAVING_DURING_TERM, kDay, seat), IsOk());
  ASSERT_EQ(seat.roles_size(), 2) << "what would have begun later never does";
  EXPECT_EQ(seat.roles(0).end_date(), "2024-05-01");
  EXPECT_EQ(seat.roles(1).end_date(), "2026-12-31");
  EXPECT_EQ(seat.affiliations(0).end_date(), "2026-12-31");
  ASSERT_THAT(EndSeat("2027-01-31", v1::Membership::LEAVING_DURING_TERM, kDay, seat), IsOk());
  EXPECT_EQ(seat.roles(0).end_date(), "2024-05-01");
  EXPECT_EQ(seat.roles(1).end_date(), "2027-01-31") << "what ended with the seat goes with it";
  EXPECT_EQ(seat.affiliations(0).end_date(), "2027-01-31");
}

TEST(MembershipRulesTest, EndsASeatOnceAndNotBeforeItBegins) {
  v1::Membership seat = Seat("2022-05-09");
  EXPECT_THAT(EndSeat("2022-05-08", v1::Membership::LEAVING_NOT_ELECTED, kDay, seat),
              FaultOn("end_date", status::v1::REASON_FIELD_OUT_OF_RANGE));
  EXPECT_EQ(seat.end_date(), "");
  ASSERT_THAT(EndSeat("2026-11-21", v1::Membership::LEAVING_NOT_ELECTED, kDay, seat), IsOk());
  EXPECT_THAT(EndSeat("2026-11-30", v1::Membership::LEAVING_NOT_ELECTED, kDay, seat),
              HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_EQ(seat.leaving(), v1::Membership::LEAVING_NOT_ELECTED);
}

TEST(MembershipRulesTest, EndsRolesWithinTheirBounds) {
  v1::Membership seat = Seat("2022-05-09", "2026-12-31");
  AddRole(seat, "first", "2024-05-01");
  AddRole(seat, "second", "2026-12-01", "2026-12-31");
  EXPECT_THAT(EndRole("first", "2024-04-30", kDay, seat),
              FaultOn("end_date", status::v1::REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(EndRole("first", "2027-01-01", kDay, seat),
              FaultOn("end_date", status::v1::REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(EndRole("first", "2026-12-01", kDay, seat),
              FaultOn("end_date", status::v1::REASON_FIELD_CONFLICT));
  EXPECT_THAT(EndRole("first", "2026-11-30", kDay, seat), IsOk());
  EXPECT_THAT(EndRole("first", "2026-11-01", kDay, seat), IsOk()) << "not passed until now";
  EXPECT_THAT(EndRole("first", "2026-11-30", kDay, seat),
              HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(EndRole("none", "2026-11-30", kDay, seat), HasReason(status::v1::REASON_NOT_FOUND));
}

TEST(MembershipRulesTest, KnowsWhenSomethingChangesByItself) {
  v1::Membership seat = Seat("2022-05-09");
  EXPECT_EQ(NextTurn(seat, kDay), "");
  AddRole(seat, "ahead", "2027-05-01", "2027-06-30");
  EXPECT_EQ(NextTurn(seat, kDay), "2027-05-01");
  EXPECT_EQ(NextTurn(seat, "2027-05-01"), "2027-07-01");
  seat.add_affiliations()->set_end_date("2026-12-24");
  EXPECT_EQ(NextTurn(seat, kDay), "2026-12-25");
  seat.set_end_date(kDay);
  EXPECT_EQ(NextTurn(seat, kDay), "2026-11-23") << "the last day is a day in office";
  EXPECT_EQ(NextTurn(Seat("2027-05-10"), kDay), "2027-05-10");
}

}  // namespace
}  // namespace telemachus::registry
