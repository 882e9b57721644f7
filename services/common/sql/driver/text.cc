#include "common/sql/driver/text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace telemachus::sql {
namespace {

enum class Kind { kBlank, kWord, kParameter, kOther };

struct Token {
  Kind kind;
  absl::string_view text;
};

bool StartsWord(char c) { return absl::ascii_isalpha(c) || c == '_'; }
bool ContinuesWord(char c) { return absl::ascii_isalnum(c) || c == '_'; }

size_t WordEnd(absl::string_view sql, size_t from) {
  while (from < sql.size() && ContinuesWord(sql[from])) ++from;
  return from;
}

// The end of what is quoted from `from` on. A doubled quote inside reads as two quoted parts, which
// comes to the same.
size_t QuoteEnd(absl::string_view sql, size_t from) {
  const size_t end = sql.find(sql[from], from + 1);
  return end == absl::string_view::npos ? sql.size() : end + 1;
}

size_t After(absl::string_view sql, absl::string_view mark, size_t from) {
  const size_t found = sql.find(mark, from);
  return found == absl::string_view::npos ? sql.size() : found + mark.size();
}

// The token that begins at `at`. All tokens put together are the text again.
Token TokenAt(absl::string_view sql, size_t at) {
  const absl::string_view rest = sql.substr(at);
  const auto token = [&](Kind kind, size_t end) { return Token{kind, sql.substr(at, end - at)}; };
  if (absl::ascii_isspace(rest[0])) return token(Kind::kBlank, at + 1);
  if (absl::StartsWith(rest, "--")) return token(Kind::kBlank, After(sql, "\n", at));
  if (absl::StartsWith(rest, "/*")) return token(Kind::kBlank, After(sql, "*/", at + 2));
  if (rest[0] == '\'' || rest[0] == '"') return token(Kind::kOther, QuoteEnd(sql, at));
  if (absl::StartsWith(rest, "::")) return token(Kind::kOther, at + 2);
  if (rest[0] == ':' && rest.size() > 1 && StartsWord(rest[1])) {
    return token(Kind::kParameter, WordEnd(sql, at + 1));
  }
  if (StartsWord(rest[0])) return token(Kind::kWord, WordEnd(sql, at));
  if (absl::ascii_isdigit(rest[0])) return token(Kind::kOther, WordEnd(sql, at));
  return token(Kind::kOther, at + 1);
}

std::vector<Token> Tokens(absl::string_view sql) {
  std::vector<Token> tokens;
  for (size_t at = 0; at < sql.size(); at += tokens.back().text.size()) {
    tokens.push_back(TokenAt(sql, at));
  }
  return tokens;
}

// The tokens that mean something.
std::vector<Token> Meaningful(absl::string_view sql) {
  std::vector<Token> tokens = Tokens(sql);
  std::erase_if(tokens, [](const Token& token) { return token.kind == Kind::kBlank; });
  return tokens;
}

bool Is(const Token& token, absl::string_view word) {
  return token.kind == Kind::kWord && absl::EqualsIgnoreCase(token.text, word);
}

bool CreatesTable(absl::string_view sql) {
  const std::vector<Token> tokens = Meaningful(sql);
  return tokens.size() > 1 && Is(tokens[0], "CREATE") && Is(tokens[1], "TABLE");
}

// Follows parentheses, to tell what stands behind the columns of a table.
class Depth {
 public:
  // True once the outermost parenthesis was closed before this token.
  bool Behind(const Token& token) {
    if (behind_) return true;
    if (token.text == "(") ++open_;
    if (token.text == ")" && --open_ == 0) behind_ = true;
    return false;
  }

 private:
  int open_ = 0;
  bool behind_ = false;
};

// Numbers parameters in the order in which they first appear. Statements that write many rows have
// thousands.
class Numbering {
 public:
  // From 0.
  size_t NumberOf(absl::string_view name) {
    const auto [found, added] = numbers_.try_emplace(name, names_.size());
    if (added) names_.emplace_back(name);
    return found->second;
  }
  std::vector<std::string> Names() && { return std::move(names_); }

