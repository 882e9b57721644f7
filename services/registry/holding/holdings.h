#ifndef TELEMACHUS_REGISTRY_HOLDING_HOLDINGS_H_
#define TELEMACHUS_REGISTRY_HOLDING_HOLDINGS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/subject/holdings.h"
#include "registry/means.h"

namespace telemachus::registry {

// What the registry itself holds on people. Thread-safe.
class Holdings final : public subject::OwnHoldings {
 public:
  // Both outlive it; the sealer is that of exports.
  Holdings(const Means& means, crypto::Sealer& sealer)
      : OwnHoldings(means.database, means.clock), ids_(means.ids), sealer_(sealer) {}
  absl::Status Export(const std::string& person, absl::Time deadline,
                      const subject::Teller& tell) override;
  absl::StatusOr<subject::v1::EraseSubjectResponse> Erase(const std::string& person,
                                                          absl::Time deadline) override;
  // Other services are told by event, and read it with the person's facts.
  absl::Status Restrict(const std::string& person, bool restricted, absl::Time deadline) override;

 private:
  id::IdSource& ids_;
  crypto::Sealer& sealer_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_HOLDING_HOLDINGS_H_
