#include "agreement/checklist/checklist_store.h"

#include "common/status/macros.h"

namespace telemachus::agreement {

absl::StatusOr<std::string> LoadChecklist(sql::Transaction& transaction,
                                          const std::string& agreement, const std::string& person) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query("SELECT sealed FROM checklists WHERE agreement = "
                                                ":agreement AND person = :person LIMIT 1",
                                                {{"agreement", agreement}, {"person", person}}));
  return rows.empty() ? std::string() : rows.front().Blob(0);
}

absl::StatusOr<bool> InsertChecklist(sql::Transaction& transaction, const std::string& agreement,
                                     const std::string& person, int catalogue_version,
                                     const std::string& sealed) {
  ASSIGN_OR_RETURN(int64_t inserted,
                   transaction.Execute("INSERT INTO checklists (agreement, person, "
                                       "catalogue_version, sealed) VALUES (:agreement, :person, "
                                       ":catalogue_version, :sealed) ON CONFLICT DO NOTHING",
                                       {{"agreement", agreement},
                                        {"person", person},
                                        {"catalogue_version", catalogue_version},
                                        {"sealed", sql::Bytes{sealed}}}));
  return inserted == 1;
}

}  // namespace telemachus::agreement
