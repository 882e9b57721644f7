#include "registry/need/format_words.h"

namespace telemachus::registry {
namespace {

programme::v1::Text Both(const char* welsh, const char* english) {
  programme::v1::Text text;
  text.set_welsh(welsh);
  text.set_english(english);
  return text;
}

}  // namespace

programme::v1::Text WordsOf(v1::Person::Format format) {
  switch (format) {
    case v1::Person::FORMAT_BRAILLE:
      return Both("Trefnu bod popeth a anfonir at yr aelod ar gael mewn Braille.",
                  "Arrange for everything sent to the member to be available in Braille.");
    case v1::Person::FORMAT_LARGE_PRINT:
      return Both("Trefnu bod popeth a anfonir at yr aelod ar gael mewn print bras.",
                  "Arrange for everything sent to the member to be available in large print.");
    case v1::Person::FORMAT_AUDIO:
      return Both("Trefnu bod popeth a anfonir at yr aelod ar gael ar ffurf sain.",
                  "Arrange for everything sent to the member to be available as audio.");
    case v1::Person::FORMAT_EASY_READ:
      return Both("Trefnu bod popeth a anfonir at yr aelod ar gael mewn fersiwn hawdd ei ddeall.",
                  "Arrange for everything sent to the member to be available in easy read.");
    case v1::Person::FORMAT_SIGN_LANGUAGE:
      return Both("Trefnu bod popeth a anfonir at yr aelod ar gael yn Iaith Arwyddion Prydain.",
                  "Arrange for everything sent to the member to be available in British Sign "
                  "Language.");
    default:
      return {};
  }
}

}  // namespace telemachus::registry
