#ifndef TELEMACHUS_TESTS_HOUSE_CPP_SCAN_H_
#define TELEMACHUS_TESTS_HOUSE_CPP_SCAN_H_

#include <set>
#include <string>
#include <vector>

namespace telemachus::house {

// What a declaration declares.
enum class Kind { kNamespace, kType, kFunction, kOther };

// One declaration at the level of a file, a namespace or a class. What stands inside functions is
// part of the function.
struct Declaration {
  Kind kind = Kind::kOther;
  // Without qualification: "Sign", "Span", "~Span", "operator==".
  std::string name;
  // The declaration up to its body or semicolon, comments removed, spaces normalised.
  std::string head;
  // From the first line of the head to the closing brace or the semicolon; from 1.
  size_t first_line = 0;
  size_t last_line = 0;
  // Has a body in braces.
  bool is_defined = false;
  // Reachable from outside: not in an anonymous namespace, and not private or protected.
  bool is_public = true;
  // The class it is a member of; empty outside of classes.
  std::string class_name;
};

// C++ text as the rules see it: without comments, literals and preprocessor lines.
struct Source {
  // As long as the original, line by line.
  std::string code;
  // The lines on which a comment stands alone, and those that end in one.
  std::set<size_t> comment_lines;
  std::set<size_t> trailing_comment_lines;
};

// Blanks what is no code. Knows raw strings and continued preprocessor lines.
Source Strip(const std::string& text);

// All declarations, outer before inner. A scan of braces, not a parser: enough for code in the
// style of this house, which its tests pin down.
std::vector<Declaration> Declarations(const Source& source);

}  // namespace telemachus::house

#endif  // TELEMACHUS_TESTS_HOUSE_CPP_SCAN_H_
