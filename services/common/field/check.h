#ifndef TELEMACHUS_COMMON_FIELD_CHECK_H_
#define TELEMACHUS_COMMON_FIELD_CHECK_H_

#include "absl/status/status.h"
#include "common/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

// Checks a request against the rules on its fields (telemachus.field.v1.rule), before any handler.
namespace telemachus::field {

// Clears what is output only, brings texts to NFC, then checks every field, nested ones included,
// and adds each fault with its path. Thread-safe for different requests, which are messages of
// generated types or made from their descriptors.
//
// - Fields of an absent submessage are not looked at.
// - A positive `minimum` alone has no upper bound.
// - Without presence, a number that is 0 counts as not set and is in bounds unless required.
// - Texts and enums in a list must be set. The rule on a map bounds its values.
// - A oneof with a required member must have one of its members set; that one, if itself required,
//   must not be empty. The fault of an unset one is on the oneof's name.
// - Where an `update_mask` that is not empty stands in the request beside a resource, required
//   fields of the resource outside the mask may be absent, but for its `name`.
void Check(google::protobuf::Message& request, status::FieldFaults& faults);

// The same as a status.
absl::Status Check(google::protobuf::Message& request);

// Copies what `mask` names from `source` to `target` (an absent or empty mask: every field that is
// set in `source`, those of submessages each by itself; "*": all). REASON_FIELD_MASK_INVALID on
// field `update_mask`, and nothing copied, for a path that is not there, is output only or goes
// into a list. `name`, `etag` and output-only fields of `target` never change, whatever the mask;
// but a submessage that goes takes what is output only in it along. Lists are replaced whole. Both
// messages are of the same generated type.
absl::Status Apply(const google::protobuf::Message& source, const google::protobuf::FieldMask& mask,
                   google::protobuf::Message& target);

}  // namespace telemachus::field

#endif  // TELEMACHUS_COMMON_FIELD_CHECK_H_
