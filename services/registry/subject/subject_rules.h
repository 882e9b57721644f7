#ifndef TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_RULES_H_
#define TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_RULES_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "telemachus/registry/v1/subject_request.pb.h"

// What people may ask about their data, by when it is due, and what becomes of it. Pure.
namespace telemachus::registry {

// A request is due one calendar month after the day it came; three once it was put off.
inline constexpr int kDueMonths = 1;
inline constexpr int kExtendedMonths = 3;
// An erasure that staff recorded begins after so long, in which the person can stop it.
inline constexpr absl::Duration kErasureCooling = absl::Hours(24 * 14);
// The end of a restriction that staff recorded is told so long beforehand.
inline constexpr absl::Duration kLiftingNotice = absl::Hours(24 * 7);
// How long the file of an export can be had.
inline constexpr absl::Duration kDownloadTime = absl::Hours(24 * 14);
// Days before the due date on which staff are reminded, the earliest first.
inline constexpr int kReminderDays[] = {7, 1, 0};

// The last day for a request that came on a day: the same day of the month in which it is due, or
// that month's last.
absl::CivilDay DueDate(absl::CivilDay received, int months);

// A new request as asked for on a day, without a name: in the state in which it begins.
// INVALID_ARGUMENT if staff do not say how it came, or the person does; fields are paths from
// `subject_request`.
absl::StatusOr<v1::SubjectRequest> DraftSubjectRequest(const v1::SubjectRequest& asked,
                                                       bool by_person, absl::Time now);

// Whether it waits, or is under way.
bool IsOpen(const v1::SubjectRequest& request);

// The person's word on an erasure: it is under way.
absl::Status ConfirmErasure(v1::SubjectRequest& request);
// Takes it back before it began.
absl::Status WithdrawSubjectRequest(absl::Time now, v1::SubjectRequest& request);
// Puts its due date off, once and in time.
absl::Status ExtendSubjectRequest(v1::SubjectRequest::ExtensionReason reason, absl::Time now,
                                  v1::SubjectRequest& request);
// All services have done it.
void FinishSubjectRequest(absl::Time now, v1::SubjectRequest& request);

// What time does to a request that waits: it begins, it lapses for want of the person's word, or
// nothing yet.
enum class Passing { kNothing, kBegins, kLapses };
Passing Pass(const v1::SubjectRequest& request, absl::Time now);
// When to look at it next: while it waits, and while its file lies there. Nothing: not by itself.
std::optional<absl::Time> NextLook(const v1::SubjectRequest& request);
// When to remind of it after a moment; nothing once it is done or overdue.
std::optional<absl::Time> NextReminder(const v1::SubjectRequest& request, absl::Time now);

// Whether the file of an export can be had.
bool IsDownloadable(const v1::SubjectRequest& request, absl::Time now);

// WRONG_STATE.
absl::Status WrongSubjectState(const v1::SubjectRequest& request);
// As events say it: `export`, `erasure`.
std::string KindCode(v1::SubjectRequest::Kind kind);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_RULES_H_
