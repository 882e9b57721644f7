#include <atomic>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "common/sql/database.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/status_matchers.h"

// What a transaction promises, on either engine alike.
namespace telemachus::sql {
namespace {

using absl::StatusCode;

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

// Runs for minutes on either engine, if nothing stops it.
constexpr char kEndless[] =
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers "
    "WHERE n < 100000000000) SELECT COUNT(*) FROM numbers";

class SqlTransactionTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    ASSERT_THAT(
        Migrate(*database_, "test",
                {Migration{"0001_mentors",
                           "CREATE TABLE mentors(id TEXT NOT NULL PRIMARY KEY, taken INTEGER NOT "
                           "NULL, places INTEGER NOT NULL) STRICT; INSERT INTO mentors VALUES "
                           "('m', 0, 10);"}}),
        test::IsOk());
  }

  static absl::Status AddOne(Transaction& transaction) {
    return transaction.Execute("UPDATE mentors SET taken = taken + 1", {}).status();
  }

  static absl::StatusOr<int64_t> Taken(Transaction& transaction) {
    ASSIGN_OR_RETURN(const Row row, transaction.QueryRow("SELECT taken FROM mentors", {}));
    return row.Int(0);
  }

  int64_t Taken() {
    int64_t taken = -1;
    EXPECT_THAT(database_->Read(Soon(),
                                [&](Transaction& transaction) -> absl::Status {
                                  ASSIGN_OR_RETURN(taken, Taken(transaction));
                                  return absl::OkStatus();
                                }),
                test::IsOk());
    return taken;
  }

  const test::FreshTarget place_{GetParam()};
  const std::unique_ptr<Database> database_ = place_.Open();
};

TEST_P(SqlTransactionTest, RollsBackWhenTheBodyFailsAndReturnsItsError) {
  EXPECT_EQ(database_->Transact(Soon(),
                                [](Transaction& transaction) {
                                  RETURN_IF_ERROR(AddOne(transaction));
                                  return absl::OutOfRangeError("my words");
                                }),
            absl::OutOfRangeError("my words"));
  EXPECT_EQ(Taken(), 0);
}

TEST_P(SqlTransactionTest, RunsABodyOnceThatAbortsByItself) {
  int runs = 0;
  EXPECT_EQ(database_->Transact(Soon(),
                                [&](Transaction&) {
                                  ++runs;
                                  return absl::AbortedError("stale");
                                }),
            absl::AbortedError("stale"));
  EXPECT_EQ(runs, 1);
}

TEST_P(SqlTransactionTest, CannotCommitWhatFailedInside) {
  const absl::Status status = database_->Transact(Soon(), [](Transaction& transaction) {
    RETURN_IF_ERROR(AddOne(transaction));
    transaction.Execute("INSERT INTO mentors VALUES ('m', 0, 0)", {}).status().IgnoreError();
    EXPECT_THAT(AddOne(transaction), test::HasCode(StatusCode::kAlreadyExists));
    return absl::OkStatus();
  });
  EXPECT_THAT(status, test::HasCode(StatusCode::kAlreadyExists));
  EXPECT_EQ(Taken(), 0);
}

TEST_P(SqlTransactionTest, ReadsOneSnapshotThroughout) {
  EXPECT_THAT(database_->Read(Soon(),
                              [&](Transaction& transaction) -> absl::Status {
                                ASSIGN_OR_RETURN(const int64_t before, Taken(transaction));
                                std::thread([&] {
                                  EXPECT_THAT(database_->Transact(Soon(), &AddOne), test::IsOk());
                                }).join();
                                ASSIGN_OR_RETURN(const int64_t after, Taken(transaction));
                                EXPECT_EQ(before, after);
                                return absl::OkStatus();
                              }),
              test::IsOk());
  EXPECT_EQ(Taken(), 1);
}

TEST_P(SqlTransactionTest, CannotWriteWhileReading) {
  EXPECT_THAT(database_->Read(Soon(), &AddOne), test::HasCode(StatusCode::kInternal));
  EXPECT_EQ(Taken(), 0);
}

