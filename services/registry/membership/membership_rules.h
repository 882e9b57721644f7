#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_RULES_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "registry/person/person_record.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"

// What may be said of a seat and of the roles held in it. Pure. Days are YYYY-MM-DD.
namespace telemachus::registry {

// Whether the person can hold this seat too: an authority that lives on the first day and has no
// end yet that has passed, a term that does not end before it begins, and no other seat in the same
// authority at the same time. INVALID_ARGUMENT otherwise; fields are paths from `membership`.
absl::Status CheckSeat(const v1::Membership& asked, const v1::Authority& authority,
                       const StoredPerson& stored, absl::string_view day);

// What may be taken over of the changes asked for to a seat: ward, term's end and council's key.
// INVALID_ARGUMENT, REASON_FIELD_MASK_INVALID if the mask names anything else.
absl::StatusOr<v1::Membership> SeatChanges(const v1::Membership& asked,
                                           const google::protobuf::FieldMask& mask,
                                           const v1::Membership& membership);
// Whether the term ends after the seat begins. INVALID_ARGUMENT otherwise.
absl::Status CheckTerm(const v1::Membership& membership);

// Ends the membership, and roles and affiliations with it; what would have begun later than `day`
// never does.
// FAILED_PRECONDITION if its end has passed, INVALID_ARGUMENT if it would end before it begins.
absl::Status EndSeat(const std::string& end_date, v1::Membership::Leaving leaving,
                     absl::string_view day, v1::Membership& membership);

// Moves the end of the membership, whether or not it has passed, and of the roles and affiliations
// that end with it; an empty one opens it again, and them. What would begin after the end is cut to
// it or, if it lies after `day`, never does; a role that was cut before does not come back.
void MoveEnd(const std::string& end_date, absl::string_view day, v1::Membership& membership);

// Moves the beginning of the membership: what was over by then goes, and what had begun begins with
// it.
void MoveStart(const std::string& start_date, v1::Membership& membership);

// Ends the role of this name. FAILED_PRECONDITION if its end has passed; INVALID_ARGUMENT if it
// would end before it begins, after the membership, or within the same role held later.
absl::Status EndRole(const std::string& name, const std::string& end_date, absl::string_view day,
                     v1::Membership& membership);

// The next day after `day` on which something about the seat is other than the day before, by
// itself: the seat, a role or an affiliation begins, or has ended. Empty if there is none.
std::string NextTurn(const v1::Membership& membership, absl::string_view day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_MEMBERSHIP_RULES_H_
