#include "registry/election/election_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

using v1::Election;
using v1::ElectionResult;

void CheckDays(const Election& election, const v1::Authority& authority,
               status::FieldFaults& faults) {
  if (election.term_start_date() <= election.poll_date()) {
    faults.Add("election.term_start_date", status::v1::REASON_FIELD_CONFLICT,
               "must be after the poll");
  }
  const std::string& end = election.term_end_date();
  if (!end.empty() && end <= election.term_start_date()) {
    faults.Add("election.term_end_date", status::v1::REASON_FIELD_CONFLICT,
               "must be after the beginning of the term");
  }
  if (!authority.end_date().empty() && authority.end_date() < election.term_start_date()) {
    faults.Add("election.term_start_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must not be after the end of the authority");
  }
}

void CheckKnown(const google::protobuf::RepeatedPtrField<std::string>& named, const char* field,
                const std::set<std::string>& known, status::FieldFaults& faults) {
  for (int i = 0; i < named.size(); ++i) {
    if (known.contains(named[i])) continue;
    faults.Add(absl::StrCat("election.", field, "[", i, "]"),
               status::v1::REASON_FIELD_UNKNOWN_REFERENCE, "is none of the authority's");
  }
}

void CheckSeatsUp(const Election& election, status::FieldFaults& faults) {
  const bool some = !election.wards().empty() || !election.memberships().empty();
  if (election.seats_up() == Election::SEATS_UP_ALL && some) {
    faults.Add("election.seats_up", status::v1::REASON_FIELD_CONFLICT,
               "must be some where wards or members are named");
  } else if (election.seats_up() == Election::SEATS_UP_SOME && !some) {
    faults.Add("election.wards", status::v1::REASON_FIELD_REQUIRED,
               "must be set, or memberships, where some seats are up");
  }
}

bool Has(const google::protobuf::RepeatedPtrField<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void CheckArrival(const ElectionResult& result, const std::string& path,
                  status::FieldFaults& faults) {
  if (result.council_key().empty()) {
    faults.Add(path + ".council_key", status::v1::REASON_FIELD_REQUIRED, "must be set");
  }
  if (result.display_name().empty()) {
    faults.Add(path + ".display_name", status::v1::REASON_FIELD_REQUIRED, "must be set");
  }
  if (!result.membership().empty()) {
    faults.Add(path + ".membership", status::v1::REASON_FIELD_CONFLICT,
               "is of members who sit already");
  }
}

void CheckMember(const ElectionResult& result, const std::string& path,
                 status::FieldFaults& faults) {
  if (result.council_key().empty() && result.membership().empty()) {
    faults.Add(path + ".council_key", status::v1::REASON_FIELD_REQUIRED,
               "must be set, or membership");
  }
  const bool person = !result.display_name().empty() || !result.language_code().empty() ||
                      !result.gender().empty() || !result.email().empty() ||
                      !result.telephone().empty() || result.has_login();
  if (person) {
    faults.Add(path + ".display_name", status::v1::REASON_FIELD_CONFLICT,
               "who they are is said of those who arrive alone");
  }
}

// Fields of one outcome that are set with another.
void CheckOutcome(const ElectionResult& result, const std::string& path,
                  status::FieldFaults& faults) {
  const bool leaves = result.outcome() == ElectionResult::OUTCOME_LEAVES;
  if (!leaves && result.leaving() != v1::Membership::LEAVING_UNSPECIFIED) {
    faults.Add(path + ".leaving", status::v1::REASON_FIELD_CONFLICT, "is of those who leave");
  }
  if (result.leaving() == v1::Membership::LEAVING_AUTHORITY_ENDED) {
    faults.Add(path + ".leaving", status::v1::REASON_FIELD_CONFLICT, "is not by an election");
  }
  if (leaves && (!result.ward().empty() || !result.party().empty())) {
    faults.Add(path + ".ward", status::v1::REASON_FIELD_CONFLICT,
               "ward and party are not of those who leave");
  }
  if (result.outcome() != ElectionResult::OUTCOME_STAYS && !result.kept_roles().empty()) {
    faults.Add(path + ".kept_roles", status::v1::REASON_FIELD_CONFLICT, "is of those who stay");
  }
}

}  // namespace

std::string StoredElection::LastDay() const { return DayBefore(election.term_start_date()); }

Election Draft(const Election& asked) {
  Election draft = asked;
  if (draft.term_start_date().empty()) {
    const auto poll = time::ParseDate(draft.poll_date());
    if (poll.ok()) draft.set_term_start_date(time::FormatDate(*poll + kTermStartsAfterDays));
  }
  draft.set_state(Election::STATE_DRAFT);
  return draft;
}

absl::Status CheckElection(const Election& election, const ElectionGround& ground) {
  status::FieldFaults faults;
  CheckDays(election, ground.authority, faults);
  CheckSeatsUp(election, faults);
  CheckKnown(election.wards(), "wards", ground.wards, faults);
  CheckKnown(election.memberships(), "memberships", ground.memberships, faults);
  return faults.ToStatus();
}

absl::Status CheckOpen(const Election& election) {
  const bool open = election.state() == Election::STATE_DRAFT ||
                    election.state() == Election::STATE_PREVIEWED ||
                    (election.state() == Election::STATE_APPLIED && election.counts().failed() > 0);
  if (open) return absl::OkStatus();
  return status::WrongState(election.name(), Election::State_Name(election.state()).substr(6));
}

void Reopen(Election& election) {
  election.set_state(Election::STATE_DRAFT);
  election.clear_preview_digest();
  election.clear_preview_time();
  election.clear_counts();
}

void CheckResult(const ElectionResult& result, const std::string& path,
                 const v1::CatalogueCodes& codes, status::FieldFaults& faults) {
  if (result.outcome() == ElectionResult::OUTCOME_ARRIVES) {
    CheckArrival(result, path, faults);
  } else {
    CheckMember(result, path, faults);
  }
  CheckOutcome(result, path, faults);
  for (int i = 0; i < result.kept_roles_size(); ++i) {
    if (Has(codes.roles(), result.kept_roles(i))) continue;
    faults.Add(absl::StrCat(path, ".kept_roles[", i, "]"),
               status::v1::REASON_FIELD_UNKNOWN_REFERENCE, "is no code of the catalogue");
  }
}

bool GoesIntoTerm(const v1::Membership& membership, const StoredElection& stored) {
  const std::string& start = stored.election.term_start_date();
  return membership.start_date() < start &&
         (membership.end_date().empty() || membership.end_date() >= start);
}

bool IsUp(const v1::Membership& membership, const StoredElection& stored) {
  const Election& election = stored.election;
  if (membership.seat() == v1::Membership::SEAT_APPOINTED) return false;
  if (!GoesIntoTerm(membership, stored)) return false;
  return election.seats_up() == Election::SEATS_UP_ALL ||
         Has(election.wards(), membership.ward()) || Has(election.memberships(), membership.name());
}

}  // namespace telemachus::registry
