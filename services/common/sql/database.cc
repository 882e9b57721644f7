#include "common/sql/database.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/sql/driver/connection.h"
#include "common/sql/pooled_database.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::sql {
namespace {

constexpr int kConnectionsMax = 1000;
constexpr absl::Duration kOpenTimeout = absl::Seconds(5);

template <typename Wanted>
const Wanted& Column(const std::vector<Value>& values, size_t column) {
  const Wanted* value = column < values.size() ? std::get_if<Wanted>(&values[column]) : nullptr;
  if (value == nullptr) {
    log::Error("a column was read as what it is not", {{"column", static_cast<int64_t>(column)}});
    std::abort();
  }
  return *value;
}

absl::Status NoTarget(absl::string_view words) {
  return status::FieldFault("database", status::v1::REASON_FIELD_MALFORMED, words);
}

absl::StatusOr<PooledDatabase::Setup> SetupFor(const Options& options) {
  absl::string_view rest = options.target;
  if (absl::ConsumePrefix(&rest, "sqlite:")) {
    // A database in memory would be another one for each connection.
    if (rest.empty() || absl::StartsWith(rest, ":")) return NoTarget("sqlite: needs a file");
    const auto connect = [path = std::string(rest), erase = options.erase_deleted](Access access,
                                                                                   absl::Time by) {
      return ConnectSqlite(path, access, erase, by);
    };
    return PooledDatabase::Setup{Engine::kSqlite, connect, 1, options.connections,
                                 options.acquire_timeout};
  }
  if (!absl::StartsWith(rest, "postgresql://")) {
    if (!absl::ConsumePrefix(&rest, "postgresql:")) return NoTarget("sqlite: or postgresql:");
  }
  if (!IsPostgresTarget(std::string(rest))) return NoTarget("not a libpq connection string");
  const auto connect = [target = std::string(rest)](Access, absl::Time by) {
    return ConnectPostgres(target, by);
  };
  return PooledDatabase::Setup{Engine::kPostgres, connect, 0, options.connections,
                               options.acquire_timeout};
}

}  // namespace

bool Row::IsNull(size_t column) const {
  return column < values_.size() && std::holds_alternative<std::monostate>(values_[column]);
}

int64_t Row::Int(size_t column) const { return Column<int64_t>(values_, column); }

const std::string& Row::Text(size_t column) const { return Column<std::string>(values_, column); }

const std::string& Row::Blob(size_t column) const { return Column<Bytes>(values_, column).value; }

absl::StatusOr<Row> Transaction::QueryRow(absl::string_view sql, const Parameters& parameters) {
  ASSIGN_OR_RETURN(std::vector<Row> rows, Query(sql, parameters));
  if (rows.empty()) return absl::NotFoundError("no such row");
  return std::move(rows.front());
}

absl::StatusOr<std::unique_ptr<Database>> Open(const Options& options) {
  if (options.connections < 1 || options.connections > kConnectionsMax) {
    return NoTarget("1 to 1,000 connections");
  }
  ASSIGN_OR_RETURN(const PooledDatabase::Setup setup, SetupFor(options));
  auto database = std::make_unique<PooledDatabase>(setup);
  // As a writer, so that a file is made, and one that cannot be written is found out now.
  RETURN_IF_ERROR(database->Transact(absl::Now() + kOpenTimeout, [](Transaction& transaction) {
    return transaction.Query("SELECT 1", {}).status();
  }));
  return database;
}

}  // namespace telemachus::sql
