#include "matching/shortlist/score_rules.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/matching/examples.h"

namespace telemachus::matching {
namespace {

using registry::v1::MentorFacts;

int PointsFor(v1::Criterion criterion, const Search& search, const MentorFacts& mentor,
              int load = 0) {
  for (const v1::ScorePart& part : ScoreParts(search, mentor, load, Weights())) {
    if (part.criterion() == criterion) return part.points();
  }
  return -1;
}

TEST(ScoreRulesTest, WeighsToAThousandInOrderOfCriteria) {
  int sum = 0;
  int criterion = 0;
  for (const v1::ScorePart& part : ScoreParts(SomeSearch(), SomeMentor("m"), 0, Weights())) {
    EXPECT_EQ(part.criterion(), ++criterion);
    EXPECT_GE(part.points(), 0);
    EXPECT_LE(part.points(), part.of_points());
    sum += part.of_points();
  }
  EXPECT_EQ(sum, 1000);
  EXPECT_EQ(criterion, v1::Criterion_MAX);
}

TEST(ScoreRulesTest, GivesAllThousandToWhomNothingIsMissing) {
  Search search = SomeSearch();
  MentorFacts mentor = SomeMentor("m");
  mentor.add_subjects("planning");
  mentor.mutable_person()->set_first_elected_date("1999-05-06");
  EXPECT_EQ(Total(ScoreParts(search, mentor, 0, Weights())), 1000);
}

TEST(ScoreRulesTest, WeighsNeedsByTheirPriority) {
  // Of three needs the weights are 3, 2 and 1 of 6, of 400 points.
  Search search = SomeSearch();
  search.request.clear_needs();
  for (const char* need : {"media", "planning", "housing"}) search.request.add_needs(need);
  struct Case {
    std::vector<std::string> skills;
    int points;
  };
  for (const Case& c :
       {Case{{}, 0}, Case{{"housing"}, 66}, Case{{"planning"}, 133}, Case{{"media"}, 200},
        Case{{"planning", "housing"}, 200}, Case{{"media", "planning", "housing"}, 400}}) {
    MentorFacts mentor = SomeMentor("m");
    mentor.mutable_skills()->Assign(c.skills.begin(), c.skills.end());
    EXPECT_EQ(PointsFor(v1::CRITERION_NEEDS, search, mentor), c.points);
    mentor.mutable_skills()->Swap(mentor.mutable_subjects());
    EXPECT_EQ(PointsFor(v1::CRITERION_NEEDS, search, mentor), c.points) << "as subjects";
  }
}

// One circumstance, and the points of one criterion in it.
struct Circumstance {
  const char* name;
  v1::Criterion criterion;
  void (*change)(Search&, MentorFacts&);
  int points;
};

registry::v1::PersonFacts::Seat* OnlySeat(MentorFacts& mentor) {
  return mentor.mutable_person()->mutable_seats(0);
}

const Circumstance kCircumstances[] = {
    {"no role wanted", v1::CRITERION_ROLE, [](Search&, MentorFacts&) {}, 120},
    {"role unknown", v1::CRITERION_ROLE,
     [](Search& search, MentorFacts&) {
       search.request.mutable_preferences()->set_role_code("leader");
     },
     0},
    {"role held once", v1::CRITERION_ROLE,
     [](Search& search, MentorFacts& mentor) {
       search.request.mutable_preferences()->set_role_code("leader");
       OnlySeat(mentor)->add_roles("leader");
     },
     90},
    {"role held now", v1::CRITERION_ROLE,
     [](Search& search, MentorFacts& mentor) {
       search.request.mutable_preferences()->set_role_code("leader");
       OnlySeat(mentor)->add_present_roles("leader");
     },
     120},
    {"another party, preferred", v1::CRITERION_PARTY,
     [](Search& search, MentorFacts& mentor) {
       search.policy.set_party_rule(programme::v1::PARTY_RULE_PREFERRED);
       OnlySeat(mentor)->set_party("parties/blue");
     },
     0},
    {"the same party, not usable", v1::CRITERION_PARTY,
     [](Search& search, MentorFacts& mentor) {
       search.policy.set_party_rule(programme::v1::PARTY_RULE_PREFERRED);
       mentor.set_party_usable(false);
     },
     0},
    {"the same party, preferred", v1::CRITERION_PARTY,
     [](Search& search, MentorFacts&) {
       search.policy.set_party_rule(programme::v1::PARTY_RULE_PREFERRED);
     },
     120},
    {"another gender", v1::CRITERION_GENDER,
     [](Search& search, MentorFacts&) {
       search.request.mutable_preferences()->set_gender("woman");
     },
     0},
    {"another type of authority", v1::CRITERION_AUTHORITY_TYPE,
     [](Search& search, MentorFacts&) {
       search.seat.set_authority_type(static_cast<registry::v1::Authority::Type>(1));
     },
     0},
    {"rather inside", v1::CRITERION_PLACE,
     [](Search& search, MentorFacts&) {
       search.request.mutable_preferences()->set_place(v1::Request::Preferences::PLACE_INSIDE);
     },
     0},
    {"rather outside", v1::CRITERION_PLACE,
     [](Search& search, MentorFacts& mentor) {
       search.request.mutable_preferences()->set_place(v1::Request::Preferences::PLACE_OUTSIDE);
       OnlySeat(mentor)->set_authority(kHome);
     },
     0},
    {"far away", v1::CRITERION_PLACE,
     [](Search&, MentorFacts& mentor) { OnlySeat(mentor)->set_region("regions/south"); }, 40},
    {"far away, remotely", v1::CRITERION_PLACE,
     [](Search& search, MentorFacts& mentor) {
       OnlySeat(mentor)->set_region("regions/south");
       search.request.mutable_preferences()->set_remote(true);
       mentor.set_remote(true);
     },
     80},
    {"speaks it too", v1::CRITERION_LANGUAGE,
     [](Search& search, MentorFacts& mentor) {
       search.mentee.set_language_code("cy");
       mentor.mutable_person()->add_languages("cy");
     },
     45},
    {"does not speak it", v1::CRITERION_LANGUAGE,
     [](Search& search, MentorFacts&) { search.mentee.set_language_code("cy"); }, 0},
    {"newly elected", v1::CRITERION_SENIORITY,
     [](Search&, MentorFacts& mentor) {
       mentor.mutable_person()->set_first_elected_date("2026-01-01");
     },
     0},
    {"two full terms", v1::CRITERION_SENIORITY, [](Search&, MentorFacts&) {}, 33},
};

TEST(ScoreRulesTest, GivesEachCriterionItsPoints) {
  for (const Circumstance& c : kCircumstances) {
    Search search = SomeSearch();
    MentorFacts mentor = SomeMentor("m");
    c.change(search, mentor);
    EXPECT_EQ(PointsFor(c.criterion, search, mentor), c.points) << c.name;
  }
}

TEST(ScoreRulesTest, PrefersMentorsWithFewMentees) {
  EXPECT_EQ(PointsFor(v1::CRITERION_LOAD, SomeSearch(), SomeMentor("m"), 0), 50);
  EXPECT_EQ(PointsFor(v1::CRITERION_LOAD, SomeSearch(), SomeMentor("m"), 1), 25);
  EXPECT_EQ(PointsFor(v1::CRITERION_LOAD, SomeSearch(), SomeMentor("m"), 5), 0);
}

TEST(ScoreRulesTest, DrawsLotsAnewForEachRequestAndTheSameForOne) {
  std::set<std::string> firsts;
  for (int request = 0; request < 64; ++request) {
    const std::string name = absl::StrCat("requests/", request);
    std::string first;
    for (const char* mentor : {"mentors/a", "mentors/b", "mentors/c"}) {
      EXPECT_EQ(Lot(name, mentor), Lot(name, mentor));
      if (first.empty() || Lot(name, mentor) < Lot(name, first)) first = mentor;
    }
    firsts.insert(first);
  }
  EXPECT_THAT(firsts, testing::SizeIs(3)) << "the same name is not always first";
}

}  // namespace
}  // namespace telemachus::matching
