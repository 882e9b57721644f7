#include "tests/house/code_rules.h"

#include "gtest/gtest.h"
#include "tests/house/matchers.h"

namespace telemachus::house {
namespace {

std::string Repeated(const std::string& line, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += line + "\n";
  return text;
}

TEST(CodeRulesTest, HoldInTheRepository) {
  EXPECT_THAT(SizeFaults(Repository()), FindsNothing());
  EXPECT_THAT(NameFaults(Repository()), FindsNothing());
  EXPECT_THAT(CommentFaults(Repository()), FindsNothing());
  EXPECT_THAT(GuardFaults(Repository()), FindsNothing());
}

TEST(CodeRulesTest, FindLongFiles) {
  EXPECT_THAT(SizeFaults({{"services/a.cc", Repeated("int a;", 401)}}),
              FindsOnly("services/a.cc:401", "longer than 400"));
  EXPECT_THAT(SizeFaults({{"services/a.cc", Repeated("int a;", 400)}}), FindsNothing());
  EXPECT_THAT(SizeFaults({{"tests/a_test.cc", Repeated("int a;", 601)}}),
              FindsOnly("tests/a_test.cc:601", "longer than 600"));
}

TEST(CodeRulesTest, FindLongFunctions) {
  const std::string body = Repeated("  a();", 59);
  EXPECT_THAT(SizeFaults({{"services/a.cc", "void F() {\n" + body + "}\n"}}),
              FindsOnly("services/a.cc:1", "F has 61 lines"));
  EXPECT_THAT(SizeFaults({{"services/a.cc", "void F() {\n" + Repeated("  a();", 58) + "}\n"}}),
              FindsNothing());
  EXPECT_THAT(SizeFaults({{"services/a.h",
                           "namespace a {\nclass B {\n public:\n  int G(int x = {}) "
                           "const {\n" +
                               body + "  }\n};\n}\n"}}),
              FindsOnly("services/a.h:4", "G has 61 lines"));
  EXPECT_THAT(SizeFaults({{"tests/a_test.cc", "TEST(A, B) {\n" + Repeated("  a();", 79) + "}\n"}}),
              FindsOnly("tests/a_test.cc:1", "TEST has 81 lines"));
}

TEST(CodeRulesTest, FindFullFolders) {
  Tree tree;
  for (int i = 0; i < 24; ++i) tree.push_back({"services/a/" + std::to_string(i) + ".cc", "\n"});
  EXPECT_THAT(SizeFaults(tree), FindsNothing());
  tree.push_back({"services/a/one_more.cc", "\n"});
  EXPECT_THAT(SizeFaults(tree), FindsOnly("services/a:0", "24 files"));
}

TEST(CodeRulesTest, FindWordsThatSayNothing) {
  EXPECT_THAT(NameFaults({{"services/a.h", "class SessionManager {};\n"}}),
              FindsOnly("services/a.h:1", "manager"));
  EXPECT_THAT(NameFaults({{"services/string_util.h", "\n"}}),
              FindsOnly("services/string_util.h:0", "util"));
  EXPECT_THAT(NameFaults({{"services/a.cc", "void RetryHelper() {}\n"}}),
              FindsOnly("services/a.cc:1", "helper"));
  EXPECT_THAT(NameFaults({{"services/a.cc", "namespace impl {}\n"}}),
              FindsOnly("services/a.cc:1", "impl"));
  EXPECT_THAT(NameFaults({{"services/a.cc", "namespace util = google::protobuf::util;\n"}}),
              FindsNothing());
  EXPECT_THAT(NameFaults({{"services/a.cc", "void Simplify(Utility implied) {}\n"}}),
              FindsNothing());
}

TEST(CodeRulesTest, FindTypesWithoutComment) {
  EXPECT_THAT(CommentFaults({{"services/a.h", "namespace a {\n\nclass B {\n};\n}\n"}}),
              FindsOnly("services/a.h:3", "B has no comment"));
  EXPECT_THAT(CommentFaults({{"services/a.h", "template <class T>\nstruct B {\n};\n"}}),
              FindsOnly("services/a.h:1", "B has no comment"));
  EXPECT_THAT(CommentFaults({{"services/a.h", "class B;\nenum class C : int;\n"}}), FindsNothing());
}

TEST(CodeRulesTest, FindMethodsWithoutComment) {
  const std::string start =
      "// B.\nclass B : public A {\n public:\n  explicit B(int a) : a_{a} {}\n\n";
  const std::string end = "\n private:\n  void Hidden();\n  int a_ = 0;\n};\n";
  EXPECT_THAT(
      CommentFaults({{"services/a.h", start + "  std::function<int(int)> Do(int x);\n" + end}}),
      FindsOnly("services/a.h:6", "Do has no comment"));
  EXPECT_THAT(
      CommentFaults({{"services/a.h", start + "  // Does.\n  int Do();\n  int Undo();\n" + end}}),
      FindsNothing());
  EXPECT_THAT(
      CommentFaults({{"services/a.h", start + "  // Does.\n  int Do();\n\n  int Undo();\n" + end}}),
      FindsOnly("services/a.h:9", "Undo has no comment"));
  EXPECT_THAT(CommentFaults({{"services/a.h", start +
                                                  "  int a() const { return a_; }\n"
                                                  "  bool Do() override;\n" +
                                                  end}}),
              FindsNothing());
}

TEST(CodeRulesTest, LeaveTheCommentOfAHandlerToItsProto) {
  const std::string start = "// B.\nclass B {\n public:\n";
  EXPECT_THAT(
      CommentFaults({{"services/a.h", start + "  absl::StatusOr<A> Get(const rpc::Call& call,\n"
                                              "      const GetRequest& request);\n};\n"}}),
      FindsNothing());
  EXPECT_THAT(CommentFaults({{"services/a.h", start + "  absl::StatusOr<A> Get(int call);\n};\n"}}),
              FindsOnly("services/a.h:4", "Get has no comment"));
}

TEST(CodeRulesTest, FindFunctionsWithoutComment) {
  EXPECT_THAT(
      CommentFaults({{"services/a.h", "#include <b>\n\nint Sum(int a,\n        int b);\n"}}),
      FindsOnly("services/a.h:3", "Sum has no comment"));
  EXPECT_THAT(CommentFaults({{"services/a.h", "// Sums.\nint Sum(int a, int b);\n"}}),
              FindsNothing());
}

TEST(CodeRulesTest, FindWrongGuards) {
  const std::string guard = "TELEMACHUS_COMMON_SQL_A_H_";
  const std::string text = "#ifndef " + guard + "\n#define " + guard + "\n#endif\n";
  EXPECT_THAT(GuardFaults({{"services/common/sql/a.h", text}}), FindsNothing());
  EXPECT_THAT(GuardFaults({{"services/common/id/a.h", text}}),
              FindsOnly("services/common/id/a.h:1", "TELEMACHUS_COMMON_ID_A_H_"));
}

}  // namespace
}  // namespace telemachus::house
