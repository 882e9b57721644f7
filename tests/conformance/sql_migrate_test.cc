#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/sql/database.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/status_matchers.h"

namespace telemachus::sql {
namespace {

using absl::StatusCode;

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

const Migration kPeople{"0001_people",
                        "CREATE TABLE people(id TEXT NOT NULL PRIMARY KEY, age INTEGER) STRICT;\n"
                        "INSERT INTO people(id, age) VALUES ('a;b', 5000000000);"};
const Migration kNames{"0002_names", "ALTER TABLE people ADD COLUMN name TEXT;"};
const Migration kNotes{"0003_notes", "-- additive\nCREATE TABLE notes(body BLOB) STRICT;"};

class SqlMigrateTest : public testing::TestWithParam<std::string> {
 protected:
  absl::Status Query(absl::string_view sql) {
    return database_->Read(
        Soon(), [&](Transaction& transaction) { return transaction.Query(sql, {}).status(); });
  }

  const test::FreshTarget place_{GetParam()};
  const std::unique_ptr<Database> database_ = place_.Open();
};

TEST_P(SqlMigrateTest, RunsEachOnceAndInOrder) {
  ASSERT_THAT(Migrate(*database_, "test", {kPeople}), test::IsOk());
  EXPECT_THAT(Query("SELECT name FROM people"), testing::Not(test::IsOk()));
  ASSERT_THAT(Migrate(*database_, "test", {kPeople, kNames}), test::IsOk());
  ASSERT_THAT(Migrate(*database_, "test", {kPeople, kNames}), test::IsOk());
  EXPECT_THAT(Query("SELECT id, age, name FROM people"), test::IsOk());
}

TEST_P(SqlMigrateTest, PrintsNoRemarksOfTheServer) {
  const Migration again{"0001_again", "CREATE TABLE IF NOT EXISTS people(id TEXT) STRICT;"};
  ASSERT_THAT(Migrate(*database_, "test", {kPeople}), test::IsOk());
  testing::internal::CaptureStderr();
  const absl::Status status = Migrate(*database_, "other", {again});
  EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::Not(testing::HasSubstr("NOTICE")));
  EXPECT_THAT(status, test::IsOk());
}

TEST_P(SqlMigrateTest, KeepsRoomsApart) {
  const Migration other{"0001_people", "CREATE TABLE others(id TEXT) STRICT;"};
  ASSERT_THAT(Migrate(*database_, "test", {kPeople}), test::IsOk());
  ASSERT_THAT(Migrate(*database_, "other", {other}), test::IsOk());
  EXPECT_THAT(Query("SELECT id FROM others"), test::IsOk());
}

TEST_P(SqlMigrateTest, RefusesATextThatChangedAndRunsNothingMore) {
  ASSERT_THAT(Migrate(*database_, "test", {kPeople}), test::IsOk());
  Migration changed = kPeople;
  changed.text += " ";
  EXPECT_THAT(Migrate(*database_, "test", {changed, kNames}),
              test::HasCode(StatusCode::kFailedPrecondition));
  EXPECT_THAT(Query("SELECT name FROM people"), testing::Not(test::IsOk()));
}

TEST_P(SqlMigrateTest, RefusesADatabaseThatIsAheadUnlessWhatIsNewIsAdditive) {
  ASSERT_THAT(Migrate(*database_, "test", {kPeople, kNames, kNotes}), test::IsOk());
  EXPECT_THAT(Migrate(*database_, "test", {kPeople, kNames}), test::IsOk());
  EXPECT_THAT(Migrate(*database_, "test", {kPeople}),
              test::HasCode(StatusCode::kFailedPrecondition));
}

TEST_P(SqlMigrateTest, LeavesNothingOfAMigrationThatFails) {
  const Migration broken{"0001_broken", "CREATE TABLE half(id TEXT) STRICT; SELEKT;"};
  EXPECT_THAT(Migrate(*database_, "test", {broken}), testing::Not(test::IsOk()));
  EXPECT_THAT(Query("SELECT id FROM half"), testing::Not(test::IsOk()));
  EXPECT_THAT(Migrate(*database_, "test", {kPeople}), test::IsOk());
}

TEST_P(SqlMigrateTest, RefusesMigrationsOutOfOrder) {
  EXPECT_THAT(Migrate(*database_, "test", {kNames, kPeople}), test::HasCode(StatusCode::kInternal));
}

// Real processes, started together; each would fail if it ran what another one ran.
TEST_P(SqlMigrateTest, RunsOnceWhenProcessesStartTogether) {
  int start[2];
  ASSERT_EQ(pipe(start), 0);
  std::vector<pid_t> processes;
  for (int i = 0; i < 4; ++i) {
    const pid_t process = fork();
    ASSERT_GE(process, 0);
    if (process == 0) {
      close(start[1]);
      char nothing;
      (void)!read(start[0], &nothing, 1);  // until the parent closes its end
      const auto database = place_.Open();
      _exit(Migrate(*database, "test", {kPeople, kNames, kNotes}).ok() ? 0 : 1);
    }
    processes.push_back(process);
  }
  close(start[0]);
  close(start[1]);
  for (const pid_t process : processes) {
    int status = -1;
    ASSERT_EQ(waitpid(process, &status, 0), process);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
  EXPECT_THAT(Query("SELECT body FROM notes"), test::IsOk());
}

INSTANTIATE_TEST_SUITE_P(All, SqlMigrateTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::sql
