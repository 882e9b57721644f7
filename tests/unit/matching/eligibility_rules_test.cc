#include "matching/shortlist/eligibility_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/matching/examples.h"

namespace telemachus::matching {
namespace {

using registry::v1::MentorFacts;
using registry::v1::PersonFacts;

constexpr char kSeatless[] = "never held a seat";
constexpr int kSinceFirstElected = 120;  // months within which everybody here was elected

// One way for a mentor not to be offered, and the rule to be named for it.
struct Obstacle {
  std::string name;
  v1::HardRule rule;
  std::function<void(Search&, MentorFacts&, int& free_places)> raise;
};

PersonFacts::Seat& SeatOfMentor(MentorFacts& mentor) {
  return *mentor.mutable_person()->mutable_seats(0);
}

// Between the two people.
std::vector<Obstacle> ObstaclesOfPeople() {
  return {
      {"the mentee themself", v1::HARD_RULE_SELF,
       [](Search&, MentorFacts& mentor, int&) { mentor.mutable_person()->set_person(kMentee); }},
      {"paused", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search&, MentorFacts& mentor, int&) { mentor.set_willing(false); }},
      {"disabled", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search&, MentorFacts& mentor, int&) { mentor.mutable_person()->set_disabled(true); }},
      {"restricted", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search&, MentorFacts& mentor, int&) { mentor.mutable_person()->set_restricted(true); }},
      {"restricted on the mentee's side", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search& search, MentorFacts&, int&) { search.mentee.set_restricted(true); }},
      {"a person whom the request avoids", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search& search, MentorFacts& mentor, int&) {
         search.request.add_avoided_people(mentor.person().person());
       }},
      {"an authority that the request avoids", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search& search, MentorFacts&, int&) { search.request.add_avoided_authorities(kNear); }},
      {"a person whom the mentee avoids", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search& search, MentorFacts& mentor, int&) {
         search.mentee.add_avoided_people(mentor.person().person());
       }},
      {"an authority that the mentee avoids", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search& search, MentorFacts&, int&) { search.mentee.add_avoided_authorities(kNear); }},
      {"avoids the mentee", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search&, MentorFacts& mentor, int&) {
         mentor.mutable_person()->add_avoided_people(kMentee);
       }},
      {"avoids the mentee's authority", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search&, MentorFacts& mentor, int&) {
         mentor.mutable_person()->add_avoided_authorities(kHome);
       }},
      {"an earlier pair", v1::HARD_RULE_NOT_AVAILABLE,
       [](Search& search, MentorFacts& mentor, int&) {
         search.ended_with.insert(mentor.person().person());
       }},
  };
}

