#ifndef TELEMACHUS_COMMON_FILTER_CONDITION_H_
#define TELEMACHUS_COMMON_FILTER_CONDITION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/filter/expression.h"
#include "common/sql/database.h"
#include "google/protobuf/descriptor.h"

// A filter as a condition of SQL. No text of a filter becomes text of the statement: fields are
// looked up in a list, values travel as parameters.
namespace telemachus::filter {

// How the values of a field are written and compared.
enum class Type {
  // Words of people; the column holds them folded (text::Fold). `=` takes `*` for any characters.
  kText,
  // A code or a resource name, compared as it is.
  kCode,
  // YYYY-MM-DD; the column is empty where there is none, which is neither before nor after
  // anything.
  kDate,
  // A whole number.
  kNumber,
  // `true` or `false`; the column holds 1 or 0.
  kFlag,
  // The name of a value of an enum (`TYPE_COUNTY`); the column holds its number.
  kEnum,
  // Several codes, or several names of values of an enum, in one column as CodesColumn() writes
  // them. `:` and `=` hold if one of them is the value, and of an empty value if there are none.
  kCodes,
};

// How a column of kCodes holds some codes. What has a space in it is no code, and is left out.
template <typename Codes>
std::string CodesColumn(const Codes& codes) {
  std::string column;
  for (const std::string& code : codes) {
    if (code.empty() || code.find(' ') != std::string::npos) continue;
    absl::StrAppend(&column, column.empty() ? " " : "", code, " ");
  }
  return column;
}

// What a filter may name.
struct Field {
  // As it is called in the filter.
  std::string path;
  Type type = Type::kCode;
  // The SQL expression of its value, or of one of its values.
  std::string column;
  // For a field with several values: a condition with `$` in the place where the comparison of one
  // value goes, "id IN (SELECT person FROM roles WHERE $)". Empty for others.
  std::string within = {};
  // The enum of kEnum, and of kCodes that are names of its values.
  const google::protobuf::EnumDescriptor* values = nullptr;
};

// All that the filters of one list may name.
struct Fields {
  std::vector<Field> fields;
  // The SQL expression of the folded text in which words alone are looked for; empty: they are
  // refused.
  std::string words;
};

// A condition, in parentheses where needed, and its parameters, all of which are called
// `filter_0`, `filter_1` and so on.
struct Condition {
  std::string text;
  sql::Parameters parameters;
};

// The condition under which a row belongs to the list. INVALID_ARGUMENT with REASON_FILTER_INVALID
// on field `filter` if it names what is not there, compares in a way that the field has not, or has
// a value that is none of the field's.
absl::StatusOr<Condition> ToSql(const Expression& expression, const Fields& fields);

// Parse() and ToSql().
absl::StatusOr<Condition> ConditionOf(absl::string_view filter, const Fields& fields);

}  // namespace telemachus::filter

#endif  // TELEMACHUS_COMMON_FILTER_CONDITION_H_
