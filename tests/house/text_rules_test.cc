#include "tests/house/text_rules.h"

#include <array>
#include <cstdio>
#include <memory>

#include "gtest/gtest.h"
#include "tests/house/matchers.h"

namespace telemachus::house {
namespace {

TEST(TextRulesTest, HoldInTheRepository) {
  EXPECT_THAT(UnfinishedFaults(Repository()), FindsNothing());
  EXPECT_THAT(MachinePathFaults(Repository()), FindsNothing());
  EXPECT_THAT(WhitespaceFaults(Repository()), FindsNothing());
  EXPECT_THAT(HelpFaults(Repository()), FindsNothing());
}

TEST(TextRulesTest, FindUnfinishedWork) {
  EXPECT_THAT(UnfinishedFaults({{"a.cc", std::string("\n// TO") + "DO(me): later\n"}}),
              FindsOnly("a.cc:2", "unfinished"));
  EXPECT_THAT(UnfinishedFaults({{"tools/run", std::string("# FIX") + "ME\n"}}),
              FindsOnly("tools/run:1", "unfinished"));
  EXPECT_THAT(UnfinishedFaults({{"a.cc", "// Todos are a list of things to do.\n"}}),
              FindsNothing());
}

TEST(TextRulesTest, FindPathsOfOneMachine) {
  const std::string home = "/ho";
  EXPECT_THAT(MachinePathFaults({{"a.sh", "cd " + home + "me/ann/telemachus\n"}}),
              FindsOnly("a.sh:1", "machine"));
  EXPECT_THAT(MachinePathFaults({{"a.sh", std::string("x='/wo") + "rk/main'\n"}}),
              FindsOnly("a.sh:1", "machine"));
  EXPECT_THAT(MachinePathFaults({{"a.md", std::string("see ../sha") + "red/design\n"}}),
              FindsOnly("a.md:1", "machine"));
  EXPECT_THAT(MachinePathFaults({{"a.sh", std::string("log=/tm") + "p/x.log\n"}}),
              FindsOnly("a.sh:1", "machine"));
  EXPECT_THAT(MachinePathFaults({{"a.md", "/v1/people/home/x and https://a.example/home/b\n"}}),
              FindsNothing());
}

TEST(TextRulesTest, FindStrayWhitespace) {
  EXPECT_THAT(WhitespaceFaults({{"a.cc", "int a; \n"}}), FindsOnly("a.cc:1", "end of the line"));
  EXPECT_THAT(WhitespaceFaults({{"a.cc", "\tint a;\n"}}), FindsOnly("a.cc:0", "tab"));
  EXPECT_THAT(WhitespaceFaults({{"a.cc", "int a;"}}), FindsOnly("a.cc:0", "no end"));
}

TEST(TextRulesTest, FindScriptsWithoutHelp) {
  EXPECT_THAT(HelpFaults({{"tools/go", "#!/bin/bash\nrm -r build\n"}}),
              FindsOnly("tools/go:1", "--help"));
}

// What a command writes, and its status.
std::pair<std::string, int> Answer(const std::string& command) {
  // NOLINTNEXTLINE(cert-env33-c): a shell is what runs these scripts.
  std::FILE* pipe = popen((command + " 2>&1 </dev/null").c_str(), "r");
  std::string output;
  std::array<char, 4096> buffer;
  for (size_t got; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    output.append(buffer.data(), got);
  }
  return {output, pclose(pipe)};
}

TEST(TextRulesTest, EveryScriptExplainsItself) {
  int scripts = 0;
  for (const File& file : Repository()) {
    // Only what answers --help may be run to see the answer.
    if (!IsToolScript(file) || !HelpFaults({file}).empty()) continue;
    ++scripts;
    const auto [output, status] =
        Answer("'" + std::string(TELEMACHUS_SOURCE_DIR) + "/" + file.path + "' --help");
    EXPECT_EQ(status, 0) << file.path << "\n" << output;
    EXPECT_NE(output.find(file.path), std::string::npos)
        << file.path << " --help does not show how it is called:\n"
        << output;
  }
  EXPECT_GE(scripts, 4);
}

}  // namespace
}  // namespace telemachus::house