TEST_P(SqlTransactionTest, GivesNoMorePlacesThanThereAreToRacingWriters) {
  const std::unique_ptr<Database> replica = place_.Open();
  std::atomic<int> won = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&, &database = i % 2 == 0 ? *database_ : *replica] {
      for (int attempt = 0; attempt < 5; ++attempt) {
        int64_t changed = 0;
        absl::Status status;
        do {  // lost races are the caller's to repeat
          status = database.Transact(Soon(), [&](Transaction& transaction) -> absl::Status {
            ASSIGN_OR_RETURN(changed, transaction.Execute("UPDATE mentors SET taken = taken + 1 "
                                                          "WHERE id = :id AND taken < places",
                                                          {{"id", "m"}}));
            return absl::OkStatus();
          });
        } while (absl::IsAborted(status));
        ASSERT_THAT(status, test::IsOk());
        won += static_cast<int>(changed);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(won, 10);
  EXPECT_EQ(Taken(), 10);
}

// A read, and a write decided by it, in two transactions that overlap whenever the engine lets
// them: one of them must run again and see the other's work.
TEST_P(SqlTransactionTest, RunsAgainAfterAConflict) {
  const std::unique_ptr<Database> replica = place_.Open();
  std::atomic<int> runs = 0;
  const Body body = [&](Transaction& transaction) -> absl::Status {
    ++runs;
    ASSIGN_OR_RETURN(const int64_t taken, Taken(transaction));
    return transaction.Execute("UPDATE mentors SET taken = :taken", {{"taken", taken + 1}})
        .status();
  };
  bool first_run = true;
  EXPECT_THAT(database_->Transact(Soon(),
                                  [&](Transaction& transaction) -> absl::Status {
                                    ASSIGN_OR_RETURN(const int64_t taken, Taken(transaction));
                                    if (first_run && database_->engine() == Engine::kPostgres) {
                                      first_run = false;
                                      std::thread([&] {
                                        EXPECT_THAT(replica->Transact(Soon(), body), test::IsOk());
                                      }).join();
                                    }
                                    ++runs;
                                    return transaction
                                        .Execute("UPDATE mentors SET taken = :taken",
                                                 {{"taken", taken + 1}})
                                        .status();
                                  }),
              test::IsOk());
  if (database_->engine() == Engine::kSqlite) {  // there, nobody gets in between
    EXPECT_THAT(replica->Transact(Soon(), body), test::IsOk());
    EXPECT_EQ(runs, 2);
  } else {
    EXPECT_EQ(runs, 3);
  }
  EXPECT_EQ(Taken(), 2);
}

// On PostgreSQL, writers run side by side until they collide.
class PostgresConflictTest : public SqlTransactionTest {};

TEST_P(PostgresConflictTest, GivesUpAfterFiveConflicts) {
  const std::unique_ptr<Database> replica = place_.Open();
  int runs = 0;
  const absl::Status status = database_->Transact(Soon(), [&](Transaction& transaction) {
    ++runs;
    RETURN_IF_ERROR(Taken(transaction).status());
    std::thread([&] { EXPECT_THAT(replica->Transact(Soon(), &AddOne), test::IsOk()); }).join();
    return AddOne(transaction);
  });
  EXPECT_THAT(status, test::HasCode(StatusCode::kAborted));
  EXPECT_THAT(status, test::HasReason(status::v1::REASON_CONFLICTING_CHANGE));
  EXPECT_EQ(runs, 5);
  EXPECT_EQ(Taken(), 5);
}

// On SQLite, a writer locks the file against all others.
class SqliteConflictTest : public SqlTransactionTest {};

TEST_P(SqliteConflictTest, AWriterElsewhereMakesAWriterWaitThenAbort) {
  const std::unique_ptr<Database> replica = place_.Open();
  EXPECT_THAT(database_->Transact(
                  Soon(),
                  [&](Transaction& transaction) {
                    RETURN_IF_ERROR(AddOne(transaction));
                    std::thread([&] {
                      EXPECT_THAT(replica->Transact(absl::Now() + absl::Milliseconds(100), &AddOne),
                                  test::HasCode(StatusCode::kAborted));
                    }).join();
                    return absl::OkStatus();
                  }),
              test::IsOk());
  EXPECT_EQ(Taken(), 1);
}

TEST_P(SqlTransactionTest, StopsALongStatementAtTheDeadline) {
  const absl::Time start = absl::Now();
  const Body endless = [](Transaction& transaction) {
    return transaction.Query(kEndless, {}).status();
  };
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(database_->Read(absl::Now() + absl::Milliseconds(100), endless),
                test::HasCode(StatusCode::kDeadlineExceeded));
    EXPECT_THAT(database_->Transact(absl::Now() + absl::Milliseconds(100), endless),
                test::HasCode(StatusCode::kDeadlineExceeded));
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_THAT(database_->Transact(Soon(), &AddOne), test::IsOk());
  EXPECT_EQ(Taken(), 1);
}

TEST_P(SqlTransactionTest, CommitsNothingAfterTheDeadline) {
  const absl::Time deadline = absl::Now() + absl::Milliseconds(200);
  EXPECT_THAT(database_->Transact(deadline,
                                  [&](Transaction& transaction) {
                                    RETURN_IF_ERROR(AddOne(transaction));
                                    while (absl::Now() < deadline) std::this_thread::yield();
                                    return absl::OkStatus();
                                  }),
              test::HasCode(StatusCode::kDeadlineExceeded));
  EXPECT_EQ(Taken(), 0);
  EXPECT_THAT(database_->Transact(absl::InfinitePast(), &AddOne), testing::Not(test::IsOk()));
  EXPECT_THAT(database_->Transact(absl::InfiniteFuture(), &AddOne), test::IsOk());
}

TEST_P(SqlTransactionTest, RefusesToNestInItself) {
  const std::unique_ptr<Database> other = place_.Open();
  EXPECT_THAT(
      database_->Transact(Soon(), [&](Transaction&) { return database_->Read(Soon(), &AddOne); }),
      test::HasCode(StatusCode::kInternal));
  EXPECT_THAT(database_->Read(Soon(), [&](Transaction&) { return other->Ping(); }), test::IsOk());
  EXPECT_THAT(database_->Ping(), test::IsOk());
}

TEST_P(SqlTransactionTest, IsUnavailableWhenNoConnectionComesFree) {
  const auto small = Open(
      {.target = place_.target(), .connections = 1, .acquire_timeout = absl::Milliseconds(50)});
  ASSERT_THAT(small, test::IsOk());
  EXPECT_THAT((*small)->Read(Soon(),
                             [&](Transaction& transaction) {
                               std::thread([&] {
                                 EXPECT_THAT((*small)->Ping(),
                                             test::HasCode(StatusCode::kUnavailable));
                               }).join();
                               return Taken(transaction).status();
                             }),
              test::IsOk());
  EXPECT_THAT((*small)->Ping(), test::IsOk());
}

TEST_P(SqlTransactionTest, ServesManyThreadsThroughFewConnections) {
  const std::unique_ptr<Database> narrow = place_.Open(2);
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 20; ++n) {
        EXPECT_THAT(
            narrow->Read(Soon(),
                         [](Transaction& transaction) { return Taken(transaction).status(); }),
            test::IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

INSTANTIATE_TEST_SUITE_P(All, SqlTransactionTest, test::Engines(), test::EngineName);
INSTANTIATE_TEST_SUITE_P(All, PostgresConflictTest, testing::Values("PostgreSQL"),
                         test::EngineName);
INSTANTIATE_TEST_SUITE_P(All, SqliteConflictTest, testing::Values("SQLite"), test::EngineName);

class PostgresLossTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(
        database_->Transact(
            Soon(),
            [](Transaction& transaction) {
              return transaction.Execute("CREATE TABLE seen(id INTEGER PRIMARY KEY)", {}).status();
            }),
        test::IsOk());
  }

  static absl::Status AddOne(Transaction& transaction) {
    return transaction.Execute("INSERT INTO seen(id) SELECT COALESCE(MAX(id), 0) + 1 FROM seen", {})
        .status();
  }

  int64_t Seen() {
    int64_t count = -1;
    EXPECT_THAT(database_->Read(Soon(),
                                [&](Transaction& transaction) -> absl::Status {
                                  ASSIGN_OR_RETURN(
                                      const Row row,
                                      transaction.QueryRow("SELECT COUNT(*) FROM seen", {}));
                                  count = row.Int(0);
                                  return absl::OkStatus();
                                }),
                test::IsOk());
    return count;
  }

  const test::FreshTarget place_{"PostgreSQL"};
  const std::unique_ptr<Database> database_ = place_.Open();
};

TEST_F(PostgresLossTest, ReplacesIdleConnectionsThatWereCut) {
  // Several at once, so that all of them are idle and dead afterwards.
  std::vector<std::thread> threads;
  std::atomic<int> inside = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      EXPECT_THAT(database_->Read(Soon(),
                                  [&](Transaction& transaction) {
                                    const absl::Status status =
                                        transaction.Query("SELECT 1", {}).status();
                                    ++inside;
                                    while (inside < 8) std::this_thread::yield();
                                    return status;
                                  }),
                  test::IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  place_.Cut();
  EXPECT_THAT(database_->Transact(Soon(), &AddOne), test::IsOk());
  EXPECT_EQ(Seen(), 1);
}

TEST_F(PostgresLossTest, RunsTheBodyAgainWhenTheLinkIsCutBeforeTheCommit) {
  int runs = 0;
  EXPECT_THAT(database_->Transact(Soon(),
                                  [&](Transaction& transaction) {
                                    RETURN_IF_ERROR(AddOne(transaction));
                                    if (++runs == 1) place_.Cut();
                                    return transaction.Query("SELECT 1", {}).status();
                                  }),
              test::IsOk());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Seen(), 1);
}

TEST_F(PostgresLossTest, DoesNotGuessWhetherACommitStands) {
  int runs = 0;
  EXPECT_THAT(database_->Transact(Soon(),
                                  [&](Transaction& transaction) {
                                    ++runs;
                                    RETURN_IF_ERROR(AddOne(transaction));
                                    place_.Cut();
                                    return absl::OkStatus();
                                  }),
              test::HasCode(StatusCode::kUnavailable));
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Seen(), 0);
}

