#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_CORRECTION_RULES_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_CORRECTION_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "registry/person/person_record.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/membership_correction.pb.h"
#include "telemachus/registry/v1/person.pb.h"

// What of a seat may be put right, and what follows from it. Pure. Days are YYYY-MM-DD; fields in
// errors are paths from the request.
namespace telemachus::registry {

// What the register says of a seat.
v1::SeatRecord RecordOf(const v1::Membership& membership);

// Finishes a record into which was taken what the mask names: without an end there is no way of
// leaving. INVALID_ARGUMENT if the mask names nothing, or the record says what it said before.
absl::Status Finish(const google::protobuf::FieldMask& mask, const v1::SeatRecord& before,
                    v1::SeatRecord& record);

// Whether the seat at `place` of the person's can have been like this: its days in order, within
// the time of `authority`, in which it was taken, and apart from those of their other seats there,
// or in what it has passed to by `day`. INVALID_ARGUMENT otherwise.
absl::Status CheckRecord(const v1::SeatRecord& record, const v1::Authority& authority,
                         const StoredPerson& stored, size_t place, absl::string_view day);

// Writes the record into the membership; roles and affiliations follow its days.
void Rewrite(const v1::SeatRecord& record, absl::string_view day, v1::Membership& membership);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_CORRECTION_RULES_H_
