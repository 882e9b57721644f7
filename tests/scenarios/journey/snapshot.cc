#include "tests/scenarios/journey/snapshot.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/sql/database.h"
#include "common/status/macros.h"
#include "gtest/gtest.h"

namespace telemachus::scenario {
namespace {

constexpr absl::Duration kTime = absl::Seconds(30);
// For so long nothing has to change. Services ask each other for news every few seconds, and hear
// of them from Redis at once.
constexpr absl::Duration kQuiet = absl::Milliseconds(300);

using Snapshot = std::map<std::string, std::string>;

absl::StatusOr<std::vector<std::string>> TextsOf(sql::Transaction& transaction,
                                                 const std::string& query) {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(query, {}));
  std::vector<std::string> texts;
  for (const sql::Row& row : rows) texts.push_back(row.Text(0));
  return texts;
}

absl::Status ReadTables(sql::Transaction& transaction, const std::string& database,
                        Snapshot& snapshot) {
  ASSIGN_OR_RETURN(
      const auto tables,
      TextsOf(transaction, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
  for (const std::string& table : tables) {
    ASSIGN_OR_RETURN(
        auto columns,
        TextsOf(transaction, absl::StrCat("SELECT name FROM pragma_table_info('", table, "')")));
    for (std::string& column : columns) column = absl::StrCat("quote(", column, ")");
    ASSIGN_OR_RETURN(
        auto rows,
        TextsOf(transaction, absl::StrCat("SELECT ", absl::StrJoin(columns, " || ' ' || "),
                                          " AS content FROM ", table)));
    std::sort(rows.begin(), rows.end());
    snapshot[absl::StrCat(database, "/", table)] = absl::StrJoin(rows, "\n");
  }
  return absl::OkStatus();
}

Snapshot Take(const test::Town& town) {
  Snapshot snapshot;
  for (const auto& file : std::filesystem::directory_iterator(town.folder())) {
    if (file.path().extension() != ".db") continue;
    const auto database =
        sql::Open({.target = absl::StrCat("sqlite:", file.path().string()), .connections = 1});
    EXPECT_TRUE(database.ok()) << database.status();
    if (!database.ok()) continue;
    const absl::Status read =
        (*database)->Read(absl::Now() + kTime, [&](sql::Transaction& transaction) {
          return ReadTables(transaction, file.path().stem().string(), snapshot);
        });
    EXPECT_TRUE(read.ok()) << read;
  }
  return snapshot;
}

}  // namespace

Snapshot TakeSnapshot(const test::Town& town) {
  const absl::Time end = absl::Now() + kTime;
  Snapshot last = Take(town);
  for (;;) {
    absl::SleepFor(kQuiet);
    Snapshot now = Take(town);
    if (now == last || absl::Now() > end) return now;
    last = std::move(now);
  }
}

}  // namespace telemachus::scenario
