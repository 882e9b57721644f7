#ifndef TELEMACHUS_MATCHING_REQUEST_CHALLENGE_PLACE_H_
#define TELEMACHUS_MATCHING_REQUEST_CHALLENGE_PLACE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/crypto/seal.h"

// How the mentee's own words lie.
namespace telemachus::matching {

// What the challenge is sealed as.
inline crypto::Place ChallengePlace(const std::string& request) {
  return {.thing = request, .field = "challenge", .format = 1};
}

// Under whose key: the mentee's within this request.
inline std::string ChallengeHolder(const std::string& request, const std::string& mentee) {
  return absl::StrCat(request, "|", mentee);
}

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_REQUEST_CHALLENGE_PLACE_H_
