#ifndef TELEMACHUS_EVALUATION_REPORT_PUBLICATION_STORE_H_
#define TELEMACHUS_EVALUATION_REPORT_PUBLICATION_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace telemachus::evaluation {

// The report of one scope as it was published: its bytes, and the counts behind it.
struct Publication {
  std::string edition;
  std::string scope;
  std::string body;
  std::string basis;
};

// Begins the release of an edition; false if it was begun before, whoever came first.
absl::StatusOr<bool> BeginRelease(sql::Transaction& transaction, const std::string& edition,
                                  absl::Time as_of);
// Until when its facts were counted; nothing if it is not released.
absl::StatusOr<std::optional<absl::Time>> ReleasedAsOf(sql::Transaction& transaction,
                                                       const std::string& edition);
// The newest edition beginning with `prefix` that comes before `edition`; empty if there is none.
absl::StatusOr<std::string> EditionBefore(sql::Transaction& transaction, absl::string_view prefix,
                                          const std::string& edition);

// Publishes, unless that scope was published in that edition: what is published never changes.
absl::Status InsertPublication(sql::Transaction& transaction, const Publication& publication);
// The bytes published; nothing if none were.
absl::StatusOr<std::optional<std::string>> LoadBody(sql::Transaction& transaction,
                                                    const std::string& edition,
                                                    const std::string& scope);
// The bytes of all scopes of an edition, and the counts behind them, by scope.
absl::StatusOr<std::map<std::string, std::string>> LoadBodies(sql::Transaction& transaction,
                                                              const std::string& edition);
absl::StatusOr<std::map<std::string, std::string>> LoadBases(sql::Transaction& transaction,
                                                             const std::string& edition);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_PUBLICATION_STORE_H_
