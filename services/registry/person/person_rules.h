#ifndef TELEMACHUS_REGISTRY_PERSON_PERSON_RULES_H_
#define TELEMACHUS_REGISTRY_PERSON_PERSON_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"
#include "telemachus/registry/v1/person.pb.h"

// What may be said of a person. Pure.
namespace telemachus::registry {

// A new person as asked for, under `name`; without a language they are spoken to in English.
// INVALID_ARGUMENT if a login, channel or format stands twice, or a channel without its value.
absl::Status Draft(const v1::Person& asked, const std::string& name, v1::Person& draft);

// What may be taken over of the changes asked for to a person: all but their logins, which are set
// on creation. INVALID_ARGUMENT, REASON_FIELD_MASK_INVALID if the mask names them.
absl::StatusOr<v1::Person> Changes(const v1::Person& asked, const google::protobuf::FieldMask& mask,
                                   const v1::Person& person);

// Whether what is said of reaching the person holds together: each channel once, and with its
// value; each format once. INVALID_ARGUMENT otherwise; fields are paths from `person`.
absl::Status CheckContact(const v1::Person& person);

// Whether another than the person may have made this change: they release no channel that was not
// released before. INVALID_ARGUMENT otherwise.
absl::Status CheckReleases(const v1::Person& before, const v1::Person& after);

// Drops channels whose value is gone, for lists that say so.
void DropEmptyChannels(v1::Person& person);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_PERSON_RULES_H_
