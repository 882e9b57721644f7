#include "registry/succession/succession_rules.h"

#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/succession/responsibility.h"
#include "tests/support/seed.h"

namespace telemachus::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::SuccessionDecision Decided(const std::string& from, const std::string& all,
                               const std::map<std::string, std::string>& wards = {}) {
  v1::SuccessionDecision decision;
  decision.set_from_date(from);
  decision.set_successor(all);
  for (const auto& [ward, successor] : wards) {
    auto& entry = *decision.add_wards();
    entry.set_ward(ward);
    entry.set_successor(successor);
  }
  return decision;
}

TEST(SuccessionRulesTest, LeavesMembersWithALivingAuthority) {
  SuccessionBook book;
  EXPECT_EQ(book.ResponsibleOn("a", "W", "2026-11-22"), "a");
  EXPECT_THAT(book.StretchesOf("a"), IsEmpty());
  book.Add("a", {.end_date = "", .successors = {"b"}, .decisions = {}});
  EXPECT_EQ(book.ResponsibleOn("a", "W", "2026-11-22"), "a") << "announced, without a day";
}

TEST(SuccessionRulesTest, PassesMembersOnTheDayAfterTheEnd) {
  SuccessionBook book;
  book.Add("a", {.end_date = "2023-03-31", .successors = {"b"}, .decisions = {}});
  EXPECT_EQ(book.ResponsibleOn("a", "W", "2023-03-31"), "a");
  EXPECT_EQ(book.ResponsibleOn("a", "W", "2023-04-01"), "b");
  EXPECT_EQ(EffectiveDate("2023-12-31"), "2024-01-01");
  EXPECT_THAT(book.StretchesOf("a"), ElementsAre(Stretch{"", "2023-04-01", "", "b"}));
}

TEST(SuccessionRulesTest, TellsWardsOfOneNameApartByWhereTheSeatsWereTaken) {
  SuccessionBook book;
  book.Add("a", {.end_date = "2019-03-31", .successors = {"c"}, .decisions = {}});
  book.Add("b", {.end_date = "2019-03-31", .successors = {"c"}, .decisions = {}});
  v1::SuccessionDecision decision = Decided("2023-04-01", "north", {{"Central", "west"}});
  auto& entry = *decision.add_wards();
  entry.set_ward("Central");
  entry.set_authority("a");
  entry.set_successor("south");
  book.Add("c", {.end_date = "2023-03-31",
                 .successors = {"north", "south", "west"},
                 .decisions = {decision}});
  EXPECT_EQ(book.ResponsibleOn("a", "Central", "2023-03-31"), "c");
  EXPECT_EQ(book.ResponsibleOn("a", "Central", "2023-04-01"), "south");
  EXPECT_EQ(book.ResponsibleOn("b", "Central", "2023-04-01"), "west");
  EXPECT_EQ(book.ResponsibleOn("c", "Central", "2023-04-01"), "west");
  EXPECT_EQ(book.ResponsibleOn("a", "Hill", "2023-04-01"), "north");
  EXPECT_THAT(book.StretchesOf("a"),
              ElementsAre(Stretch{"", "2019-04-01", "2023-04-01", "c"},
                          Stretch{"", "2023-04-01", "", "north"},
                          Stretch{"Central", "2019-04-01", "2023-04-01", "c"},
                          Stretch{"Central", "2023-04-01", "", "south"}));
}

TEST(SuccessionRulesTest, FollowsChains) {
  SuccessionBook book;
  book.Add("a", {.end_date = "2019-03-31", .successors = {"b"}, .decisions = {}});
  book.Add("b", {.end_date = "2023-03-31", .successors = {"c"}, .decisions = {}});
  EXPECT_EQ(book.ResponsibleOn("a", "", "2023-03-31"), "b");
  EXPECT_EQ(book.ResponsibleOn("a", "", "2023-04-01"), "c");
  EXPECT_THAT(book.StretchesOf("a"), ElementsAre(Stretch{"", "2019-04-01", "2023-04-01", "b"},
                                                 Stretch{"", "2023-04-01", "", "c"}));
  EXPECT_TRUE(book.Precedes("a", "c"));
  EXPECT_FALSE(book.Precedes("c", "a"));
  EXPECT_FALSE(book.Precedes("a", "a"));
}

TEST(SuccessionRulesTest, StaysWithTheEndedAuthorityWhereNothingComesAfter) {
  SuccessionBook book;
  book.Add("a", {.end_date = "2023-03-31", .successors = {}, .decisions = {}});
  EXPECT_EQ(book.ResponsibleOn("a", "", "2030-01-01"), "a");
}

TEST(SuccessionRulesTest, LosesNobodyOfASplitThatIsUndecided) {
  const Ending split{.end_date = "2023-03-31", .successors = {"b", "c"}, .decisions = {}};
  SuccessionBook book;
  book.Add("a", split);
  EXPECT_EQ(book.ResponsibleOn("a", "W", "2030-01-01"), "a");
  EXPECT_EQ(StateOn(split, "2030-01-01"), v1::Succession::STATE_UNDECIDED);
  EXPECT_THAT(book.StretchesOf("a"), ElementsAre(Stretch{"", "2023-04-01", "", "a"}));
}

