#include "tools/register/sample/people.h"

#include <array>

#include "tools/register/sample/names.h"

namespace telemachus::sample {
namespace {

using Weights = std::array<double, kCommunities>;

constexpr double kShortNameShare = 0.5;

struct RegionNames {
  absl::string_view region;
  Weights weights;  // in hundredths, by Community
};

constexpr RegionNames kRegions[] = {
    {"Wales", {72, 22, 1, 1, 1, 0, 1, 2, 0, 0}},
    {"London", {1, 46, 15, 9, 9, 6, 3, 5, 2, 4}},
    {"West Midlands", {2, 68, 12, 9, 2, 3, 2, 1, 1, 0}},
    {"North West", {2, 74, 12, 2, 2, 1, 1, 5, 1, 0}},
    {"Yorkshire and The Humber", {1, 78, 12, 2, 1, 2, 2, 1, 1, 0}},
    {"East Midlands", {1, 78, 5, 9, 2, 2, 2, 1, 0, 0}},
    {"East of England", {1, 84, 5, 2, 2, 1, 3, 1, 0, 1}},
    {"South East", {2, 84, 4, 3, 2, 1, 2, 1, 1, 0}},
};
constexpr Weights kElsewhere = {2, 89, 3, 1, 1, 0, 1, 2, 1, 0};

const Weights& RegionWeights(absl::string_view region) {
  for (const RegionNames& names : kRegions) {
    if (names.region == region) return names.weights;
  }
  return kElsewhere;
}

struct WelshSpeakers {
  absl::string_view gss_code;
  double share;
};

// Where Welsh is the language of more than a few council chambers' members.
constexpr WelshSpeakers kWelshSpeakers[] = {
    {"W06000001", 0.60}, {"W06000002", 0.85}, {"W06000003", 0.30}, {"W06000004", 0.25},
    {"W06000008", 0.60}, {"W06000009", 0.20}, {"W06000010", 0.50}, {"W06000023", 0.20},
};
constexpr double kWelshElsewhere = 0.10;

}  // namespace

PersonName MakeName(const record::Authority& authority, absl::string_view gender, Random& random) {
  const Weights& weights = RegionWeights(authority.region);
  const NameStock& stock = Stock(static_cast<Community>(random.Weighted(weights)));
  const bool female = gender.empty() ? random.Chance(0.5) : gender == "female";
  PersonName name;
  name.given = std::string(random.Pick(female ? stock.female : stock.male));
  name.family = std::string(random.Pick(stock.family));
  if (random.Chance(kShortNameShare)) name.preferred = std::string(ShortName(name.given));
  return name;
}

double WelshShare(const record::Authority& authority) {
  if (authority.nation != "Wales") return 0;
  for (const WelshSpeakers& speakers : kWelshSpeakers) {
    if (speakers.gss_code == authority.gss_code) return speakers.share;
  }
  return kWelshElsewhere;
}

}  // namespace telemachus::sample
