#include "tools/register/sample/parties.h"

#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace telemachus::sample {
namespace {

using record::AuthorityType;

// The columns of kRegions.
enum Place : size_t {
  kConservative,
  kLabour,
  kLiberal,
  kGreen,
  kPlaid,
  kUkip,
  kIndependent,
  kLocal
};
constexpr size_t kPlaces = kLocal + 1;
using Weights = std::array<double, kPlaces>;

struct RegionMix {
  absl::string_view region;
  Weights weights;  // in hundredths
};

constexpr RegionMix kRegions[] = {
    {"North East", {15, 49, 12, 3, 0, 1, 15, 5}},
    {"North West", {25, 50, 12, 3, 0, 1, 7, 2}},
    {"Yorkshire and The Humber", {29, 43, 13, 4, 0, 2, 7, 2}},
    {"East Midlands", {42, 34, 11, 2, 0, 1, 7, 3}},
    {"West Midlands", {45, 36, 9, 4, 0, 0, 5, 1}},
    {"East of England", {47, 23, 18, 4, 0, 1, 6, 1}},
    {"London", {24, 60, 9, 3, 0, 0, 3, 1}},
    {"South East", {47, 17, 21, 5, 0, 1, 7, 2}},
    {"South West", {37, 15, 28, 5, 0, 0, 12, 3}},
    {"Wales", {12, 42, 6, 1, 14, 0, 23, 2}},
};
// Of a region the table does not know, or none: registers leave it out at times.
constexpr Weights kElsewhere = {36, 34, 15, 4, 0, 1, 8, 2};

Weights RegionWeights(absl::string_view region) {
  for (const RegionMix& mix : kRegions) {
    if (mix.region == region) return mix.weights;
  }
  return kElsewhere;
}

// Towns lean one way and shires the other, more than their regions say.
void LeanByType(AuthorityType type, Weights& weights) {
  if (type == AuthorityType::kMetropolitan || type == AuthorityType::kLondonBorough) {
    weights[kLabour] *= 1.5;
    weights[kConservative] *= 0.7;
  } else if (type == AuthorityType::kCounty || type == AuthorityType::kDistrict) {
    weights[kConservative] *= 1.25;
    weights[kLabour] *= 0.8;
  }
}

}  // namespace

PartyMix::PartyMix(const record::Authority& authority, Random& random)
    : parties_{{"PP52", "Conservative and Unionist Party"},
               {"PP53", "Labour Party"},
               {"PP90", "Liberal Democrats"},
               {"PP63", "Green Party"},
               {"PP77", "Plaid Cymru - The Party of Wales"},
               {"PP85", "UK Independence Party (UKIP)"},
               {"", "Independent"},
               // No registered code begins so: nobody takes an invented party for a real one.
               {absl::StrCat("XP-", authority.code),
                absl::StrCat(authority.short_name, " Residents First")}} {
  Weights weights = RegionWeights(authority.region);
  LeanByType(authority.type, weights);
  for (double& weight : weights) {
    const double tilt = std::exp2(3 * random.Unit() - 1.5);
    weight *= tilt;
  }
  // Most councils have no local party of their own; where there is one, it counts.
  weights[kLocal] *= random.Chance(0.25) ? 4 : 0;
  if (authority.type == AuthorityType::kCityCorporation) {
    weights = {};
    weights[kIndependent] = 1;
  }
  weights_.assign(weights.begin(), weights.end());
}

}  // namespace telemachus::sample