TEST(SuccessionRulesTest, DecidesByWardThenForAllAndKeepsWhatHeldBefore) {
  Ending split{.end_date = "2023-03-31", .successors = {"b", "c"}, .decisions = {}};
  split.decisions = {Decided("2023-05-01", "", {{"East", "b"}}),
                     Decided("2023-06-01", "c", {{"East", "b"}, {"North", "b"}}),
                     Decided("2023-07-01", "c", {{"East", "c"}})};
  SuccessionBook book;
  book.Add("a", split);
  EXPECT_EQ(book.ResponsibleOn("a", "East", "2023-04-30"), "a");
  EXPECT_EQ(book.ResponsibleOn("a", "East", "2023-05-01"), "b");
  EXPECT_EQ(book.ResponsibleOn("a", "West", "2023-05-31"), "a");
  EXPECT_EQ(book.ResponsibleOn("a", "West", "2023-06-01"), "c");
  EXPECT_EQ(book.ResponsibleOn("a", "North", "2023-06-30"), "b");
  EXPECT_EQ(book.ResponsibleOn("a", "East", "2023-07-01"), "c");
  EXPECT_THAT(book.StretchesOf("a"), ElementsAre(Stretch{"", "2023-04-01", "2023-06-01", "a"},
                                                 Stretch{"", "2023-06-01", "", "c"},
                                                 Stretch{"East", "2023-04-01", "2023-05-01", "a"},
                                                 Stretch{"East", "2023-05-01", "2023-07-01", "b"},
                                                 Stretch{"East", "2023-07-01", "", "c"},
                                                 Stretch{"North", "2023-04-01", "2023-06-01", "a"},
                                                 Stretch{"North", "2023-06-01", "2023-07-01", "b"},
                                                 Stretch{"North", "2023-07-01", "", "c"}));
  EXPECT_EQ(StateOn(split, "2024-01-01"), v1::Succession::STATE_DECIDED);
}

TEST(SuccessionRulesTest, TakesNoDecisionForWhatDoesNotComeAfter) {
  SuccessionBook book;
  book.Add("a", {.end_date = "2023-03-31",
                 .successors = {"b", "c"},
                 .decisions = {Decided("2023-04-01", "x", {{"East", "y"}})}});
  EXPECT_EQ(book.ResponsibleOn("a", "East", "2024-01-01"), "a");
}

// A history of 12 authorities; each ends, if at all, later than what it came from began, and only
// in favour of ones with a higher number, so that there are no circles.
SuccessionBook RandomHistory(std::mt19937& random, std::set<std::string>& days) {
  constexpr int kAuthorities = 12;
  const auto day = [&] {
    const std::string date =
        time::FormatDate(absl::CivilDay(2020, 1, 1) + static_cast<int>(random() % 1500));
    days.insert(date);
    return date;
  };
  SuccessionBook book;
  for (int i = 0; i < kAuthorities; ++i) {
    if (random() % 4 == 0) continue;
    Ending ending;
    ending.end_date = day();
    std::set<std::string> successors;
    for (int n = static_cast<int>(random() % 4); n > 0 && i + 1 < kAuthorities; --n) {
      const int after = static_cast<int>(random() % static_cast<unsigned>(kAuthorities - i - 1));
      successors.insert(absl::StrCat("a", i + 1 + after));
    }
    ending.successors.assign(successors.begin(), successors.end());
    std::set<std::string> from;
    for (int n = static_cast<int>(random() % 3); n > 0; --n) {
      from.insert(std::max(day(), EffectiveDate(ending.end_date)));
    }
    for (const std::string& begins : from) {
      const auto any = [&] { return absl::StrCat("a", random() % kAuthorities); };
      ending.decisions.push_back(
          Decided(begins, random() % 2 == 0 ? any() : "", {{"East", any()}, {"West", any()}}));
    }
    book.Add(absl::StrCat("a", i), std::move(ending));
  }
  return book;
}

TEST(SuccessionRulesTest, NeverLeavesAnybodyWithoutAnAuthorityThatLivesOrWaits) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(absl::StrCat("replay with SEED=", seed));
  std::mt19937 random(seed);
  for (int history = 0; history < 300; ++history) {
    std::set<std::string> days = {"2019-12-31", "2030-01-01"};
    const SuccessionBook book = RandomHistory(random, days);
    for (int i = 0; i < 12; ++i) {
      const std::string authority = absl::StrCat("a", i);
      const std::vector<Stretch> stretches = book.StretchesOf(authority);
      std::vector<Responsibility> kept;
      for (const Stretch& stretch : stretches) {
        kept.push_back({.ward = stretch.ward,
                        .from_date = stretch.from_date,
                        .until_date = stretch.until_date,
                        .scope = {.authority = stretch.responsible}});
        ASSERT_TRUE(stretch.until_date.empty() || stretch.from_date < stretch.until_date);
        ASSERT_GE(stretch.from_date, EffectiveDate(book.Find(authority)->end_date));
      }
      for (size_t k = 1; k < stretches.size(); ++k) {
        if (stretches[k].ward != stretches[k - 1].ward) continue;
        ASSERT_EQ(stretches[k].from_date, stretches[k - 1].until_date) << "without a gap";
      }
      for (const char* ward : {"", "East", "West", "North"}) {
        for (const std::string& day : days) {
          const std::string responsible = book.ResponsibleOn(authority, ward, day);
          ASSERT_TRUE(responsible == authority || book.Precedes(authority, responsible));
          ASSERT_FALSE(book.Precedes(responsible, authority)) << "no circle";
          const Ending* ending = book.Find(responsible);
          const bool lives = ending == nullptr || day <= ending->end_date;
          ASSERT_TRUE(lives || ending->successors.size() != 1)
              << responsible << " passed on everybody, and still has " << authority;
          const Responsibility* found = FindResponsibility(kept, ward, day);
          ASSERT_EQ(found == nullptr ? authority : found->scope.authority, responsible)
              << "what is kept says the same as the rule, on " << day << " for '" << ward << "'";
        }
      }
    }
  }
}

}  // namespace
}  // namespace telemachus::registry
