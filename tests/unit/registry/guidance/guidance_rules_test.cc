#include "registry/guidance/guidance_rules.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "registry/guidance/text_rules.h"

namespace telemachus::registry {
namespace {

namespace pb = google::protobuf;

// Whether a number may stand there: a count of versions or of a page's rows, nothing that measures.
bool MayBeNumber(const pb::FieldDescriptor& field) {
  return field.name() == "version" || field.name() == "page_size";
}

// Finds each field of ours that holds a number, through all messages below.
void FindNumbers(const pb::Descriptor& message, std::set<std::string>& seen,
                 std::set<std::string>& numbers) {
  const bool ours = absl::StartsWith(message.full_name(), "telemachus.");
  if (!ours || !seen.insert(message.full_name()).second) return;
  for (int i = 0; i < message.field_count(); ++i) {
    const pb::FieldDescriptor& field = *message.field(i);
    switch (field.cpp_type()) {
      case pb::FieldDescriptor::CPPTYPE_MESSAGE:
        FindNumbers(*field.message_type(), seen, numbers);
        break;
      case pb::FieldDescriptor::CPPTYPE_STRING:
      case pb::FieldDescriptor::CPPTYPE_BOOL:
      case pb::FieldDescriptor::CPPTYPE_ENUM:
        break;
      default:
        if (!MayBeNumber(field)) numbers.insert(field.full_name());
    }
  }
}

TEST(GuidanceRulesTest, HasNoNumberThatCouldBeAScore) {
  std::set<std::string> seen, numbers;
  const pb::FileDescriptor& file = *v1::SkillFramework::descriptor()->file();
  for (int i = 0; i < file.message_type_count(); ++i) {
    FindNumbers(*file.message_type(i), seen, numbers);
  }
  EXPECT_EQ(numbers, std::set<std::string>());
  EXPECT_TRUE(seen.count("telemachus.registry.v1.SkillFramework.Indicator"));
  EXPECT_TRUE(seen.count("telemachus.programme.v1.Text"));
}

TEST(GuidanceRulesTest, LeadsReadersOnlyToPlainHttpsAddresses) {
  for (const char* good : {"https://www.gov.uk", "https://example.org/a/b?c=d#e",
                           "https://en.wikipedia.org/wiki/Kolb%27s_experiential_learning"}) {
    EXPECT_TRUE(IsSafeLink(good)) << good;
  }
  for (const char* bad :
       {"", "https://", "http://example.org", "javascript:alert(1)", "https://localhost",
        "https://user@example.org", "https://example.org:8443", "https://.org", "https://example.",
        "https://example.org/a b", "https://example.org/\"onload", "https://exämple.org",
        "HTTPS://example.org", "https:///example.org"}) {
    EXPECT_FALSE(IsSafeLink(bad)) << bad;
  }
}

TEST(GuidanceRulesTest, TakesTextsUpToTheirBoundInCharacters) {
  const auto fault = [](const std::string& welsh) {
    programme::v1::Text text;
    text.set_welsh(welsh);
    text.set_english("x");
    status::FieldFaults faults;
    CheckText(text, 3, "title", faults);
    return status::ReasonOf(faults.ToStatus());
  };
  EXPECT_EQ(fault("ŵŷâ"), status::v1::REASON_UNSPECIFIED);
  EXPECT_EQ(fault("ŵŷâê"), status::v1::REASON_FIELD_TOO_LONG);
  EXPECT_EQ(fault(""), status::v1::REASON_FIELD_REQUIRED);
  EXPECT_EQ(fault(" \n"), status::v1::REASON_FIELD_REQUIRED);
}

TEST(GuidanceRulesTest, GivesStagesToWhomTheyConcern) {
  using Guidance = v1::Guidance;
  for (int audience = Guidance::AUDIENCE_MENTOR; audience <= Guidance::AUDIENCE_ORGANISER;
       ++audience) {
    for (int stage = Guidance::STAGE_BEFORE; stage <= Guidance::STAGE_SCHEME_REVIEW; ++stage) {
      Guidance item;
      item.add_audiences(static_cast<Guidance::Audience>(audience));
      item.add_stages(static_cast<Guidance::Stage>(stage));
      for (programme::v1::Text* text : {item.mutable_title(), item.mutable_summary()}) {
        text->set_welsh("Gair");
        text->set_english("Word");
      }
      const bool organiser = audience == Guidance::AUDIENCE_ORGANISER;
      EXPECT_EQ(CheckGuidance(item).ok(), organiser == (stage >= Guidance::STAGE_SETTING_UP))
          << audience << " " << stage;
    }
  }
}

TEST(GuidanceRulesTest, RetiresOnItsDay) {
  v1::Guidance item;
  EXPECT_FALSE(IsRetired(item, "2026-11-22"));
  item.set_end_date("2026-11-22");
  EXPECT_FALSE(IsRetired(item, "2026-11-21"));
  EXPECT_TRUE(IsRetired(item, "2026-11-22"));
}

}  // namespace
}  // namespace telemachus::registry
