#include "common/once/ledger.h"

#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::once {
namespace {

// Rows forgotten in one go, so that no transaction is long.
constexpr int kForgottenAtOnce = 5000;

absl::Status Reused() {
  return status::FieldFault("request_id", status::v1::REASON_REQUEST_ID_REUSED,
                            "was used before for another request");
}

}  // namespace

absl::StatusOr<std::optional<Result>> Find(sql::Transaction& transaction, const Key& key) {
  if (key.request_id.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(
      const std::vector<sql::Row> rows,
      transaction.Query(
          "SELECT digest, resource, version FROM once_requests "
          "WHERE caller = :caller AND method = :method AND request_id = :request_id",
          {{"caller", key.caller}, {"method", key.method}, {"request_id", key.request_id}}));
  if (rows.empty()) return std::nullopt;
  if (rows[0].Blob(0) != key.digest) return Reused();
  return Result{rows[0].Text(1), rows[0].Int(2)};
}

absl::Status Keep(sql::Transaction& transaction, const Key& key, const Result& result,
                  absl::Time now) {
  if (key.request_id.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t kept,
                   transaction.Execute(
                       "INSERT INTO once_requests"
                       "(caller, method, request_id, digest, resource, version, kept_at) "
                       "VALUES (:caller, :method, :request_id, :digest, :resource, :version, :now) "
                       "ON CONFLICT DO NOTHING",
                       {{"caller", key.caller},
                        {"method", key.method},
                        {"request_id", key.request_id},
                        {"digest", sql::Bytes{key.digest}},
                        {"resource", result.resource},
                        {"version", result.version},
                        {"now", now}}));
  if (kept == 1) return absl::OkStatus();
  return status::Error(absl::StatusCode::kAborted, status::v1::REASON_CONFLICTING_CHANGE,
                       "the same request is being carried out already");
}

absl::Status Forget(sql::Transaction& transaction, absl::Time before) {
  return transaction
      .Execute(
          "DELETE FROM once_requests WHERE (caller, method, request_id) IN "
          "(SELECT caller, method, request_id FROM once_requests WHERE kept_at < :before "
          "ORDER BY kept_at LIMIT :limit)",
          {{"before", before}, {"limit", kForgottenAtOnce}})
      .status();
}

}  // namespace telemachus::once
