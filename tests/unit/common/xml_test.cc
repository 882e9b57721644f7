#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/xml/reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::xml {
namespace {

using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Writes down what it is told.
class Notes final : public Handler {
 public:
  void Begin(absl::string_view element) override { told.push_back(absl::StrCat("<", element)); }
  void End(absl::string_view element, const std::string& text) override {
    told.push_back(absl::StrCat(element, "=", text));
  }
  std::vector<std::string> told;
};

absl::Status ReadAll(absl::string_view document, const Limits& limits = {}) {
  Notes notes;
  return Read(document, limits, notes);
}

TEST(XmlReaderTest, TellsElementsWithTheirOwnText) {
  Notes notes;
  ASSERT_THAT(Read("<?xml version=\"1.0\"?><a x='1'> \n<b>Si&#226;n &amp; Llŷr</b> tail "
                   "<![CDATA[<c>]]></a>",
                   {}, notes),
              IsOk());
  EXPECT_THAT(notes.told, ElementsAre("<a", "<b", "b=Siân & Llŷr", "a=tail <c>"));
}

TEST(XmlReaderTest, ReadsOtherEncodingsAsUtf8) {
  Notes notes;
  ASSERT_THAT(Read("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>Si\xe2n</a>", {}, notes),
              IsOk());
  EXPECT_EQ(notes.told.back(), "a=Siân");
}

TEST(XmlReaderTest, RefusesWhatIsNotWellFormedAndSaysWhereWithoutRepeatingIt) {
  for (const char* document :
       {"", "secret", "<a>\n<secret>", "<a></b>", "<a/><b/>", "<a>\xff</a>", "<a>&secret;</a>"}) {
    const absl::Status status = ReadAll(document);
    EXPECT_THAT(status, HasReason(status::v1::REASON_IMPORT_UNREADABLE)) << document;
    EXPECT_THAT(std::string(status.message()), HasSubstr("line ")) << document;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret"))) << document;
  }
}

TEST(XmlReaderTest, TakesNoDocumentType) {
  for (const char* document :
       {"<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>"}) {
    Notes notes;
    EXPECT_THAT(Read(document, {}, notes), HasReason(status::v1::REASON_IMPORT_UNREADABLE));
    EXPECT_THAT(notes.told, ElementsAre()) << document;
  }
}

TEST(XmlReaderTest, HoldsItsLimits) {
  EXPECT_THAT(ReadAll("<a><b><c/></b></a>", {.depth = 3}), IsOk());
  EXPECT_THAT(ReadAll("<a><b><c/></b></a>", {.depth = 2}),
              HasReason(status::v1::REASON_FIELD_TOO_LONG));
  EXPECT_THAT(ReadAll("<a><b/><b/></a>", {.elements = 2}),
              HasReason(status::v1::REASON_FIELD_TOO_LONG));
  EXPECT_THAT(ReadAll("<a>12345</a>", {.text_bytes = 4}),
              HasReason(status::v1::REASON_FIELD_TOO_LONG));
  EXPECT_THAT(ReadAll("<a/>", {.bytes = 3}), HasReason(status::v1::REASON_FIELD_TOO_LONG));
}

}  // namespace
}  // namespace telemachus::xml
