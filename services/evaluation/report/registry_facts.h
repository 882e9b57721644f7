#ifndef TELEMACHUS_EVALUATION_REPORT_REGISTRY_FACTS_H_
#define TELEMACHUS_EVALUATION_REPORT_REGISTRY_FACTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/caller.h"

namespace telemachus::evaluation {

// What evaluation asks the registry. Implementations are thread-safe.
class RegistryFacts {
 public:
  virtual ~RegistryFacts() = default;
  // Where an authority lies now; NOT_FOUND, or the error of the call.
  virtual absl::StatusOr<access::Scope> Place(const std::string& authority,
                                              absl::Time deadline) = 0;
  // Every authority that lives today, with where it lies.
  virtual absl::StatusOr<std::vector<access::Scope>> Places(absl::Time deadline) = 0;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_REGISTRY_FACTS_H_
