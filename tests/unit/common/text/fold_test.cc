#include "common/text/fold.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace telemachus::text {
namespace {

TEST(FoldTest, TakesAwayCase) { EXPECT_EQ(Fold("Powys County COUNCIL"), "powys county council"); }

TEST(FoldTest, TakesAwayDiacriticsHoweverTheyAreWritten) {
  EXPECT_EQ(Fold("Siân Ŵyn-ŷ"), "sian wyn-y");
  EXPECT_EQ(Fold("Sia\xCC\x82n"), "sian");  // an "a" with a circumflex of its own
  EXPECT_EQ(Fold("ÉLODIE"), Fold("élodie"));
}

TEST(FoldTest, FoldsWhatIsMoreThanOneLetter) {
  EXPECT_EQ(Fold("Strauß"), "strauss");
  EXPECT_EQ(Fold("ﬁr"), "fir");
}

TEST(FoldTest, KeepsLettersOfTheirOwn) {
  EXPECT_EQ(Fold("Øyvind"), "øyvind");
  EXPECT_EQ(Fold("Łódź"), "łodz");
}

TEST(FoldTest, ChangesNothingTwice) {
  for (const std::string& text :
       std::vector<std::string>{"", "a b", "Siân", "İstanbul", "Ǆ", "ẞ"}) {
    EXPECT_EQ(Fold(Fold(text)), Fold(text)) << text;
  }
}

TEST(FoldTest, MakesTextOfBytesThatAreNone) { EXPECT_EQ(Fold("a\xFFZ"), "a\xEF\xBF\xBDz"); }

}  // namespace
}  // namespace telemachus::text
