#include "tests/house/cpp_scan.h"

#include <algorithm>
#include <cctype>
#include <regex>

namespace telemachus::house {
namespace {

bool IsWord(char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '~'; }

// Spaces, and ends of lines, to one space each.
std::string Normalised(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool is_space = isspace(static_cast<unsigned char>(c)) != 0;
    if (is_space && (out.empty() || out.back() == ' ')) continue;
    out += is_space ? ' ' : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// The head without `template <...>` and `[[...]]` before it.
std::string WithoutPrefixes(std::string head) {
  for (;;) {
    if (head.rfind("[[", 0) == 0) {
      const size_t end = head.find("]]");
      if (end == std::string::npos) return head;
      head = Normalised(head.substr(end + 2));
    } else if (head.rfind("template", 0) == 0 && head.find('<') != std::string::npos) {
      size_t at = head.find('<');
      for (int depth = 0; at < head.size(); ++at) {
        if (head[at] == '<') ++depth;
        if (head[at] == '>' && --depth == 0) break;
      }
      if (at >= head.size()) return head;
      head = Normalised(head.substr(at + 1));
    } else {
      return head;
    }
  }
}

// Where a character stands outside of all brackets; npos if nowhere. An angle counts as a bracket
// unless it is part of an operator's name or an arrow.
size_t FindOutside(const std::string& head, char wanted) {
  int depth = 0;
  const size_t operator_at = head.find("operator");
  for (size_t at = 0; at < head.size(); ++at) {
    const char c = head[at];
    const bool in_operator =
        operator_at != std::string::npos && at >= operator_at + 8 && at <= operator_at + 10;
    if (depth == 0 && c == wanted && !(in_operator && wanted == '=')) return at;
    if (c == '(' || c == '[' || c == '{' || (c == '<' && !in_operator)) ++depth;
    if (c == ')' || c == ']' || c == '}' ||
        (c == '>' && !in_operator && (at == 0 || head[at - 1] != '-'))) {
      --depth;
    }
  }
  return std::string::npos;
}

std::string WordBefore(const std::string& head, size_t at) {
  while (at > 0 && head[at - 1] == ' ') --at;
  size_t start = at;
  while (start > 0 && IsWord(head[start - 1])) --start;
  return head.substr(start, at - start);
}

// The name in `class ABSL_LOCKABLE Name final : public Base`; empty if it has none.
std::string TypeName(const std::string& head) {
  std::string name = Normalised(head.substr(0, head.find(" : ")));
  if (name.size() > 6 && name.compare(name.size() - 6, 6, " final") == 0)
    name.resize(name.size() - 6);
  name = name.substr(0, name.find('<'));
  const std::string word = WordBefore(name, name.size());
  return word == "class" || word == "struct" || word == "union" || word == "enum" ? "" : word;
}

Declaration Classified(const std::string& raw_head) {
  static const std::regex kType(R"((typedef )?(class|struct|union|enum)\b.*)");
  Declaration declaration;
  declaration.head = Normalised(raw_head);
  const std::string head = WithoutPrefixes(declaration.head);
  if (std::regex_match(head, std::regex(R"((?:inline )?namespace\b ?([\w:]*).*|extern "\s*")"))) {
    declaration.kind = Kind::kNamespace;
    declaration.name = head == "namespace" ? "" : WordBefore(head, head.size());
    if (declaration.name == "namespace") declaration.name = "";
    return declaration;
  }
  const size_t open = FindOutside(head, '(');
  const size_t assign = FindOutside(head, '=');
  const bool is_special = assign != std::string::npos && open != std::string::npos &&
                          open < assign &&
                          std::regex_search(head, std::regex(R"(= ?(default|delete|0)$)"));
  if (std::regex_match(head, kType) &&
      (open == std::string::npos || FindOutside(head, ':') < open ||
       WordBefore(head, open).find("ABSL_") == 0)) {
    declaration.kind = Kind::kType;
    declaration.name = TypeName(head);
  } else if (open != std::string::npos && (assign == std::string::npos || is_special) &&
             head.rfind("using ", 0) != 0 && head.rfind("typedef ", 0) != 0 &&
             head.rfind("static_assert", 0) != 0) {
    declaration.kind = Kind::kFunction;
    const size_t operator_at = head.find("operator");
    declaration.name =
        operator_at != std::string::npos && operator_at < open
            ? head.substr(operator_at, open == operator_at + 8 ? 10 : open - operator_at)
            : WordBefore(head, open);
  }
  return declaration;
}

// Reads declarations one after another, going into namespaces and classes.
class Scanner {
 public:
  explicit Scanner(const Source& source) : code_(source.code) {}

  std::vector<Declaration> Scan() {
    ScanLevel("", true, true);
    return std::move(found_);
  }

 private:
  // Reads up to the end of this level. `is_public` is the access it begins with.
  void ScanLevel(const std::string& class_name, bool is_outside_public, bool is_public) {
    std::string head;
    size_t first_line = 0;
    while (at_ < code_.size()) {
      const char c = code_[at_];
      if (c == '}') return Advance();
      if (c == ';') {
        Add(Classified(head), first_line, class_name, is_outside_public && is_public, false);
        head.clear();
        Advance();
      } else if (c == '{') {
        if (!Body(head, first_line, class_name, is_outside_public && is_public)) continue;
        head.clear();
      } else if (c == ':' && IsAccess(head)) {
        is_public = Normalised(head) == "public";
        head.clear();
        Advance();
      } else {
        if (Normalised(head).empty() && !isspace(static_cast<unsigned char>(c))) first_line = line_;
        head += c;
        if (c == '(') {
          Advance();
          head += Skipped('(', ')');
        } else {
          Advance();
        }
      }
    }
  }

  static bool IsAccess(const std::string& head) {
    const std::string word = Normalised(head);
    return word == "public" || word == "private" || word == "protected";
  }

  // Reads a block in braces; false if the declaration goes on after it (an initialiser).
  bool Body(std::string& head, size_t first_line, const std::string& class_name, bool is_public) {
    Declaration declaration = Classified(head);
    const bool is_initialiser =
        FindOutside(Normalised(head), '=') != std::string::npos || declaration.kind == Kind::kOther;
    if (is_initialiser) {
      Advance();
      head += "{" + Skipped('{', '}');
      return false;
    }
    if (declaration.kind == Kind::kFunction) {
      Advance();
      Skipped('{', '}');
      // `: a_{1}, b_{2} {}`: a member's initialiser, not the body.
      const size_t next = code_.find_first_not_of(" \n\t", at_);
      if (next != std::string::npos && (code_[next] == ',' || code_[next] == '{')) return false;
      Add(std::move(declaration), first_line, class_name, is_public, true);
      return true;
    }
    const size_t index = found_.size();
    const bool is_type = declaration.kind == Kind::kType;
    const std::string plain = WithoutPrefixes(declaration.head);
    const bool is_enum = plain.find("enum") == 0;
    const bool begins_public = !is_type || plain.find("class") != 0;
    const bool is_anonymous = !is_type && declaration.name.empty();
    const std::string name = declaration.name;
    Add(std::move(declaration), first_line, class_name, is_public, true);
    Advance();
    if (is_enum) {
      Skipped('{', '}');
    } else {
      ScanLevel(is_type ? name : "", is_public && !is_anonymous, begins_public);
    }
    found_[index].last_line = line_;
    return true;
  }

  // Reads what follows an opening bracket up to its closing one, and returns it.
  std::string Skipped(char open, char close) {
    const size_t start = at_;
    for (int depth = 1; at_ < code_.size() && depth > 0; Advance()) {
      if (code_[at_] == open) ++depth;
      if (code_[at_] == close) --depth;
    }
    return code_.substr(start, at_ - start);
  }

  void Advance() {
    if (code_[at_] == '\n') ++line_;
    ++at_;
  }

  void Add(Declaration declaration, size_t first_line, const std::string& class_name,
           bool is_public, bool is_defined) {
    if (declaration.head.empty()) return;
    declaration.first_line = first_line;
    declaration.last_line = line_;
    declaration.class_name = class_name;
    declaration.is_public = is_public;
    declaration.is_defined = is_defined;
    found_.push_back(std::move(declaration));
  }

  const std::string& code_;
  std::vector<Declaration> found_;
  size_t at_ = 0;
  size_t line_ = 1;
};

}  // namespace

std::vector<Declaration> Declarations(const Source& source) { return Scanner(source).Scan(); }

}  // namespace telemachus::house
