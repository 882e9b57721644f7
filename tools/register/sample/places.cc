#include "tools/register/sample/places.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace telemachus::sample {
namespace {

using Names = absl::Span<const absl::string_view>;

constexpr absl::string_view kStems[] = {
    "Alder", "Apple",  "Ash",    "Birch", "Black",  "Bram",   "Brook", "Carr",   "Chal", "Clay",
    "Cold",  "Copper", "Crow",   "Dun",   "Eder",   "Elm",    "Fair",  "Farn",   "Fen",  "Foxen",
    "Gold",  "Green",  "Hart",   "Hazel", "Hollow", "Holm",   "Kings", "Lamb",   "Lang", "Linden",
    "Marl",  "Mill",   "Nether", "Oaken", "Otter",  "Over",   "Raven", "Red",    "Rush", "Salter",
    "Shear", "Stan",   "Stone",  "Thorn", "Under",  "Wether", "Whit",  "Willow", "Wind", "Wood"};
constexpr absl::string_view kNorthernEnds[] = {"by",   "thorpe", "thwaite", "gate", "dale", "royd",
                                               "burn", "shaw",   "holme",   "ley",  "ton",  "wick",
                                               "fell", "side",   "rigg",    "bank"};
constexpr absl::string_view kSouthernEnds[] = {"ham",    "ford",   "stead", "hurst", "combe", "ley",
                                               "den",    "bourne", "field", "worth", "well",  "ton",
                                               "bridge", "mere",   "cote",  "wick"};
constexpr absl::string_view kTownWards[] = {
    "Abbey",      "Castle",    "Priory",     "Northgate", "Southgate", "Westgate",
    "Eastgate",   "Riverside", "Market",     "Minster",   "Docks",     "Cathedral",
    "University", "Park",      "Victoria",   "Central",   "St Mary's", "St Peter's",
    "St John's",  "St Anne's", "All Saints", "Trinity"};
constexpr absl::string_view kSides[] = {"North", "South", "East", "West", "Rural", "Central"};

constexpr absl::string_view kWelshHeads[] = {"Aber", "Bryn", "Cefn", "Coed",  "Cwm",  "Glan",
                                             "Llan", "Maes", "Nant", "Pant",  "Pen",  "Pont",
                                             "Rhos", "Rhyd", "Tre",  "Troed", "Ynys", "Tŷ"};
constexpr absl::string_view kWelshTails[] = {
    "gwyn",  "gwen",   "badrig", "ddewi", "deilo",  "non",   "gybi",   "feirion",
    "elwy",  "arthen", "onnen",  "dderw", "eithin", "helyg", "ddu",    "goch",
    "felin", "gwynt",  "haul",   "môr",   "llŷr",   "grug",  "wennol", "dŵr"};
constexpr absl::string_view kWelshSides[] = {"Isaf", "Uchaf", "Canol", "Gogledd", "De"};

bool IsNorthern(absl::string_view region) {
  return region == "North East" || region == "North West" || region == "Yorkshire and The Humber" ||
         region == "East Midlands";
}

std::string WelshPlace(Random& random) {
  // One after the other: the order in which arguments are evaluated is the compiler's.
  const absl::string_view head = random.Pick(Names(kWelshHeads));
  return absl::StrCat(head, random.Pick(Names(kWelshTails)));
}

// "a" and the place, as Welsh joins them: "ac" before a vowel, and c, p and t take an h.
std::string WelshAnd(absl::string_view place) {
  const char first = place.front();
  if (first == 'A' || first == 'Y') return absl::StrCat("ac ", place);
  if (first != 'C' && first != 'P' && first != 'T') return absl::StrCat("a ", place);
  return absl::StrCat("a ", place.substr(0, 1), "h", place.substr(1));
}

std::string WelshWard(Random& random) {
  const double kind = random.Unit();
  const std::string first = WelshPlace(random);
  if (kind < 0.60) return first;
  if (kind < 0.85) return absl::StrCat(first, " ", random.Pick(Names(kWelshSides)));
  return absl::StrCat(first, " ", WelshAnd(WelshPlace(random)));
}

std::string EnglishWard(Names ends, Random& random) {
  const auto place = [&] {
    const absl::string_view stem = random.Pick(Names(kStems));
    return absl::StrCat(stem, random.Pick(ends));
  };
  const double kind = random.Unit();
  if (kind < 0.15) return std::string(random.Pick(Names(kTownWards)));
  const std::string first = place();
  if (kind < 0.65) return first;
  if (kind < 0.80) return absl::StrCat(first, " ", random.Pick(Names(kSides)));
  const std::string second = place();
  if (kind < 0.94) return absl::StrCat(first, " and ", second);
  return absl::StrCat(first, ", ", second, " and ", place());
}

}  // namespace

std::vector<std::string> WardNames(const record::Authority& authority, size_t count,
                                   Random& random) {
  const Names ends = IsNorthern(authority.region) ? Names(kNorthernEnds) : Names(kSouthernEnds);
  const bool welsh = authority.nation == "Wales";
  std::vector<std::string> names;
  absl::flat_hash_set<std::string> seen;
  while (names.size() < count) {
    std::string name = welsh ? WelshWard(random) : EnglishWard(ends, random);
    if (seen.insert(name).second) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace telemachus::sample
