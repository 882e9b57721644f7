#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/csv/formula.h"
#include "common/csv/reader.h"
#include "common/csv/writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::csv {
namespace {

using ::telemachus::test::HasCode;
using ::telemachus::test::HasReason;
using ::telemachus::test::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

absl::StatusOr<Table> ReadWardAndSeat(absl::string_view bytes, const Limits& limits = {}) {
  return Read(bytes, {"ward", "seat"}, limits);
}

// That `result` is refused as unreadable, in words that hold `words`.
void ExpectUnreadable(const absl::StatusOr<Table>& result, absl::string_view words) {
  ASSERT_THAT(result, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(result, HasReason(status::v1::REASON_IMPORT_UNREADABLE));
  EXPECT_THAT(std::string(result.status().message()), HasSubstr(std::string(words)));
}

TEST(CsvReaderTest, FindsValuesByColumnInWhateverOrderTheyStand) {
  const auto table = ReadWardAndSeat("seat,colour,ward\n1,blue,Abbey\n2,red,Castle\n");
  ASSERT_THAT(table, IsOk());
  ASSERT_THAT(table->rows, SizeIs(2));
  EXPECT_EQ(table->rows[0]["ward"], "Abbey");
  EXPECT_EQ(table->rows[1]["seat"], "2");
  EXPECT_EQ(table->rows[1]["colour"], "red");
  EXPECT_EQ(table->rows[1]["absent"], "");
  EXPECT_THAT(table->header->names(), ElementsAre("seat", "colour", "ward"));
  EXPECT_THAT(table->faults, IsEmpty());
}

TEST(CsvReaderTest, KeepsCommasLineEndsAndDoubledQuotesOfQuotedValues) {
  const auto table =
      ReadWardAndSeat("ward,seat\n\"Toton, Chilwell\r\nand \"\"Attenborough\"\"\",1\nAbbey,2\n");
  ASSERT_THAT(table, IsOk());
  ASSERT_THAT(table->rows, SizeIs(2));
  EXPECT_EQ(table->rows[0]["ward"], "Toton, Chilwell\r\nand \"Attenborough\"");
  EXPECT_EQ(table->rows[0]["seat"], "1");
}

TEST(CsvReaderTest, SaysOnWhichLineARowBeginsAcrossQuotedAndEmptyLines) {
  const auto table =
      ReadWardAndSeat("ward,seat\n\"one\n\ntwo\",1\n\n   \nAbbey,2\nshort\n\"x\ny\",3");
  ASSERT_THAT(table, IsOk());
  ASSERT_THAT(table->rows, SizeIs(3));
  EXPECT_EQ(table->rows[0].line(), 2);
  EXPECT_EQ(table->rows[1].line(), 7);
  ASSERT_THAT(table->faults, SizeIs(1));
  EXPECT_EQ(table->faults[0].line, 8);
  EXPECT_EQ(table->rows[2].line(), 9);
}

TEST(CsvReaderTest, ReadsEveryLineEndAndALastLineWithoutOne) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    const auto table = ReadWardAndSeat(absl::StrCat("ward,seat", end, "Abbey,1", end, "Castle,2"));
    ASSERT_THAT(table, IsOk());
    ASSERT_THAT(table->rows, SizeIs(2));
    EXPECT_EQ(table->rows[1]["ward"], "Castle");
    EXPECT_EQ(table->rows[1].line(), 3);
  }
}

TEST(CsvReaderTest, PassesOverAByteOrderMark) {
  const auto table = ReadWardAndSeat("\xEF\xBB\xBFward,seat\nLlŷn,1\n");
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->rows[0]["ward"], "Llŷn");
}

TEST(CsvReaderTest, TakesSpacesOffUnquotedValuesOnly) {
  const auto table = ReadWardAndSeat("ward , seat\n Abbey ,\" 1 \"\n");
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->rows[0]["ward"], "Abbey");
  EXPECT_EQ(table->rows[0]["seat"], " 1 ");
}

TEST(CsvReaderTest, NamesTheLineThatIsNotUtf8) {
  ExpectUnreadable(ReadWardAndSeat("ward,seat\nAbbey,1\nLl\xF7n,1\n"), "line 3 is not UTF-8");
  ExpectUnreadable(ReadWardAndSeat("ward,seat\n\xC0\xAF,1\n"), "line 2 is not UTF-8");
  ExpectUnreadable(ReadWardAndSeat("ward,seat\n\xED\xA0\x80,1\n"), "line 2 is not UTF-8");
  ExpectUnreadable(ReadWardAndSeat("\xFF\xFEw\0a\0"), "line 1 is not UTF-8");
  ExpectUnreadable(ReadWardAndSeat(absl::string_view("ward,seat\nA\0b,1\n", 16)),
                   "line 2 is not UTF-8");
}

TEST(CsvReaderTest, NamesTheColumnThatIsMissing) {
  ExpectUnreadable(ReadWardAndSeat("ward,chair\nAbbey,1\n"), "column seat is missing");
  ExpectUnreadable(ReadWardAndSeat("Ward,seat\n"), "column ward is missing");
}

TEST(CsvReaderTest, RefusesAFileWithoutHeaderRow) {
  ExpectUnreadable(ReadWardAndSeat(""), "no header row");
  ExpectUnreadable(ReadWardAndSeat("\xEF\xBB\xBF\n \n"), "no header row");
}

