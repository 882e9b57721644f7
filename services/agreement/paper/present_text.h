#ifndef TELEMACHUS_AGREEMENT_PAPER_PRESENT_TEXT_H_
#define TELEMACHUS_AGREEMENT_PAPER_PRESENT_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "agreement/paper/version_store.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"

// The present version and its text, as the verbs that change it take and leave them.
namespace telemachus::agreement {

// The agreement with its present version, if the caller is party to it; else NotPermitted().
absl::StatusOr<Present> LoadPresent(const rpc::Call& call, sql::Transaction& transaction,
                                    const std::string& name);
// The same in a reading transaction of its own.
absl::StatusOr<Present> ReadPresent(const rpc::Call& call, sql::Database& database,
                                    const std::string& name);

// The text of the present version.
absl::StatusOr<v1::Sections> OpenSections(crypto::Sealer& sealer, const Present& present,
                                          absl::Time deadline);

// The version that a change of the present text goes into: the present one while nobody has signed
// it, else the next.
int64_t VersionOfChange(const v1::Agreement& agreement);

// Seals sections for a version; their planned end stays outside.
absl::StatusOr<std::string> SealSections(crypto::Sealer& sealer, const std::string& agreement,
                                         int64_t version, v1::Sections sections,
                                         absl::Time deadline);

// Puts a text sealed for VersionOfChange() into the agreement and saves both.
absl::Status SaveText(sql::Transaction& transaction, const std::string& sealed,
                      const std::string& planned_end_date, absl::Time now, Present& present);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_PRESENT_TEXT_H_
