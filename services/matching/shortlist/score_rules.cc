#include "matching/shortlist/score_rules.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "common/time/civil.h"

namespace telemachus::matching {
namespace {

using programme::v1::Reach;
using registry::v1::MentorFacts;
using registry::v1::PersonFacts;
using Preferences = v1::Request::Preferences;

constexpr int kSeniorYears = 12;  // three terms: more years add nothing

v1::ScorePart Part(v1::Criterion criterion, int points, int of_points) {
  v1::ScorePart part;
  part.set_criterion(criterion);
  part.set_points(points);
  part.set_of_points(of_points);
  return part;
}

// The first need counts most: of n needs the i-th weighs n - i.
int NeedsPoints(const Search& search, const MentorFacts& mentor, int of_points) {
  const auto& needs = search.request.needs();
  int all = 0;
  int met = 0;
  for (int i = 0; i < needs.size(); ++i) {
    const int weight = needs.size() - i;
    all += weight;
    if (HelpsWith(mentor, needs[i])) {
      met += weight;
    }
  }
  return all == 0 ? 0 : of_points * met / all;
}

int RolePoints(const Search& search, const MentorFacts& mentor, int of_points) {
  const std::string& wanted = search.request.preferences().role_code();
  if (wanted.empty()) return of_points;
  int best = 0;
  for (const PersonFacts::Seat& seat : mentor.person().seats()) {
    if (absl::c_linear_search(seat.present_roles(), wanted)) return of_points;
    if (absl::c_linear_search(seat.roles(), wanted)) best = of_points * 3 / 4;
  }
  return best;
}

int PartyPoints(const Search& search, const MentorFacts& mentor, const PersonFacts::Seat& seat,
                int of_points) {
  const auto rule = PartyRuleOf(search.request, search.policy);
  if (rule != programme::v1::PARTY_RULE_PREFERRED || search.seat.party().empty()) {
    return of_points;
  }
  return mentor.party_usable() && seat.party() == search.seat.party() ? of_points : 0;
}

int GenderPoints(const Search& search, const MentorFacts& mentor, int of_points) {
  const std::string& wished = search.request.preferences().gender();
  return wished.empty() || wished == mentor.person().gender() ? of_points : 0;
}

int PlacePoints(const Search& search, const MentorFacts& mentor, Reach distance, int of_points) {
  const Preferences& wish = search.request.preferences();
  const bool inside = distance == programme::v1::REACH_AUTHORITY;
  if (wish.place() == Preferences::PLACE_INSIDE) return inside ? of_points : 0;
  if (wish.place() == Preferences::PLACE_OUTSIDE && inside) return 0;
  if (inside || distance == programme::v1::REACH_REGION) return of_points;
  return wish.remote() && mentor.remote() ? of_points : of_points / 2;
}

int LanguagePoints(const Search& search, const MentorFacts& mentor, int of_points) {
  const PersonFacts& mentee = search.mentee;
  if (mentee.language_code() == mentor.person().language_code()) return of_points;
  return absl::c_linear_search(mentor.person().languages(), mentee.language_code())
             ? of_points * 3 / 4
             : 0;
}

int SeniorityPoints(const Search& search, const MentorFacts& mentor, int of_points) {
  return of_points * std::min(YearsAsMember(search, mentor), kSeniorYears) / kSeniorYears;
}

int LoadPoints(const MentorFacts& mentor, int load, int of_points) {
  const int places = std::max(mentor.places(), 1);
  return of_points * std::clamp(places - load, 0, places) / places;
}

}  // namespace

bool HelpsWith(const MentorFacts& mentor, const std::string& need) {
  return absl::c_linear_search(mentor.skills(), need) ||
         absl::c_linear_search(mentor.subjects(), need) ||
         absl::c_linear_search(mentor.extra_skills(), need);
}

int YearsAsMember(const Search& search, const MentorFacts& mentor) {
  const auto first = time::ParseDate(mentor.person().first_elected_date());
  if (!first.ok() || *first > search.today) return 0;
  const int years = static_cast<int>(search.today.year() - first->year());
  return time::AddMonths(*first, 12 * years) <= search.today ? years : years - 1;
}

std::vector<v1::ScorePart> ScoreParts(const Search& search, const MentorFacts& mentor, int load,
                                      const Weights& w) {
  const PersonFacts::Seat* const seat = SeatOf(search, mentor);
  const PersonFacts::Seat& at = seat != nullptr ? *seat : PersonFacts::Seat::default_instance();
  const Reach distance = DistanceOf(at, search.seat);
  const bool alike = at.authority_type() == search.seat.authority_type();
  return {
      Part(v1::CRITERION_NEEDS, NeedsPoints(search, mentor, w.needs), w.needs),
      Part(v1::CRITERION_ROLE, RolePoints(search, mentor, w.role), w.role),
      Part(v1::CRITERION_PARTY, PartyPoints(search, mentor, at, w.party), w.party),
      Part(v1::CRITERION_GENDER, GenderPoints(search, mentor, w.gender), w.gender),
      Part(v1::CRITERION_AUTHORITY_TYPE, alike ? w.authority_type : 0, w.authority_type),
      Part(v1::CRITERION_PLACE, PlacePoints(search, mentor, distance, w.place), w.place),
      Part(v1::CRITERION_LANGUAGE, LanguagePoints(search, mentor, w.language), w.language),
      Part(v1::CRITERION_SENIORITY, SeniorityPoints(search, mentor, w.seniority), w.seniority),
      Part(v1::CRITERION_LOAD, LoadPoints(mentor, load, w.load), w.load),
  };
}

int Total(const std::vector<v1::ScorePart>& parts) {
  return absl::c_accumulate(parts, 0,
                            [](int sum, const v1::ScorePart& part) { return sum + part.points(); });
}

uint64_t Lot(const std::string& request, const std::string& mentor) {
  // FNV-1a, then a finalizer that spreads it: the same on every machine and in every version.
  uint64_t hash = 14695981039346656037ULL;
  for (const std::string* text : {&request, &mentor}) {
    for (unsigned char c : *text) hash = (hash ^ c) * 1099511628211ULL;
    hash = (hash ^ 0xff) * 1099511628211ULL;
  }
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdULL;
  return hash ^ (hash >> 33);
}

}  // namespace telemachus::matching
