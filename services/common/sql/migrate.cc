#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/sql/database.h"
#include "common/sql/driver/text.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::sql {
namespace {

// Longest time for one migration, the wait for another process included.
constexpr absl::Duration kMigrationTimeout = absl::Minutes(5);
constexpr int kAttemptsToRemember = 5;
constexpr char kAdditive[] = "-- additive\n";

constexpr char kTable[] = R"sql(
    CREATE TABLE IF NOT EXISTS schema_migrations(
      room TEXT NOT NULL,
      name TEXT NOT NULL,
      digest TEXT NOT NULL,
      additive INTEGER NOT NULL,
      applied_at INTEGER NOT NULL,
      PRIMARY KEY (room, name)
    ) STRICT)sql";

// Tells whether a text is still the same: FNV-1a of 64 bits and the length. A guard against
// accident; who can write the table needs no second text.
std::string Digest(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return absl::StrCat(absl::Hex(hash, absl::kZeroPad16), "-", text.size());
}

absl::Status Refused(absl::string_view room, absl::string_view name, absl::string_view words) {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_WRONG_STATE,
                       absl::StrCat("migration ", room, "/", name, " ", words),
                       {{"room", std::string(room)}, {"migration", std::string(name)}});
}

// Two that make the table at once collide on PostgreSQL, `IF NOT EXISTS` or not.
absl::Status Remember(Database& database) {
  absl::Status status;
  for (int attempt = 0; attempt < kAttemptsToRemember; ++attempt) {
    status = database.Transact(absl::Now() + kMigrationTimeout, [](Transaction& transaction) {
      return transaction.Execute(kTable, {}).status();
    });
    if (status.code() != absl::StatusCode::kAlreadyExists) break;
  }
  return status;
}

// One process at a time. SQLite's transaction has seen to that already; PostgreSQL's snapshot must
// be taken after the wait, which holds for LOCK and for no function.
absl::Status WaitForOthers(const Database& database, Transaction& transaction) {
  if (database.engine() == Engine::kSqlite) return absl::OkStatus();
  return transaction.Execute("LOCK TABLE schema_migrations IN SHARE ROW EXCLUSIVE MODE", {})
      .status();
}

// What stands in the table for one name.
struct Applied {
  std::string digest;
  bool additive;
};

absl::StatusOr<std::map<std::string, Applied>> ReadApplied(Transaction& transaction,
                                                           absl::string_view room) {
  ASSIGN_OR_RETURN(const std::vector<Row> rows,
                   transaction.Query("SELECT name, digest, additive FROM schema_migrations "
                                     "WHERE room = :room ORDER BY name LIMIT 10000",
                                     {{"room", room}}));
  std::map<std::string, Applied> applied;
  for (const Row& row : rows) applied[row.Text(0)] = {row.Text(1), row.Bool(2)};
  return applied;
}

// That what ran is what this program would have run.
absl::Status Compare(absl::string_view room, absl::Span<const Migration> migrations,
                     std::map<std::string, Applied> applied) {
  for (const Migration& migration : migrations) {
    const auto found = applied.find(migration.name);
    if (found == applied.end()) continue;
    if (found->second.digest != Digest(migration.text)) {
      return Refused(room, migration.name, "has changed since it ran");
    }
    applied.erase(found);
  }
  for (const auto& [name, unknown] : applied) {
    if (!unknown.additive) return Refused(room, name, "ran and is not known to this program");
  }
  return absl::OkStatus();
}

absl::Status Apply(Transaction& transaction, absl::string_view room, const Migration& migration) {
  for (const std::string& statement : Split(migration.text)) {
    RETURN_IF_ERROR(transaction.Execute(statement, {}).status());
  }
  return transaction
      .Execute(
          "INSERT INTO schema_migrations(room, name, digest, additive, applied_at) "
          "VALUES (:room, :name, :digest, :additive, :now)",
          {{"room", room},
           {"name", migration.name},
           {"digest", Digest(migration.text)},
           {"additive", absl::StartsWith(migration.text, kAdditive)},
           {"now", absl::Now()}})
      .status();
}

// Runs one migration if it has not run. Compares first, and so before anything is changed.
absl::Status Step(Database& database, absl::string_view room,
                  absl::Span<const Migration> migrations, const Migration& migration) {
  bool ran = false;
  RETURN_IF_ERROR(database.Transact(absl::Now() + kMigrationTimeout, [&](Transaction& transaction) {
    ran = false;
    RETURN_IF_ERROR(WaitForOthers(database, transaction));
    ASSIGN_OR_RETURN(const auto applied, ReadApplied(transaction, room));
    RETURN_IF_ERROR(Compare(room, migrations, applied));
    if (applied.contains(migration.name)) return absl::OkStatus();
    ran = true;
    return Apply(transaction, room, migration);
  }));
  if (ran) {
    log::Info("a migration ran",
              {{"room", log::Code(room)}, {"migration", log::Code(migration.name)}});
  }
  return absl::OkStatus();
}

bool Ordered(absl::Span<const Migration> migrations) {
  return std::adjacent_find(migrations.begin(), migrations.end(),
                            [](const Migration& a, const Migration& b) {
                              return a.name >= b.name;
                            }) == migrations.end();
}

}  // namespace

absl::Status Migrate(Database& database, absl::string_view room,
                     absl::Span<const Migration> migrations) {
  if (!Ordered(migrations)) return absl::InternalError("migrations are not in order");
  RETURN_IF_ERROR(Remember(database));
  for (const Migration& migration : migrations) {
    RETURN_IF_ERROR(Step(database, room, migrations, migration));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::sql
