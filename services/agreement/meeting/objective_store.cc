#include "agreement/meeting/objective_store.h"

#include "absl/strings/str_cat.h"
#include "agreement/paper/conflict.h"
#include "common/status/macros.h"

namespace telemachus::agreement {
namespace {

constexpr char kColumns[] = "SELECT body, sealed, position, version FROM objectives ";

StoredObjective FromRow(const sql::Row& row) {
  StoredObjective stored;
  stored.objective.ParseFromString(row.Blob(0));
  stored.sealed = row.Blob(1);
  stored.position = row.Int(2);
  stored.version = row.Int(3);
  stored.objective.set_etag(absl::StrCat(stored.version));
  return stored;
}

sql::Bytes Body(v1::Objective objective) {
  objective.clear_content();
  objective.clear_etag();
  return {objective.SerializeAsString()};
}

}  // namespace

absl::StatusOr<StoredObjective> LoadObjective(sql::Transaction& transaction,
                                              const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::Status InsertObjective(sql::Transaction& transaction, const std::string& agreement,
                             StoredObjective& stored) {
  stored.version = 1;
  stored.objective.set_etag("1");
  return transaction
      .Execute(
          "INSERT INTO objectives (id, agreement, position, state, version, sealed, body) VALUES "
          "(:id, :agreement, :position, :state, 1, :sealed, :body)",
          {{"id", stored.objective.name()},
           {"agreement", agreement},
           {"position", stored.position},
           {"state", static_cast<int>(stored.objective.state())},
           {"sealed", sql::Bytes{stored.sealed}},
           {"body", Body(stored.objective)}})
      .status();
}

absl::Status SaveObjective(sql::Transaction& transaction, StoredObjective& stored) {
  ASSIGN_OR_RETURN(int64_t changed,
                   transaction.Execute("UPDATE objectives SET state = :state, version = :next, "
                                       "body = :body WHERE id = :id AND version = :version",
                                       {{"id", stored.objective.name()},
                                        {"state", static_cast<int>(stored.objective.state())},
                                        {"next", stored.version + 1},
                                        {"version", stored.version},
                                        {"body", Body(stored.objective)}}));
  if (changed != 1) return ChangedMeanwhile();
  stored.objective.set_etag(absl::StrCat(++stored.version));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<StoredObjective>> ListObjectives(sql::Transaction& transaction,
                                                            const std::string& agreement,
                                                            int64_t after, int limit) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE agreement = :agreement AND position > :after ORDER BY "
                                     "position LIMIT :limit"),
                        {{"agreement", agreement}, {"after", after}, {"limit", limit}}));
  std::vector<StoredObjective> objectives;
  objectives.reserve(rows.size());
  for (const sql::Row& row : rows) objectives.push_back(FromRow(row));
  return objectives;
}

}  // namespace telemachus::agreement
