#ifndef TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_STORE_H_
#define TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_STORE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/sql/database.h"

// Where answers to the checklist are kept. All functions run inside the caller's transaction.
namespace telemachus::agreement {

// One person's answers, sealed; empty if there are none.
absl::StatusOr<std::string> LoadChecklist(sql::Transaction& transaction,
                                          const std::string& agreement, const std::string& person);
// Adds them. False, and nothing done, if the person has answered.
absl::StatusOr<bool> InsertChecklist(sql::Transaction& transaction, const std::string& agreement,
                                     const std::string& person, int catalogue_version,
                                     const std::string& sealed);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_STORE_H_
