#include "tests/house/code_rules.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

#include "tests/house/cpp_scan.h"

namespace telemachus::house {
namespace {

bool IsTest(const std::string& path) { return StartsWith(path, "tests/"); }

// Made by a tool, or read as a document: no length is too long.
bool HasFreeLength(const std::string& path) {
  return EndsWith(path, ".md") || EndsWith(path, "package-lock.json");
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

// The words of a name: "RetryHelper" and "retry_helper" are "retry" and "helper".
std::vector<std::string> Words(const std::string& name) {
  std::vector<std::string> words;
  bool begins = true;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (isupper(byte) || begins) words.emplace_back();
    begins = !isalnum(byte);
    if (!begins) words.back() += static_cast<char>(tolower(byte));
  }
  return words;
}

// The word of a name that says nothing; empty if all do.
std::string EmptyWord(const std::string& name) {
  static const char* const kWords[] = {"manager", "helper", "helpers", "util", "utils", "impl"};
  for (const std::string& word : Words(name)) {
    if (std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords)) return word;
  }
  return "";
}

bool SpeaksForItself(const Declaration& declaration) {
  static const std::regex kAccessor(R"(.*\b[a-z][a-z0-9_]* ?\(\)( const)?( noexcept)?)");
  static const std::regex kByItsForm(
      R"(^friend .*|.*= ?(default|delete)$|.*\) ?(const )?(noexcept )?(override|final).*)");
  // Handlers of RPCs: their comment stands in the proto.
  static const std::regex kHandler(R"(.*\( ?const (rpc::)?Call ?&.*)");
  const std::string& name = declaration.name;
  return name == declaration.class_name || name == "~" + declaration.class_name || name[0] == '~' ||
         StartsWith(name, "operator") || std::regex_match(declaration.head, kByItsForm) ||
         std::regex_match(declaration.head, kHandler) ||
         (!declaration.class_name.empty() && std::regex_match(declaration.head, kAccessor));
}

bool IsMacroCall(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) { return !islower(c); });
}

Faults CommentFaultsIn(const File& file) {
  const Source source = Strip(file.text);
  // Lines that a comment covers: each comment, and the declarations that follow one another below.
  std::set<size_t> covered;
  Faults faults;
  for (const Declaration& declaration : Declarations(source)) {
    const size_t first = declaration.first_line;
    const bool has_comment = source.comment_lines.contains(first - 1) ||
                             source.trailing_comment_lines.contains(first) ||
                             covered.contains(first - 1);
    const bool is_type_body = declaration.kind == Kind::kType && declaration.is_defined;
    // A type's comment is about the type: what stands in it has to have its own.
    if (has_comment && declaration.kind != Kind::kNamespace) {
      for (size_t line = is_type_body ? declaration.last_line : first;
           line <= declaration.last_line; ++line) {
        covered.insert(line);
      }
    }
    const bool needs_comment =
        is_type_body || (declaration.kind == Kind::kFunction && !SpeaksForItself(declaration) &&
                         !IsMacroCall(declaration.name));
    if (needs_comment && declaration.is_public && !has_comment) {
      faults.push_back(FaultAt(file.path, first, declaration.name + " has no comment"));
    }
  }
  return faults;
}

}  // namespace

Faults SizeFaults(const Tree& tree) {
  Faults faults;
  std::map<std::string, size_t> folders;
  for (const File& file : tree) {
    if (++folders[FolderOf(file.path)] == kFolderFiles + 1) {
      faults.push_back(FaultAt(FolderOf(file.path), 0, "more than 24 files in a folder"));
    }
    const size_t limit = IsTest(file.path) ? kTestFileLines : kFileLines;
    const size_t length = Lines(file.text).size();
    if (length > limit && !HasFreeLength(file.path)) {
      faults.push_back(
          FaultAt(file.path, length, "longer than " + std::to_string(limit) + " lines"));
    }
    if (!IsCpp(file.path)) continue;
    const size_t function_limit = IsTest(file.path) ? kTestFunctionLines : kFunctionLines;
    for (const Declaration& declaration : Declarations(Strip(file.text))) {
      const size_t lines = declaration.last_line - declaration.first_line + 1;
      if (declaration.kind == Kind::kFunction && lines > function_limit) {
        faults.push_back(FaultAt(file.path, declaration.first_line,
                                 declaration.name + " has " + std::to_string(lines) + " lines"));
      }
    }
  }
  return faults;
}

Faults NameFaults(const Tree& tree) {
  Faults faults;
  for (const File& file : tree) {
    const std::string in_path = EmptyWord(file.path);
    if (!in_path.empty()) faults.push_back(FaultAt(file.path, 0, "'" + in_path + "' says nothing"));
    if (!IsCpp(file.path)) continue;
    for (const Declaration& declaration : Declarations(Strip(file.text))) {
      const std::string word = EmptyWord(declaration.name);
      // An alias or a forward declaration repeats somebody else's name.
      const bool is_own = declaration.is_defined || declaration.kind == Kind::kFunction;
      if (declaration.kind == Kind::kOther || !is_own || word.empty()) continue;
      faults.push_back(FaultAt(file.path, declaration.first_line,
                               declaration.name + ": '" + word + "' says nothing"));
    }
  }
  return faults;
}

Faults CommentFaults(const Tree& tree) {
  Faults faults;
  for (const File& file : tree) {
    if (!IsHeader(file.path)) continue;
    if (IsTest(file.path) && !StartsWith(file.path, "tests/support/")) continue;
    const Faults found = CommentFaultsIn(file);
    faults.insert(faults.end(), found.begin(), found.end());
  }
  return faults;
}

Faults GuardFaults(const Tree& tree) {
  Faults faults;
  for (const File& file : tree) {
    if (!IsHeader(file.path)) continue;
    std::string path = file.path;
    if (StartsWith(path, "services/")) path = path.substr(9);
    std::string guard = "TELEMACHUS_";
    for (const unsigned char c : path) guard += isalnum(c) ? static_cast<char>(toupper(c)) : '_';
    guard += "_";
    if (file.text.find("#ifndef " + guard + "\n#define " + guard + "\n") == std::string::npos) {
      faults.push_back(FaultAt(file.path, 1, "the include guard is not " + guard));
    }
  }
  return faults;
}

}  // namespace telemachus::house