// In what is offered and what is asked.
std::vector<Obstacle> ObstaclesOfOffers() {
  return {
      {"another kind", v1::HARD_RULE_KIND,
       [](Search&, MentorFacts& mentor, int&) {
         mentor.clear_kinds();
         mentor.add_kinds(programme::v1::KIND_WARD_VISIT);
       }},
      {"not accredited", v1::HARD_RULE_ACCREDITATION,
       [](Search&, MentorFacts& mentor, int&) { mentor.clear_accredited_until_date(); }},
      {"accredited until yesterday", v1::HARD_RULE_ACCREDITATION,
       [](Search&, MentorFacts& mentor, int&) { mentor.set_accredited_until_date("2026-05-03"); }},
      {"no place", v1::HARD_RULE_PLACES,
       [](Search&, MentorFacts&, int& free_places) { free_places = 0; }},
      {"left office, without a last day", v1::HARD_RULE_FORMER_MEMBER,
       [](Search&, MentorFacts& mentor, int&) { SeatOfMentor(mentor).set_end_date("2026-05-03"); }},
      {"past the last day", v1::HARD_RULE_FORMER_MEMBER,
       [](Search&, MentorFacts& mentor, int&) {
         SeatOfMentor(mentor).set_end_date("2025-05-01");
         mentor.set_last_day_date("2026-05-03");
       }},
      {kSeatless, v1::HARD_RULE_FORMER_MEMBER,
       [](Search&, MentorFacts& mentor, int&) { mentor.mutable_person()->clear_seats(); }},
      {"another party", v1::HARD_RULE_PARTY,
       [](Search& search, MentorFacts& mentor, int&) {
         search.policy.set_party_rule(programme::v1::PARTY_RULE_REQUIRED);
         SeatOfMentor(mentor).set_party("parties/blue");
       }},
      {"a party that may not be used", v1::HARD_RULE_PARTY,
       [](Search& search, MentorFacts& mentor, int&) {
         search.policy.set_party_rule(programme::v1::PARTY_RULE_REQUIRED);
         mentor.set_party_usable(false);
       }},
      {"no shared language", v1::HARD_RULE_LANGUAGE,
       [](Search& search, MentorFacts&, int&) {
         search.request.mutable_preferences()->set_required_language("cy");
       }},
      {"too far", v1::HARD_RULE_REACH,
       [](Search& search, MentorFacts&, int&) { search.reach = programme::v1::REACH_AUTHORITY; }},
      {"visible at home alone", v1::HARD_RULE_REACH,
       [](Search&, MentorFacts& mentor, int&) {
         mentor.set_visibility(programme::v1::REACH_AUTHORITY);
       }},
      {"not offered outside", v1::HARD_RULE_REACH,
       [](Search&, MentorFacts& mentor, int&) { mentor.set_offered_outside(false); }},
      {"broker of the request", v1::HARD_RULE_CONFLICT,
       [](Search& search, MentorFacts& mentor, int&) {
         search.brokers.insert(mentor.person().person());
       }},
      {"an officer, for a mentee who is not new", v1::HARD_RULE_NEW_MEMBER,
       [](Search& search, MentorFacts& mentor, int&) {
         search.mentee.clear_first_elected_date();
         mentor.set_officer(true);
       }},
      {"an officer, where officers do not mentor", v1::HARD_RULE_OFFICER,
       [](Search& search, MentorFacts& mentor, int&) {
         search.policy.set_induction_months(kSinceFirstElected);
         search.policy.set_officer_mentors(false);
         mentor.set_officer(true);
       }},
      {"not available yet", v1::HARD_RULE_PERIOD,
       [](Search&, MentorFacts& mentor, int&) { mentor.set_available_from_date("2026-05-05"); }},
      {"no longer available", v1::HARD_RULE_PERIOD,
       [](Search&, MentorFacts& mentor, int&) { mentor.set_available_until_date("2026-05-03"); }},
  };
}

// In the order in which rules are named: a mentor who stands against several is counted under the
// first of them.
std::vector<Obstacle> Obstacles() {
  std::vector<Obstacle> obstacles = ObstaclesOfPeople();
  const std::vector<Obstacle> others = ObstaclesOfOffers();
  obstacles.insert(obstacles.end(), others.begin(), others.end());
  return obstacles;
}

TEST(EligibilityRulesTest, OffersWhomNoRuleRemoves) {
  EXPECT_EQ(RemovedBy(SomeSearch(), SomeMentor("m"), 1), std::nullopt);
}

TEST(EligibilityRulesTest, RemovesByEachRuleAlone) {
  for (const Obstacle& obstacle : Obstacles()) {
    Search search = SomeSearch();
    MentorFacts mentor = SomeMentor("m");
    int free_places = 1;
    obstacle.raise(search, mentor, free_places);
    EXPECT_EQ(RemovedBy(search, mentor, free_places), obstacle.rule) << obstacle.name;
  }
}

TEST(EligibilityRulesTest, NamesTheFirstOfTwoRules) {
  const std::vector<Obstacle> obstacles = Obstacles();
  for (size_t i = 0; i < obstacles.size(); ++i) {
    for (size_t j = i + 1; j < obstacles.size(); ++j) {
      Search search = SomeSearch();
      MentorFacts mentor = SomeMentor("m");
      int free_places = 1;
      // Without a seat there is no authority to avoid, and none to change.
      if (obstacles[i].name == kSeatless || obstacles[j].name == kSeatless) continue;
      obstacles[i].raise(search, mentor, free_places);
      obstacles[j].raise(search, mentor, free_places);
      EXPECT_EQ(RemovedBy(search, mentor, free_places), obstacles[i].rule)
          << obstacles[i].name << " and " << obstacles[j].name;
    }
  }
}

