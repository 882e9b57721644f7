// What the programme comes with: every text of the catalogue of guidance and of the six skills.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/guidance/framework_rules.h"
#include "registry/guidance/guidance_rules.h"
#include "telemachus/registry/v1/guidance.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using programme::v1::Text;
using test::IsOk;
using testing::IsEmpty;
using testing::Not;

using Words = std::set<std::string>;

// Words without which neither language says much, and that the other has not.
const Words& Welsh() {
  static const auto* const words =
      new Words{"y",   "yr",   "r",   "yn",     "n",    "ac",       "ei",     "eu",   "eich",
                "mae", "ar",   "ym",  "yng",    "neu",  "ond",      "gan",    "gyda", "wrth",
                "sy",  "sydd", "yw",  "nid",    "beth", "pob",      "bob",    "un",   "chi",
                "ch",  "heb",  "pwy", "os",     "pan",  "ble",      "sut",    "hyn",  "fel",
                "ag",  "ef",   "w",   "eraill", "hun",  "peidiwch", "ganddo", "bydd", "yna"};
  return *words;
}
const Words& English() {
  static const auto* const words = new Words{
      "the",    "and",  "of",   "to",    "is",    "are",   "for",   "with", "you",      "your",
      "that",   "it",   "not",  "what",  "who",   "they",  "their", "or",   "when",     "than",
      "but",    "be",   "on",   "in",    "as",    "has",   "have",  "does", "from",     "by",
      "each",   "will", "how",  "where", "whom",  "which", "we",    "at",   "own",      "other",
      "others", "if",   "them", "this",  "every", "say",   "doesn", "t",    "something"};
  return *words;
}

bool IsLetter(char c) { return absl::ascii_isalpha(c) || (c & 0x80) != 0; }

