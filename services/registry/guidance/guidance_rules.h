#ifndef TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_RULES_H_
#define TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/guidance.pb.h"

// What an item of guidance may be. Pure.
namespace telemachus::registry {

// Whether an item can be shown: every text in both languages and within its bounds, no audience or
// stage twice and each stage one of an audience's (REASON_FIELD_CONFLICT), every link an address
// that IsSafeLink(). INVALID_ARGUMENT naming each field, as a path from `guidance`.
absl::Status CheckGuidance(const v1::Guidance& guidance);

// Puts audiences and stages in the order of their enums, so that an item reads the same whoever
// wrote it.
void PutInOrder(v1::Guidance& guidance);

// Whether readers may be led there: `https`, a host with a dot and without a user's name, and
// printable ASCII alone.
bool IsSafeLink(absl::string_view uri);

// Whether the item is retired on a day (YYYY-MM-DD).
bool IsRetired(const v1::Guidance& guidance, absl::string_view day);

// Whether the item may be changed on a day; WrongState otherwise.
absl::Status CheckInForce(const v1::Guidance& guidance, absl::string_view day);

// Whether an item may be retired from `end_date` on, as asked on the day `today`.
absl::Status CheckRetirement(const v1::Guidance& guidance, absl::string_view end_date,
                             absl::string_view today);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_RULES_H_
