#include "registry/membership/correction_rules.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/field/check.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/membership/membership_rules.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_MASK_INVALID;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REQUIRED;
using test::IsOk;
using testing::ElementsAre;

constexpr char kDay[] = "2026-11-22";

v1::Membership Seat(const std::string& name, const std::string& start, const std::string& end) {
  v1::Membership membership;
  membership.set_name(absl::StrCat("people/p/memberships/", name));
  membership.set_authority("authorities/a");
  membership.set_ward("Brecon");
  membership.set_start_date(start);
  membership.set_end_date(end);
  if (!end.empty()) membership.set_leaving(v1::Membership::LEAVING_DID_NOT_STAND);
  return membership;
}

void AddRole(v1::Membership& seat, const std::string& code, const std::string& start,
             const std::string& end) {
  v1::MemberRole& role = *seat.add_roles();
  role.set_name(absl::StrCat(seat.name(), "/roles/", seat.roles_size()));
  role.set_role_code(code);
  role.set_start_date(start);
  role.set_end_date(end);
}

std::vector<std::string> Roles(const v1::Membership& seat) {
  std::vector<std::string> roles;
  for (const v1::MemberRole& role : seat.roles()) {
    roles.push_back(absl::StrCat(role.role_code(), " ", role.start_date(), "..", role.end_date()));
  }
  return roles;
}

// Whether an end, open if empty, does not lie after the seat's.
bool Within(const std::string& end, const std::string& limit) {
  return limit.empty() || (!end.empty() && end <= limit);
}

absl::StatusOr<v1::SeatRecord> Take(const v1::SeatRecord& said,
                                    const std::vector<std::string>& paths,
                                    const v1::SeatRecord& before) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  v1::SeatRecord record = before;
  RETURN_IF_ERROR(field::Apply(said, mask, record));
  RETURN_IF_ERROR(Finish(mask, before, record));
  return record;
}

TEST(CorrectionRulesTest, TakesWhatTheMaskNamesAndNoWayOfLeavingWithoutAnEnd) {
  const v1::SeatRecord before = RecordOf(Seat("m", "2022-05-09", "2026-05-07"));
  v1::SeatRecord said;
  said.set_ward("Talgarth");
  said.set_end_date("2026-06-30");
  auto record = Take(said, {"end_date"}, before);
  ASSERT_THAT(record, IsOk());
  EXPECT_EQ(record->ward(), "Brecon");
  EXPECT_EQ(record->end_date(), "2026-06-30");
  EXPECT_EQ(record->leaving(), v1::Membership::LEAVING_DID_NOT_STAND);
  said.clear_end_date();
  record = Take(said, {"end_date"}, before);
  ASSERT_THAT(record, IsOk());
  EXPECT_EQ(record->leaving(), v1::Membership::LEAVING_UNSPECIFIED);
  EXPECT_THAT(Take(said, {}, before), FaultOn("update_mask", REASON_FIELD_REQUIRED));
  EXPECT_THAT(Take(said, {"party"}, before), FaultOn("update_mask", REASON_FIELD_MASK_INVALID));
  EXPECT_THAT(Take(before, {"*"}, before), FaultOn("record", REASON_FIELD_CONFLICT));
}

TEST(CorrectionRulesTest, RefusesWhatCannotHaveBeen) {
  StoredPerson stored;
  stored.memberships.emplace_back().membership = Seat("m", "2022-05-09", "2026-05-07");
  stored.memberships[0].membership.set_term_end_date("2027-05-06");
  stored.memberships.emplace_back().membership = Seat("earlier", "2017-05-08", "2022-05-08");
  v1::Authority living, closed, merged;
  closed.set_end_date("2026-09-30");
  merged.set_end_date("2026-09-30");
  merged.add_successors("authorities/b");
  const struct {
    const char *start, *end;
    const v1::Authority& authority;
    const char* field;
    status::v1::Reason reason;
  } cases[] = {
      {"2022-05-09", "2026-06-30", living, "", status::v1::REASON_UNSPECIFIED},
      {"2022-05-09", "", living, "", status::v1::REASON_UNSPECIFIED},
      {"2022-05-09", "2022-05-08", living, "record.end_date", REASON_FIELD_OUT_OF_RANGE},
      {"", "2026-06-30", living, "record.start_date", REASON_FIELD_REQUIRED},
      {"2027-05-07", "", living, "record.start_date", REASON_FIELD_CONFLICT},
      {"2022-05-08", "", living, "record", REASON_FIELD_CONFLICT},
      {"2016-01-01", "2017-05-07", living, "", status::v1::REASON_UNSPECIFIED},
      {"2022-05-09", "2026-09-30", closed, "", status::v1::REASON_UNSPECIFIED},
      {"2022-05-09", "2026-10-01", closed, "record.end_date", REASON_FIELD_OUT_OF_RANGE},
      {"2022-05-09", "", closed, "record.end_date", REASON_FIELD_OUT_OF_RANGE},
      {"2022-05-09", "", merged, "", status::v1::REASON_UNSPECIFIED},
      {"2026-10-01", "", merged, "record.start_date", REASON_FIELD_OUT_OF_RANGE},
  };
  for (const auto& each : cases) {
    v1::SeatRecord record = RecordOf(stored.memberships[0].membership);
    record.set_start_date(each.start);
    record.set_end_date(each.end);
    if (record.end_date().empty()) record.clear_leaving();
    const absl::Status status = CheckRecord(record, each.authority, stored, 0, kDay);
    if (each.reason == status::v1::REASON_UNSPECIFIED) {
      EXPECT_THAT(status, IsOk()) << each.start << ".." << each.end;
    } else {
      EXPECT_THAT(status, FaultOn(each.field, each.reason)) << each.start << ".." << each.end;
    }
  }
  v1::SeatRecord record = RecordOf(stored.memberships[0].membership);
  record.clear_end_date();
  EXPECT_THAT(CheckRecord(record, living, stored, 0, kDay),
              FaultOn("record.leaving", REASON_FIELD_CONFLICT));
}

