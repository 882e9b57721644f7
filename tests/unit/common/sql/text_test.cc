#include "common/sql/driver/text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace telemachus::sql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SqlTextTest, NumbersParametersByFirstAppearance) {
  const NumberedText numbered = ForPostgres("SELECT a FROM t WHERE b = :b AND c IN (:c, :b)");
  EXPECT_EQ(numbered.text, "SELECT a FROM t WHERE b = $1 AND c IN ($2, $1)");
  EXPECT_THAT(numbered.names, ElementsAre("b", "c"));
}

TEST(SqlTextTest, GivesEachParameterItsPlaces) {
  const PlacedText placed = ForSqlite("SELECT a FROM t WHERE b = :b AND c IN (:c, :b)");
  EXPECT_EQ(placed.text, "SELECT a FROM t WHERE b = ? AND c IN (?, ?)");
  EXPECT_THAT(placed.names, ElementsAre("b", "c"));
  EXPECT_THAT(placed.places, ElementsAre(0, 1, 0));
}

TEST(SqlTextTest, LeavesWhatOnlyLooksLikeAParameter) {
  for (const char* text :
       {"SELECT ':a', 'it''s :a'", "SELECT \":a\"", "SELECT a::text", "SELECT a -- :a\n",
        "SELECT a /* :a */", "SELECT 'open :a", "SELECT a /* open :a", "SELECT 1:2"}) {
    const NumberedText numbered = ForPostgres(text);
    EXPECT_EQ(numbered.text, text);
    EXPECT_THAT(numbered.names, IsEmpty()) << text;
    EXPECT_EQ(ForSqlite(text).text, text);
  }
}

TEST(SqlTextTest, TakesAParameterRightBeforeACast) {
  const NumberedText numbered = ForPostgres("SELECT :a::text");
  EXPECT_EQ(numbered.text, "SELECT $1::text");
}

TEST(SqlTextTest, TranslatesTypesAsWholeWordsOutsideOfLiterals) {
  EXPECT_EQ(
      ForPostgres("CREATE TABLE t(a INTEGER, b BLOB, integers TEXT) STRICT, WITHOUT ROWID;").text,
      "CREATE TABLE t(a BIGINT, b BYTEA, integers TEXT)   ;");
  EXPECT_EQ(ForPostgres("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)").text,
            "CREATE TABLE t(id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY)");
  EXPECT_EQ(ForPostgres("INSERT INTO t(a) VALUES ('INTEGER STRICT BLOB')").text,
            "INSERT INTO t(a) VALUES ('INTEGER STRICT BLOB')");
  EXPECT_EQ(ForPostgres("CREATE UNIQUE INDEX i ON t(a) WHERE a > 0").text,
            "CREATE UNIQUE INDEX i ON t(a) WHERE a > 0");
}

TEST(SqlTextTest, SplitsAtSemicolonsThatEndAStatement) {
  EXPECT_THAT(Split("-- first\nINSERT INTO t VALUES (';');\n;\n-- end; of it\nSELECT 1"),
              ElementsAre("-- first\nINSERT INTO t VALUES (';')", "\n-- end; of it\nSELECT 1"));
  EXPECT_THAT(Split(" -- nothing;\n ; "), IsEmpty());
}

TEST(SqlTextTest, SummarizesWithoutValues) {
  EXPECT_EQ(Summarize("SELECT name FROM people WHERE name = 'x'").Text(), "SELECT people");
  EXPECT_EQ(Summarize(" insert INTO people(id) VALUES (:id)").Text(), "INSERT people");
  EXPECT_EQ(Summarize("UPDATE people SET a = 1").Text(), "UPDATE people");
  EXPECT_EQ(Summarize("DELETE FROM people").Text(), "DELETE people");
  EXPECT_EQ(Summarize("CREATE TABLE IF NOT EXISTS people(id)").Text(), "CREATE people");
  EXPECT_EQ(Summarize("WITH RECURSIVE n(i) AS (SELECT 1) SELECT i FROM n").Text(), "WITH");
  EXPECT_EQ(Summarize("VACUUM people").Text(), "OTHER");
  EXPECT_EQ(Summarize("").Text(), "OTHER");
}

}  // namespace
}  // namespace telemachus::sql