TEST(CsvReaderTest, RefusesAColumnNameThatStandsTwiceButNotColumnsWithoutName) {
  ExpectUnreadable(ReadWardAndSeat("ward,seat,ward\n"), "column 3");
  EXPECT_THAT(ReadWardAndSeat("ward,seat,,\nAbbey,1,,\n"), IsOk());
}

TEST(CsvReaderTest, RefusesQuotesAfterWhichRowsCannotBeTold) {
  ExpectUnreadable(ReadWardAndSeat("ward,seat\nAbbey,1\n\"Castle,2\nPark,3\n"),
                   "line 3 opens a quote that is never closed");
  ExpectUnreadable(ReadWardAndSeat("ward,seat\nThe \"Abbey\",1\n"), "line 2 has a quote inside");
}

TEST(CsvReaderTest, KeepsRowsOfTheWrongWidthAsFaultsAndReadsOn) {
  const auto table = ReadWardAndSeat("ward,seat\nAbbey\nCastle,1\nPark,2,3\nMill,4\n");
  ASSERT_THAT(table, IsOk());
  EXPECT_THAT(table->rows, SizeIs(2));
  ASSERT_THAT(table->faults, SizeIs(2));
  EXPECT_EQ(table->faults[0].line, 2);
  EXPECT_EQ(table->faults[0].reason, status::v1::REASON_FIELD_MALFORMED);
  EXPECT_EQ(table->faults[0].words, "values: 1, columns of the header: 2");
  EXPECT_EQ(table->faults[1].line, 4);
}

TEST(CsvReaderTest, HoldsEachLimit) {
  const std::string file = "ward,seat\nAbbey,1\nCastle,2\n";
  EXPECT_THAT(ReadWardAndSeat(file, {.bytes = file.size(), .rows = 2, .columns = 2}), IsOk());
  EXPECT_THAT(ReadWardAndSeat(file, {.bytes = file.size() - 1}),
              HasReason(status::v1::REASON_FIELD_TOO_LONG));
  EXPECT_THAT(ReadWardAndSeat(file, {.rows = 1}), HasReason(status::v1::REASON_FIELD_TOO_LONG));
  EXPECT_THAT(ReadWardAndSeat(file, {.columns = 1}), HasReason(status::v1::REASON_FIELD_TOO_LONG));
  const auto table = ReadWardAndSeat(file, {.value_bytes = 5});
  ASSERT_THAT(table, IsOk());
  EXPECT_THAT(table->rows, SizeIs(1));
  ASSERT_THAT(table->faults, SizeIs(1));
  EXPECT_EQ(table->faults[0].reason, status::v1::REASON_FIELD_TOO_LONG);
  EXPECT_EQ(table->faults[0].column, "ward");
}

TEST(CsvReaderTest, RepeatsNothingOfTheFileInItsErrors) {
  for (const char* file : {"secret,secret\n", "ward,seat\n\"secret\n", "ward,seat\nsecret\xFF,1\n",
                           "secret\n", "ward,seat\nse\"cret,1\n"}) {
    const auto table = ReadWardAndSeat(file);
    ASSERT_THAT(table, Not(IsOk()));
    EXPECT_THAT(table.status().ToString(), Not(HasSubstr("ecret")));
  }
}

TEST(CsvReaderTest, ReadsBackWhateverIsQuoted) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {"a", ",", "\n", "\r", "\r\n", "\"", " ", "ŷ", "𐍈"};
  for (int round = 0; round < 500; ++round) {
    std::vector<std::vector<std::string>> rows(random() % 5);
    std::string file = "ward,seat\n";
    for (auto& row : rows) {
      row.resize(2);
      for (std::string& value : row) {
        for (auto left = random() % 6; left > 0; --left) value += pieces[random() % pieces.size()];
      }
      absl::StrAppend(
          &file,
          absl::StrJoin(
              row, ",",
              [](std::string* out, const std::string& v) {
                absl::StrAppend(out, "\"", absl::StrReplaceAll(v, {{"\"", "\"\""}}), "\"");
              }),
          "\n");
    }
    const auto table = ReadWardAndSeat(file);
    ASSERT_THAT(table, IsOk());
    ASSERT_EQ(table->rows.size(), rows.size());
    for (size_t at = 0; at < rows.size(); ++at) {
      EXPECT_EQ(table->rows[at]["ward"], rows[at][0]);
      EXPECT_EQ(table->rows[at]["seat"], rows[at][1]);
    }
  }
}

TEST(CsvWriterTest, WritesWhatIsReadBackAsItWas) {
  const std::vector<std::string> values = {"Llŷr, Siân", "\"Y Bont\"", "two\nlines", "",
                                           " spaces ",   "=1+1",       "-2",         "@you",
                                           "+44 1",      "'tis",       "'=x",        "''-y"};
  std::vector<std::string> header;
  for (size_t i = 0; i < values.size(); ++i) header.push_back(absl::StrCat("c", i));
  const auto table = Read(absl::StrCat(Line(header), Line(values)), {});
  ASSERT_THAT(table, IsOk());
  ASSERT_THAT(table->rows, SizeIs(1));
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(table->rows[0][header[i]], values[i]);
}

TEST(CsvWriterTest, LetsASpreadsheetCalculateNothing) {
  EXPECT_EQ(Line({"=HYPERLINK(1)", "plain", "-1", "it's"}), "'=HYPERLINK(1),plain,'-1,it's\r\n");
  for (const char* value : {"=a", "+a", "-a", "@a", "\ta"}) EXPECT_EQ(Guarded(value).front(), '\'');
}

}  // namespace
}  // namespace telemachus::csv
