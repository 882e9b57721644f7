#include "tools/register/sample/seats.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/register/record/election.h"
#include "tools/register/sample/parties.h"
#include "tools/register/sample/places.h"
#include "tools/register/sample/random.h"

namespace telemachus::sample {
namespace {

using record::AuthorityType;

constexpr double kVacantShare = 0.006;
constexpr double kFemaleShare = 0.40;
constexpr double kUnstatedShare = 0.004;
// How often a seat goes to the party that is strongest in its ward.
constexpr double kWardLoyalty = 0.65;

// What a type of council looks like.
struct Shape {
  int fewest_seats;
  int most_seats;
  int fewest_a_ward;
  int most_a_ward;
};

Shape ShapeOf(AuthorityType type) {
  switch (type) {
    case AuthorityType::kCounty:
      return {52, kMostSeats, 1, 2};
    case AuthorityType::kDistrict:
      return {kFewestSeats + 8, 50, 1, 3};
    case AuthorityType::kMetropolitan:
      return {48, 69, 3, 3};
    case AuthorityType::kLondonBorough:
      return {45, 66, 2, 3};
    case AuthorityType::kCityCorporation:
      return {60, kMostSeats, 2, 4};
    case AuthorityType::kWelshPrincipal:
      return {30, kMostSeats, 1, 2};
    default:
      return {36, 66, 1, 3};
  }
}

// When the seat with this number in its ward, from 0, is next elected.
absl::CivilDay NextElection(AuthorityType type, int place) {
  constexpr int kMay = 5;
  switch (type) {
    case AuthorityType::kMetropolitan: {
      // A third of the seats each year; no election in the fourth.
      constexpr int kThirds[] = {2027, 2028, 2030};
      return record::FirstThursday(kThirds[place % 3], kMay);
    }
    case AuthorityType::kCounty:
      return record::FirstThursday(2029, kMay);
    case AuthorityType::kLondonBorough:
      return record::FirstThursday(2030, kMay);
    case AuthorityType::kCityCorporation:
      return record::FirstThursday(2029, 3);
    default:
      return record::FirstThursday(2027, kMay);
  }
}

// How many seats each ward has; their sum is the council's size.
std::vector<int> WardSizes(const Shape& shape, Random& random) {
  int left = random.Between(shape.fewest_seats, shape.most_seats);
  left -= left % shape.fewest_a_ward;
  std::vector<int> sizes;
  while (left > 0) {
    int size = std::min(left, random.Between(shape.fewest_a_ward, shape.most_a_ward));
    // A rest too small for a ward of its own joins this one, or is made large enough by it.
    if (left - size > 0 && left - size < shape.fewest_a_ward) {
      size = left <= shape.most_a_ward ? left : left - shape.fewest_a_ward;
    }
    sizes.push_back(size);
    left -= size;
  }
  return sizes;
}

std::string GenderOf(Random& random) {
  if (random.Chance(kUnstatedShare)) return "";
  return random.Chance(kFemaleShare) ? "female" : "male";
}

void MakeCouncil(const record::Authority& authority, uint64_t seed,
                 std::vector<record::Seat>& seats) {
  Random random(seed, absl::StrCat("seats/", authority.code));
  const PartyMix mix(authority, random);
  const std::vector<int> sizes = WardSizes(ShapeOf(authority.type), random);
  const std::vector<std::string> wards = WardNames(authority, sizes.size(), random);
  for (size_t ward = 0; ward < sizes.size(); ++ward) {
    const Party& strongest = mix.Draw(random);
    for (int place = 0; place < sizes[ward]; ++place) {
      const Party& party = random.Chance(kWardLoyalty) ? strongest : mix.Draw(random);
      const bool vacant = random.Chance(kVacantShare);
      seats.push_back({.authority_code = authority.code,
                       .council_name = authority.short_name,
                       .ward_code = absl::StrFormat("%s-W%02d", authority.code, ward + 1),
                       .ward_name = wards[ward],
                       .seat = absl::StrCat(place + 1),
                       .party_code = vacant ? "" : party.code,
                       .party_name = vacant ? std::string(record::kVacant) : party.name,
                       .gender = vacant ? "" : GenderOf(random),
                       .next_election = NextElection(authority.type, place)});
    }
  }
}

}  // namespace

std::vector<record::Seat> MakeSeats(absl::Span<const record::Authority> authorities,
                                    uint64_t seed) {
  std::vector<record::Seat> seats;
  for (const record::Authority& authority : authorities) {
    if (authority.IsElected()) MakeCouncil(authority, seed, seats);
  }
  return seats;
}

}  // namespace telemachus::sample
