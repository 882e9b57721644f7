#include "evaluation/report/release_rules.h"

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seed.h"
#include "tests/unit/evaluation/attacker.h"

namespace telemachus::evaluation {
namespace {

constexpr DisclosureRule kSmall = {.threshold = 3, .base = 3};

std::string AuthorityAt(size_t leaf) { return absl::StrCat("authorities/a", leaf); }

// A nation whose regions have so many authorities each.
struct Map {
  std::vector<size_t> sizes;
  size_t Leaves() const {
    size_t leaves = 0;
    for (const size_t size : sizes) leaves += size;
    return leaves;
  }
  std::vector<LeafCounts> With(const std::vector<int64_t>& counts) const {
    std::vector<LeafCounts> leaves;
    for (size_t region = 0; region < sizes.size(); ++region) {
      for (size_t i = 0; i < sizes[region]; ++i) {
        const size_t leaf = leaves.size();
        leaves.push_back({.scope = {.authority = AuthorityAt(leaf),
                                    .region = absl::StrCat("regions/r", region),
                                    .nation = "nations/n"},
                          .counts = {counts[leaf]}});
      }
    }
    return leaves;
  }
  // Authorities, then regions, then the nation.
  std::vector<std::string> Scopes() const {
    std::vector<std::string> scopes;
    for (size_t leaf = 0; leaf < Leaves(); ++leaf) scopes.push_back(AuthorityAt(leaf));
    for (size_t r = 0; r < sizes.size(); ++r) scopes.push_back(absl::StrCat("regions/r", r));
    scopes.push_back("nations/n");
    return scopes;
  }
  // The counts of all scopes, given those of the authorities.
  std::vector<int64_t> Sums(std::vector<int64_t> counts) const {
    size_t leaf = 0;
    int64_t all = 0;
    std::vector<int64_t> sums = counts;
    for (const size_t size : sizes) {
      int64_t sum = 0;
      for (size_t i = 0; i < size; ++i) sum += counts[leaf++];
      sums.push_back(sum);
      all += sum;
    }
    sums.push_back(all);
    return sums;
  }
};

Cells Publish(const DisclosureRule& rule, const Map& map, const std::vector<int64_t>& counts) {
  const auto figures = ProtectRelease(rule, {.leaves = map.With(counts)}, {});
  Cells cells;
  for (const std::string& scope : map.Scopes()) cells.push_back(figures.at(scope)[0]);
  return cells;
}

// The suppressed scope that the attacker learns of, or -1. Tries every table that fits the figures;
// `insider` (-1: nobody) knows the exact count of one authority.
int TellsOn(const Map& map, const Cells& cells, const std::vector<int64_t>& truth, int insider,
            int64_t most) {
  Conclusions conclusions(cells.size());
  EveryTable(map.Leaves(), most, [&](const std::vector<int64_t>& counts) {
    if (insider >= 0 && counts[insider] != truth[insider]) return;
    const std::vector<int64_t> sums = map.Sums(counts);
    for (size_t i = 0; i < cells.size(); ++i) {
      if (!Fits(kSmall, cells[i], sums[i])) return;
    }
    conclusions.See(sums);
  });
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].suppressed() || static_cast<int>(i) == insider) continue;
    const Bounds& bounds = conclusions.of(i);
    if (bounds.low > 0 || bounds.high < kSmall.threshold - 1) return static_cast<int>(i);
  }
  return -1;
}

std::vector<int64_t> Draw(std::mt19937& random, const Map& map, int64_t most) {
  std::vector<int64_t> counts;
  for (size_t i = 0; i < map.Leaves(); ++i) counts.push_back(random() % (most + 1));
  return counts;
}

