#ifndef TELEMACHUS_REGISTRY_GUIDANCE_TEXT_RULES_H_
#define TELEMACHUS_REGISTRY_GUIDANCE_TEXT_RULES_H_

#include "absl/strings/string_view.h"
#include "common/status/status.h"
#include "telemachus/programme/v1/codes.pb.h"

// What holds for every text that is shown to readers in both languages. Pure.
namespace telemachus::registry {

// Longest texts, in characters of one language.
inline constexpr int kMostTitle = 120;
inline constexpr int kMostSummary = 1000;
inline constexpr int kMostPoint = 500;
inline constexpr int kMostCare = 2000;

// Adds a fault for each language that is empty (REASON_FIELD_REQUIRED) or longer than `most`
// characters (REASON_FIELD_TOO_LONG), on "field.welsh" and "field.english".
void CheckText(const programme::v1::Text& text, int most, absl::string_view field,
               status::FieldFaults& faults);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GUIDANCE_TEXT_RULES_H_
