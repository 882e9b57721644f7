#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/unit/common/field/vessels.h"

namespace telemachus::field {
namespace {

using test::v1::Vessel;
using testing::ElementsAre;
using testing::IsEmpty;

// Expects the text field `name` to take all of `good` and none of `bad`.
void ExpectShape(const std::string& name, const std::vector<std::string>& good,
                 const std::vector<std::string>& bad) {
  const auto faults_of = [&name](const std::string& text) {
    Vessel vessel = Sound();
    const auto* const field = Vessel::descriptor()->FindFieldByName(name);
    if (field->is_repeated()) {
      Vessel::GetReflection()->AddString(&vessel, field, text);
    } else {
      Vessel::GetReflection()->SetString(&vessel, field, text);
    }
    return FaultsOf(vessel);
  };
  const std::string place = name == "ports" ? "[0]" : "";
  for (const std::string& text : good) EXPECT_THAT(faults_of(text), IsEmpty()) << text;
  for (const std::string& text : bad) {
    EXPECT_THAT(faults_of(text), ElementsAre(name + place + " FIELD_MALFORMED")) << text;
  }
}

TEST(ShapeTest, ResourceNamesFollowTheirPattern) {
  ExpectShape("name", {"vessels/v1", "fleets/f1/vessels/v1"},
              {"vessels/", "fleets/f1", "vessels/V1", "vessels/v1/", " vessels/v1"});
}

TEST(ShapeTest, DatesExist) {
  ExpectShape("built", {"", "2028-02-29", "1871-01-01"},
              {"2026-02-29", "2026-2-1", "today", "2026-01-01T00:00:00Z"});
}

TEST(ShapeTest, UuidsAreOfVersionFourAndLowerCase) {
  ExpectShape("uuid", {"", "6a3f1c1e-3a5c-4f0e-9f61-0a8f3f3f2b1d"},
              {"6A3F1C1E-3A5C-4F0E-9F61-0A8F3F3F2B1D", "6a3f1c1e-3a5c-1f0e-9f61-0a8f3f3f2b1d",
               "6a3f1c1e-3a5c-4f0e-7f61-0a8f3f3f2b1d", "6a3f1c1e3a5c4f0e9f610a8f3f3f2b1d",
               "6a3f1c1e-3a5c-4f0e-9f61-0a8f3f3f2b1", "6a3f1c1e-3a5c-4f0e-9f61-0a8f3f3f2b1g",
               "{6a3f1c1e-3a5c-4f0e-9f61-0a8f3f3f2b1d}"});
}

TEST(ShapeTest, LanguagesAreThoseTheProductSpeaks) {
  ExpectShape("language", {"", "cy", "en-GB"}, {"en", "en-gb", "CY", "fr", "cy-GB"});
}

TEST(ShapeTest, LanguagesAreAnyTagWhereTheRuleSaysSo) {
  ExpectShape("any_language", {"", "cy", "fr", "zh-Hant-TW", "sl-rozaj", "de-DE-u-co-phonebk"},
              {"e", "en_GB", "english language", "en-", "-en", "en--GB", "ŵ"});
}

TEST(ShapeTest, CodesAreLowerCase) {
  ExpectShape("ports", {"cardiff", "a", "pier-39", "a-"}, {"Cardiff", "39", "-a", "a_b", "a b"});
}

TEST(ShapeTest, AddressesHaveAMailboxAndADomain) {
  const std::string mailbox(64, 'm');
  ExpectShape("email",
              {"", "a@b.cy", "first.last+tag@council.gov.uk", "o'neil@xn--abc.example",
               mailbox + "@example.org"},
              {"a",
               "@b.cy",
               "a@",
               "a@b",
               "a@b.",
               "a@.b",
               "a b@c.cy",
               "a@b c.cy",
               "a@@b.cy",
               ".a@b.cy",
               "a.@b.cy",
               "a..b@c.cy",
               "a@-b.cy",
               "a@b-.cy",
               "a@b..cy",
               "A <a@b.cy>",
               "a@b.cy\n",
               "ŵ@b.cy",
               "m" + mailbox + "@example.org",
               "a@" + std::string(64, 'd') + ".cy"});
}

}  // namespace
}  // namespace telemachus::field
