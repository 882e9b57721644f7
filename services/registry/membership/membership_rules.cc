#include "registry/membership/membership_rules.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/status/status.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

constexpr char kEnded[] = "ENDED";

// Whether an end that is recorded has passed, so that it stands.
bool HasPassed(const std::string& end_date, absl::string_view day) {
  return !end_date.empty() && absl::string_view(end_date) < day;
}

bool TermEndsFirst(const v1::Membership& membership) {
  const std::string& term_end = membership.term_end_date();
  return !term_end.empty() && term_end < membership.start_date();
}

bool Contains(const std::vector<v1::MemberRole>& roles, const v1::MemberRole& asked) {
  return std::any_of(roles.begin(), roles.end(), [&](const v1::MemberRole& role) {
    return role.role_code() == asked.role_code() && role.start_date() == asked.start_date();
  });
}

// Those that ended with the seat.
void ReopenRoles(const std::string& last_end_date, v1::Membership& membership) {
  for (v1::MemberRole& role : *membership.mutable_roles()) {
    if (role.end_date() == last_end_date) role.clear_end_date();
  }
}

void EndRoles(const std::string& last_end_date, absl::string_view day, v1::Membership& membership) {
  const std::string& end = membership.end_date();
  std::vector<v1::MemberRole> kept;
  for (v1::MemberRole role : membership.roles()) {
    if (role.start_date() > end) {
      if (absl::string_view(role.start_date()) > day) continue;
      // Lists say that a role is held, and not since when: it was held to the end.
      role.set_start_date(end);
      if (Contains(kept, role)) continue;
    }
    const std::string& until = role.end_date();
    if (until.empty() || until > end || until == last_end_date) role.set_end_date(end);
    kept.push_back(std::move(role));
  }
  membership.mutable_roles()->Assign(kept.begin(), kept.end());
}

// Whether the same role is held again after it began, and before or on its last day.
bool IsHeldAgain(const v1::MemberRole& ended, const v1::Membership& membership) {
  return std::any_of(
      membership.roles().begin(), membership.roles().end(), [&](const v1::MemberRole& role) {
        return role.name() != ended.name() && role.role_code() == ended.role_code() &&
               role.start_date() >= ended.start_date() && role.start_date() <= ended.end_date();
      });
}

}  // namespace

absl::Status CheckSeat(const v1::Membership& asked, const v1::Authority& authority,
                       const StoredPerson& stored, absl::string_view day) {
  status::FieldFaults faults;
  const std::string& end = authority.end_date();
  if (HasPassed(end, day) || (!end.empty() && asked.start_date() > end)) {
    faults.Add("membership.authority", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "has ended, or ends before the membership begins");
  }
  for (const StoredMembership& held : stored.memberships) {
    const v1::Membership& seat = held.membership;
    if (seat.authority() != asked.authority() || HasPassed(seat.end_date(), asked.start_date())) {
      continue;
    }
    faults.Add("membership.start_date", status::v1::REASON_FIELD_CONFLICT,
               "the person holds a seat in this authority then or later");
    break;
  }
  if (TermEndsFirst(asked)) {
    faults.Add("membership.term_end_date", status::v1::REASON_FIELD_CONFLICT,
               "must not be before the start");
  }
  return faults.ToStatus();
}

absl::StatusOr<v1::Membership> SeatChanges(const v1::Membership& asked,
                                           const google::protobuf::FieldMask& mask,
                                           const v1::Membership& membership) {
  for (const std::string& path : mask.paths()) {
    if (path == "ward" || path == "term_end_date" || path == "council_key" || path == "*") continue;
    return status::FieldFault("update_mask", status::v1::REASON_FIELD_MASK_INVALID,
                              "only ward, term_end_date and council_key may be changed");
  }
  v1::Membership changes = asked;
  changes.set_authority(membership.authority());
  changes.set_start_date(membership.start_date());
  changes.set_seat(membership.seat());
  return changes;
}

absl::Status CheckTerm(const v1::Membership& membership) {
  if (!TermEndsFirst(membership)) return absl::OkStatus();
  return status::FieldFault("membership.term_end_date", status::v1::REASON_FIELD_CONFLICT,
                            "must not be before the start");
}

absl::Status EndSeat(const std::string& end_date, v1::Membership::Leaving leaving,
                     absl::string_view day, v1::Membership& membership) {
  const std::string last_end_date = membership.end_date();
  if (HasPassed(last_end_date, day)) return status::WrongState(membership.name(), kEnded);
  if (end_date < membership.start_date()) {
    return status::FieldFault("end_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
                              "must not be before the first day");
  }
  MoveEnd(end_date, day, membership);
  membership.set_leaving(leaving);
  return absl::OkStatus();
}

void MoveEnd(const std::string& end_date, absl::string_view day, v1::Membership& membership) {
  const std::string last_end_date = membership.end_date();
  membership.set_end_date(end_date);
  if (end_date.empty()) {
    ReopenRoles(last_end_date, membership);
  } else {
    EndRoles(last_end_date, day, membership);
  }
  EndAffiliations(last_end_date, membership);
}

void MoveStart(const std::string& start_date, v1::Membership& membership) {
  membership.set_start_date(start_date);
  std::vector<v1::MemberRole> roles;
  for (v1::MemberRole role : membership.roles()) {
    if (!role.end_date().empty() && role.end_date() < start_date) continue;
    role.set_start_date(std::max(role.start_date(), start_date));
    if (!Contains(roles, role)) roles.push_back(std::move(role));
  }
  membership.mutable_roles()->Assign(roles.begin(), roles.end());
  std::vector<v1::Affiliation> affiliations;
  for (v1::Affiliation held : membership.affiliations()) {
    if (!held.end_date().empty() && held.end_date() < start_date) continue;
    if (held.start_date() <= start_date) held.clear_start_date();
    affiliations.push_back(std::move(held));
  }
  membership.mutable_affiliations()->Assign(affiliations.begin(), affiliations.end());
}

absl::Status EndRole(const std::string& name, const std::string& end_date, absl::string_view day,
                     v1::Membership& membership) {
  for (v1::MemberRole& role : *membership.mutable_roles()) {
    if (role.name() != name) continue;
    if (HasPassed(role.end_date(), day)) return status::WrongState(name, kEnded);
    if (end_date < role.start_date() || HasPassed(membership.end_date(), end_date)) {
      return status::FieldFault("end_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
                                "must not be before the first day, nor after the membership");
    }
    role.set_end_date(end_date);
    if (!IsHeldAgain(role, membership)) return absl::OkStatus();
    return status::FieldFault("end_date", status::v1::REASON_FIELD_CONFLICT,
                              "must be before the same role begins again");
  }
  return status::NotFound(name);
}

std::string NextTurn(const v1::Membership& membership, absl::string_view day) {
  std::vector<std::string> turns = {membership.start_date(), DayAfter(membership.end_date())};
  for (const v1::MemberRole& role : membership.roles()) {
    turns.push_back(role.start_date());
    turns.push_back(DayAfter(role.end_date()));
  }
  for (const v1::Affiliation& held : membership.affiliations()) {
    turns.push_back(held.start_date());
    turns.push_back(DayAfter(held.end_date()));
  }
  std::string next;
  for (const std::string& turn : turns) {
    if (absl::string_view(turn) > day && (next.empty() || turn < next)) next = turn;
  }
  return next;
}

}  // namespace telemachus::registry
