#include "matching/shortlist/eligibility_rules.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "common/time/civil.h"
#include "matching/passing/seat_place.h"

namespace telemachus::matching {
namespace {

using programme::v1::Reach;
using registry::v1::MentorFacts;
using registry::v1::PersonFacts;
using Seat = PersonFacts::Seat;

bool Held(const Seat& seat, absl::CivilDay today) {
  if (seat.end_date().empty()) return true;
  const auto end = time::ParseDate(seat.end_date());
  return end.ok() && today <= *end;
}

// Empty dates mean "never", so that a missing accreditation does not pass.
bool Through(const std::string& last_day, absl::CivilDay today) {
  const auto day = time::ParseDate(last_day);
  return day.ok() && today <= *day;
}

bool HasRole(const Seat& seat, absl::string_view role) {
  return absl::c_linear_search(seat.present_roles(), role);
}

// A person's lists of whom to avoid, or a request's, against another person.
template <typename Lists>
bool Avoids(const Lists& lists, const PersonFacts& other) {
  if (absl::c_linear_search(lists.avoided_people(), other.person())) return true;
  return absl::c_any_of(other.seats(), [&](const Seat& seat) {
    return absl::c_linear_search(lists.avoided_authorities(), seat.authority()) ||
           absl::c_linear_search(lists.avoided_authorities(), AuthorityOf(seat));
  });
}

// Paused, disabled, held for nothing new at their own wish, avoided by either, or once paired:
// which of them is nobody's to know.
bool Unavailable(const Search& search, const MentorFacts& mentor) {
  const PersonFacts& person = mentor.person();
  return !mentor.willing() || person.disabled() || person.restricted() ||
         search.mentee.restricted() || Avoids(search.request, person) ||
         Avoids(search.mentee, person) || Avoids(person, search.mentee) ||
         search.ended_with.contains(person.person());
}

// Conflicts that follow from offices anybody can look up.
bool InConflict(const Search& search, const MentorFacts& mentor) {
  if (search.brokers.contains(mentor.person().person())) return true;
  return absl::c_any_of(mentor.person().seats(), [&](const Seat& seat) {
    if (AuthorityOf(seat) != AuthorityOf(search.seat) || !Held(seat, search.today)) return false;
    // A party that is not stated is not another one; nor are wards of one name in two authorities
    // that became one the same.
    const bool ward_rivals = !seat.ward().empty() && seat.ward() == search.seat.ward() &&
                             seat.authority() == search.seat.authority() && !seat.party().empty() &&
                             !search.seat.party().empty() && seat.party() != search.seat.party();
    const bool scrutinises =
        (HasRole(seat, "executive") && HasRole(search.seat, "scrutiny_chair")) ||
        (HasRole(seat, "scrutiny_chair") && HasRole(search.seat, "executive"));
    return ward_rivals || scrutinises;
  });
}

bool NeedsAccreditation(const Search& search, bool former, Reach distance) {
  // Only those who are trained mentor on after leaving office.
  if (former) return true;
  // An externally placed mentor is an accredited peer whatever any policy says.
  if (distance != programme::v1::REACH_AUTHORITY &&
      search.request.kind() != programme::v1::KIND_INDUCTION) {
    return true;
  }
  return search.policy.mentor_training() == registry::v1::Policy::TRAINING_REQUIRED;
}

bool PartyFails(const Search& search, const MentorFacts& mentor, const Seat& seat) {
  if (PartyRuleOf(search.request, search.policy) != programme::v1::PARTY_RULE_REQUIRED) {
    return false;
  }
  // A mentee who states no party is matched as open.
  if (search.seat.party().empty()) return false;
  return !mentor.party_usable() || seat.party() != search.seat.party();
}

bool LanguageFails(const Search& search, const MentorFacts& mentor) {
  const std::string& language = search.request.preferences().required_language();
  return !language.empty() && !absl::c_linear_search(mentor.person().languages(), language);
}

bool OutOfReach(const Search& search, const MentorFacts& mentor, Reach distance) {
  if (distance > search.reach || distance > mentor.visibility()) return true;
  if (distance != programme::v1::REACH_AUTHORITY && !mentor.offered_outside()) return true;
  return distance == programme::v1::REACH_ANY_NATION &&
         !search.request.preferences().other_nation();
}

bool OutsidePeriod(const MentorFacts& mentor, absl::CivilDay today) {
  const auto from = time::ParseDate(mentor.available_from_date());
  const auto until = time::ParseDate(mentor.available_until_date());
  return (from.ok() && today < *from) || (until.ok() && today > *until);
}

// What holds of officers and former members, who mentor new members alone.
std::optional<v1::HardRule> RemovedForNewMembers(const Search& search, const MentorFacts& mentor,
                                                 bool former) {
  if ((former || mentor.officer()) && !IsForNewMember(search)) return v1::HARD_RULE_NEW_MEMBER;
  if (mentor.officer() && !search.policy.officer_mentors()) return v1::HARD_RULE_OFFICER;
  return std::nullopt;
}

}  // namespace

bool IsForNewMember(const Search& search) {
  const auto first = time::ParseDate(search.mentee.first_elected_date());
  if (!first.ok()) return false;
  const int months = search.policy.induction_months();
  const absl::CivilDay asked = time::DayOf(time::FromProto(search.request.create_time()));
  return asked <= time::AddMonths(*first, months == 0 ? kNewMemberMonths : months);
}

programme::v1::PartyRule PartyRuleOf(const v1::Request& request,
                                     const registry::v1::Policy& policy) {
  if (request.kind() == programme::v1::KIND_POLITICAL_GROUP) {
    return programme::v1::PARTY_RULE_REQUIRED;
  }
  return request.party_rule() != programme::v1::PARTY_RULE_UNSPECIFIED ? request.party_rule()
                                                                       : policy.party_rule();
}

const Seat* SeatOf(const Search& search, const MentorFacts& mentor) {
  const Seat* best = nullptr;
  int best_rank = -1;
  for (const Seat& seat : mentor.person().seats()) {
    const int rank = (Held(seat, search.today) ? 2 : 0) +
                     (AuthorityOf(seat) == AuthorityOf(search.seat) ? 1 : 0);
    if (rank <= best_rank) continue;
    best = &seat;
    best_rank = rank;
  }
  return best;
}

Reach DistanceOf(const Seat& mentor, const Seat& mentee) {
  if (AuthorityOf(mentor) == AuthorityOf(mentee)) return programme::v1::REACH_AUTHORITY;
  if (mentor.nation() != mentee.nation()) return programme::v1::REACH_ANY_NATION;
  return mentor.region() == mentee.region() ? programme::v1::REACH_REGION
                                            : programme::v1::REACH_NATION;
}

std::optional<v1::HardRule> RemovedBy(const Search& search, const MentorFacts& mentor,
                                      int free_places) {
  if (mentor.person().person() == search.mentee.person()) return v1::HARD_RULE_SELF;
  if (Unavailable(search, mentor)) return v1::HARD_RULE_NOT_AVAILABLE;
  if (!absl::c_linear_search(mentor.kinds(), search.request.kind())) return v1::HARD_RULE_KIND;
  const Seat* const found = SeatOf(search, mentor);
  const Seat& seat = found != nullptr ? *found : Seat::default_instance();
  const Reach distance = DistanceOf(seat, search.seat);
  // The registry says so a moment after midnight; the seat says it at once.
  const bool former = mentor.former_member() || !Held(seat, search.today);
  if (NeedsAccreditation(search, former, distance) &&
      !Through(mentor.accredited_until_date(), search.today)) {
    return v1::HARD_RULE_ACCREDITATION;
  }
  if (free_places <= 0) return v1::HARD_RULE_PLACES;
  if (found == nullptr || (former && !Through(mentor.last_day_date(), search.today))) {
    return v1::HARD_RULE_FORMER_MEMBER;
  }
  if (PartyFails(search, mentor, seat)) return v1::HARD_RULE_PARTY;
  if (LanguageFails(search, mentor)) return v1::HARD_RULE_LANGUAGE;
  if (OutOfReach(search, mentor, distance)) return v1::HARD_RULE_REACH;
  if (InConflict(search, mentor)) return v1::HARD_RULE_CONFLICT;
  if (const auto rule = RemovedForNewMembers(search, mentor, former)) return rule;
  if (OutsidePeriod(mentor, search.today)) return v1::HARD_RULE_PERIOD;
  return std::nullopt;
}

}  // namespace telemachus::matching