 private:
  // Views of the text that is numbered.
  absl::flat_hash_map<absl::string_view, size_t> numbers_;
  std::vector<std::string> names_;
};

bool IsCondition(const Token& token) {
  return Is(token, "IF") || Is(token, "NOT") || Is(token, "EXISTS");
}

// The name after the first `mark`; empty if there is none.
std::string NameAfter(const std::vector<Token>& tokens, absl::string_view mark) {
  const auto found = std::find_if(tokens.begin(), tokens.end(),
                                  [&](const Token& token) { return Is(token, mark); });
  if (found == tokens.end()) return "";
  const auto name = std::find_if_not(found + 1, tokens.end(), &IsCondition);
  return name != tokens.end() && name->kind == Kind::kWord ? std::string(name->text) : "";
}

}  // namespace

NumberedText ForPostgres(absl::string_view sql) {
  NumberedText result;
  Numbering numbering;
  const bool table = CreatesTable(sql);
  Depth depth;
  for (const Token& token : Tokens(sql)) {
    if (table && depth.Behind(token) && token.kind != Kind::kBlank && token.text != ";") continue;
    if (token.kind == Kind::kParameter) {
      absl::StrAppend(&result.text, "$", numbering.NumberOf(token.text.substr(1)) + 1);
    } else if (Is(token, "INTEGER")) {
      result.text += "BIGINT";
    } else if (Is(token, "BLOB")) {
      result.text += "BYTEA";
    } else if (Is(token, "AUTOINCREMENT")) {
      result.text += "GENERATED ALWAYS AS IDENTITY";
    } else {
      absl::StrAppend(&result.text, token.text);
    }
  }
  result.names = std::move(numbering).Names();
  return result;
}

PlacedText ForSqlite(absl::string_view sql) {
  PlacedText result;
  Numbering numbering;
  for (const Token& token : Tokens(sql)) {
    if (token.kind == Kind::kParameter) {
      result.text += "?";
      result.places.push_back(numbering.NumberOf(token.text.substr(1)));
    } else {
      absl::StrAppend(&result.text, token.text);
    }
  }
  result.names = std::move(numbering).Names();
  return result;
}

std::vector<std::string> Split(absl::string_view script) {
  std::vector<std::string> statements;
  std::string statement;
  bool meaningful = false;
  const auto finish = [&] {
    if (meaningful) statements.push_back(std::move(statement));
    statement.clear();
    meaningful = false;
  };
  for (const Token& token : Tokens(script)) {
    if (token.text == ";") {
      finish();
      continue;
    }
    absl::StrAppend(&statement, token.text);
    if (token.kind != Kind::kBlank) meaningful = true;
  }
  finish();
  return statements;
}

std::string Summary::Text() const {
  return collection.empty() ? operation : absl::StrCat(operation, " ", collection);
}

Summary Summarize(absl::string_view sql) {
  // Each operation of this house, and the word its table follows, if one says more than another.
  static constexpr std::array<std::pair<const char*, const char*>, 9> kOperations = {{
      {"SELECT", "FROM"},
      {"INSERT", "INTO"},
      {"UPDATE", "UPDATE"},
      {"DELETE", "FROM"},
      {"WITH", ""},
      {"CREATE", "TABLE"},
      {"ALTER", "TABLE"},
      {"DROP", "TABLE"},
      {"LOCK", "TABLE"},
  }};
  const std::vector<Token> tokens = Meaningful(sql);
  for (const auto& [operation, mark] : kOperations) {
    if (!tokens.empty() && Is(tokens[0], operation)) return {operation, NameAfter(tokens, mark)};
  }
  return {"OTHER", ""};
}

}  // namespace telemachus::sql
