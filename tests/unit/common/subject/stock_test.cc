#include "common/subject/stock.h"

#include "common/crypto/seal.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/sql/database.h"
#include "common/subject/roll.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/reach.h"
#include "tests/support/status_matchers.h"

namespace telemachus::subject {
namespace {

using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class StockTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    ASSERT_THAT(sql::Migrate(*database_, "event", event::Schema()), IsOk());
    ASSERT_THAT(sql::Migrate(*database_, "once", once::Schema()), IsOk());
    ASSERT_THAT(sql::Migrate(*database_, "timer", timer::Schema()), IsOk());
    ASSERT_THAT(sql::Migrate(*database_, "subject", Schema()), IsOk());
    ASSERT_THAT(sql::Migrate(*database_, "key", crypto::KeySchema()), IsOk());
  }

  std::unique_ptr<sql::Database> database_ = test::OpenFresh(GetParam());
};

TEST_P(StockTest, SaysWhatBecomesOfAPersonInEveryTableOfTheSharedRooms) {
  EXPECT_THAT(test::Unsaid(test::TablesOf(*database_), SharedStocks()), IsEmpty());
}

// Who looks for what is left must find it, whatever it looks like.
TEST_P(StockTest, IsHeldAgainstWhatStandsThere) {
  ASSERT_THAT(database_->Transact(absl::Now() + absl::Seconds(30),
                                  [](sql::Transaction& transaction) {
                                    return transaction
                                        .Execute(
                                            "CREATE TABLE notes (author TEXT NOT NULL, text "
                                            "BLOB NOT NULL, number INTEGER NOT NULL)",
                                            {})
                                        .status();
                                  }),
              IsOk());
  ASSERT_THAT(
      database_->Transact(absl::Now() + absl::Seconds(30),
                          [](sql::Transaction& transaction) {
                            return transaction
                                .Execute(
                                    "INSERT INTO notes (author, text, number) VALUES ('people/p1', "
                                    ":text, 7)",
                                    {{"text", sql::Bytes{std::string("\0\x0a Ward-Mark", 12)}}})
                                .status();
                          }),
      IsOk());
  const auto rows = test::RowsOf(*database_);
  const test::Sought sought{.id = "p1", .mark = "mark", .words = {"ward-mark"}};
  EXPECT_THAT(test::Unsaid(test::TablesOf(*database_), SharedStocks()),
              ElementsAre(HasSubstr("notes")));
  EXPECT_THAT(test::Left(rows, {{.table = "notes"}}, sought),
              ElementsAre(HasSubstr("notes.text still holds ward-mark"),
                          HasSubstr("notes.author still holds the id")));
  EXPECT_THAT(test::Left(rows, {{.table = "notes", .kept = {{"author"}, "for the test"}}}, sought),
              ElementsAre(HasSubstr("notes.text")));
  const std::vector<Stock> told = {{.table = "notes", .category = "note"}};
  EXPECT_THAT(test::Untold(rows, told, sought, {}), ElementsAre(HasSubstr("notes")));
  EXPECT_THAT(test::Untold(rows, told, sought, {.categories = {"note"}, .text = "Ward"}),
              ElementsAre(HasSubstr("ward-mark")));
  EXPECT_THAT(test::Untold(rows, told, sought, {.categories = {"note"}, .text = "a WARD-MARK"}),
              IsEmpty());
  EXPECT_THAT(test::Untold(rows, {{.table = "notes", .untold = "for the test"}}, sought, {}),
              IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, StockTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::subject
