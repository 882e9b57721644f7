#include "registry/facts/facts_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "common/time/civil.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

v1::PersonFacts::Seat SeatOf(const StoredMembership& stored, absl::string_view day) {
  const v1::Membership& membership = stored.membership;
  v1::PersonFacts::Seat seat;
  seat.set_membership(membership.name());
  seat.set_authority(membership.authority());
  const access::Scope& place = stored.PlaceOn(day);
  seat.set_responsible_authority(place.authority);
  seat.set_region(place.region);
  seat.set_nation(place.nation);
  seat.set_authority_type(stored.authority_type);
  seat.set_ward(membership.ward());
  const v1::Affiliation affiliation = AffiliationOn(membership, day);
  seat.set_party(affiliation.party());
  seat.set_political_group(affiliation.political_group());
  seat.set_start_date(membership.start_date());
  seat.set_end_date(membership.end_date());
  std::set<std::string> ever, now;
  for (const v1::MemberRole& role : membership.roles()) {
    ever.insert(role.role_code());
    if (IsPresent(role.start_date(), role.end_date(), day)) now.insert(role.role_code());
  }
  seat.mutable_roles()->Assign(ever.begin(), ever.end());
  seat.mutable_present_roles()->Assign(now.begin(), now.end());
  return seat;
}

// What the person lets the other side of a match have, and nothing else.
v1::PersonFacts::Contact ContactOf(const v1::Person& person) {
  v1::PersonFacts::Contact contact;
  for (const int channel : person.released_channels()) {
    if (channel == v1::Person::CHANNEL_EMAIL) contact.set_email(person.email());
    if (channel == v1::Person::CHANNEL_TELEPHONE) contact.set_telephone(person.telephone());
    if (channel == v1::Person::CHANNEL_POST) contact.set_postal_address(person.postal_address());
  }
  return contact;
}

void AddSeats(const StoredPerson& stored, absl::string_view day, v1::PersonFacts& facts) {
  for (const bool present : {true, false}) {
    for (const StoredMembership& seat : stored.memberships) {
      if (IsPresent(seat.membership, day) == present) *facts.add_seats() = SeatOf(seat, day);
    }
  }
  for (const StoredMembership& seat : stored.memberships) {
    const std::string& start = seat.membership.start_date();
    if (start.empty()) continue;
    const std::string& first = facts.first_elected_date();
    if (first.empty() || start < first) facts.set_first_elected_date(start);
  }
}

bool OfferedOutside(const StoredPerson& stored, const PolicyBook& policies,
                    const std::string& day) {
  return std::all_of(
      stored.memberships.begin(), stored.memberships.end(), [&](const StoredMembership& seat) {
        return !IsRecent(seat.membership, day) ||
               policies.On(seat.PlaceOn(day).authority, day).members_offered_outside();
      });
}

}  // namespace

v1::PersonFacts FactsOf(const StoredPerson& stored, const v1::Avoidance& avoidance,
                        absl::Time now) {
  const v1::Person& person = stored.person;
  v1::PersonFacts facts;
  facts.set_person(person.name());
  facts.set_version(stored.facts_version);
  facts.set_display_name(person.display_name());
  facts.set_language_code(person.language_code());
  facts.set_gender(person.gender());
  *facts.mutable_languages() = person.languages();
  AddSeats(stored, DayOf(now), facts);
  facts.set_disabled(stored.IsDisabled(now));
  *facts.mutable_avoided_people() = avoidance.people();
  *facts.mutable_avoided_authorities() = avoidance.authorities();
  *facts.mutable_contact() = ContactOf(person);
  return facts;
}

v1::MentorFacts FactsOf(const v1::Mentor& mentor, const StoredPerson& stored,
                        const v1::Avoidance& avoidance, const PolicyBook& policies,
                        absl::Time now) {
  v1::MentorFacts facts;
  *facts.mutable_person() = FactsOf(stored, avoidance, now);
  facts.set_mentor(mentor.name());
  facts.set_version(stored.facts_version);
  facts.set_willing(mentor.willing());
  *facts.mutable_kinds() = mentor.kinds();
  *facts.mutable_skills() = mentor.skills();
  *facts.mutable_subjects() = mentor.subjects();
  facts.set_places(mentor.places());
  facts.set_remote(mentor.remote());
  facts.set_visibility(mentor.visibility());
  facts.set_party_usable(mentor.party_usable());
  facts.set_accredited_until_date(stored.accredited_until);
  facts.set_last_day_date(LastMentoringDay(stored, policies, DayOf(now)));
  facts.set_offered_outside(OfferedOutside(stored, policies, DayOf(now)));
  return facts;
}

v1::AuthorityFacts FactsOf(const v1::Authority& authority) {
  v1::AuthorityFacts facts;
  facts.set_authority(authority.name());
  facts.set_region(authority.region());
  facts.set_nation(authority.nation());
  facts.set_type(authority.type());
  facts.set_end_date(authority.end_date());
  *facts.mutable_title() = authority.title();
  return facts;
}

}  // namespace telemachus::registry
