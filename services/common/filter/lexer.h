#ifndef TELEMACHUS_COMMON_FILTER_LEXER_H_
#define TELEMACHUS_COMMON_FILTER_LEXER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// The words and signs of a filter.
namespace telemachus::filter {

// One of them.
struct Token {
  // What sort it is.
  enum class Kind {
    // A word without quotes: a field, a value or AND, OR, NOT. May begin with a minus.
    kWord,
    // A text in quotes, taken out of them.
    kQuoted,
    // One of ( ) : = != < <= > >= and a minus before a parenthesis or a quote.
    kSign,
    // After the last one.
    kEnd,
  };

  Kind kind;
  std::string text;
  size_t at;

  // Whether it is this sign.
  bool Is(absl::string_view sign) const { return kind == Kind::kSign && text == sign; }
  // Whether it is this word, not in quotes.
  bool IsWord(absl::string_view word) const { return kind == Kind::kWord && text == word; }
};

// Cuts a filter into tokens, the last of which is kEnd. INVALID_ARGUMENT if a quote is not closed
// or a character has no meaning.
absl::StatusOr<std::vector<Token>> Cut(absl::string_view text);

}  // namespace telemachus::filter

#endif  // TELEMACHUS_COMMON_FILTER_LEXER_H_
