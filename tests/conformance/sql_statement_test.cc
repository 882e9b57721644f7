#include <limits>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "common/metric/metric.h"
#include "common/sql/database.h"
#include "common/status/macros.h"
#include "common/trace/export.h"
#include "common/trace/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/status_matchers.h"

// What a statement does, on either engine alike.
namespace telemachus::sql {
namespace {

using absl::StatusCode;
using testing::Contains;
using testing::Each;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

class SqlStatementTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    ASSERT_THAT(
        Migrate(*database_, "test",
                {Migration{"0001_things",
                           "CREATE TABLE things(id TEXT NOT NULL PRIMARY KEY, number INTEGER "
                           "CHECK (number <> 13), body BLOB, owner TEXT REFERENCES things(id)) "
                           "STRICT;"}}),
        test::IsOk());
  }

  absl::StatusOr<int64_t> Execute(absl::string_view sql, const Parameters& parameters = {}) {
    int64_t changed = 0;
    RETURN_IF_ERROR(database_->Transact(Soon(), [&](Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(changed, transaction.Execute(sql, parameters));
      return absl::OkStatus();
    }));
    return changed;
  }

  absl::StatusOr<Row> QueryRow(absl::string_view sql, const Parameters& parameters = {}) {
    absl::StatusOr<Row> row = absl::UnknownError("not run");
    RETURN_IF_ERROR(database_->Read(Soon(), [&](Transaction& transaction) {
      row = transaction.QueryRow(sql, parameters);
      return absl::OkStatus();
    }));
    return row;
  }

  absl::StatusOr<int64_t> Insert(absl::string_view id, int64_t number = 1) {
    return Execute("INSERT INTO things(id, number) VALUES (:id, :number)",
                   {{"id", id}, {"number", number}});
  }

  const std::unique_ptr<Database> database_ = test::OpenFresh(GetParam());
};

TEST_P(SqlStatementTest, ReturnsEveryKindOfValueAsItWasGiven) {
  const std::string bytes("\0\xff\x80 bytes", 9);
  const std::string text = "Gŵyl 'quoted' :not_a_parameter $1 \"x\"";
  for (const int64_t number :
       {int64_t{0}, int64_t{-1}, int64_t{1} << 40, std::numeric_limits<int64_t>::min(),
        std::numeric_limits<int64_t>::max()}) {
    ASSERT_THAT(Execute("INSERT INTO things(id, number, body) VALUES (:id, :number, :body) "
                        "ON CONFLICT (id) DO UPDATE SET number = excluded.number",
                        {{"id", text}, {"number", number}, {"body", Bytes{bytes}}}),
                test::IsOk());
    const auto row =
        QueryRow("SELECT id, number, body, owner FROM things WHERE id = :id", {{"id", text}});
    ASSERT_THAT(row, test::IsOk());
    EXPECT_EQ(row->Text(0), text);
    EXPECT_EQ(row->Int(1), number);
    EXPECT_EQ(row->Blob(2), bytes);
    EXPECT_TRUE(row->IsNull(3));
  }
}

TEST_P(SqlStatementTest, KeepsEmptyApartFromNull) {
  ASSERT_THAT(
      Execute("INSERT INTO things(id, body) VALUES (:id, :body)", {{"id", ""}, {"body", Bytes{}}}),
      test::IsOk());
  const auto row = QueryRow("SELECT id, body, number FROM things");
  ASSERT_THAT(row, test::IsOk());
  EXPECT_EQ(row->Text(0), "");
  EXPECT_EQ(row->Blob(1), "");
  EXPECT_TRUE(row->IsNull(2));
}

TEST_P(SqlStatementTest, TakesNullAndAValueForTheSameParameter) {
  const char* const insert = "INSERT INTO things(id, number) VALUES (:id, :number)";
  EXPECT_THAT(Execute(insert, {{"id", "a"}, {"number", Value()}}), test::IsOk());
  EXPECT_THAT(Execute(insert, {{"id", "b"}, {"number", 5}}), test::IsOk());
  EXPECT_THAT(Execute(insert, {{"id", "c"}, {"number", Value()}}), test::IsOk());
  EXPECT_EQ(QueryRow("SELECT COUNT(*) FROM things WHERE number IS NULL")->Int(0), 2);
}

TEST_P(SqlStatementTest, GivesIntegersForSumsAndCasts) {
  ASSERT_THAT(Insert("a", 4000000000), test::IsOk());
  ASSERT_THAT(Insert("b", -1000000000), test::IsOk());
  EXPECT_EQ(QueryRow("SELECT SUM(number) FROM things")->Int(0), 3000000000);
  EXPECT_EQ(QueryRow("SELECT SUM(number) FROM things WHERE id = :id", {{"id", "b"}})->Int(0),
            -1000000000);
  EXPECT_EQ(QueryRow("SELECT CAST('5000000000' AS INTEGER)")->Int(0), 5000000000);
  EXPECT_EQ(QueryRow("SELECT :number + 1", {{"number", int64_t{1} << 40}})->Int(0),
            (int64_t{1} << 40) + 1);
}

