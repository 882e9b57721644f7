#ifndef TELEMACHUS_MATCHING_EVENT_CODES_H_
#define TELEMACHUS_MATCHING_EVENT_CODES_H_

#include <map>
#include <string>

#include "common/access/caller.h"
#include "telemachus/programme/v1/codes.pb.h"

// How this service's events say things: enum values as lower-case words without their prefix.
namespace telemachus::matching {

// The word of a value: `one_to_one` of KIND_ONE_TO_ONE.
std::string CodeOf(programme::v1::Kind kind);
std::string CodeOf(programme::v1::Context context);
std::string CodeOf(programme::v1::Urgency urgency);
// As the source of a mentor: `authority`, `region`, `nation`, `other_nation`.
std::string CodeOf(programme::v1::Reach reach);

// The codes `authority`, `region` and `nation`.
std::map<std::string, std::string> ScopeCodes(const access::Scope& scope);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_EVENT_CODES_H_
