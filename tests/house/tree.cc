#include "tests/house/tree.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace telemachus::house {
namespace {

namespace fs = std::filesystem;

// Folders that git ignores, or that hold no text of ours; a fuzzer's examples are bytes.
bool IsLeftOut(const fs::path& folder) {
  static const auto* const kNames =
      new std::set<std::string>{".git", ".deps", ".local", "node_modules", "build", "corpus"};
  const std::string name = folder.filename().string();
  return kNames->contains(name) || StartsWith(name, "build-");
}

bool IsText(const fs::path& file) {
  static const auto* const kEndings = new std::set<std::string>{
      ".h",  ".cc",  ".proto", ".sql",  ".cmake", ".txt", ".md",    ".sh",   ".js",  ".mjs", ".css",
      ".ts", ".lua", ".html",  ".json", ".yaml",  ".yml", ".flags", ".conf", ".xml", ".py"};
  if (kEndings->contains(file.extension().string())) return true;
  // Scripts and Dockerfiles have no ending.
  return file.extension().empty() && file.filename().string()[0] != '.';
}

std::string Read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

bool StartsWith(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool IsCpp(const std::string& path) { return IsHeader(path) || EndsWith(path, ".cc"); }
bool IsHeader(const std::string& path) { return EndsWith(path, ".h"); }

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string FaultAt(const std::string& path, size_t line, const std::string& what) {
  return path + ":" + std::to_string(line) + ": " + what;
}

Tree ReadTree(const fs::path& root) {
  Tree tree;
  for (fs::recursive_directory_iterator entry(root), end; entry != end; ++entry) {
    if (entry->is_directory() && IsLeftOut(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && IsText(entry->path())) {
      tree.push_back({fs::relative(entry->path(), root).generic_string(), Read(entry->path())});
    }
  }
  std::sort(tree.begin(), tree.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return tree;
}

const Tree& Repository() {
  static const auto* const kTree = new Tree(ReadTree(TELEMACHUS_SOURCE_DIR));
  return *kTree;
}

}  // namespace telemachus::house