TEST_F(PostgresLossTest, PreparesAnewAfterTheTableChanged) {
  const Body read = [](Transaction& transaction) {
    return transaction.Query("SELECT * FROM seen", {}).status();
  };
  EXPECT_THAT(database_->Read(Soon(), read), test::IsOk());
  EXPECT_THAT(
      database_->Transact(
          Soon(),
          [](Transaction& transaction) {
            return transaction.Execute("ALTER TABLE seen ADD COLUMN more TEXT", {}).status();
          }),
      test::IsOk());
  EXPECT_THAT(database_->Read(Soon(), read), test::IsOk());
}

TEST(SqlOpenTest, RefusesWhatIsNoTarget) {
  for (const char* target :
       {"", "people.db", "sqlite:", "sqlite::memory:", "postgresql:no such thing", "mysql:x"}) {
    EXPECT_THAT(Open({.target = target}), test::HasCode(StatusCode::kInvalidArgument)) << target;
  }
}

TEST(SqlOpenTest, IsUnavailableWhereNothingAnswers) {
  for (const char* target :
       {"sqlite:/nonexistent/folder/test.db", "postgresql:host=/nonexistent dbname=x",
        "postgresql://nobody@127.0.0.1:1/x"}) {
    EXPECT_THAT(Open({.target = target}), test::HasCode(StatusCode::kUnavailable)) << target;
  }
}

}  // namespace
}  // namespace telemachus::sql