// The words of a text as they stand; an apostrophe parts them: "mae'r" is "mae" and "r".
std::vector<std::string> WordsOf(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (IsLetter(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

int64_t CountOf(const Words& known, const std::vector<std::string>& words) {
  return std::count_if(words.begin(), words.end(), [&](const std::string& word) {
    return known.contains(absl::AsciiStrToLower(word));
  });
}

// Letters that Welsh does not write, but in names, which are written large.
bool HasForeignLetter(const std::string& word) {
  return !absl::ascii_isupper(word[0]) && word.find_first_of("kqvxz") != std::string::npos;
}

class ContentTest : public testing::Test {
 protected:
  ContentTest() { Populate(world_); }

  void SetUp() override {
    v1::ListGuidanceRequest request;
    request.set_page_size(500);
    const auto page =
        world_.Ask<v1::ListGuidanceResponse>("GuidanceService/ListGuidance", "ann", request);
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->next_page_token(), "");
    items_ = {page->guidance().begin(), page->guidance().end()};
    v1::GetSkillFrameworkRequest get;
    get.set_name(kAllMembers);
    const auto framework =
        world_.Ask<v1::SkillFramework>("SkillFrameworkService/GetSkillFramework", "ann", get);
    ASSERT_THAT(framework, IsOk());
    framework_ = *framework;
    for (const v1::Guidance& item : items_) Collect(item, item.code());
    Collect(framework_, "skills");
  }

  // Every text below a message, by where it stands.
  void Collect(const google::protobuf::Message& message, const std::string& place) {
    if (message.GetDescriptor() == Text::descriptor()) {
      texts_[place] = static_cast<const Text&>(message);
      return;
    }
    const auto& reflection = *message.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const auto* field : fields) {
      if (field->message_type() == nullptr) continue;
      const std::string below = absl::StrCat(place, ".", field->name());
      if (!field->is_repeated()) {
        Collect(reflection.GetMessage(message, field), below);
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Collect(reflection.GetRepeatedMessage(message, field, i), absl::StrCat(below, "[", i, "]"));
      }
    }
  }

  World world_{"SQLite"};
  std::vector<v1::Guidance> items_;
  v1::SkillFramework framework_;
  std::map<std::string, Text> texts_;
};

TEST_F(ContentTest, KeepsItsOwnRules) {
  EXPECT_GE(texts_.size(), 300);
  for (const v1::Guidance& item : items_) {
    EXPECT_THAT(CheckGuidance(item), IsOk()) << item.code();
    EXPECT_EQ(item.version(), 1);
    EXPECT_FALSE(item.has_create_time()) << "came with the programme";
  }
  std::set<std::string> skills;
  for (const auto& skill : framework_.skills()) skills.insert(skill.code());
  EXPECT_THAT(CheckFramework(framework_, {.framework = kAllMembers,
                                          .skills = skills,
                                          .today = framework_.effective_date(),
                                          .latest_date = ""}),
              IsOk());
}

TEST_F(ContentTest, SaysEverythingInBothLanguages) {
  for (const auto& [place, text] : texts_) {
    EXPECT_THAT(text.welsh(), Not(IsEmpty())) << place;
    EXPECT_THAT(text.english(), Not(IsEmpty())) << place;
    EXPECT_NE(text.welsh(), text.english()) << place;
    for (const std::string* words : {&text.welsh(), &text.english()}) {
      EXPECT_EQ(words->find("  "), std::string::npos) << place;
      EXPECT_EQ(words->find('"'), std::string::npos) << place << ": quotes are “ and ”";
    }
  }
}

TEST_F(ContentTest, IsWelshInWelshAndEnglishInEnglish) {
  constexpr size_t kFewest = 5;  // words of which one must be common; titles may do without
  for (const auto& [place, text] : texts_) {
    const auto welsh = WordsOf(text.welsh());
    const auto english = WordsOf(text.english());
    for (const std::string& word : welsh) {
      EXPECT_FALSE(HasForeignLetter(word)) << place << ": " << word;
    }
    const bool title = absl::EndsWith(place, "title");
    EXPECT_GE(CountOf(Welsh(), welsh),
              CountOf(English(), welsh) + (title || welsh.size() < kFewest ? 0 : 1))
        << text.welsh();
    EXPECT_GE(CountOf(English(), english),
              CountOf(Welsh(), english) + (title || english.size() < kFewest ? 0 : 1))
        << text.english();
  }
}

TEST_F(ContentTest, EndsSentencesAndNoTitles) {
  for (const auto& [place, text] : texts_) {
    const bool title = absl::EndsWith(place, "title");
    for (const std::string* words : {&text.welsh(), &text.english()}) {
      const bool ends = words->find_last_of(".?") == words->size() - 1;
      EXPECT_NE(ends, title) << place << ": " << *words;
    }
  }
}

TEST_F(ContentTest, HasSomethingForEverybodyAtEveryStage) {
  std::set<int> audiences, stages;
  std::set<std::string> welsh, english;
  for (const v1::Guidance& item : items_) {
    audiences.insert(item.audiences().begin(), item.audiences().end());
    stages.insert(item.stages().begin(), item.stages().end());
    EXPECT_GE(item.points_size(), 3) << item.code();
    EXPECT_TRUE(english.insert(item.title().english()).second) << item.title().english();
    EXPECT_TRUE(welsh.insert(item.title().welsh()).second) << item.title().welsh();
  }
  EXPECT_EQ(audiences.size(), v1::Guidance::Audience_ARRAYSIZE - 1);
  EXPECT_EQ(stages.size(), v1::Guidance::Stage_ARRAYSIZE - 1);
}

TEST_F(ContentTest, HasTheSixSkillsOfTheCatalogue) {
  const auto catalogue =
      world_.Ask<v1::Catalogue>("CatalogueService/GetCatalogue", "ann", v1::GetCatalogueRequest());
  ASSERT_THAT(catalogue, IsOk());
  ASSERT_EQ(framework_.skills_size(), catalogue->skills_size());
  for (int i = 0; i < framework_.skills_size(); ++i) {
    EXPECT_EQ(framework_.skills(i).code(), catalogue->skills(i).code());
    EXPECT_EQ(framework_.skills(i).title().DebugString(),
              catalogue->skills(i).title().DebugString());
  }
}

TEST_F(ContentTest, HasThirtySevenPositiveAndThirtyFiveNegativeIndicators) {
  const std::vector<std::pair<int, int>> expected = {{6, 6}, {7, 6}, {6, 6},
                                                     {6, 6}, {6, 5}, {6, 6}};
  std::map<std::string, int> codes;
  std::vector<std::pair<int, int>> counts;
  for (const auto& skill : framework_.skills()) {
    counts.emplace_back(skill.positive_indicators_size(), skill.negative_indicators_size());
    for (const auto& indicator : skill.positive_indicators()) ++codes[indicator.code()];
    for (const auto& indicator : skill.negative_indicators()) ++codes[indicator.code()];
  }
  EXPECT_EQ(counts, expected);
  EXPECT_EQ(codes.size(), 37 + 35 - 1);
  EXPECT_EQ(codes["acts-on-judicial-role"], 2) << "stands under two skills";
}

}  // namespace
}  // namespace telemachus::registry
