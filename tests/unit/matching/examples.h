#ifndef TELEMACHUS_TESTS_UNIT_MATCHING_EXAMPLES_H_
#define TELEMACHUS_TESTS_UNIT_MATCHING_EXAMPLES_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "matching/shortlist/eligibility_rules.h"

// A mentee, a mentor whom no rule removes, and what they stand in.
namespace telemachus::matching {

inline constexpr char kMentee[] = "people/mentee";
inline constexpr char kHome[] = "authorities/home";
inline constexpr char kNear[] = "authorities/near";
inline constexpr char kRegion[] = "regions/north";
inline constexpr char kNation[] = "nations/wales";
inline constexpr char kToday[] = "2026-05-04";  // a Monday

inline absl::CivilDay Day(const char* date) { return *time::ParseDate(date); }
inline absl::Time At(const char* date) { return time::StartOf(Day(date)); }

inline registry::v1::PersonFacts::Seat SeatIn(const std::string& authority,
                                              const std::string& holder) {
  registry::v1::PersonFacts::Seat seat;
  seat.set_membership(absl::StrCat(holder, "/memberships/", authority.substr(12)));
  seat.set_authority(authority);
  seat.set_region(kRegion);
  seat.set_nation(kNation);
  seat.set_party("parties/red");
  seat.set_start_date("2017-05-05");
  return seat;
}

inline registry::v1::PersonFacts SomePerson(const std::string& person,
                                            const std::string& authority) {
  registry::v1::PersonFacts facts;
  facts.set_person(person);
  facts.set_version(1);
  facts.set_display_name(absl::StrCat("Name of ", person));
  facts.set_language_code("en-GB");
  facts.add_languages("en-GB");
  facts.set_first_elected_date("2017-05-05");
  facts.mutable_contact()->set_email(absl::StrCat(person.substr(7), "@example.org"));
  *facts.add_seats() = SeatIn(authority, person);
  return facts;
}

// A mentor of another authority of the mentee's region, accredited, with two places.
inline registry::v1::MentorFacts SomeMentor(const std::string& id) {
  registry::v1::MentorFacts facts;
  facts.set_mentor(absl::StrCat("mentors/", id));
  facts.set_version(1);
  *facts.mutable_person() = SomePerson(absl::StrCat("people/", id), kNear);
  facts.set_willing(true);
  facts.add_kinds(programme::v1::KIND_ONE_TO_ONE);
  facts.add_skills("media");
  facts.set_places(2);
  facts.set_visibility(programme::v1::REACH_ANY_NATION);
  facts.set_party_usable(true);
  facts.set_accredited_until_date("2027-01-01");
  facts.set_offered_outside(true);
  return facts;
}

inline registry::v1::Policy SomePolicy() {
  registry::v1::Policy policy;
  policy.set_name("authorities/home/policies/1");
  policy.set_mentor_training(registry::v1::Policy::TRAINING_REQUIRED);
  policy.set_approval(registry::v1::Policy::APPROVAL_NONE);
  policy.set_party_rule(programme::v1::PARTY_RULE_OPEN);
  policy.set_first_reach(programme::v1::REACH_REGION);
  policy.set_outward_after_days(14);
  policy.set_hold_hours(48);
  policy.add_kinds(programme::v1::KIND_ONE_TO_ONE);
  policy.add_kinds(programme::v1::KIND_POLITICAL_GROUP);
  return policy;
}

inline v1::Request SomeRequest() {
  v1::Request request;
  request.set_mentee(kMentee);
  request.set_kind(programme::v1::KIND_ONE_TO_ONE);
  request.set_context(programme::v1::CONTEXT_NEW_ROLE);
  request.add_needs("media");
  request.add_needs("planning");
  return request;
}

inline Search SomeSearch() {
  Search search;
  search.request = SomeRequest();
  search.request.set_name("requests/r1");
  *search.request.mutable_create_time() = time::ToProto(At(kToday));
  search.mentee = SomePerson(kMentee, kHome);
  search.seat = search.mentee.seats(0);
  search.policy = SomePolicy();
  search.reach = programme::v1::REACH_REGION;
  search.today = Day(kToday);
  return search;
}

}  // namespace telemachus::matching

#endif  // TELEMACHUS_TESTS_UNIT_MATCHING_EXAMPLES_H_
