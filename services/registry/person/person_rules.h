#ifndef TELEMACHUS_REGISTRY_PERSON_PERSON_RULES_H_
#define TELEMACHUS_REGISTRY_PERSON_PERSON_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"
#include "telemachus/registry/v1/person.pb.h"

// What may be said of a person. Pure.
namespace telemachus::registry {

// A new person as asked for, under `name`; without a language they are spoken to in English.
// INVALID_ARGUMENT if a login stands twice.
absl::Status Draft(const v1::Person& asked, const std::string& name, v1::Person& draft);

// Takes over what `mask` names of `changes`. INVALID_ARGUMENT, REASON_FIELD_MASK_INVALID for what
// is not there or not to be changed: logins are set on creation, memberships come from the list.
absl::Status Change(const v1::Person& changes, const google::protobuf::FieldMask& mask,
                    v1::Person& person);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_PERSON_RULES_H_
