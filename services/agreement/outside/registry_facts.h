#ifndef TELEMACHUS_AGREEMENT_OUTSIDE_REGISTRY_FACTS_H_
#define TELEMACHUS_AGREEMENT_OUTSIDE_REGISTRY_FACTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "telemachus/registry/v1/facts.pb.h"

namespace telemachus::agreement {

// What agreement asks of the registry. Thread-safe. UNAVAILABLE where the registry does not answer.
class RegistryFacts {
 public:
  virtual ~RegistryFacts() = default;
  // Any number of people, in the order asked; unknown ones are left out.
  virtual absl::StatusOr<std::vector<registry::v1::PersonFacts>> People(
      const std::vector<std::string>& people, absl::Time deadline) = 0;
  // Where an authority lies, and its policy on `date` ("" is today); NOT_FOUND if there is none.
  virtual absl::StatusOr<registry::v1::AuthorityFacts> Authority(absl::string_view authority,
                                                                 absl::string_view date,
                                                                 absl::Time deadline) = 0;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_OUTSIDE_REGISTRY_FACTS_H_
