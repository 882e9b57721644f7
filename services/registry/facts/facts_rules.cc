#include "registry/facts/facts_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "common/time/civil.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/mentor/mentor_rules.h"
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

// An officer's authority reads like a seat in it, without a membership.
v1::PersonFacts::Seat SeatOf(const OfficerPost& post) {
  v1::PersonFacts::Seat seat;
  seat.set_authority(post.place.authority);
  seat.set_responsible_authority(post.place.authority);
  seat.set_region(post.place.region);
  seat.set_nation(post.place.nation);
  seat.set_authority_type(post.authority_type);
  return seat;
}

void PutFirst(const std::vector<OfficerPost>& posts, v1::PersonFacts& facts) {
  v1::PersonFacts ordered;
  for (const OfficerPost& post : posts) *ordered.add_seats() = SeatOf(post);
  ordered.mutable_seats()->MergeFrom(facts.seats());
  facts.mutable_seats()->Swap(ordered.mutable_seats());
}

bool OfferedOutside(const StoredPerson& stored, const std::vector<OfficerPost>& posts,
                    const PolicyBook& policies, const std::string& day) {
  std::set<std::string> authorities;
  for (const StoredMembership& seat : stored.memberships) {
    if (IsRecent(seat.membership, day)) authorities.insert(seat.PlaceOn(day).authority);
  }
  for (const OfficerPost& post : posts) authorities.insert(post.place.authority);
  return std::all_of(authorities.begin(), authorities.end(), [&](const std::string& authority) {
    return policies.On(authority, day).members_offered_outside();
  });
}

// What a mentor offers, as they said it.
void AddOffer(const v1::Mentor& mentor, v1::MentorFacts& facts) {
  facts.set_mentor(mentor.name());
  *facts.mutable_kinds() = mentor.kinds();
  *facts.mutable_skills() = mentor.skills();
  *facts.mutable_subjects() = mentor.subjects();
  *facts.mutable_extra_skills() = mentor.extra_skills();
  facts.set_places(mentor.places());
  facts.set_remote(mentor.remote());
  facts.set_visibility(mentor.visibility());
  facts.set_party_usable(mentor.party_usable());
  facts.set_available_from_date(mentor.available_from_date());
  facts.set_available_until_date(mentor.available_until_date());
}

void KeepOfficersKinds(v1::MentorFacts& facts) {
  auto& kinds = *facts.mutable_kinds();
  kinds.erase(std::remove_if(
                  kinds.begin(), kinds.end(),
                  [](int kind) { return !IsForOfficers(static_cast<programme::v1::Kind>(kind)); }),
              kinds.end());
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
  facts.set_restricted(person.restricted());
  *facts.mutable_avoided_people() = avoidance.people();
  *facts.mutable_avoided_authorities() = avoidance.authorities();
  *facts.mutable_contact() = ContactOf(person);
  return facts;
}

v1::MentorFacts FactsOf(const StoredMentor& mentor, const StoredPerson& stored,
                        const std::vector<OfficerPost>& posts, const v1::Avoidance& avoidance,
                        const PolicyBook& policies, absl::Time now) {
  const std::string day = DayOf(now);
  v1::MentorFacts facts;
  *facts.mutable_person() = FactsOf(stored, avoidance, now);
  facts.set_version(stored.facts_version);
  AddOffer(mentor.mentor, facts);
  facts.set_officer(MentorsAsOfficer(stored, posts, day));
  facts.set_former_member(MentorsAsFormerMember(stored, posts, day));
  if (facts.officer()) {
    PutFirst(posts, *facts.mutable_person());
    KeepOfficersKinds(facts);
  } else {
    facts.set_last_day_date(LastMentoringDay(stored, policies, day));
  }
  const bool said_yes = !facts.former_member() || mentor.mentor.former_member_willing();
  facts.set_willing(mentor.IsRegistered() && mentor.mentor.willing() && said_yes &&
                    !stored.person.restricted());
  facts.set_accredited_until_date(stored.accredited_until);
  facts.set_offered_outside(OfferedOutside(stored, posts, policies, day));
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
