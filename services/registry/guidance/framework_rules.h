#ifndef TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_RULES_H_
#define TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_RULES_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/guidance.pb.h"

// What a version of a framework of skills may be. Pure.
namespace telemachus::registry {

// The framework for every member, whose skills are those of the catalogue.
inline constexpr char kAllMembers[] = "skillFrameworks/all-members";

// Whether there is such a framework: that for all members, or one for some beside it.
bool IsFramework(absl::string_view framework);

// What a version is checked against.
struct FrameworkGround {
  std::string framework;         // `skillFrameworks/{framework}`
  std::set<std::string> skills;  // codes of the catalogue
  std::string today;             // YYYY-MM-DD
  std::string latest_date;       // from when the latest version is in force; empty: there is none
};

// Whether the version can be in force. INVALID_ARGUMENT naming each field, as a path from
// `skill_framework`:
// - REASON_FIELD_UNKNOWN_REFERENCE on `parent` for no framework, and on a skill that is not known;
// - REASON_FIELD_OUT_OF_RANGE for a date before today or before the latest version's;
// - REASON_FIELD_REPEATED for a code that stands twice where it may not;
// - REASON_FIELD_CONFLICT for an indicator that reads differently under two skills;
// - what CheckText() finds.
absl::Status CheckFramework(const v1::SkillFramework& version, const FrameworkGround& ground);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_RULES_H_