TEST_P(SqlStatementTest, CountsTheRowsItChanged) {
  EXPECT_EQ(*Insert("a"), 1);
  EXPECT_EQ(*Insert("b"), 1);
  EXPECT_EQ(*Execute("UPDATE things SET number = 2"), 2);
  EXPECT_EQ(*Execute("UPDATE things SET number = 3 WHERE id = 'none'"), 0);
  EXPECT_EQ(*Execute("INSERT INTO things(id) VALUES ('a') ON CONFLICT DO NOTHING"), 0);
  EXPECT_EQ(*Execute("CREATE TABLE more(id TEXT) STRICT"), 0);
  EXPECT_EQ(*Execute("SELECT id FROM things"), 0);
  EXPECT_EQ(*Execute("DELETE FROM things"), 2);
}

TEST_P(SqlStatementTest, DistinguishesCaseInLike) {
  ASSERT_THAT(Insert("Anna"), test::IsOk());
  EXPECT_EQ(QueryRow("SELECT COUNT(*) FROM things WHERE id LIKE 'anna%'")->Int(0), 0);
  EXPECT_EQ(QueryRow("SELECT COUNT(*) FROM things WHERE id LIKE 'Anna%'")->Int(0), 1);
}

TEST_P(SqlStatementTest, SaysThatNoRowIsThere) {
  const auto row = QueryRow("SELECT id FROM things");
  EXPECT_THAT(row, test::HasCode(StatusCode::kNotFound));
  EXPECT_THAT(row, test::HasReason(status::v1::REASON_UNSPECIFIED));
}

TEST_P(SqlStatementTest, NamesTheBrokenConstraint) {
  ASSERT_THAT(Insert("a"), test::IsOk());
  EXPECT_THAT(Insert("a"), test::HasCode(StatusCode::kAlreadyExists));
  EXPECT_THAT(Insert("b", 13), test::HasCode(StatusCode::kFailedPrecondition));
  EXPECT_THAT(Execute("INSERT INTO things(id, owner) VALUES ('c', 'nobody')"),
              test::HasCode(StatusCode::kFailedPrecondition));
  EXPECT_THAT(Execute("INSERT INTO things(id) VALUES (NULL)"),
              test::HasCode(StatusCode::kFailedPrecondition));
}

TEST_P(SqlStatementTest, KeepsTheDriversWordsToItself) {
  ASSERT_THAT(Insert("secret"), test::IsOk());
  for (const absl::Status& status : {Insert("secret").status(), Execute("SELEKT things").status(),
                                     Execute("SELECT nothing FROM nowhere").status()}) {
    for (const char* word : {"secret", "things", "SELEKT", "nowhere", "syntax", "UNIQUE"}) {
      EXPECT_FALSE(absl::StrContains(status.ToString(), word)) << status;
    }
  }
}

TEST_P(SqlStatementTest, RefusesValuesThatDoNotGoWithTheText) {
  EXPECT_THAT(Execute("DELETE FROM things WHERE id = :id"), test::HasCode(StatusCode::kInternal));
  EXPECT_THAT(Execute("DELETE FROM things WHERE id = :id", {{"name", "a"}}),
              test::HasCode(StatusCode::kInternal));
  EXPECT_THAT(Execute("DELETE FROM things", {{"id", "a"}}), test::HasCode(StatusCode::kInternal));
  EXPECT_THAT(QueryRow("SELECT 1.5e0"), Not(test::IsOk()));
}

TEST_P(SqlStatementTest, RefusesAZeroByteInText) {
  EXPECT_THAT(Insert(absl::string_view("a\0b", 3)), test::HasCode(StatusCode::kInvalidArgument));
}

TEST_P(SqlStatementTest, OutlivesMoreTextsThanItKeeps) {
  for (int i = 0; i < 600; ++i) {
    const auto row = QueryRow("SELECT " + std::to_string(i) + " + CAST(:n AS INTEGER)", {{"n", 1}});
    ASSERT_THAT(row, test::IsOk());
    ASSERT_EQ(row->Int(0), i + 1);
  }
}

TEST_P(SqlStatementTest, ShowsStatementsInTracesAndMetricsWithoutValues) {
  const trace::Catcher catcher;
  // Statements outside of any trace, as of a loop that looks for work, are none themselves.
  const trace::Span request("request");
  ASSERT_THAT(Insert("secret"), test::IsOk());
  EXPECT_THAT(Insert("secret"), test::HasCode(StatusCode::kAlreadyExists));
  const std::vector<trace::FinishedSpan> spans = catcher.Finished();
  ASSERT_THAT(spans, SizeIs(3));
  EXPECT_EQ(spans[0].name, "INSERT things");
  EXPECT_THAT(spans[0].attributes, Contains(Pair("db.operation.name", "INSERT")));
  EXPECT_THAT(spans[0].attributes, Contains(Pair("db.collection.name", "things")));
  EXPECT_EQ(spans[1].name, "COMMIT");
  EXPECT_THAT(spans[2].attributes, Contains(Pair("error.type", "ALREADY_EXISTS")));
  for (const trace::FinishedSpan& span : spans) {
    EXPECT_THAT(span.attributes, Each(Pair(testing::_, Not(testing::HasSubstr("secret")))));
  }
  EXPECT_THAT(metric::Scrape(),
              testing::ContainsRegex("db_client_operation_duration_seconds_count\\{"
                                     "db_operation_name=\"INSERT\",db_system_name=\"[a-z]+\","
                                     "error_type=\"ALREADY_EXISTS\"\\} [1-9]"));
}

INSTANTIATE_TEST_SUITE_P(All, SqlStatementTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::sql
