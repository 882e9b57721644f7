#ifndef TELEMACHUS_REGISTRY_POLICY_EFFECTIVE_POLICY_H_
#define TELEMACHUS_REGISTRY_POLICY_EFFECTIVE_POLICY_H_

#include <string>
#include <vector>

#include "registry/national/policy_bounds.h"
#include "telemachus/registry/v1/national_policy.pb.h"
#include "telemachus/registry/v1/policy_version.pb.h"

// What applies to an authority, of what it chose and what its nation lays down. Pure.
namespace telemachus::registry {

// A row that a bound put back.
struct Confinement {
  v1::PolicyBound bound;
  BoundedBy by = BoundedBy::kNation;
};

// What the nation's version makes of a policy: rows left open get its defaults, and what lies
// outside its bounds, or the programme's limits, is put back.
struct EffectivePolicy {
  v1::Policy policy;
  std::vector<Confinement> confined;
};
EffectivePolicy Within(const v1::NationalPolicy& national, const v1::Policy& chosen);

// The name of what applies to an authority that chose nothing: version 0 of its policy.
std::string DefaultName(const std::string& authority);
// What applies where nothing comes down to it either.
v1::Policy DefaultFor(const std::string& authority, const v1::NationalPolicy& national);

// What an authority goes by on a day: one of these, or neither.
struct Choice {
  // What it chose.
  const v1::Policy* own = nullptr;
  // What came down to it from those that it came after.
  const v1::Policy* inherited = nullptr;
};

// What applies, and of each row where it comes from.
v1::PolicyExplanation Explain(const std::string& authority, const v1::NationalPolicy& national,
                              const Choice& choice);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_EFFECTIVE_POLICY_H_
