#include "matching/shortlist/shortlist_rules.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "matching/shortlist/rule_words.h"
#include "tests/support/seed.h"
#include "tests/unit/matching/examples.h"

namespace telemachus::matching {
namespace {

using registry::v1::MentorFacts;

int NothingTaken(const std::string&) { return 0; }

// A mentor with many of whose facts anything may be the case.
MentorFacts RandomMentor(int number, std::mt19937& random) {
  const auto one_in = [&random](uint32_t n) { return random() % n == 0; };
  MentorFacts mentor = SomeMentor(absl::StrCat("m", number));
  auto& person = *mentor.mutable_person();
  auto& seat = *person.mutable_seats(0);
  if (one_in(3)) seat.set_authority(kHome);
  if (one_in(4)) seat.set_region("regions/south");
  if (one_in(8)) seat.set_nation("nations/england");
  if (one_in(3)) seat.set_party("parties/blue");
  if (one_in(6)) seat.clear_party();
  if (one_in(8)) seat.set_end_date("2026-01-01");
  if (one_in(8)) mentor.set_willing(false);
  if (one_in(8)) mentor.set_officer(true);
  if (one_in(8)) mentor.set_available_until_date("2026-05-03");
  if (one_in(8)) mentor.clear_accredited_until_date();
  if (one_in(8)) mentor.clear_kinds();
  if (one_in(8)) person.add_avoided_people(kMentee);
  if (one_in(4)) person.add_languages("cy");
  if (one_in(2)) mentor.add_subjects("planning");
  if (one_in(20)) person.set_person(kMentee);
  mentor.set_places(static_cast<int>(random() % 4));
  mentor.set_visibility(static_cast<programme::v1::Reach>(1 + random() % 4));
  return mentor;
}

Search RandomSearch(std::mt19937& random) {
  Search search = SomeSearch();
  search.request.set_name(absl::StrCat("requests/", random() % 1000));
  search.request.set_party_rule(static_cast<programme::v1::PartyRule>(random() % 4));
  search.reach = static_cast<programme::v1::Reach>(1 + random() % 4);
  if (random() % 4 == 0) search.request.mutable_preferences()->set_required_language("cy");
  if (random() % 2 == 0) search.request.mutable_preferences()->set_other_nation(true);
  if (random() % 2 == 0) search.mentee.set_first_elected_date(kToday);
  search.policy.set_officer_mentors(random() % 2 == 0);
  return search;
}

TEST(ShortlistRulesTest, KeepsItsPromisesWhateverTheMentors) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    const Search search = RandomSearch(random);
    std::vector<MentorFacts> mentors;
    std::map<std::string, int> loads;
    for (uint32_t i = 0, count = random() % 60; i < count; ++i) {
      mentors.push_back(RandomMentor(static_cast<int>(i), random));
      loads[mentors.back().mentor()] = static_cast<int>(random() % 3);
    }
    const TakenPlaces taken = [&](const std::string& mentor) { return loads.at(mentor); };
    const int limit = static_cast<int>(random() % 12);
    const v1::Shortlist shortlist = Shorten(search, mentors, taken, Weights(), limit);

    int removed = 0;
    for (const v1::Removal& removal : shortlist.removals()) {
      removed += removal.count();
      ASSERT_FALSE(removal.reason().welsh().empty() || removal.reason().english().empty());
    }
    ASSERT_EQ(shortlist.considered_count(), static_cast<int>(mentors.size()));
    ASSERT_EQ(removed + shortlist.eligible_count(), shortlist.considered_count());
    ASSERT_EQ(shortlist.candidates_size(), std::min(limit, shortlist.eligible_count()));
    int before = 1000;
    for (const v1::Candidate& candidate : shortlist.candidates()) {
      const auto found = std::find_if(mentors.begin(), mentors.end(), [&](const auto& mentor) {
        return mentor.mentor() == candidate.mentor();
      });
      ASSERT_EQ(RemovedBy(search, *found, found->places() - taken(found->mentor())), std::nullopt);
      ASSERT_GT(candidate.free_places(), 0);
      int sum = 0;
      for (const v1::ScorePart& part : candidate.parts()) sum += part.points();
      ASSERT_EQ(candidate.score(), sum);
      ASSERT_LE(candidate.score(), before) << "best first";
      before = candidate.score();
    }

    std::shuffle(mentors.begin(), mentors.end(), random);
    ASSERT_EQ(Shorten(search, mentors, taken, Weights(), limit).SerializeAsString(),
              shortlist.SerializeAsString())
        << "the order of the mentors does not matter";
  }
}

TEST(ShortlistRulesTest, NeverTellsExclusionsFromPauses) {
  const auto with = [](const auto& change) {
    Search search = SomeSearch();
    std::vector<MentorFacts> mentors = {SomeMentor("a"), SomeMentor("b")};
    change(search, mentors[0]);
    return Shorten(search, mentors, NothingTaken, Weights(), 10).SerializeAsString();
  };
  const std::string paused = with([](Search&, MentorFacts& mentor) { mentor.set_willing(false); });
  EXPECT_EQ(
      with([](Search& search, MentorFacts&) { search.mentee.add_avoided_people("people/a"); }),
      paused);
  EXPECT_EQ(with([](Search&, MentorFacts& mentor) {
              mentor.mutable_person()->add_avoided_people(kMentee);
            }),
            paused);
  EXPECT_EQ(with([](Search& search, MentorFacts&) { search.ended_with.insert("people/a"); }),
            paused);
}

TEST(ShortlistRulesTest, HasWordsForEveryRuleAndDifferentOnes) {
  std::set<std::string> welsh, english;
  for (int rule = 1; rule < v1::HardRule_ARRAYSIZE; ++rule) {
    const programme::v1::Text words = WordsOf(static_cast<v1::HardRule>(rule));
    EXPECT_FALSE(words.welsh().empty() || words.english().empty()) << rule;
    EXPECT_TRUE(welsh.insert(words.welsh()).second && english.insert(words.english()).second);
  }
  EXPECT_EQ(WordsOf(v1::HARD_RULE_UNSPECIFIED).english(), "");
}

TEST(ShortlistRulesTest, PutsTheBetterFirstAndRotatesEquals) {
  std::vector<MentorFacts> mentors = {SomeMentor("a"), SomeMentor("b"), SomeMentor("c")};
  mentors[1].add_subjects("planning");
  std::map<std::string, int> seconds;
  for (int request = 0; request < 40; ++request) {
    Search search = SomeSearch();
    search.request.set_name(absl::StrCat("requests/", request));
    const v1::Shortlist shortlist = Shorten(search, mentors, NothingTaken, Weights(), 3);
    ASSERT_EQ(shortlist.candidates(0).mentor(), "mentors/b");
    ++seconds[shortlist.candidates(1).mentor()];
  }
  EXPECT_EQ(seconds.size(), 2u);
}

}  // namespace
}  // namespace telemachus::matching