TEST(ReleaseRulesTest, NobodyLearnsOfASuppressedCount) {
  constexpr int64_t kDrawn = 5;
  constexpr int64_t kTried = 7;
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  int shown = 0;
  for (const Map& map : {Map{{3}}, Map{{4}}, Map{{3, 2}}, Map{{3, 1, 1}}, Map{{1, 1, 3}}}) {
    for (int round = 0; round < 40; ++round) {
      const auto truth = Draw(random, map, kDrawn);
      const Cells cells = Publish(kSmall, map, truth);
      for (int insider = -1; insider < static_cast<int>(map.Leaves()); ++insider) {
        EXPECT_EQ(TellsOn(map, cells, truth, insider, kTried), -1)
            << Print(cells) << " insider " << insider << " truth " << testing::PrintToString(truth);
      }
      for (size_t i = map.Leaves(); i < cells.size(); ++i) shown += cells[i].shown() ? 1 : 0;
    }
  }
  EXPECT_GT(shown, 0) << "withholding everything is no protection but silence";
}

TEST(ReleaseRulesTest, KnowingTheRulesDoesNotHelpThePublic) {
  constexpr int64_t kMost = 9;
  for (const Map& map : {Map{{3}}, Map{{4}}, Map{{3, 1}}, Map{{2, 2}}}) {
    // Every table, by what is published of it: whoever can work the rules sees no more than this.
    std::map<std::string, std::pair<Cells, Conclusions>> seen;
    EveryTable(map.Leaves(), kMost, [&](const std::vector<int64_t>& counts) {
      const Cells cells = Publish(kSmall, map, counts);
      seen.try_emplace(Print(cells), cells, Conclusions(map.Leaves()))
          .first->second.second.See(counts);
    });
    for (const auto& [text, publication] : seen) {
      const auto& [figures, conclusions] = publication;
      // Larger counts that read the same were not tried.
      if (absl::StrContains(text, absl::StrCat("1:", Rounded(kSmall, kMost)))) continue;
      for (size_t leaf = 0; leaf < map.Leaves(); ++leaf) {
        if (!figures[leaf].suppressed()) continue;
        EXPECT_EQ(conclusions.of(leaf).low, 0) << text;
        EXPECT_EQ(conclusions.of(leaf).high, kSmall.threshold - 1) << text;
      }
    }
  }
}

TEST(ReleaseRulesTest, TheAttackerFindsOneComplementaryCellThatIsPublished) {
  constexpr int64_t kTried = 8;
  const Map map{{3}};
  const std::vector<int64_t> truth = {6, 0, 0};
  Cells cells = Publish(kSmall, map, truth);
  ASSERT_EQ(cells[3].protection, v1::Figure::PROTECTION_COMPLEMENTARY);
  EXPECT_EQ(TellsOn(map, cells, truth, -1, kTried), -1);
  cells[3] = Protect(kSmall, 6);
  EXPECT_NE(TellsOn(map, cells, truth, 0, kTried), -1);
  cells[3] = Protect(kSmall, 0);  // "fewer than" would be no better
  EXPECT_NE(TellsOn(map, cells, {2, 0, 0}, 0, kTried), -1);
}

TEST(ReleaseRulesTest, ARegionOfOneOrTwoAuthoritiesIsWithheldWhateverItCounts) {
  for (const size_t size : {1, 2}) {
    for (const int64_t count : {0, 3, 10, 1000}) {
      const auto figures =
          ProtectRelease({}, {.leaves = Map{{size, 3}}.With({count, count, count, 50, 50})}, {});
      EXPECT_EQ(figures.at("regions/r0")[0].protection, v1::Figure::PROTECTION_COMPLEMENTARY);
    }
  }
}

TEST(ReleaseRulesTest, ANationIsNotReadOffItsRegions) {
  // The nation less the two regions shown would be the third, which has one authority of nought.
  const Map map{{3, 3, 1}};
  const Cells cells = Publish({}, map, {100, 100, 100, 100, 100, 100, 0});
  EXPECT_TRUE(cells[7].shown());
  EXPECT_TRUE(cells[8].shown());
  EXPECT_EQ(cells[9].protection, v1::Figure::PROTECTION_COMPLEMENTARY);
  EXPECT_EQ(cells[10].protection, v1::Figure::PROTECTION_COMPLEMENTARY);
}

