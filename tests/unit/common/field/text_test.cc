#include "common/field/text.h"

#include "gmock/gmock.h"
#include "tests/unit/common/field/vessels.h"

namespace telemachus::field {
namespace {

using test::v1::Vessel;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> FaultsOfTitle(const std::string& title) {
  Vessel vessel = Sound();
  vessel.set_title(title);
  return FaultsOf(vessel);
}

TEST(TextTest, CountsCharactersNotBytes) {
  EXPECT_THAT(FaultsOfTitle("abcde"), IsEmpty());
  EXPECT_THAT(FaultsOfTitle("abcdef"), ElementsAre("title FIELD_TOO_LONG"));
  EXPECT_THAT(FaultsOfTitle("ŵŷâêî"), IsEmpty());
  EXPECT_THAT(FaultsOfTitle("ŵŷâêîô"), ElementsAre("title FIELD_TOO_LONG"));
  EXPECT_THAT(FaultsOfTitle("\U0001F6A2\U0001F6A2\U0001F6A2\U0001F6A2\U0001F6A2"), IsEmpty());
}

TEST(TextTest, CountsAfterNormalisation) {
  // Ten code points, five characters.
  EXPECT_THAT(FaultsOfTitle("w\u0302y\u0302a\u0302e\u0302i\u0302"), IsEmpty());
  EXPECT_THAT(FaultsOfTitle("w\u0302y\u0302a\u0302e\u0302i\u0302o\u0302"),
              ElementsAre("title FIELD_TOO_LONG"));
  // One code point that NFC writes as two.
  EXPECT_THAT(FaultsOfTitle("\u0958\u0958"), IsEmpty());
  EXPECT_THAT(FaultsOfTitle("\u0958\u0958\u0958"), ElementsAre("title FIELD_TOO_LONG"));
}

TEST(TextTest, FourCodePointsMayBecomeOneCharacter) {
  std::string title;
  for (int i = 0; i < 5; ++i) title += "\u03b1\u0313\u0300\u0345";
  Vessel vessel = Sound();
  vessel.set_title(title);
  ASSERT_THAT(FaultsOf(vessel), IsEmpty());
  EXPECT_EQ(vessel.title(), "\u1f82\u1f82\u1f82\u1f82\u1f82");
}

TEST(TextTest, BringsTextsToNfc) {
  Vessel vessel = Sound();
  vessel.set_title("Sio\u0302n");
  vessel.set_notes("Sio\u0302n");
  ASSERT_THAT(FaultsOf(vessel), IsEmpty());
  EXPECT_EQ(vessel.title(), "Si\u00f4n");
  EXPECT_EQ(vessel.notes(), "Si\u00f4n");
}

TEST(TextTest, HoldsTwoHundredAndFiftySixCharactersWithoutARule) {
  Vessel vessel = Sound();
  vessel.set_notes(std::string(256, 'x'));
  EXPECT_THAT(FaultsOf(vessel), IsEmpty());
  vessel.set_notes(std::string(257, 'x'));
  EXPECT_THAT(FaultsOf(vessel), ElementsAre("notes FIELD_TOO_LONG"));
}

TEST(TextTest, RefusesControlCharactersButLineBreaksAndTabs) {
  EXPECT_THAT(FaultsOfTitle("a\n\tb"), IsEmpty());
  EXPECT_THAT(FaultsOfTitle("ô\n\tb"), IsEmpty());
  for (const std::string& control :
       {std::string(1, '\0'), std::string("\r"), std::string("\x1b"), std::string("\x7f"),
        std::string("\u0080"), std::string("\u009f")}) {
    EXPECT_THAT(FaultsOfTitle("a" + control), ElementsAre("title FIELD_MALFORMED"));
    EXPECT_THAT(FaultsOfTitle("ô" + control), ElementsAre("title FIELD_MALFORMED"));
  }
  EXPECT_THAT(FaultsOfTitle("a\u00a0b"), IsEmpty());
}

TEST(TextTest, RefusesWhatIsNotUtf8) {
  for (const char* text : {"\xff", "\xc3", "\xed\xa0\x80", "\xc0\x80", "\xf4\x90\x80\x80"}) {
    std::optional<std::string> normal;
    EXPECT_EQ(Inspect(text, 10, normal), TextFault::kNotText);
  }
}

TEST(TextTest, RefusesTowersOfMarks) {
  const auto tower = [](size_t marks) {
    std::string text = "a";
    for (size_t i = 0; i < marks; ++i) text += i % 2 == 0 ? "\u0316" : "\u0301";
    return text;
  };
  std::optional<std::string> normal;
  EXPECT_EQ(Inspect(tower(kMaxMarksInARow), 100, normal), TextFault::kNone);
  EXPECT_EQ(Inspect(tower(kMaxMarksInARow + 1), 100, normal), TextFault::kNotText);
}

}  // namespace
}  // namespace telemachus::field
