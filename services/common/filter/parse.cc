#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/expression.h"
#include "common/filter/lexer.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::filter {
namespace {

using Kind = Expression::Kind;

std::optional<Comparator> ComparatorOf(const Token& token) {
  static constexpr std::pair<absl::string_view, Comparator> kComparators[] = {
      {":", Comparator::kHas},
      {"=", Comparator::kEqual},
      {"!=", Comparator::kNotEqual},
      {"<", Comparator::kLess},
      {"<=", Comparator::kLessOrEqual},
      {">", Comparator::kGreater},
      {">=", Comparator::kGreaterOrEqual}};
  for (const auto& [sign, comparator] : kComparators) {
    if (token.Is(sign)) return comparator;
  }
  return std::nullopt;
}

// Several parts as one; a single part is itself.
Expression Join(Kind kind, std::vector<Expression> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  Expression joined;
  joined.kind = kind;
  joined.at = parts.front().at;
  joined.parts = std::move(parts);
  return joined;
}

Expression Negate(Expression part, size_t at) {
  Expression negated;
  negated.kind = Kind::kNot;
  negated.at = at;
  negated.parts.push_back(std::move(part));
  return negated;
}

// Descends through the grammar: conjunction, alternatives, term, simple.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  absl::StatusOr<Expression> Whole() {
    if (Next().kind == Token::Kind::kEnd) return Expression();
    ASSIGN_OR_RETURN(Expression whole, Conjunction());
    if (Next().kind != Token::Kind::kEnd) return Wrong("nothing is open here");
    return whole;
  }

 private:
  const Token& Next() const { return tokens_[position_]; }
  Token Take() { return tokens_[position_++]; }
  absl::Status Wrong(absl::string_view words) const { return Invalid("filter", Next().at, words); }
  bool AtEnd() const { return Next().kind == Token::Kind::kEnd || Next().Is(")"); }

  absl::StatusOr<Expression> Conjunction() {
    std::vector<Expression> parts;
    while (true) {
      ASSIGN_OR_RETURN(Expression part, Alternatives());
      parts.push_back(std::move(part));
      if (AtEnd()) return Join(Kind::kAll, std::move(parts));
      if (Next().IsWord("AND")) Take();
    }
  }

  absl::StatusOr<Expression> Alternatives() {
    std::vector<Expression> parts;
    while (true) {
      ASSIGN_OR_RETURN(Expression part, Term());
      parts.push_back(std::move(part));
      if (!Next().IsWord("OR")) return Join(Kind::kAny, std::move(parts));
      Take();
    }
  }

  absl::StatusOr<Expression> Term() {
    const size_t at = Next().at;
    if (Next().IsWord("NOT") || Next().Is("-")) {
      Take();
      ASSIGN_OR_RETURN(Expression part, Simple());
      return Negate(std::move(part), at);
    }
    Token& next = tokens_[position_];
    if (next.kind == Token::Kind::kWord && next.text.size() > 1 && next.text[0] == '-') {
      next.text.erase(0, 1);
      ASSIGN_OR_RETURN(Expression part, Simple());
      return Negate(std::move(part), at);
    }
    return Simple();
  }

  absl::StatusOr<Expression> Simple() {
    if (!Next().Is("(")) return Restriction();
    if (++depth_ > kMostDepth) return Wrong("more parentheses in one another than are taken");
    Take();
    ASSIGN_OR_RETURN(Expression inner, Conjunction());
    if (!Next().Is(")")) return Wrong("a parenthesis is not closed");
    Take();
    --depth_;
    return inner;
  }

  absl::StatusOr<Expression> Restriction() {
    if (Next().IsWord("AND") || Next().IsWord("OR") || Next().IsWord("NOT")) {
      return Wrong(
          "AND, OR and NOT need something to work on; put the word into quotes if it is meant");
    }
    if (Next().kind != Token::Kind::kWord && Next().kind != Token::Kind::kQuoted) {
      return Wrong("a field or a word is missing");
    }
    if (++terms_ > kMostTerms) return Wrong("more comparisons than are taken");
    const Token first = Take();
    Expression simple;
    simple.at = first.at;
    const std::optional<Comparator> comparator = ComparatorOf(Next());
    if (!comparator.has_value()) {
      simple.kind = Kind::kWord;
      simple.value = first.text;
      return simple;
    }
    if (first.kind == Token::Kind::kQuoted) return Wrong("what is in quotes is no field");
    Take();
    if (Next().kind != Token::Kind::kWord && Next().kind != Token::Kind::kQuoted) {
      return Wrong("a value is missing");
    }
    simple.kind = Kind::kComparison;
    simple.field = first.text;
    simple.comparator = *comparator;
    simple.value = Take().text;
    return simple;
  }

  std::vector<Token> tokens_;
  size_t position_ = 0;
  int depth_ = 0;
  int terms_ = 0;
};

}  // namespace

absl::Status Invalid(absl::string_view field, size_t at, absl::string_view words) {
  return status::FieldFault(field, status::v1::REASON_FILTER_INVALID,
                            absl::StrCat("at byte ", at + 1, ": ", words));
}

absl::StatusOr<Expression> Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(std::vector<Token> tokens, Cut(text));
  return Parser(std::move(tokens)).Whole();
}

}  // namespace telemachus::filter
