#ifndef TELEMACHUS_COMMON_SQL_DRIVER_TEXT_H_
#define TELEMACHUS_COMMON_SQL_DRIVER_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// SQL as text: enough of its grammar to find parameters, types and statements, and nothing of its
// meaning. String literals, quoted names, comments and `::casts` are never touched.
namespace telemachus::sql {

// A text with its named parameters numbered in the order in which they first appear.
struct NumberedText {
  std::string text;                // `:id` written as `$1`
  std::vector<std::string> names;  // without the colon
};

// As PostgreSQL takes it: parameters numbered, INTEGER as BIGINT, BLOB as BYTEA, AUTOINCREMENT as
// an identity, and without SQLite's table options (STRICT, WITHOUT ROWID).
NumberedText ForPostgres(absl::string_view sql);

// A text whose parameters are known by their places: SQLite finds one of many by name or number
// only by looking at all of them.
struct PlacedText {
  std::string text;                // `:id` written as `?`
  std::vector<std::string> names;  // without the colon, in the order in which they first appear
  std::vector<size_t> places;      // which of the names each `?` stands for
};

// As SQLite takes it.
PlacedText ForSqlite(absl::string_view sql);

// The statements of a script, without their semicolons; blanks and comments alone are none.
std::vector<std::string> Split(absl::string_view script);

// What a statement does, in words that may name a span or a label.
struct Summary {
  std::string operation;   // "INSERT"; "OTHER" for what this house does not write
  std::string collection;  // the table it begins with; may be empty
  // Both: "INSERT people".
  std::string Text() const;
};
Summary Summarize(absl::string_view sql);

}  // namespace telemachus::sql

#endif  // TELEMACHUS_COMMON_SQL_DRIVER_TEXT_H_
