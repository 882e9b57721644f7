#ifndef TELEMACHUS_REGISTRY_TRANSFER_IMPORT_WORK_H_
#define TELEMACHUS_REGISTRY_TRANSFER_IMPORT_WORK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/operation/operation.h"
#include "registry/import/known.h"
#include "registry/import/prepared_list.h"
#include "registry/means.h"
#include "registry/transfer/import_store.h"

namespace telemachus::registry {

// The kind of operation that carries out a list.
inline constexpr char kImportKind[] = "import";

// A list read against the register: what can be carried out, and what was noted of each row.
struct ReadImport {
  std::unique_ptr<PreparedList> list;
  Report noted;
  std::string authority_code = {};  // of the parent, where there is one
};
// Reads a list as it was sent. INVALID_ARGUMENT as of Prepare(), and if its format is not its own.
absl::StatusOr<ReadImport> Read(const StoredImport& import, const Known& known, const Means& means);

// Carries out lists in steps: some rows each, in the order of the file, with what became of them;
// at the end the members whom a full list leaves out. A dry run does the same and takes it back
// within the transaction, all but what it tells. Thread-safe.
class ImportKind final : public operation::Kind {
 public:
  explicit ImportKind(const Means& means) : means_(means) {}
  absl::StatusOr<std::unique_ptr<operation::Work>> TakeUp(const std::string& name,
                                                          absl::Time deadline) override;
  absl::Status Ended(sql::Transaction& transaction, const std::string& name) override;
  absl::Status Removed(sql::Transaction& transaction, const std::string& name) override;

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_IMPORT_WORK_H_