TEST(EligibilityRulesTest, FindsConflictsOfOfficeInOneAuthorityAlone) {
  struct Case {
    const char* mentor_role;
    const char* mentee_role;
    bool conflict;
  };
  for (const Case& c :
       {Case{"executive", "scrutiny_chair", true}, Case{"scrutiny_chair", "executive", true},
        Case{"executive", "executive", false}, Case{"committee_chair", "scrutiny_chair", false}}) {
    Search search = SomeSearch();
    search.seat.add_present_roles(c.mentee_role);
    MentorFacts mentor = SomeMentor("m");
    SeatOfMentor(mentor).add_present_roles(c.mentor_role);
    EXPECT_EQ(RemovedBy(search, mentor, 1), std::nullopt) << c.mentor_role;
    SeatOfMentor(mentor).set_authority(kHome);
    EXPECT_EQ(RemovedBy(search, mentor, 1).has_value(), c.conflict) << c.mentor_role;
  }
}

TEST(EligibilityRulesTest, FindsRivalsOfOneWardWhoseStatedPartiesDiffer) {
  struct Case {
    const char* ward;
    const char* party;
    std::optional<v1::HardRule> removed;
  };
  for (const Case& c : {Case{"Abbey", "parties/blue", v1::HARD_RULE_CONFLICT},
                        Case{"Abbey", "parties/red", std::nullopt}, Case{"Abbey", "", std::nullopt},
                        Case{"Castle", "parties/blue", std::nullopt}}) {
    Search search = SomeSearch();
    search.seat.set_ward("Abbey");
    MentorFacts mentor = SomeMentor("m");
    SeatOfMentor(mentor).set_authority(kHome);
    SeatOfMentor(mentor).set_ward(c.ward);
    SeatOfMentor(mentor).set_party(c.party);
    EXPECT_EQ(RemovedBy(search, mentor, 1), c.removed) << c.ward << c.party;
  }
}

TEST(EligibilityRulesTest, AsksNoAccreditationAtHomeWhereItIsOnlyRecommended) {
  Search search = SomeSearch();
  search.policy.set_mentor_training(registry::v1::Policy::TRAINING_RECOMMENDED);
  MentorFacts mentor = SomeMentor("m");
  mentor.clear_accredited_until_date();
  EXPECT_EQ(RemovedBy(search, mentor, 1), v1::HARD_RULE_ACCREDITATION) << "from outside";
  SeatOfMentor(mentor).set_authority(kHome);
  EXPECT_EQ(RemovedBy(search, mentor, 1), std::nullopt);
}

TEST(EligibilityRulesTest, PlacesAccreditedPeersAloneOutsideWhateverAnyPolicySays) {
  using registry::v1::Policy;
  for (const auto training : {Policy::TRAINING_REQUIRED, Policy::TRAINING_RECOMMENDED}) {
    for (const auto kind : {programme::v1::KIND_ONE_TO_ONE, programme::v1::KIND_ROLE,
                            programme::v1::KIND_POLITICAL_GROUP, programme::v1::KIND_INDUCTION,
                            programme::v1::KIND_WARD_VISIT}) {
      for (const bool outside : {true, false}) {
        Search search = SomeSearch();
        search.policy.set_mentor_training(training);
        search.request.set_kind(kind);
        MentorFacts mentor = SomeMentor("m");
        mentor.clear_kinds();
        mentor.add_kinds(kind);
        SeatOfMentor(mentor).set_party(search.seat.party());
        if (!outside) SeatOfMentor(mentor).set_authority(kHome);
        const bool needed = training == Policy::TRAINING_REQUIRED ||
                            (outside && kind != programme::v1::KIND_INDUCTION);
        EXPECT_EQ(RemovedBy(search, mentor, 1), std::nullopt) << kind;
        // Decades in office change nothing.
        mentor.mutable_person()->set_first_elected_date("1986-05-01");
        mentor.set_accredited_until_date("2026-05-03");
        EXPECT_EQ(RemovedBy(search, mentor, 1) == v1::HARD_RULE_ACCREDITATION, needed)
            << kind << training << outside;
        mentor.set_accredited_until_date(kToday);
        EXPECT_EQ(RemovedBy(search, mentor, 1), std::nullopt) << "the last day counts";
      }
    }
  }
}

