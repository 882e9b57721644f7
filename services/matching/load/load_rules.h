#ifndef TELEMACHUS_MATCHING_LOAD_LOAD_RULES_H_
#define TELEMACHUS_MATCHING_LOAD_LOAD_RULES_H_

#include <string>

#include "telemachus/matching/v1/load.pb.h"

namespace telemachus::matching {

// A mentor's load under `name`: of `places`, so many are promised at all, and so many of these only
// held. Pure.
v1::MentorLoad LoadOf(const std::string& name, int places, int promised, int held);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_LOAD_LOAD_RULES_H_
