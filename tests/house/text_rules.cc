#include "tests/house/text_rules.h"

#include <regex>

namespace telemachus::house {
namespace {

// Made by a tool, not written.
bool IsMade(const std::string& path) { return EndsWith(path, "package-lock.json"); }

// The faults of every line in which `pattern` is found.
Faults LinesWith(const Tree& tree, const std::regex& pattern, const std::string& what) {
  Faults faults;
  for (const File& file : tree) {
    if (IsMade(file.path)) continue;
    size_t number = 0;
    for (const std::string& line : Lines(file.text)) {
      ++number;
      if (std::regex_search(line, pattern)) faults.push_back(FaultAt(file.path, number, what));
    }
  }
  return faults;
}

}  // namespace

Faults UnfinishedFaults(const Tree& tree) {
  // Written with a class in each word, so that this line does not find itself.
  static const std::regex kMarks(R"(\b(TO[D]O|FIX[M]E|X[X]X|HAC[K])\b)");
  return LinesWith(tree, kMarks, "unfinished work");
}

Faults MachinePathFaults(const Tree& tree) {
  static const std::regex kPaths(
      R"((^|[^\w./${}~-])(/(work|home|root|Users)/\w|/tm[p]/(?!telemachus)\w)|\.\./share[d]\b)");
  return LinesWith(tree, kPaths, "a path of one machine");
}

Faults WhitespaceFaults(const Tree& tree) {
  Faults faults = LinesWith(tree, std::regex("[ \t\r]$"), "space at the end of the line");
  for (const File& file : tree) {
    if (IsMade(file.path) || file.text.empty()) continue;
    if (file.text.find('\t') != std::string::npos && !EndsWith(file.path, "Makefile")) {
      faults.push_back(FaultAt(file.path, 0, "a tab"));
    }
    if (file.text.back() != '\n')
      faults.push_back(FaultAt(file.path, 0, "the last line has no end"));
  }
  return faults;
}

bool IsToolScript(const File& file) {
  static const std::regex kPath(R"(tools/[^/.]+|\.ci/[^/.]+)");
  return std::regex_match(file.path, kPath) && StartsWith(file.text, "#!");
}

Faults HelpFaults(const Tree& tree) {
  Faults faults;
  for (const File& file : tree) {
    if (!IsToolScript(file)) continue;
    const bool answers = file.text.find("help_if_asked \"$@\"") != std::string::npos ||
                         file.text.find("= --help") != std::string::npos ||
                         file.text.find("--help)") != std::string::npos;
    if (!answers) faults.push_back(FaultAt(file.path, 1, "does not answer --help"));
  }
  return faults;
}

}  // namespace telemachus::house
