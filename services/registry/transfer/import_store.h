#ifndef TELEMACHUS_REGISTRY_TRANSFER_IMPORT_STORE_H_
#define TELEMACHUS_REGISTRY_TRANSFER_IMPORT_STORE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/transfer.pb.h"

// Where lists wait to be carried out, and what became of their rows. All functions run inside the
// caller's transaction.
namespace telemachus::registry {

// A list, and the authority or nations whose rows are taken of it.
struct StoredImport {
  v1::StartImportRequest request;
  std::set<std::string> reach;
};

// Keeps a list until its operation ends.
absl::Status InsertImport(sql::Transaction& transaction, const std::string& operation,
                          const StoredImport& import);
// The list of an operation, or NOT_FOUND (bare).
absl::StatusOr<StoredImport> LoadImport(sql::Transaction& transaction,
                                        const std::string& operation);
// Deletes the list.
absl::Status DeleteImport(sql::Transaction& transaction, const std::string& operation);

// Keeps what became of rows, by their places in the list.
absl::Status InsertImportRows(sql::Transaction& transaction, const std::string& operation,
                              const std::map<int64_t, v1::ImportRow>& rows);
// A row and its place.
struct PlacedRow {
  int64_t place = 0;
  v1::ImportRow row;
};
// Rows of this outcome (unspecified: all) after a place.
absl::StatusOr<std::vector<PlacedRow>> LoadImportRows(sql::Transaction& transaction,
                                                      const std::string& operation,
                                                      v1::ImportRow::Outcome outcome, int64_t after,
                                                      int limit);
// Writes a row that was read before.
absl::Status SaveImportRow(sql::Transaction& transaction, const std::string& operation,
                           const PlacedRow& placed);
// Deletes what became of rows.
absl::Status DeleteImportRows(sql::Transaction& transaction, const std::string& operation);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_IMPORT_STORE_H_
