#include "common/id/id.h"

#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace telemachus::id {
namespace {

TEST(RandomIdsTest, AreTwentySixCharactersAndBeginWithALetter) {
  RandomIds ids;
  std::array<std::set<char>, 26> seen;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = ids.Next();
    ASSERT_EQ(id.size(), seen.size());
    for (size_t place = 0; place < id.size(); ++place) seen[place].insert(id[place]);
  }
  // Three random bits in the first place and five in every other: 128 together. That a character
  // of 32 misses 2000 draws at one place has a chance below 10^-24.
  EXPECT_EQ(std::string(seen[0].begin(), seen[0].end()), "abcdefgh");
  for (size_t place = 1; place < seen.size(); ++place) {
    EXPECT_EQ(std::string(seen[place].begin(), seen[place].end()),
              "234567abcdefghijklmnopqrstuvwxyz");
  }
}

TEST(RandomIdsTest, NeverComeTwiceOnAnyThread) {
  RandomIds ids;
  std::array<std::vector<std::string>, 4> made;
  std::vector<std::thread> threads;
  for (auto& mine : made) {
    threads.emplace_back([&ids, &mine] {
      for (int i = 0; i < 5000; ++i) mine.push_back(ids.Next());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& mine : made) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 20000u);
}

TEST(RandomIdsTest, StandInResourceNames) {
  RandomIds ids;
  EXPECT_TRUE(Matches("people/" + ids.Next(), "people/*"));
}

TEST(MatchesTest, FollowsThePatternSegmentBySegment) {
  EXPECT_TRUE(Matches("people/p1", "people/*"));
  EXPECT_TRUE(Matches("people/p1/memberships/m-1", "people/*/memberships/*"));
  EXPECT_TRUE(Matches("people/p1/profile", "people/*/profile"));
  for (const char* text :
       {"", "people", "people/", "/people/p1", "people/p1/", "people//", "people/p1/profile",
        "persons/p1", "peopl/p1", "people/P1", "people/p_1", "people/p 1", "people/p.1",
        "people/..", "people/*", "people/p1|x", "people/\xc3\xa9"}) {
    EXPECT_FALSE(Matches(text, "people/*")) << text;
  }
  EXPECT_FALSE(Matches("people/p1", "people/*/memberships/*"));
  EXPECT_FALSE(Matches(absl::string_view("people/p\0", 9), "people/*"));
}

TEST(MatchesTest, TakesIdsUpToSixtyThreeCharacters) {
  EXPECT_TRUE(Matches("people/" + std::string(63, 'x'), "people/*"));
  EXPECT_FALSE(Matches("people/" + std::string(64, 'x'), "people/*"));
}

TEST(MatchesTest, TakesAnyOfSeveralPatterns) {
  constexpr char kPattern[] = "regions/*|authorities/*/teams/*|people/*";
  EXPECT_TRUE(Matches("regions/r1", kPattern));
  EXPECT_TRUE(Matches("authorities/a1/teams/t1", kPattern));
  EXPECT_TRUE(Matches("people/p1", kPattern));
  EXPECT_FALSE(Matches("authorities/a1", kPattern));
  EXPECT_FALSE(Matches("regions/r1|people/p1", kPattern));
}

TEST(LastSegmentTest, IsWhatFollowsTheLastSlash) {
  EXPECT_EQ(LastSegment("people/p1"), "p1");
  EXPECT_EQ(LastSegment("people/p1/memberships/m1"), "m1");
  EXPECT_EQ(LastSegment("p1"), "p1");
  EXPECT_EQ(LastSegment("people/"), "");
  EXPECT_EQ(LastSegment(""), "");
}

}  // namespace
}  // namespace telemachus::id
