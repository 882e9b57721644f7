#include "common/filter/condition.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/status/macros.h"
#include "common/text/fold.h"
#include "common/time/civil.h"

namespace telemachus::filter {
namespace {

using Kind = Expression::Kind;

// Parameters refer to their names, which therefore outlive every statement.
absl::string_view ParameterName(size_t number) {
  static const auto* const names = [] {
    auto* const made = new std::array<std::string, kMostTerms>();
    for (size_t i = 0; i < made->size(); ++i) (*made)[i] = absl::StrCat("filter_", i);
    return made;
  }();
  return (*names)[number];
}

absl::string_view SignOf(Comparator comparator) {
  switch (comparator) {
    case Comparator::kHas:
    case Comparator::kEqual:
      return "=";
    case Comparator::kNotEqual:
      return "<>";
    case Comparator::kLess:
      return "<";
    case Comparator::kLessOrEqual:
      return "<=";
    case Comparator::kGreater:
      return ">";
    case Comparator::kGreaterOrEqual:
      return ">=";
  }
  return "=";
}

bool Orders(Comparator comparator) {
  return comparator != Comparator::kHas && comparator != Comparator::kEqual &&
         comparator != Comparator::kNotEqual;
}

// A folded text as a pattern of LIKE with `\` before what has a meaning there; `*` stays any.
std::string Pattern(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"%", "\\%"}, {"_", "\\_"}, {"*", "%"}});
}

absl::Status Wrong(const Expression& at, absl::string_view words) {
  return Invalid("filter", at.at, words);
}

// Walks an expression and writes its condition.
class Writer {
 public:
  explicit Writer(const Fields& fields) : fields_(fields) {}

  absl::StatusOr<std::string> Write(const Expression& expression) {
    switch (expression.kind) {
      case Kind::kAll:
        return Joined(expression, " AND ");
      case Kind::kAny:
        return Joined(expression, " OR ");
      case Kind::kNot: {
        ASSIGN_OR_RETURN(const std::string part, Write(expression.parts.front()));
        return absl::StrCat("NOT ", part);
      }
      case Kind::kWord:
        if (fields_.words.empty()) return Wrong(expression, "compare a field with something");
        return Like(fields_.words, absl::StrCat("%", Pattern(text::Fold(expression.value)), "%"));
      case Kind::kComparison:
        return Comparison(expression);
    }
    return Wrong(expression, "has no meaning");
  }

  sql::Parameters TakeParameters() { return std::move(parameters_); }

 private:
  absl::StatusOr<std::string> Joined(const Expression& expression, absl::string_view by) {
    if (expression.parts.empty()) return std::string("(1 = 1)");
    std::vector<std::string> parts;
    for (const Expression& part : expression.parts) {
      ASSIGN_OR_RETURN(parts.emplace_back(), Write(part));
    }
    return absl::StrCat("(", absl::StrJoin(parts, by), ")");
  }

  absl::StatusOr<std::string> Comparison(const Expression& comparison) {
    const auto field = std::find_if(fields_.fields.begin(), fields_.fields.end(),
                                    [&](const Field& one) { return one.path == comparison.field; });
    if (field == fields_.fields.end()) return Wrong(comparison, "no such field can be asked for");
    // "None of them is" is what a caller means by != on several values.
    const bool none = !field->within.empty() && comparison.comparator == Comparator::kNotEqual;
    Expression one = comparison;
    if (none) one.comparator = Comparator::kEqual;
    ASSIGN_OR_RETURN(std::string text, Compare(*field, one));
    if (!field->within.empty()) text = absl::StrReplaceAll(field->within, {{"$", text}});
    return absl::StrCat("(", none ? "NOT " : "", text, ")");
  }