TEST(CorrectionRulesTest, LetsRolesAndPartiesFollowTheDays) {
  v1::Membership seat = Seat("m", "2022-05-09", "2026-05-07");
  AddRole(seat, "champion", "2022-05-09", "2023-05-01");
  AddRole(seat, "leader", "2024-05-02", "2026-05-07");
  seat.add_affiliations()->set_party("parties/red");
  seat.mutable_affiliations(0)->set_end_date("2024-12-31");
  seat.add_affiliations()->set_party("parties/blue");
  seat.mutable_affiliations(1)->set_start_date("2025-01-01");
  seat.mutable_affiliations(1)->set_end_date("2026-05-07");
  v1::SeatRecord record = RecordOf(seat);
  record.set_end_date("2026-06-30");
  Rewrite(record, kDay, seat);
  EXPECT_THAT(Roles(seat),
              ElementsAre("champion 2022-05-09..2023-05-01", "leader 2024-05-02..2026-06-30"));
  EXPECT_EQ(seat.affiliations(1).end_date(), "2026-06-30");
  record.clear_end_date();
  record.clear_leaving();
  Rewrite(record, kDay, seat);
  EXPECT_THAT(Roles(seat), ElementsAre("champion 2022-05-09..2023-05-01", "leader 2024-05-02.."));
  EXPECT_EQ(seat.affiliations(1).end_date(), "");
  EXPECT_EQ(seat.affiliations(0).end_date(), "2024-12-31");
  EXPECT_EQ(seat.leaving(), v1::Membership::LEAVING_UNSPECIFIED);
  record.set_start_date("2025-02-01");
  Rewrite(record, kDay, seat);
  EXPECT_THAT(Roles(seat), ElementsAre("leader 2025-02-01.."));
  ASSERT_EQ(seat.affiliations_size(), 1);
  EXPECT_EQ(seat.affiliations(0).party(), "parties/blue");
  EXPECT_EQ(seat.affiliations(0).start_date(), "") << "since the seat is held";
}

// Whatever is corrected, and in whatever order, what hangs on a seat lies within it.
TEST(CorrectionRulesTest, KeepsAllWithinTheSeat) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  const auto day = [&] { return time::FormatDate(absl::CivilDay(2022, 1, 1) + random() % 2500); };
  v1::Membership seat = Seat("m", "2022-01-01", "");
  for (int step = 0; step < 2000; ++step) {
    v1::SeatRecord record = RecordOf(seat);
    if (random() % 2 == 0) record.set_start_date(day());
    record.set_end_date(random() % 3 == 0 ? "" : day());
    if (!record.end_date().empty() && record.end_date() < record.start_date()) continue;
    Rewrite(record, kDay, seat);
    v1::Affiliation said;
    said.set_party(absl::StrCat("parties/", random() % 3));
    said.set_start_date(day());
    Affiliate(said, seat).IgnoreError();
    if (seat.roles_size() < 5 && seat.end_date().empty()) {
      AddRole(seat, absl::StrCat("r", random() % 3), std::max(day(), seat.start_date()), "");
    }
    ASSERT_EQ(seat.end_date(), record.end_date());
    for (const v1::MemberRole& role : seat.roles()) {
      ASSERT_GE(role.start_date(), seat.start_date());
      ASSERT_TRUE(Within(role.end_date(), seat.end_date()));
    }
    for (int i = 0; i < seat.affiliations_size(); ++i) {
      const v1::Affiliation& held = seat.affiliations(i);
      ASSERT_TRUE(held.start_date().empty() || held.start_date() > seat.start_date());
      ASSERT_TRUE(Within(held.end_date(), seat.end_date()));
      if (i + 1 < seat.affiliations_size()) {
        ASSERT_LT(held.end_date(), seat.affiliations(i + 1).start_date());
        ASSERT_FALSE(held.end_date().empty());
      }
    }
  }
}

}  // namespace
}  // namespace telemachus::registry
