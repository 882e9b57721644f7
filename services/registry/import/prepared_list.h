#ifndef TELEMACHUS_REGISTRY_IMPORT_PREPARED_LIST_H_
#define TELEMACHUS_REGISTRY_IMPORT_PREPARED_LIST_H_

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/csv/reader.h"
#include "common/sql/database.h"
#include "registry/import/known.h"
#include "registry/import/member_rows.h"
#include "registry/import/report.h"
#include "registry/means.h"
#include "telemachus/registry/v1/transfer.pb.h"

namespace telemachus::registry {

// The rows of a list that can be taken, in the order of the file, ready to be carried out. Outlives
// what it was read from. Not thread-safe.
class PreparedList {
 public:
  virtual ~PreparedList() = default;
  // How many there are.
  virtual size_t size() const = 0;
  // The line of a row, counted from 0.
  virtual int64_t LineOf(size_t row) const = 0;
  // Most rows carried out in one transaction.
  virtual size_t batch() const = 0;
  // Carries out up to `count` rows from `first` inside the caller's transaction, and counts each.
  virtual absl::Status CarryOut(sql::Transaction& transaction, size_t first, size_t count,
                                absl::Time now, Report& report) const = 0;
  // The same after those earlier rows that bear on them, which are not counted: for a trial, where
  // nothing of what came before was kept.
  virtual absl::Status Rehearse(sql::Transaction& transaction, size_t first, size_t count,
                                absl::Time now, Report& report) const = 0;
};

// How a list is read.
struct ListReading {
  v1::ImportList list = v1::IMPORT_LIST_UNSPECIFIED;
  // The issuer at which members' column `subject` is a login.
  std::string login_issuer = {};
  // The code of the one authority that the list is about; empty: each row names its own.
  std::string authority_code = {};
  // That authority, `authorities/{authority}`, where the list may also tell of seats that have
  // passed to it: rows of other authorities are taken of those alone.
  std::string responsible = {};
  // The nations (`nations/wales`) of authorities that are taken; empty: all.
  std::set<std::string> nations = {};
};

// Makes the rows of a table ready; what cannot be taken is noted and left out. INVALID_ARGUMENT if
// the table lacks a column (REASON_IMPORT_UNREADABLE on `content`), or has logins but no issuer.
absl::StatusOr<std::unique_ptr<PreparedList>> Prepare(const csv::Table& table,
                                                      const ListReading& reading,
                                                      const Known& known, const Means& means,
                                                      Report& report);

// The rows of a list of members alone, for who carries them out otherwise. The same errors.
absl::StatusOr<std::vector<MemberRow>> PrepareMemberRows(const csv::Table& table,
                                                         const ListReading& reading,
                                                         const Known& known, const Means& means,
                                                         Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_PREPARED_LIST_H_
