#include "matching/subject/stocks.h"

#include "common/sql/database.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matching/schema.h"
#include "tests/support/engines.h"
#include "tests/support/reach.h"
#include "tests/support/status_matchers.h"

namespace telemachus::matching {
namespace {

// A table that nobody thought of would keep the person.
TEST(StocksTest, SayWhatBecomesOfAPersonInEveryTable) {
  const auto database = test::OpenFresh("SQLite");
  ASSERT_THAT(sql::Migrate(*database, "matching", Schema()), test::IsOk());
  EXPECT_THAT(test::Unsaid(test::TablesOf(*database), test::WithShared(Stocks())),
              testing::IsEmpty());
}

}  // namespace
}  // namespace telemachus::matching