// A former member of today, and what a newly elected member asks.
MentorFacts FormerMember() {
  MentorFacts mentor = SomeMentor("m");
  SeatOfMentor(mentor).set_end_date("2025-05-05");
  mentor.set_former_member(true);
  mentor.set_last_day_date(kToday);
  return mentor;
}

Search NewMembersSearch() {
  Search search = SomeSearch();
  search.mentee.set_first_elected_date("2026-05-01");
  return search;
}

TEST(EligibilityRulesTest, TakesFormerMembersThroughTheirLastDay) {
  Search search = NewMembersSearch();
  EXPECT_EQ(RemovedBy(search, FormerMember(), 1), std::nullopt);
  ++search.today;
  EXPECT_EQ(RemovedBy(search, FormerMember(), 1), v1::HARD_RULE_FORMER_MEMBER);
}

TEST(EligibilityRulesTest, TakesFormerMembersForNewMembersAlone) {
  EXPECT_EQ(RemovedBy(SomeSearch(), FormerMember(), 1), v1::HARD_RULE_NEW_MEMBER);
  MentorFacts just_left = FormerMember();
  just_left.set_former_member(false);  // the registry has not said so yet
  EXPECT_EQ(RemovedBy(SomeSearch(), just_left, 1), v1::HARD_RULE_NEW_MEMBER);
}

TEST(EligibilityRulesTest, TakesOnlyTrainedFormerMembersWhateverThePolicy) {
  Search search = NewMembersSearch();
  search.policy.set_mentor_training(registry::v1::Policy::TRAINING_RECOMMENDED);
  MentorFacts mentor = FormerMember();
  SeatOfMentor(mentor).set_authority(kHome);
  mentor.set_accredited_until_date("2026-05-03");
  EXPECT_EQ(RemovedBy(search, mentor, 1), v1::HARD_RULE_ACCREDITATION);
  mentor.set_accredited_until_date(kToday);
  EXPECT_EQ(RemovedBy(search, mentor, 1), std::nullopt);
}

TEST(EligibilityRulesTest, TakesOfficersForNewMembersWhereTheMenteesPolicyHasThem) {
  MentorFacts officer = SomeMentor("m");
  officer.set_officer(true);
  SeatOfMentor(officer).clear_membership();
  Search search = NewMembersSearch();
  EXPECT_EQ(RemovedBy(search, officer, 1), v1::HARD_RULE_OFFICER);
  search.policy.set_officer_mentors(true);
  EXPECT_EQ(RemovedBy(search, officer, 1), std::nullopt);
  search.mentee.set_first_elected_date("2017-05-05");
  EXPECT_EQ(RemovedBy(search, officer, 1), v1::HARD_RULE_NEW_MEMBER);
}

TEST(EligibilityRulesTest, CountsNewMembersFromTheirFirstElectionToTheDayOfTheRequest) {
  struct Case {
    const char* first_elected;
    const char* asked;
    int months;
    bool is_new;
  };
  for (const Case& c : {Case{"2025-08-04", kToday, 0, true}, Case{"2025-08-03", kToday, 0, false},
                        Case{"2025-11-04", kToday, 6, true}, Case{"2025-11-03", kToday, 6, false},
                        Case{"2025-05-31", "2026-02-28", 0, true},
                        Case{"2025-05-31", "2026-03-01", 0, false}, Case{"", kToday, 24, false}}) {
    Search search = SomeSearch();
    search.mentee.set_first_elected_date(c.first_elected);
    search.policy.set_induction_months(c.months);
    *search.request.mutable_create_time() = time::ToProto(At(c.asked));
    EXPECT_EQ(IsForNewMember(search), c.is_new) << c.first_elected << " " << c.asked;
  }
}

