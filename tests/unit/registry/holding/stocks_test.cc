#include "registry/holding/stocks.h"

#include <set>
#include <string>

#include "absl/time/clock.h"
#include "common/sql/database.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/schema.h"
#include "tests/support/engines.h"
#include "tests/support/status_matchers.h"

namespace telemachus::registry {
namespace {

// A table that nobody thought of would keep the person.
TEST(StocksTest, SayWhatBecomesOfAPersonInEveryTable) {
  const auto database = test::OpenFresh("SQLite");
  ASSERT_THAT(sql::Migrate(*database, "registry", Schema()), test::IsOk());
  std::set<std::string> there, said;
  ASSERT_THAT(database->Read(absl::Now() + absl::Seconds(30),
                             [&](sql::Transaction& transaction) -> absl::Status {
                               auto rows = transaction.Query(
                                   "SELECT name FROM sqlite_master WHERE type = 'table' AND name "
                                   "NOT LIKE 'sqlite%' LIMIT 1000",
                                   {});
                               if (!rows.ok()) return rows.status();
                               for (const sql::Row& row : *rows) there.insert(row.Text(0));
                               return absl::OkStatus();
                             }),
              test::IsOk());
  for (const Stock& stock : Stocks()) {
    EXPECT_TRUE(said.insert(stock.table).second) << stock.table << " stands there twice";
  }
  for (const std::string& table : there) {
    if (table == "schema_migrations") continue;
    EXPECT_TRUE(said.contains(table))
        << "say in services/registry/holding/stocks.cc what of a person stands in " << table;
  }
}

}  // namespace
}  // namespace telemachus::registry