  absl::StatusOr<std::string> Compare(const Field& field, const Expression& comparison) {
    if (comparison.comparator == Comparator::kHas && comparison.value == "*") {
      return field.type == Type::kNumber || field.type == Type::kFlag || field.type == Type::kEnum
                 ? absl::StrCat(field.column, " <> 0")
                 : absl::StrCat(field.column, " <> ''");
    }
    switch (field.type) {
      case Type::kText:
        return CompareText(field, comparison);
      case Type::kCode:
        if (Orders(comparison.comparator)) return Wrong(comparison, "the field has no order");
        return Plain(field, comparison, comparison.value);
      case Type::kDate:
        return CompareDate(field, comparison);
      case Type::kNumber: {
        int64_t number = 0;
        if (!absl::SimpleAtoi(comparison.value, &number)) {
          return Wrong(comparison, "the field takes a whole number");
        }
        return Plain(field, comparison, number);
      }
      case Type::kFlag:
        if (Orders(comparison.comparator)) return Wrong(comparison, "the field has no order");
        if (comparison.value != "true" && comparison.value != "false") {
          return Wrong(comparison, "the field takes true or false");
        }
        return Plain(field, comparison, int64_t{comparison.value == "true" ? 1 : 0});
      case Type::kEnum:
        return CompareEnum(field, comparison);
      case Type::kCodes:
        return CompareCodes(field, comparison);
    }
    return Wrong(comparison, "has no meaning");
  }

  absl::StatusOr<std::string> CompareText(const Field& field, const Expression& comparison) {
    if (Orders(comparison.comparator)) return Wrong(comparison, "texts are not compared by order");
    const std::string folded = text::Fold(comparison.value);
    if (comparison.comparator == Comparator::kHas) {
      return Like(field.column, absl::StrCat("%", Pattern(folded), "%"));
    }
    if (folded.find('*') == std::string::npos) return Plain(field, comparison, folded);
    const std::string like = Like(field.column, Pattern(folded));
    return comparison.comparator == Comparator::kEqual ? like : absl::StrCat("NOT ", like);
  }

  absl::StatusOr<std::string> CompareDate(const Field& field, const Expression& comparison) {
    if (!comparison.value.empty() && !time::ParseDate(comparison.value).ok()) {
      return Wrong(comparison, "the field takes a date, YYYY-MM-DD");
    }
    const std::string text = Plain(field, comparison, comparison.value);
    if (!Orders(comparison.comparator)) return text;
    return absl::StrCat("(", field.column, " <> '' AND ", text, ")");
  }

  absl::StatusOr<std::string> CompareEnum(const Field& field, const Expression& comparison) {
    if (Orders(comparison.comparator)) return Wrong(comparison, "the field has no order");
    const auto* const value = field.values->FindValueByName(comparison.value);
    if (value == nullptr) {
      return Wrong(comparison, absl::StrCat("the field takes values of ", field.values->name()));
    }
    return Plain(field, comparison, int64_t{value->number()});
  }

  // LIKE has no regard to case on every engine; REPLACE has.
  absl::StatusOr<std::string> CompareCodes(const Field& field, const Expression& comparison) {
    const std::string& code = comparison.value;
    if (Orders(comparison.comparator)) return Wrong(comparison, "the field has no order");
    if (code.empty()) return Plain(field, comparison, code);
    if (field.values != nullptr && field.values->FindValueByName(code) == nullptr) {
      return Wrong(comparison, absl::StrCat("the field takes values of ", field.values->name()));
    }
    if (code.find(' ') != std::string::npos) return Wrong(comparison, "the field takes one code");
    return absl::StrCat("REPLACE(", field.column, ", ", Parameter(absl::StrCat(" ", code, " ")),
                        ", '') ", comparison.comparator == Comparator::kNotEqual ? "= " : "<> ",
                        field.column);
  }

  // `value` is a text or a number.
  template <typename Value>
  std::string Plain(const Field& field, const Expression& comparison, const Value& value) {
    return absl::StrCat(field.column, " ", SignOf(comparison.comparator), " ", Parameter(value));
  }

  std::string Like(absl::string_view column, const std::string& pattern) {
    return absl::StrCat("(", column, " LIKE ", Parameter(pattern), " ESCAPE '\\')");
  }

  template <typename Value>
  std::string Parameter(const Value& value) {
    const absl::string_view name = ParameterName(parameters_.size());
    parameters_.push_back({name, value});
    return absl::StrCat(":", name);
  }

  const Fields& fields_;
  sql::Parameters parameters_;
};

}  // namespace

absl::StatusOr<Condition> ToSql(const Expression& expression, const Fields& fields) {
  Writer writer(fields);
  ASSIGN_OR_RETURN(std::string text, writer.Write(expression));
  return Condition{std::move(text), writer.TakeParameters()};
}

absl::StatusOr<Condition> ConditionOf(absl::string_view filter, const Fields& fields) {
  ASSIGN_OR_RETURN(const Expression expression, Parse(filter));
  return ToSql(expression, fields);
}

}  // namespace telemachus::filter
