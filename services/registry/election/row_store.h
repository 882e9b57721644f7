#ifndef TELEMACHUS_REGISTRY_ELECTION_ROW_STORE_H_
#define TELEMACHUS_REGISTRY_ELECTION_ROW_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/election/election_record.h"

// Rows of previews, and what waits for the first day of a term. All functions run inside the
// caller's transaction.
namespace telemachus::registry {

// A row as kept.
struct StoredRow {
  v1::ElectionRow row;
  std::string digest;
};

// Which rows a list is about.
struct RowFilter {
  std::string election;
  v1::ElectionRow::Outcome outcome = v1::ElectionRow::OUTCOME_UNSPECIFIED;  // unspecified: all
  bool problems_only = false;
};

// Puts the rows of a preview in place of those of an earlier one.
absl::Status ReplaceRows(sql::Transaction& transaction, const std::string& election,
                         const std::vector<PlannedRow>& rows);
// Rows after a place.
absl::StatusOr<std::vector<StoredRow>> LoadRows(sql::Transaction& transaction,
                                                const RowFilter& filter, int64_t after, int limit);
// Writes what became of a row.
absl::Status SaveRow(sql::Transaction& transaction, const std::string& election,
                     const v1::ElectionRow& row);

// What waits for a seat; nothing where nothing does.
absl::StatusOr<TermTurn> LoadTurn(sql::Transaction& transaction, const std::string& membership);
// Lets something wait, in place of what did.
absl::Status SaveTurn(sql::Transaction& transaction, const std::string& membership,
                      const TermTurn& turn);
// Lets nothing wait any more.
absl::Status DeleteTurn(sql::Transaction& transaction, const std::string& membership);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_ROW_STORE_H_
