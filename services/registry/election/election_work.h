#ifndef TELEMACHUS_REGISTRY_ELECTION_ELECTION_WORK_H_
#define TELEMACHUS_REGISTRY_ELECTION_ELECTION_WORK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/operation/operation.h"
#include "registry/means.h"

namespace telemachus::registry {

// The kind of operation that applies an election.
inline constexpr char kElectionKind[] = "election";

// Where an operation that applies an election begins.
std::string FirstCursor(const std::string& election);

// Applies elections in steps of some rows each. Each row is planned anew by the register as it
// stands then, and carried out if that is what was previewed. Thread-safe.
class ElectionKind final : public operation::Kind {
 public:
  explicit ElectionKind(const Means& means) : means_(means) {}
  absl::StatusOr<std::unique_ptr<operation::Work>> TakeUp(const std::string& name,
                                                          absl::Time deadline) override;
  absl::Status Ended(sql::Transaction& transaction, const std::string& name) override;
  absl::Status Removed(sql::Transaction& transaction, const std::string& name) override;

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_ELECTION_WORK_H_
