#ifndef TELEMACHUS_COMMON_FIELD_CHECK_H_
#define TELEMACHUS_COMMON_FIELD_CHECK_H_

#include "absl/status/status.h"
#include "common/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

// Checks a request against the rules on its fields (telemachus.field.v1.rule), before any handler.
namespace telemachus::field {

// Clears what is output only, brings texts to NFC, then checks every field, nested ones included,
// and adds each fault with its path. Fields of an absent submessage are not looked at. Where an
// `update_mask` stands in the request beside a resource, required fields outside the mask may be
// absent.
void Check(google::protobuf::Message& request, status::FieldFaults& faults);

// The same as a status.
absl::Status Check(google::protobuf::Message& request);

// Copies what `mask` names from `source` to `target` (an absent or empty mask: every field that is
// set in `source`; "*": all). REASON_FIELD_MASK_INVALID on field `update_mask` for a path that is
// not there, is output only or goes into a list; `name` and `etag` never change.
absl::Status Apply(const google::protobuf::Message& source,
                   const google::protobuf::FieldMask& mask,
                   google::protobuf::Message& target);

}  // namespace telemachus::field

#endif  // TELEMACHUS_COMMON_FIELD_CHECK_H_
