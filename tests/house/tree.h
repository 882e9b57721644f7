#ifndef TELEMACHUS_TESTS_HOUSE_TREE_H_
#define TELEMACHUS_TESTS_HOUSE_TREE_H_

#include <filesystem>
#include <string>
#include <vector>

// The house's own rules, each a pure function from files to faults: run on the repository, and on
// planted violations that prove that the rule bites.
namespace telemachus::house {

// A text file of the repository.
struct File {
  // Relative to the root, "services/common/sql/database.h".
  std::string path;
  std::string text;
};
using Tree = std::vector<File>;

// What breaks a rule: "path:line: what is wrong" each.
using Faults = std::vector<std::string>;

// Reads the text files below `root`, sorted by path: sources, protos, scripts, build files and
// documents. Leaves out what .gitignore leaves out.
Tree ReadTree(const std::filesystem::path& root);

// The repository's own files, read once.
const Tree& Repository();

// Whether `text` begins or ends with a part.
bool StartsWith(const std::string& text, const std::string& start);
bool EndsWith(const std::string& text, const std::string& end);
// Whether the file is C++, and whether it is a header.
bool IsCpp(const std::string& path);
bool IsHeader(const std::string& path);

// The lines of a text, without their ends.
std::vector<std::string> Lines(const std::string& text);

// "path:line: what".
std::string FaultAt(const std::string& path, size_t line, const std::string& what);

}  // namespace telemachus::house

#endif  // TELEMACHUS_TESTS_HOUSE_TREE_H_
