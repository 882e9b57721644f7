#include "registry/transfer/import_store.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "registry/store/values.h"

namespace telemachus::registry {
namespace {

// Rows written in one statement; each has four values.
constexpr size_t kRowsWritten = 1000;

absl::Status Write(sql::Transaction& transaction, const Values& values) {
  return InsertRows(transaction, "import_rows (operation, place, outcome, body)", values).status();
}

}  // namespace

absl::Status InsertImport(sql::Transaction& transaction, const std::string& operation,
                          const StoredImport& import) {
  return transaction
      .Execute(
          "INSERT INTO imports (operation, reach, request) VALUES (:operation, :reach, :request)",
          {{"operation", operation},
           {"reach", absl::StrJoin(import.reach, " ")},
           {"request", sql::Bytes{import.request.SerializeAsString()}}})
      .status();
}

absl::StatusOr<StoredImport> LoadImport(sql::Transaction& transaction,
                                        const std::string& operation) {
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow("SELECT reach, request FROM imports WHERE operation = :operation",
                           {{"operation", operation}}));
  StoredImport import;
  for (absl::string_view name : absl::StrSplit(row.Text(0), ' ', absl::SkipEmpty())) {
    import.reach.emplace(name);
  }
  import.request.ParseFromString(row.Blob(1));
  return import;
}

absl::Status DeleteImport(sql::Transaction& transaction, const std::string& operation) {
  return transaction
      .Execute("DELETE FROM imports WHERE operation = :operation", {{"operation", operation}})
      .status();
}

absl::Status InsertImportRows(sql::Transaction& transaction, const std::string& operation,
                              const std::map<int64_t, v1::ImportRow>& rows) {
  Values values;
  for (const auto& [place, row] : rows) {
    values.Add({operation, place, static_cast<int64_t>(row.outcome()),
                sql::Bytes{row.SerializeAsString()}});
    if (values.size() < kRowsWritten) continue;
    RETURN_IF_ERROR(Write(transaction, values));
    values = Values();
  }
  return Write(transaction, values);
}

absl::StatusOr<std::vector<PlacedRow>> LoadImportRows(sql::Transaction& transaction,
                                                      const std::string& operation,
                                                      v1::ImportRow::Outcome outcome, int64_t after,
                                                      int limit) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT place, body FROM import_rows WHERE operation = :operation AND "
                        "place > :after AND (:outcome = 0 OR outcome = :outcome) ORDER BY place "
                        "LIMIT :limit",
                        {{"operation", operation},
                         {"after", after},
                         {"outcome", static_cast<int>(outcome)},
                         {"limit", limit}}));
  std::vector<PlacedRow> placed;
  placed.reserve(rows.size());
  for (const sql::Row& row : rows) {
    PlacedRow& told = placed.emplace_back();
    told.place = row.Int(0);
    told.row.ParseFromString(row.Blob(1));
  }
  return placed;
}

absl::Status SaveImportRow(sql::Transaction& transaction, const std::string& operation,
                           const PlacedRow& placed) {
  return transaction
      .Execute(
          "UPDATE import_rows SET outcome = :outcome, body = :body WHERE operation = "
          ":operation AND place = :place",
          {{"operation", operation},
           {"place", placed.place},
           {"outcome", static_cast<int>(placed.row.outcome())},
           {"body", sql::Bytes{placed.row.SerializeAsString()}}})
      .status();
}

absl::Status DeleteImportRows(sql::Transaction& transaction, const std::string& operation) {
  return transaction
      .Execute("DELETE FROM import_rows WHERE operation = :operation", {{"operation", operation}})
      .status();
}

}  // namespace telemachus::registry
