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
// INVALID_ARGUMENT if a login stands twice.
absl::Status Draft(const v1::Person& asked, const std::string& name, v1::Person& draft);

// What may be taken over of the changes asked for to a person: all but their logins, which are set
// on creation. INVALID_ARGUMENT, REASON_FIELD_MASK_INVALID if the mask names them.
absl::StatusOr<v1::Person> Changes(const v1::Person& asked, const google::protobuf::FieldMask& mask,
                                   const v1::Person& person);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_PERSON_RULES_H_
