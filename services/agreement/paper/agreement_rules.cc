#include "agreement/paper/agreement_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/id/id.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

using v1::Agreement;

std::string StateWord(const Agreement& agreement) {
  return Agreement::State_Name(agreement.state());
}

absl::Status WrongState(const Agreement& agreement) {
  return status::WrongState(agreement.name(), StateWord(agreement));
}

void End(Agreement::State state, absl::Time now, Agreement& agreement) {
  agreement.set_state(state);
  *agreement.mutable_end_time() = time::ToProto(now);
}

// Every party's signature is under the present version.
bool IsSignedByAll(const Agreement& agreement) {
  return std::all_of(agreement.parties().begin(), agreement.parties().end(),
                     [&](const v1::Party& party) { return HasSigned(agreement, party.person()); });
}

v1::Arrangement::Status StatusOf(const Agreement& agreement) {
  if (!IsLive(agreement)) return v1::Arrangement::STATUS_ENDED;
  return IsInForce(agreement) ? v1::Arrangement::STATUS_ACTIVE : v1::Arrangement::STATUS_ARRANGING;
}

std::string DateOf(const google::protobuf::Timestamp& moment) {
  return time::FormatDate(time::DayOf(time::FromProto(moment)));
}

}  // namespace

v1::Party::Side SideOf(const Agreement& agreement, const std::string& person) {
  for (const v1::Party& party : agreement.parties()) {
    if (party.person() == person) return party.side();
  }
  return v1::Party::SIDE_UNSPECIFIED;
}

std::string CounterpartOf(const Agreement& agreement, const std::string& person) {
  const v1::Party::Side own = SideOf(agreement, person);
  for (const v1::Party& party : agreement.parties()) {
    if (party.side() != own) return party.person();
  }
  return "";
}

bool IsLive(const Agreement& agreement) {
  return agreement.state() == Agreement::STATE_DRAFT ||
         agreement.state() == Agreement::STATE_AWAITING_SIGNATURES ||
         agreement.state() == Agreement::STATE_ACTIVE;
}

bool IsInForce(const Agreement& agreement) {
  return IsLive(agreement) && agreement.has_start_time();
}

absl::Status CheckLive(const Agreement& agreement) {
  return IsLive(agreement) ? absl::OkStatus() : WrongState(agreement);
}

absl::Status CheckInForce(const Agreement& agreement) {
  return IsInForce(agreement) ? absl::OkStatus() : WrongState(agreement);
}

bool HasSigned(const Agreement& agreement, const std::string& person) {
  return std::any_of(agreement.signatures().begin(), agreement.signatures().end(),
                     [&](const v1::Signature& signature) { return signature.person() == person; });
}

bool IsSigned(const Agreement& agreement) { return !agreement.signatures().empty(); }

void BeginVersion(Agreement& agreement) {
  agreement.set_version(agreement.version() + 1);
  agreement.clear_signatures();
  agreement.set_state(Agreement::STATE_AWAITING_SIGNATURES);
}

absl::StatusOr<bool> Sign(const std::string& person, int64_t version, absl::Time now,
                          Agreement& agreement) {
  if (!IsLive(agreement)) return WrongState(agreement);
  if (version != agreement.version()) {
    return status::Error(absl::StatusCode::kAborted, status::v1::REASON_NOT_PRESENT_VERSION,
                         absl::StrCat("the present version is ", agreement.version()),
                         {{"version", absl::StrCat(agreement.version())}});
  }
  v1::Signature& signature = *agreement.add_signatures();
  signature.set_person(person);
  signature.set_version(version);
  *signature.mutable_sign_time() = time::ToProto(now);
  if (!IsSignedByAll(agreement)) {
    agreement.set_state(Agreement::STATE_AWAITING_SIGNATURES);
    return false;
  }
  agreement.set_state(Agreement::STATE_ACTIVE);
  if (!agreement.has_start_time()) *agreement.mutable_start_time() = time::ToProto(now);
  return true;
}

absl::Status Complete(const Terms& terms, bool final_review_agreed, absl::Time now,
                      Agreement& agreement) {
  if (!IsInForce(agreement)) return WrongState(agreement);
  if (!final_review_agreed) {
    return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_WRONG_STATE,
                         "the final review is not agreed yet", {{"state", StateWord(agreement)}});
  }
  if (terms.aftercare_months == 0) {
    End(Agreement::STATE_CLOSED, now, agreement);
    return absl::OkStatus();
  }
  End(Agreement::STATE_AFTERCARE, now, agreement);
  agreement.set_aftercare_end_date(
      time::FormatDate(time::AddMonths(time::DayOf(now), terms.aftercare_months)));
  return absl::OkStatus();
}

absl::Status Withdraw(absl::Time now, Agreement& agreement) {
  if (!IsLive(agreement)) return WrongState(agreement);
  End(Agreement::STATE_WITHDRAWN, now, agreement);
  return absl::OkStatus();
}

absl::Status Rematch(const Terms& terms, const HeldMeetings& held, absl::Time now,
                     Agreement& agreement) {
  if (!IsLive(agreement)) return WrongState(agreement);
  if (held.count != 1 || time::DayOf(now) > time::DayOf(held.first) + terms.rematch_days) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, status::v1::REASON_REMATCH_CLOSED,
        absl::StrCat("a re-match is open between the first meeting and the second, for ",
                     terms.rematch_days, " days"),
        {{"days", absl::StrCat(terms.rematch_days)}});
  }
  End(Agreement::STATE_REMATCHED, now, agreement);
  return absl::OkStatus();
}

absl::Time AftercareEnd(const Agreement& agreement) {
  const absl::StatusOr<absl::CivilDay> last = time::ParseDate(agreement.aftercare_end_date());
  return last.ok() ? time::StartOf(*last + 1) : absl::InfinitePast();
}

bool Close(absl::Time now, Agreement& agreement) {
  if (agreement.state() != Agreement::STATE_AFTERCARE || now < AftercareEnd(agreement)) {
    return false;
  }
  agreement.set_state(Agreement::STATE_CLOSED);
  return true;
}

v1::Arrangement ArrangementOf(const Agreement& agreement, const std::string& authority,
                              const Terms& terms) {
  v1::Arrangement arrangement;
  arrangement.set_name(absl::StrCat("arrangements/", id::LastSegment(agreement.name())));
  arrangement.set_kind(agreement.kind());
  arrangement.set_authority(authority);
  arrangement.set_status(StatusOf(agreement));
  arrangement.set_matched_date(terms.matched_date);
  arrangement.set_planned_end_date(agreement.sections().planned_end_date());
  if (agreement.has_start_time()) arrangement.set_start_date(DateOf(agreement.start_time()));
  if (agreement.has_end_time()) arrangement.set_end_date(DateOf(agreement.end_time()));
  return arrangement;
}

}  // namespace telemachus::agreement
