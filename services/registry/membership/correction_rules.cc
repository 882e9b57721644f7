#include "registry/membership/correction_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "common/status/status.h"
#include "registry/membership/membership_rules.h"
#include "registry/membership/passed_seat_rules.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REQUIRED;

bool Names(const google::protobuf::FieldMask& mask, absl::string_view path) {
  return std::any_of(mask.paths().begin(), mask.paths().end(), [path](const std::string& named) {
    return named == "*" || absl::string_view(named) == path;
  });
}

// Whether two seats were held on one day; an empty end is open.
bool Overlap(const v1::SeatRecord& record, const v1::Membership& other) {
  const bool over = !record.end_date().empty() && record.end_date() < other.start_date();
  const bool before = !other.end_date().empty() && other.end_date() < record.start_date();
  return !over && !before;
}

void CheckOrder(const v1::SeatRecord& record, const v1::Membership& membership,
                status::FieldFaults& faults) {
  const std::string& start = record.start_date();
  if (start.empty() && !membership.start_date().empty()) {
    faults.Add("record.start_date", REASON_FIELD_REQUIRED, "must be set");
  }
  if (!record.end_date().empty() && record.end_date() < start) {
    faults.Add("record.end_date", REASON_FIELD_OUT_OF_RANGE, "must not be before the first day");
  }
  if (!membership.term_end_date().empty() && membership.term_end_date() < start) {
    faults.Add("record.start_date", REASON_FIELD_CONFLICT, "must not be after the term's end");
  }
  if (record.end_date().empty() && record.leaving() != v1::Membership::LEAVING_UNSPECIFIED) {
    faults.Add("record.leaving", REASON_FIELD_CONFLICT, "a seat that is held has not been left");
  }
}

// Seats pass on where something comes after the authority, and end with it where nothing does.
void CheckLifetime(const v1::SeatRecord& record, const v1::Authority& authority,
                   status::FieldFaults& faults) {
  const std::string& end = authority.end_date();
  if (end.empty()) return;
  if (record.start_date() > end) {
    faults.Add("record.start_date", REASON_FIELD_OUT_OF_RANGE, "the authority has ended by then");
  } else if (authority.successors().empty() &&
             (record.end_date().empty() || record.end_date() > end)) {
    faults.Add("record.end_date", REASON_FIELD_OUT_OF_RANGE, "the authority has ended by then");
  }
}

// Whether the seat, recorded like this, is held beside one in what it has passed to.
bool IsHeldTwice(const v1::SeatRecord& record, const StoredPerson& stored, size_t place,
                 absl::string_view day) {
  StoredPerson so = stored;
  Rewrite(record, day, so.memberships[place].membership);
  const std::vector<DoubleSeat> found = DoubleSeats(so, day);
  return std::any_of(found.begin(), found.end(),
                     [place](const DoubleSeat& twice) { return twice.place == place; });
}

}  // namespace

v1::SeatRecord RecordOf(const v1::Membership& membership) {
  v1::SeatRecord record;
  record.set_ward(membership.ward());
  record.set_start_date(membership.start_date());
  record.set_end_date(membership.end_date());
  record.set_leaving(membership.leaving());
  record.set_seat(membership.seat());
  return record;
}

absl::Status Finish(const google::protobuf::FieldMask& mask, const v1::SeatRecord& before,
                    v1::SeatRecord& record) {
  if (mask.paths().empty()) {
    return status::FieldFault("update_mask", REASON_FIELD_REQUIRED, "must name what is corrected");
  }
  if (record.end_date().empty() && !Names(mask, "leaving")) record.clear_leaving();
  if (record.SerializeAsString() != before.SerializeAsString()) return absl::OkStatus();
  return status::FieldFault("record", REASON_FIELD_CONFLICT, "says what is recorded already");
}

absl::Status CheckRecord(const v1::SeatRecord& record, const v1::Authority& authority,
                         const StoredPerson& stored, size_t place, absl::string_view day) {
  const v1::Membership& membership = stored.memberships[place].membership;
  status::FieldFaults faults;
  CheckOrder(record, membership, faults);
  CheckLifetime(record, authority, faults);
  for (const StoredMembership& other : stored.memberships) {
    const v1::Membership& seat = other.membership;
    if (seat.name() == membership.name() || seat.authority() != membership.authority() ||
        !Overlap(record, seat)) {
      continue;
    }
    faults.Add("record", REASON_FIELD_CONFLICT,
               "the person holds another seat in this authority at that time");
    break;
  }
  if (IsHeldTwice(record, stored, place, day)) {
    faults.Add("record.end_date", REASON_FIELD_CONFLICT,
               "the seat has passed to an authority in which the person sits by then");
  }
  return faults.ToStatus();
}

void Rewrite(const v1::SeatRecord& record, absl::string_view day, v1::Membership& membership) {
  membership.set_ward(record.ward());
  membership.set_seat(record.seat());
  membership.set_leaving(record.leaving());
  if (record.start_date() != membership.start_date()) MoveStart(record.start_date(), membership);
  if (record.end_date() != membership.end_date()) {
    MoveEnd(record.end_date(), day, membership);
  }
}

}  // namespace telemachus::registry
