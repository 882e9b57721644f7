#ifndef TELEMACHUS_REGISTRY_IMPORT_PARTY_RECORD_H_
#define TELEMACHUS_REGISTRY_IMPORT_PARTY_RECORD_H_

#include <string>

#include "registry/catalogue/party_map.h"
#include "registry/import/record.h"

namespace telemachus::registry {

// The party of a row, from its columns `party_code` and `party_name`, noting what is odd about it.
// The match is without party where nobody holds the seat.
inline PartyMap::Match ReadParty(const PartyMap& parties, Record& record) {
  constexpr size_t kCodeLength = 40;
  constexpr size_t kNameLength = 200;
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
