#include "tests/house/cpp_scan.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace telemachus::house {
namespace {

using testing::ElementsAre;

std::vector<std::string> FunctionsOf(const std::string& text) {
  std::vector<std::string> names;
  for (const Declaration& declaration : Declarations(Strip(text))) {
    if (declaration.kind == Kind::kFunction) {
      names.push_back(declaration.name + " " + std::to_string(declaration.first_line) + "-" +
                      std::to_string(declaration.last_line));
    }
  }
  return names;
}

TEST(CppScanTest, BlanksWhatIsNoCode) {
  EXPECT_EQ(Strip("a; // }\nb; /* { */ c;\n").code, "a;     \nb;         c;\n");
  EXPECT_EQ(Strip("#define A { \\\n  {\nb;\n").code, "             \n   \nb;\n");
  EXPECT_EQ(Strip("x = \"{\\\"\"; y = '}'; z = 1'000;\n").code,
            "x = \"   \"; y = ' '; z = 1'000;\n");
  EXPECT_EQ(Strip("x = R\"a({\n})a\";\n").code, "x =      \n   \";\n");
}

TEST(CppScanTest, NotesWhereCommentsStand) {
  const Source source = Strip("// one\nint a;  // two\n\n/* three\n */\n");
  EXPECT_THAT(source.comment_lines, ElementsAre(1, 4));
  EXPECT_THAT(source.trailing_comment_lines, ElementsAre(2));
}

TEST(CppScanTest, SeesFunctionsWhereverTheyStand) {
  EXPECT_THAT(FunctionsOf("int A() {\n  if (x) {\n  }\n}\nnamespace n {\nclass C {\n  void B() {}\n"
                          "};\n}\nvoid n::C::D()\n    const {}\n"),
              ElementsAre("A 1-4", "B 7-7", "D 10-11"));
}

TEST(CppScanTest, TellsBodiesFromInitialisers) {
  EXPECT_THAT(FunctionsOf("C::C(int a)\n    : a_{a}, b_(1), c_{} {\n  x();\n}\n"),
              ElementsAre("C 1-4"));
  EXPECT_THAT(FunctionsOf("const std::map<int, int> kA = {{1, 2}, {3, 4}};\nint b{F(1)};\n"
                          "auto c = [](int x) {\n  return x;\n};\n"),
              ElementsAre());
}

TEST(CppScanTest, KnowsOperatorsTemplatesAndSpecials) {
  EXPECT_THAT(FunctionsOf("bool operator==(const A& a, const A& b) { return true; }\n"
                          "template <typename T, typename = int>\nstd::function<bool()> F(T t) {}\n"
                          "struct S { S(const S&) = delete; S& operator=(S&&) = default; };\n"),
              ElementsAre("operator== 1-1", "F 2-3", "S 4-4", "operator= 4-4"));
}

TEST(CppScanTest, KnowsWhatIsPublic) {
  std::vector<std::string> hidden;
  for (const Declaration& declaration : Declarations(
           Strip("class A {\n  void B();\n public:\n  void C();\n private:\n  void D();\n};\n"
                 "struct E { void F(); };\nnamespace {\nvoid G();\n}\n"))) {
    if (!declaration.is_public) hidden.push_back(declaration.name);
  }
  EXPECT_THAT(hidden, ElementsAre("B", "D", "G"));
}

}  // namespace
}  // namespace telemachus::house
