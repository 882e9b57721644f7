#include "registry/person/tenure_rules.h"

#include "common/time/civil.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/person/sight_rules.h"
#include "registry/role/caller_rules.h"

// Who sits where, what they may be, and who sees them. All on 22 November 2026.
namespace telemachus::registry {
namespace {

using access::v1::ROLE_ADVISER;
using access::v1::ROLE_COUNCIL_SYSTEM;
using access::v1::ROLE_MEMBER;
using access::v1::ROLE_NATIONAL;
using access::v1::ROLE_OFFICER;

constexpr char kDay[] = "2026-11-22";
constexpr char kPowys[] = "authorities/powys";

v1::Membership Seat(const std::string& start, const std::string& end,
                    v1::Membership::Leaving leaving = v1::Membership::LEAVING_DID_NOT_STAND) {
  v1::Membership membership;
  membership.set_authority(kPowys);
  membership.set_start_date(start);
  membership.set_end_date(end);
  if (!end.empty()) membership.set_leaving(leaving);
  return membership;
}

StoredMembership Left(const std::string& end,
                      v1::Membership::Leaving leaving = v1::Membership::LEAVING_DID_NOT_STAND) {
  StoredMembership left;
  left.membership = Seat("", end, leaving);
  left.scope = {kPowys, "", ""};
  return left;
}

StoredPerson Holder(const std::vector<v1::Membership>& seats) {
  StoredPerson stored;
  stored.person.set_name("people/p");
  for (const v1::Membership& seat : seats) {
    StoredMembership& held = stored.memberships.emplace_back();
    held.membership = seat;
    held.scope = {kPowys, "regions/wales", "nations/wales"};
    held.authority_type = v1::Authority::TYPE_WELSH_PRINCIPAL;
  }
  return stored;
}

PolicyBook Months(int months) {
  v1::Policy policy;
  policy.set_effective_date("2000-01-01");
  policy.set_former_member_months(months);
  PolicyBook book;
  book.Add(kPowys, policy);
  return book;
}

StoredGrant Given(access::Role role, const std::string& scope, const std::string& end = "") {
  StoredGrant given;
  given.grant.set_role(role);
  given.grant.set_scope(scope);
  given.grant.set_end_date(end);
  given.place = scope == kPowys ? access::Scope{kPowys, "regions/wales", "nations/wales"}
                                : access::Scope{"", scope, "nations/wales"};
  return given;
}

access::Caller As(access::Role role, const std::string& scope) {
  access::v1::Caller known;
  known.set_person("people/staff");
  known.add_grants()->set_role(role);
  known.mutable_grants(0)->set_scope(scope);
  return access::Caller::User(known, "");
}

TEST(TenureRulesTest, CountsBothEndsOfATerm) {
  EXPECT_TRUE(IsPresent("2026-11-22", "2026-11-22", kDay));
  EXPECT_TRUE(IsPresent("", "", kDay));
  EXPECT_FALSE(IsPresent("2026-11-23", "", kDay));
  EXPECT_FALSE(IsPresent("", "2026-11-21", kDay));
}

TEST(TenureRulesTest, ForgetsWhoLeftMoreThanTwelveMonthsAgo) {
  EXPECT_TRUE(IsRecent(Seat("", "2025-11-22"), kDay));
  EXPECT_FALSE(IsRecent(Seat("", "2025-11-21"), kDay));
  EXPECT_FALSE(IsRecent(Seat("2027-01-01", ""), kDay));
}

TEST(TenureRulesTest, LetsFormerMembersMentorForThePolicysMonths) {
  EXPECT_EQ(LastMentoringDay(Left("2026-05-31"), Months(6)), "2026-11-30");
  EXPECT_EQ(LastMentoringDay(Left("2026-05-31"), Months(0)), "2026-05-31");
  EXPECT_EQ(LastMentoringDay(Left(""), Months(6)), "");
}

TEST(TenureRulesTest, LetsNobodyMentorOfWhomItIsNotRecordedThatTheyDidNotStand) {
  for (int leaving = 0; leaving < v1::Membership::Leaving_ARRAYSIZE; ++leaving) {
    const auto how = static_cast<v1::Membership::Leaving>(leaving);
    const bool may = how == v1::Membership::LEAVING_DID_NOT_STAND;
    EXPECT_EQ(LastMentoringDay(Left("2026-05-31", how), Months(6)), may ? "2026-11-30" : "");
    EXPECT_EQ(LastFormerDay(Left("2026-05-31", how), Months(6)), "2026-11-30")
        << "they finish what they have begun";
  }
}

TEST(TenureRulesTest, CountsTwelveMonthsToTheDayInEveryYear) {
  struct Case {
    const char* left;
    const char* last;
  };
  for (const Case& c : {Case{"2026-05-04", "2027-05-04"}, Case{"2027-02-28", "2028-02-28"},
                        Case{"2028-02-29", "2029-02-28"}, Case{"2028-03-01", "2029-03-01"}}) {
    EXPECT_EQ(LastMentoringDay(Left(c.left), Months(12)), c.last);
  }
  EXPECT_EQ(LastMentoringDay(Left("2028-08-31"), Months(6)), "2029-02-28");
}

TEST(TenureRulesTest, KnowsTheLastDayInOfficeOnceEverySeatHasAnEnd) {
  EXPECT_EQ(LastDayInOffice(Holder({}), kDay), "");
  EXPECT_EQ(LastDayInOffice(Holder({Seat("", "2026-05-31"), Seat("", "")}), kDay), "");
  EXPECT_EQ(LastDayInOffice(Holder({Seat("", "2027-05-06"), Seat("", "2026-05-31")}), kDay),
            "2027-05-06");
  EXPECT_EQ(LastDayInOffice(Holder({Seat("", "2026-05-31"), Seat("2027-01-01", "")}), kDay),
            "2026-05-31")
      << "a seat to come is not held yet";
}

TEST(TenureRulesTest, FindsTheNextDayOnWhichItReadsOtherwise) {
  StoredPerson stored = Holder({Seat("2022-05-09", "2027-05-06")});
  EXPECT_EQ(NextTurn(stored, Months(12), kDay), "2027-05-07") << "out of office";
  EXPECT_EQ(NextTurn(stored, Months(12), "2027-05-07"), "2028-05-07") << "mentoring is over";
  EXPECT_EQ(NextTurn(stored, Months(12), "2028-05-07"), "");
  v1::MemberRole& role = *stored.memberships[0].membership.add_roles();
  role.set_start_date("2026-12-01");
  role.set_end_date("2026-12-31");
  EXPECT_EQ(NextTurn(stored, Months(12), kDay), "2026-12-01");
  EXPECT_EQ(NextTurn(stored, Months(12), "2026-12-01"), "2027-01-01");
  EXPECT_EQ(NextTurn(Holder({Seat("", "")}), Months(12), kDay), "");
}

TEST(TenureRulesTest, HasNoLastDayForWhoStillSitsSomewhere) {
  EXPECT_EQ(LastMentoringDay(Holder({Seat("", "2026-05-31"), Seat("", "")}), Months(6), kDay), "");
  EXPECT_EQ(
      LastMentoringDay(Holder({Seat("", "2026-05-31"), Seat("", "2026-03-31")}), Months(6), kDay),
      "2026-11-30");
}

TEST(CallerRulesTest, MakesMembersOfPresentAndLateMemberships) {
  const auto role_count = [](const StoredPerson& stored, int months) {
    return RolesOn(kDay, stored, {}, Months(months)).size();
  };
  EXPECT_EQ(role_count(Holder({Seat("", ""), Seat("", "2020-01-01")}), 0), 1);
  EXPECT_EQ(role_count(Holder({Seat("", "2026-05-31")}), 6), 1);
  EXPECT_EQ(role_count(Holder({Seat("", "2026-05-31")}), 5), 0);
  EXPECT_EQ(role_count(Holder({Seat("2026-12-01", "")}), 6), 0);
  const auto roles = RolesOn(kDay, Holder({Seat("", "")}), {}, Months(6));
  EXPECT_EQ(roles[0].role(), ROLE_MEMBER);
  EXPECT_EQ(roles[0].scope(), kPowys);
}

TEST(CallerRulesTest, LeavesOutGrantsThatHaveEnded) {
  const auto roles = RolesOn(kDay, Holder({}),
                             {Given(ROLE_OFFICER, kPowys, "2026-11-21"),
                              Given(ROLE_ADVISER, "regions/wales", "2026-11-22")},
                             PolicyBook());
  ASSERT_EQ(roles.size(), 1);
  EXPECT_EQ(roles[0].role(), ROLE_ADVISER);
}

TEST(CallerRulesTest, MakesAMachineOfACouncilSystem) {
  const auto roles = RolesOn(kDay, Holder({}), {Given(ROLE_COUNCIL_SYSTEM, kPowys)}, PolicyBook());
  const auto caller = CallerOf(Holder({}), roles, absl::UnixEpoch());
  EXPECT_EQ(caller.person(), "systems/p");
  ASSERT_EQ(caller.grants_size(), 1);
  EXPECT_FALSE(access::Caller::User(caller, "").in_person());
}

TEST(SightRulesTest, ShowsPeopleToWhomTheyConcern) {
  const auto places = PlacesOf(Holder({Seat("", "")}), {}, kDay);
  const auto sight = [&](access::Role role, const std::string& scope) {
    return SightOf(As(role, scope), "people/p", places);
  };
  EXPECT_EQ(sight(ROLE_OFFICER, kPowys), Sight::kOfficer);
  EXPECT_EQ(sight(ROLE_OFFICER, "authorities/cardiff"), Sight::kNone);
  EXPECT_EQ(sight(ROLE_ADVISER, "regions/wales"), Sight::kAdviser);
  EXPECT_EQ(sight(ROLE_ADVISER, "regions/london"), Sight::kNone);
  EXPECT_EQ(sight(ROLE_NATIONAL, "nations/wales"), Sight::kNational);
  EXPECT_EQ(sight(ROLE_NATIONAL, "nations/england"), Sight::kNone);
  EXPECT_EQ(sight(ROLE_MEMBER, kPowys), Sight::kNone);
  EXPECT_EQ(SightOf(As(ROLE_MEMBER, kPowys), "people/staff", places), Sight::kSelf);
}

TEST(SightRulesTest, ShowsWhoHasNoPlaceToNationalStaffAlone) {
  EXPECT_EQ(SightOf(As(ROLE_NATIONAL, "nations/england"), "people/p", {}), Sight::kNational);
  EXPECT_EQ(SightOf(As(ROLE_OFFICER, kPowys), "people/p", {}), Sight::kNone);
}

TEST(SightRulesTest, FindsStaffWhereTheirRolesAre) {
  const auto places = PlacesOf(
      Holder({Seat("", "2020-01-01")}),
      {Given(ROLE_OFFICER, kPowys), Given(ROLE_ADVISER, "regions/wales", "2020-01-01")}, kDay);
  ASSERT_EQ(places.size(), 1);
  EXPECT_EQ(places[0].authority, kPowys);
}

TEST(SightRulesTest, KeepsGenderContactAndNeedsFromAdvisersAndNationalStaff) {
  for (const Sight sight : {Sight::kAdviser, Sight::kNational, Sight::kOfficer, Sight::kSelf}) {
    v1::Person person;
    person.set_gender("female");
    person.set_telephone("01874 000000");
    person.set_postal_address("1 High Street");
    person.add_format_needs(v1::Person::FORMAT_AUDIO);
    person.set_access_needs("none");
    Veil(sight, person);
    EXPECT_EQ(person.gender().empty(), sight < Sight::kOfficer);
    EXPECT_EQ(person.telephone().empty(), sight < Sight::kOfficer);
    EXPECT_EQ(person.postal_address().empty(), sight < Sight::kOfficer);
    EXPECT_EQ(person.format_needs().empty(), sight < Sight::kOfficer);
    EXPECT_EQ(person.access_needs().empty(), sight < Sight::kOfficer);
  }
}

}  // namespace
}  // namespace telemachus::registry
