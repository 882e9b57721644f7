#ifndef TELEMACHUS_REGISTRY_NATIONAL_POLICY_BOUNDS_H_
#define TELEMACHUS_REGISTRY_NATIONAL_POLICY_BOUNDS_H_

#include <string>
#include <vector>

#include "registry/national/policy_rows.h"
#include "telemachus/programme/v1/codes.pb.h"
#include "telemachus/registry/v1/national_policy.pb.h"

// How far a policy may go: within the bounds of its nation, and those within the programme's own
// limits. Pure.
namespace telemachus::registry {

// No policy lets former members mentor for longer.
inline constexpr int kMostFormerMonths = 12;

// Who bounds a row.
enum class BoundedBy { kNation, kProgramme };

// The limits that hold for every nation, whatever it lays down: aftercare of three months, former
// members for twelve, a re-match soon after the first meeting, holds that end while others wait;
// the other nation opens by the mentee's own word, never by a policy.
const std::vector<v1::PolicyBound>& ProgrammeLimits();

// What a row may hold at all: what its field takes, within the programme's limits. Without a bound
// for yes and no.
v1::PolicyBound LimitOf(const PolicyRow& row);

// Whether the bound's row lies within it.
bool IsWithin(const v1::PolicyBound& bound, const v1::Policy& defaults, const v1::Policy& policy);

// Puts the bound's row, where it lies outside, to what the bound leaves of it: a number to the
// nearest one allowed, a list to the codes allowed in it, all else to the default. True if it did.
bool Confine(const v1::PolicyBound& bound, const v1::Policy& defaults, v1::Policy& policy);

// What the bound asks for, as a fault of a field says it: "must be at most 60".
std::string Demand(const v1::PolicyBound& bound);

// Why a value does not apply, for people.
programme::v1::Text ReasonOf(const v1::PolicyBound& bound, BoundedBy by);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NATIONAL_POLICY_BOUNDS_H_
