#ifndef TELEMACHUS_REGISTRY_POLICY_POLICY_RECORD_H_
#define TELEMACHUS_REGISTRY_POLICY_POLICY_RECORD_H_

#include <optional>

#include "absl/time/time.h"
#include "telemachus/registry/v1/authority.pb.h"

namespace telemachus::registry {

// A version of an authority's policy as recorded.
struct StoredPolicy {
  v1::Policy policy;
  // Nothing if it was not withdrawn.
  std::optional<absl::Time> withdrawn_at;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_POLICY_RECORD_H_
