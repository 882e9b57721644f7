#include "registry/subject/subject_rules.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::registry {
namespace {

using Request = v1::SubjectRequest;

// Until the end of that day.
absl::Time DueTime(const Request& request) {
  const auto day = time::ParseDate(request.due_date());
  return day.ok() ? time::StartOf(*day + 1) : absl::InfinitePast();
}

absl::StatusOr<absl::CivilDay> Received(const Request& asked, bool by_person,
                                        absl::CivilDay today) {
  status::FieldFaults faults;
  const bool told = asked.channel() != Request::CHANNEL_UNSPECIFIED;
  const bool checked = asked.identity_check() != Request::IDENTITY_CHECK_UNSPECIFIED;
  if (by_person && (told || checked || !asked.receive_date().empty())) {
    faults.Add("subject_request.channel", status::v1::REASON_FIELD_CONFLICT,
               "is said by staff, of what did not come here");
  }
  if (!by_person && !told) {
    faults.Add("subject_request.channel", status::v1::REASON_FIELD_REQUIRED, "how it came");
  }
  if (!by_person && !checked) {
    faults.Add("subject_request.identity_check", status::v1::REASON_FIELD_REQUIRED,
               "how you know that it came from the person");
  }
  absl::CivilDay received = today;
  if (!asked.receive_date().empty()) {
    ASSIGN_OR_RETURN(received, time::ParseDate(asked.receive_date()));
    if (received > today) {
      faults.Add("subject_request.receive_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
                 "is after today");
    }
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return received;
}

// When what was drafted begins by itself, if it is not under way at once.
void SetBeginning(bool by_person, absl::Time now, Request& request) {
  const bool erasure = request.kind() == Request::KIND_ERASURE;
  const bool lifting = request.kind() == Request::KIND_LIFTING;
  request.set_state(Request::STATE_RUNNING);
  if (erasure) request.set_state(Request::STATE_WAITING);
  if (by_person || (!erasure && !lifting)) return;
  request.set_state(Request::STATE_WAITING);
  *request.mutable_begin_time() = time::ToProto(now + (erasure ? kErasureCooling : kLiftingNotice));
}

}  // namespace

absl::CivilDay DueDate(absl::CivilDay received, int months) {
  return time::AddMonths(received, months);
}

absl::StatusOr<Request> DraftSubjectRequest(const Request& asked, bool by_person, absl::Time now) {
  ASSIGN_OR_RETURN(const absl::CivilDay received, Received(asked, by_person, time::DayOf(now)));
  Request draft;
  draft.set_kind(asked.kind());
  draft.set_channel(asked.channel());
  draft.set_identity_check(asked.identity_check());
  draft.set_receive_date(time::FormatDate(received));
  draft.set_due_date(time::FormatDate(DueDate(received, kDueMonths)));
  *draft.mutable_create_time() = time::ToProto(now);
  SetBeginning(by_person, now, draft);
  return draft;
}

bool IsOpen(const Request& request) {
  return request.state() == Request::STATE_WAITING || request.state() == Request::STATE_RUNNING;
}

absl::Status ConfirmErasure(Request& request) {
  if (request.kind() != Request::KIND_ERASURE || request.state() != Request::STATE_WAITING) {
    return WrongSubjectState(request);
  }
  request.clear_begin_time();
  request.set_state(Request::STATE_RUNNING);
  return absl::OkStatus();
}

absl::Status WithdrawSubjectRequest(absl::Time now, Request& request) {
  if (request.state() != Request::STATE_WAITING) return WrongSubjectState(request);
  request.clear_begin_time();
  request.set_state(Request::STATE_WITHDRAWN);
  *request.mutable_finish_time() = time::ToProto(now);
  return absl::OkStatus();
}

absl::Status ExtendSubjectRequest(Request::ExtensionReason reason, absl::Time now,
                                  Request& request) {
  const bool before = request.extension_reason() != Request::EXTENSION_REASON_UNSPECIFIED;
  if (!IsOpen(request) || before || now >= DueTime(request)) return WrongSubjectState(request);
  ASSIGN_OR_RETURN(const absl::CivilDay received, time::ParseDate(request.receive_date()));
  request.set_extension_reason(reason);
  request.set_due_date(time::FormatDate(DueDate(received, kExtendedMonths)));
  return absl::OkStatus();
}

void FinishSubjectRequest(absl::Time now, Request& request) {
  request.set_state(Request::STATE_DONE);
  *request.mutable_finish_time() = time::ToProto(now);
  if (request.kind() != Request::KIND_EXPORT) return;
  *request.mutable_download_expire_time() = time::ToProto(now + kDownloadTime);
}

Passing Pass(const Request& request, absl::Time now) {
  if (request.state() != Request::STATE_WAITING) return Passing::kNothing;
  if (request.has_begin_time()) {
    return now >= time::FromProto(request.begin_time()) ? Passing::kBegins : Passing::kNothing;
  }
  return now >= DueTime(request) ? Passing::kLapses : Passing::kNothing;
}

std::optional<absl::Time> NextLook(const Request& request) {
  switch (request.state()) {
    case Request::STATE_WAITING:
      return request.has_begin_time() ? time::FromProto(request.begin_time()) : DueTime(request);
    case Request::STATE_DONE:
      if (!request.has_download_expire_time()) return std::nullopt;
      return time::FromProto(request.download_expire_time());
    default:
      return std::nullopt;
  }
}

std::optional<absl::Time> NextReminder(const Request& request, absl::Time now) {
  const auto due = time::ParseDate(request.due_date());
  if (!IsOpen(request) || !due.ok()) return std::nullopt;
  for (const int days : kReminderDays) {
    const absl::Time reminder = time::StartOf(*due - days);
    if (reminder > now) return reminder;
  }
  return std::nullopt;
}

bool IsDownloadable(const Request& request, absl::Time now) {
  return request.state() == Request::STATE_DONE && request.has_download_expire_time() &&
         now < time::FromProto(request.download_expire_time());
}

absl::Status WrongSubjectState(const Request& request) {
  const absl::string_view name = Request::State_Name(request.state());
  return status::WrongState(request.name(),
                            absl::AsciiStrToLower(absl::StripPrefix(name, "STATE_")));
}

std::string KindCode(Request::Kind kind) {
  const absl::string_view name = Request::Kind_Name(kind);
  return absl::AsciiStrToLower(absl::StripPrefix(name, "KIND_"));
}

}  // namespace telemachus::registry
