#include "evaluation/report/publication_store.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace telemachus::evaluation {
namespace {

// Authorities, regions and nations, with room.
constexpr int kScopesMax = 10000;

absl::StatusOr<std::map<std::string, std::string>> LoadColumn(sql::Transaction& transaction,
                                                              const char* column,
                                                              const std::string& edition) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query(absl::StrCat("SELECT scope, ", column,
                                                  " FROM publications WHERE edition = :edition "
                                                  "ORDER BY scope LIMIT :limit"),
                                     {{"edition", edition}, {"limit", kScopesMax}}));
  std::map<std::string, std::string> values;
  for (const sql::Row& row : rows) values[row.Text(0)] = row.Blob(1);
  return values;
}

}  // namespace

absl::StatusOr<bool> BeginRelease(sql::Transaction& transaction, const std::string& edition,
                                  absl::Time as_of) {
  ASSIGN_OR_RETURN(int64_t inserted,
                   transaction.Execute("INSERT INTO releases (edition, as_of) VALUES (:edition, "
                                       ":as_of) ON CONFLICT (edition) DO NOTHING",
                                       {{"edition", edition}, {"as_of", as_of}}));
  return inserted == 1;
}

absl::StatusOr<std::optional<absl::Time>> ReleasedAsOf(sql::Transaction& transaction,
                                                       const std::string& edition) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT as_of FROM releases WHERE edition = :edition",
                                     {{"edition", edition}}));
  if (rows.empty()) return std::optional<absl::Time>();
  return std::optional<absl::Time>(rows[0].Time(0));
}

absl::StatusOr<std::string> EditionBefore(sql::Transaction& transaction, absl::string_view prefix,
                                          const std::string& edition) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query("SELECT edition FROM releases WHERE "
                                                "edition >= :prefix AND edition < :edition "
                                                "ORDER BY edition DESC LIMIT 1",
                                                {{"prefix", prefix}, {"edition", edition}}));
  return rows.empty() ? std::string() : rows[0].Text(0);
}

absl::Status InsertPublication(sql::Transaction& transaction, const Publication& publication) {
  return transaction
      .Execute(
          "INSERT INTO publications (edition, scope, body, basis) VALUES (:edition, :scope, "
          ":body, :basis) ON CONFLICT (edition, scope) DO NOTHING",
          {{"edition", publication.edition},
           {"scope", publication.scope},
           {"body", sql::Bytes{publication.body}},
           {"basis", sql::Bytes{publication.basis}}})
      .status();
}

absl::StatusOr<std::optional<std::string>> LoadBody(sql::Transaction& transaction,
                                                    const std::string& edition,
                                                    const std::string& scope) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query("SELECT body FROM publications WHERE edition = :edition AND scope = :scope",
                        {{"edition", edition}, {"scope", scope}}));
  if (rows.empty()) return std::optional<std::string>();
  return std::optional<std::string>(rows[0].Blob(0));
}

absl::StatusOr<std::map<std::string, std::string>> LoadBodies(sql::Transaction& transaction,
                                                              const std::string& edition) {
  return LoadColumn(transaction, "body", edition);
}

absl::StatusOr<std::map<std::string, std::string>> LoadBases(sql::Transaction& transaction,
                                                             const std::string& edition) {
  return LoadColumn(transaction, "basis", edition);
}

}  // namespace telemachus::evaluation
