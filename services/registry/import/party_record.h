#ifndef TELEMACHUS_REGISTRY_IMPORT_PARTY_RECORD_H_
#define TELEMACHUS_REGISTRY_IMPORT_PARTY_RECORD_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "registry/catalogue/party_map.h"
#include "registry/import/record.h"

namespace telemachus::registry {

// The party of a row, noting what is odd about it: from its column `party`, a party of the
// catalogue or none, or from `party_code` and `party_name`, where the match is without party if
// nobody holds the seat.
inline PartyMap::Match ReadParty(const PartyMap& parties, Record& record) {
  constexpr size_t kCodeLength = 40;
  constexpr size_t kNameLength = 200;
  if (record.Has("party")) {
    const std::string party = record.Optional("party", kCodeLength);
    if (party.empty() || parties.Has(party)) {
      return {.party = party.empty() ? "" : absl::StrCat("parties/", party)};
    }
    record.TakenWithout(v1::ODD_KIND_CODE_UNKNOWN, "party");
    return {};
  }
  const std::string code = record.Optional("party_code", kCodeLength);
  const std::string name = record.Optional("party_name", kNameLength);
  PartyMap::Match match = parties.Find(code, name);
  if (match.odd == v1::ODD_KIND_SEAT_VACANT) {
    record.TakenWithout(match.odd, "party_name");
  } else if (match.odd != v1::ODD_KIND_UNSPECIFIED) {
    record.Taken(match.odd, "party_code");
  }
  return match;
}

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_PARTY_RECORD_H_
