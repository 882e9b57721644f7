#ifndef TELEMACHUS_MATCHING_PASSING_SEAT_PLACE_H_
#define TELEMACHUS_MATCHING_PASSING_SEAT_PLACE_H_

#include <string>

#include "common/access/caller.h"
#include "telemachus/registry/v1/facts.pb.h"

namespace telemachus::matching {

// The authority to which the holder of a seat belongs now: the one that is responsible for it, if
// its own has ended.
inline const std::string& AuthorityOf(const registry::v1::PersonFacts::Seat& seat) {
  return seat.responsible_authority().empty() ? seat.authority() : seat.responsible_authority();
}

// The same, and where it lies.
inline access::Scope PlaceOf(const registry::v1::PersonFacts::Seat& seat) {
  return {.authority = AuthorityOf(seat), .region = seat.region(), .nation = seat.nation()};
}

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_PASSING_SEAT_PLACE_H_
