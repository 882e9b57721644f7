#include "registry/membership/passed_seat_rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace telemachus::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kDay[] = "2026-11-22";

// A seat in Powys, which has passed to Cardiff, but for Brecon, which waits.
StoredMembership Passed(const std::string& end = "", const std::string& ward = "Hay") {
  StoredMembership seat;
  seat.membership.set_authority("powys");
  seat.membership.set_ward(ward);
  seat.membership.set_start_date("2022-05-09");
  seat.membership.set_end_date(end);
  seat.responsibilities = {
      {.ward = "", .from_date = "2026-04-01", .until_date = "", .scope = {.authority = "cardiff"}},
      {.ward = "Brecon",
       .from_date = "2026-04-01",
       .until_date = "",
       .scope = {.authority = "powys"}}};
  return seat;
}

StoredMembership Taken(const std::string& authority, const std::string& start,
                       const std::string& end = "") {
  StoredMembership seat;
  seat.membership.set_authority(authority);
  seat.membership.set_start_date(start);
  seat.membership.set_end_date(end);
  return seat;
}

// As "place first..last, ends".
std::vector<std::string> Found(const std::vector<StoredMembership>& seats,
                               const std::string& day = kDay) {
  StoredPerson stored;
  stored.memberships = seats;
  std::vector<std::string> found;
  for (const DoubleSeat& twice : DoubleSeats(stored, day)) {
    found.push_back(absl::StrCat(twice.place, " ", twice.first_day, "..", twice.last_day, " ",
                                 LastDayOf(twice, seats[twice.place].membership)));
  }
  return found;
}

TEST(PassedSeatRulesTest, FindsSeatsInWhatCameAfter) {
  EXPECT_THAT(Found({Passed(), Taken("cardiff", "2026-05-08")}),
              ElementsAre("0 2026-05-08.. 2026-05-07"));
  EXPECT_THAT(Found({Taken("cardiff", "2026-12-01"), Passed()}),
              ElementsAre("1 2026-12-01.. 2026-11-30"))
      << "recorded ahead";
}

TEST(PassedSeatRulesTest, LetsBothBeHeldUntilTheOneHasPassed) {
  EXPECT_THAT(Found({Passed(), Taken("cardiff", "2025-05-02")}),
              ElementsAre("0 2026-04-01.. 2026-03-31"))
      << "elected before the new authority took over";
  EXPECT_THAT(Found({Passed(), Taken("cardiff", "2025-05-02")}, "2026-03-31"), IsEmpty())
      << "which is left to its day";
}

TEST(PassedSeatRulesTest, LeavesOtherSeatsAlone) {
  EXPECT_THAT(Found({Passed(), Taken("fire", "2026-05-08")}), IsEmpty());
  EXPECT_THAT(Found({Passed("", "Brecon"), Taken("cardiff", "2026-05-08")}), IsEmpty());
  EXPECT_THAT(Found({Passed("2026-05-07"), Taken("cardiff", "2026-05-08")}), IsEmpty());
  EXPECT_THAT(Found({Passed(), Taken("cardiff", "2020-01-01", "2026-03-31")}), IsEmpty());
  EXPECT_THAT(Found({Passed("2026-06-30"), Taken("cardiff", "2026-05-08")}),
              ElementsAre("0 2026-05-08..2026-06-30 2026-05-07"));
}

}  // namespace
}  // namespace telemachus::registry
