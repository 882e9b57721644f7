#include "common/filter/lexer.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "common/filter/expression.h"
#include "common/status/macros.h"

namespace telemachus::filter {
namespace {

constexpr absl::string_view kSigns = "():=!<>";
constexpr absl::string_view kQuotes = "\"'";
constexpr absl::string_view kNoWord = "():=!<>\"',";

bool EndsWord(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c)) ||
         kNoWord.find(c) != absl::string_view::npos;
}

// The text between quotes; `at` moves behind the closing one. A backslash takes the next character
// as it is.
absl::StatusOr<std::string> Unquote(absl::string_view text, size_t& at) {
  const size_t begin = at;
  const char quote = text[at++];
  std::string value;
  for (; at < text.size(); ++at) {
    if (text[at] == quote) {
      ++at;
      return value;
    }
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    value.push_back(text[at]);
  }
  return Invalid("filter", begin, "the quote is not closed");
}

absl::StatusOr<std::string> Sign(absl::string_view text, size_t& at) {
  const size_t begin = at++;
  const bool two = at < text.size() && text[at] == '=' &&
                   absl::string_view("!<>").find(text[begin]) != absl::string_view::npos;
  if (two) ++at;
  if (text[begin] == '!' && !two) return Invalid("filter", begin, "stands for nothing; write !=");
  return std::string(text.substr(begin, at - begin));
}

// Whether a minus at `at` stands before something in parentheses or quotes.
bool IsLoneMinus(absl::string_view text, size_t at) {
  return text[at] == '-' && at + 1 < text.size() &&
         (text[at + 1] == '(' || kQuotes.find(text[at + 1]) != absl::string_view::npos);
}

}  // namespace

absl::StatusOr<std::vector<Token>> Cut(absl::string_view text) {
  std::vector<Token> tokens;
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    const char c = text[at];
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
      ++at;
    } else if (kQuotes.find(c) != absl::string_view::npos) {
      ASSIGN_OR_RETURN(std::string value, Unquote(text, at));
      tokens.push_back({Token::Kind::kQuoted, std::move(value), begin});
    } else if (kSigns.find(c) != absl::string_view::npos) {
      ASSIGN_OR_RETURN(std::string sign, Sign(text, at));
      tokens.push_back({Token::Kind::kSign, std::move(sign), begin});
    } else if (IsLoneMinus(text, at)) {
      ++at;
      tokens.push_back({Token::Kind::kSign, "-", begin});
    } else if (c == ',') {
      return Invalid("filter", begin, "commas join nothing; write AND or OR");
    } else {
      while (at < text.size() && !EndsWord(text[at])) ++at;
      tokens.push_back({Token::Kind::kWord, std::string(text.substr(begin, at - begin)), begin});
    }
  }
  tokens.push_back({Token::Kind::kEnd, "", text.size()});
  return tokens;
}

}  // namespace telemachus::filter
