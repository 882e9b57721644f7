#ifndef TELEMACHUS_MATCHING_LOAD_LOAD_RULES_H_
#define TELEMACHUS_MATCHING_LOAD_LOAD_RULES_H_

#include <string>

#include "telemachus/matching/v1/load.pb.h"

namespace telemachus::matching {

// A mentor's load under `name`: of `places`, so many are taken by matches. Pure.
v1::MentorLoad LoadOf(const std::string& name, int places, int taken);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_LOAD_LOAD_RULES_H_