TEST(ReleaseRulesTest, ShowsARegionOfManySmallAuthorities) {
  const Map map{{10}};
  const Cells cells = Publish({}, map, {4, 3, 2, 5, 1, 4, 0, 6, 3, 2});
  EXPECT_TRUE(cells[10].shown());
  EXPECT_EQ(cells[10].count, 30);
}

// The whole programme: what a first request of a day waits for.
TEST(ReleaseRulesTest, ProtectsEveryAuthorityOfANationInTime) {
  std::mt19937 random(7);
  std::vector<LeafCounts> leaves;
  for (int i = 0; i < 400; ++i) {
    LeafCounts leaf{.scope = {.authority = AuthorityAt(i),
                              .region = absl::StrCat("regions/r", i % 10),
                              .nation = "nations/n"},
                    .counts = Counts(CellsOfReport())};
    for (int64_t& count : leaf.counts) count = random() % 4 == 0 ? random() % 40 : random() % 4;
    leaves.push_back(std::move(leaf));
  }
  const absl::Time start = absl::Now();
  const auto figures = ProtectRelease({}, {.leaves = leaves, .equal_sums = EqualSums()}, {});
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_TRUE(figures.at("nations/n")[0].shown());
}

TEST(ReleaseRulesTest, AnAuthorityThatMovedIsNotSetAgainstEitherRegion) {
  std::vector<LeafCounts> leaves = Map{{3, 3}}.With({50, 50, 20, 50, 50, 50});
  leaves[5].scope.authority = AuthorityAt(2);
  const auto figures = ProtectRelease({}, {.leaves = leaves}, {});
  EXPECT_EQ(figures.at(AuthorityAt(2))[0].protection, v1::Figure::PROTECTION_COMPLEMENTARY);
  EXPECT_TRUE(figures.at("regions/r0")[0].shown());
}

TEST(ReleaseRulesTest, AYearDoesNotTellOfItsQuarters) {
  const auto quarters = [](std::vector<int64_t> counts) {
    return [counts](const std::string&, size_t) {
      std::vector<SumNode> nodes;
      for (const int64_t count : counts) {
        const Cell cell = Protect({}, count);
        nodes.push_back({.known = KnownBy({}, cell, 0), .secret = cell.suppressed()});
      }
      return nodes;
    };
  };
  const Map map{{1}};
  const auto year = [&](std::vector<int64_t> counts) {
    int64_t sum = 0;
    for (const int64_t count : counts) sum += count;
    return ProtectRelease({}, {.leaves = map.With({sum})}, quarters(counts)).at(AuthorityAt(0))[0];
  };
  EXPECT_FALSE(year({20, 20, 20, 0}).shown()) << "the fourth would be read off";
  EXPECT_TRUE(year({20, 20, 20, 20}).shown());
  EXPECT_TRUE(year({4, 5, 4, 5}).shown());
  EXPECT_FALSE(year({9, 9, 9, 9}).shown()) << "all would be nearly nine";
}

TEST(ReleaseRulesTest, ToDateFiguresMoveByTenOrNotAtAll) {
  Counts basis = {0};
  int64_t last = 0;
  for (int64_t count = 0; count <= 60; ++count) {
    basis = SteadyBasis({}, basis, {count});
    if (basis[0] == last) continue;
    EXPECT_GE(basis[0] - last, 10);
    last = basis[0];
  }
  EXPECT_EQ(last, 60);
}

TEST(ReleaseRulesTest, TheSameCountsGiveTheSameFigures) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  const Map map{{5, 4, 2}};
  for (int round = 0; round < 20; ++round) {
    const auto counts = Draw(random, map, 30);
    EXPECT_EQ(Print(Publish({}, map, counts)), Print(Publish({}, map, counts)));
  }
}

}  // namespace
}  // namespace telemachus::evaluation