TEST(EligibilityRulesTest, CountsWhoAskedWhileNewAsNewForAsLongAsTheyWait) {
  Search search = NewMembersSearch();
  search.today = Day("2027-05-04");
  EXPECT_TRUE(IsForNewMember(search));
}

TEST(EligibilityRulesTest, CountsBothEndsOfThePeriod) {
  MentorFacts mentor = SomeMentor("m");
  mentor.set_available_from_date(kToday);
  mentor.set_available_until_date(kToday);
  EXPECT_EQ(RemovedBy(SomeSearch(), mentor, 1), std::nullopt);
}

TEST(EligibilityRulesTest, CrossesTheBorderOnlyIfTheMenteeAllowsIt) {
  Search search = SomeSearch();
  search.reach = programme::v1::REACH_ANY_NATION;
  MentorFacts mentor = SomeMentor("m");
  SeatOfMentor(mentor).set_nation("nations/england");
  EXPECT_EQ(RemovedBy(search, mentor, 1), v1::HARD_RULE_REACH);
  search.request.mutable_preferences()->set_other_nation(true);
  EXPECT_EQ(RemovedBy(search, mentor, 1), std::nullopt);
}

TEST(EligibilityRulesTest, HeedsTheMenteesWordOnPartyExceptInGroupMentoring) {
  Search search = SomeSearch();
  search.policy.set_party_rule(programme::v1::PARTY_RULE_REQUIRED);
  EXPECT_EQ(PartyRuleOf(search.request, search.policy), programme::v1::PARTY_RULE_REQUIRED);
  search.request.set_party_rule(programme::v1::PARTY_RULE_OPEN);
  EXPECT_EQ(PartyRuleOf(search.request, search.policy), programme::v1::PARTY_RULE_OPEN);
  search.request.set_kind(programme::v1::KIND_POLITICAL_GROUP);
  EXPECT_EQ(PartyRuleOf(search.request, search.policy), programme::v1::PARTY_RULE_REQUIRED);
}

TEST(EligibilityRulesTest, MatchesAMenteeWithoutAPartyAsOpen) {
  Search search = SomeSearch();
  search.policy.set_party_rule(programme::v1::PARTY_RULE_REQUIRED);
  search.seat.clear_party();
  EXPECT_EQ(RemovedBy(search, SomeMentor("m"), 1), std::nullopt);
}

TEST(EligibilityRulesTest, LooksAtTheSeatStillHeldBeforeOneGivenUpAtHome) {
  MentorFacts mentor = SomeMentor("m");
  *mentor.mutable_person()->add_seats() = SeatIn(kHome, "people/m");
  EXPECT_EQ(SeatOf(SomeSearch(), mentor)->authority(), kHome) << "both held";
  mentor.mutable_person()->mutable_seats(1)->set_end_date("2026-01-01");
  EXPECT_EQ(SeatOf(SomeSearch(), mentor)->authority(), kNear);
  EXPECT_EQ(RemovedBy(SomeSearch(), mentor, 1), std::nullopt);
  mentor.mutable_person()->mutable_seats(0)->set_end_date("2026-01-01");
  EXPECT_EQ(SeatOf(SomeSearch(), mentor)->authority(), kHome) << "both given up";
}

TEST(EligibilityRulesTest, MeasuresDistance) {
  const PersonFacts::Seat home = SeatIn(kHome, kMentee);
  PersonFacts::Seat other = SeatIn(kHome, "people/m");
  EXPECT_EQ(DistanceOf(other, home), programme::v1::REACH_AUTHORITY);
  other.set_authority(kNear);
  EXPECT_EQ(DistanceOf(other, home), programme::v1::REACH_REGION);
  other.set_region("regions/south");
  EXPECT_EQ(DistanceOf(other, home), programme::v1::REACH_NATION);
  other.set_nation("nations/england");
  EXPECT_EQ(DistanceOf(other, home), programme::v1::REACH_ANY_NATION);
}

}  // namespace
}  // namespace telemachus::matching
