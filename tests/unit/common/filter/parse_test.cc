#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/filter/expression.h"
#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::filter {
namespace {

// An expression as one writes it in a table of cases: (and a (or b c)).
std::string Show(const Expression& expression) {
  static constexpr absl::string_view kSigns[] = {":", "=", "!=", "<", "<=", ">", ">="};
  if (expression.kind == Expression::Kind::kWord) return absl::StrCat("'", expression.value, "'");
  if (expression.kind == Expression::Kind::kComparison) {
    return absl::StrCat(expression.field, kSigns[static_cast<int>(expression.comparator)],
                        expression.value);
  }
  static constexpr absl::string_view kNames[] = {"and", "or", "not"};
  std::string text = absl::StrCat("(", kNames[static_cast<int>(expression.kind)]);
  for (const Expression& part : expression.parts) absl::StrAppend(&text, " ", Show(part));
  return text + ")";
}

struct Case {
  const char* text;
  const char* shown;
};

class FilterParseTest : public testing::TestWithParam<Case> {};

TEST_P(FilterParseTest, ReadsWhatIsWritten) {
  const auto read = Parse(GetParam().text);
  ASSERT_THAT(read, test::IsOk());
  EXPECT_EQ(Show(*read), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    All, FilterParseTest,
    testing::Values(Case{"", "(and)"}, Case{"  ", "(and)"}, Case{"Siân", "'Siân'"},
                    Case{"a b", "(and 'a' 'b')"}, Case{"a AND b OR c", "(and 'a' (or 'b' 'c'))"},
                    Case{"a OR b AND c", "(and (or 'a' 'b') 'c')"},
                    Case{"(a AND b) OR c", "(or (and 'a' 'b') 'c')"}, Case{"NOT a", "(not 'a')"},
                    Case{"-a", "(not 'a')"}, Case{"-(a b)", "(not (and 'a' 'b'))"},
                    Case{"-\"a\"", "(not 'a')"}, Case{"ward : \"Y Bala\"", "ward:Y Bala"},
                    Case{"ward='it''s'", "(and ward=it 's')"},
                    Case{R"(ward = "a \"b\" \\ c")", R"(ward=a "b" \ c)"},
                    Case{"places>=-3", "places>=-3"}, Case{"places<3", "places<3"},
                    Case{"a!=b", "a!=b"}, Case{"a<=b", "a<=b"}, Case{"a>b", "a>b"},
                    Case{"roles:*", "roles:*"}, Case{"\"AND\"", "'AND'"},
                    Case{"well-being", "'well-being'"}, Case{"end_date = \"\"", "end_date="},
                    Case{"NOT a = 1 b = 2", "(and (not a=1) b=2)"}));

class FilterFaultTest : public testing::TestWithParam<Case> {};

TEST_P(FilterFaultTest, SaysWhereItIsWrong) {
  const auto read = Parse(GetParam().text);
  ASSERT_THAT(read, test::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(status::ReasonOf(read.status()), status::v1::REASON_FILTER_INVALID);
  EXPECT_THAT(std::string(read.status().message()), testing::HasSubstr(GetParam().shown));
}

INSTANTIATE_TEST_SUITE_P(All, FilterFaultTest,
                         testing::Values(Case{"a AND", "at byte 6"}, Case{"OR a", "at byte 1"},
                                         Case{"(a", "at byte 3"}, Case{"a)", "at byte 2"},
                                         Case{"a = ", "at byte 5"}, Case{"= a", "at byte 1"},
                                         Case{"\"a\" = b", "at byte 5"},
                                         Case{"a = \"b", "at byte 5"}, Case{"a ! b", "at byte 3"},
                                         Case{"a, b", "at byte 2"}, Case{"NOT", "at byte 4"},
                                         Case{"()", "at byte 2"}, Case{"a = (b)", "at byte 5"}));

TEST(FilterLimitTest, TakesSoManyTermsAndNoMore) {
  std::vector<std::string> words(kMostTerms, "a");
  EXPECT_THAT(Parse(absl::StrJoin(words, " ")), test::IsOk());
  words.emplace_back("a");
  EXPECT_THAT(Parse(absl::StrJoin(words, " ")), test::HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(FilterLimitTest, TakesSoManyParenthesesInOneAnotherAndNoMore) {
  const auto nested = [](int depth) {
    return Parse(absl::StrCat(std::string(depth, '('), "a", std::string(depth, ')')));
  };
  EXPECT_THAT(nested(kMostDepth), test::IsOk());
  EXPECT_THAT(nested(kMostDepth + 1), test::HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace telemachus::filter
