#include "registry/invitation/inviting.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/invitation/invitation_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

// They are counted from 1 for each person.
int64_t NumberOf(const StoredInvitation& stored) {
  int64_t number = 0;
  return absl::SimpleAtoi(id::LastSegment(stored.invitation.name()), &number) ? number : 0;
}

// After the last day.
absl::Status AwaitLapse(sql::Transaction& transaction, const v1::MentoringInvitation& invitation) {
  ASSIGN_OR_RETURN(const absl::CivilDay last, time::ParseDate(invitation.last_day_date()));
  return timer::Set(transaction, kInvitationLapsesTimer, invitation.name(),
                    time::StartOf(last + 1));
}

void SetDays(const FarewellStep& step, v1::MentoringInvitation& invitation) {
  invitation.set_left_date(step.left_date);
  invitation.set_last_day_date(step.until_date);
}

absl::Status Create(sql::Transaction& transaction, const Leaver& leaver, absl::Time now) {
  StoredInvitation stored;
  v1::MentoringInvitation& invitation = stored.invitation;
  invitation.set_name(absl::StrCat(leaver.person.person.name(), "/mentoringInvitations/",
                                   leaver.latest.has_value() ? NumberOf(*leaver.latest) + 1 : 1));
  invitation.set_state(v1::MentoringInvitation::STATE_ASKED);
  SetDays(leaver.step, invitation);
  *invitation.mutable_create_time() = time::ToProto(now);
  RETURN_IF_ERROR(InsertInvitation(transaction, stored));
  RETURN_IF_ERROR(AwaitLapse(transaction, invitation));
  return event::Append(transaction,
                       {.type = "registry.mentoring_invitation.created",
                        .resource = invitation.name(),
                        .version = 1,
                        .codes = {{"last_day_date", invitation.last_day_date()}}},
                       now);
}

}  // namespace

absl::Status Invite(sql::Transaction& transaction, const Leaver& leaver, absl::Time now) {
  const Asking next = NextAsking(leaver);
  if (next == Asking::kNothing) return absl::OkStatus();
  if (next == Asking::kCreate) return Create(transaction, leaver, now);
  StoredInvitation stored = *leaver.latest;
  if (next != Asking::kMove) {
    return CloseInvitation(transaction,
                           next == Asking::kAccept ? v1::MentoringInvitation::STATE_ACCEPTED
                                                   : v1::MentoringInvitation::STATE_LAPSED,
                           stored);
  }
  SetDays(leaver.step, stored.invitation);
  RETURN_IF_ERROR(SaveInvitation(transaction, stored));
  return AwaitLapse(transaction, stored.invitation);
}

absl::Status CloseInvitation(sql::Transaction& transaction, v1::MentoringInvitation::State state,
                             StoredInvitation& stored) {
  stored.invitation.set_state(state);
  RETURN_IF_ERROR(SaveInvitation(transaction, stored));
  return timer::Clear(transaction, kInvitationLapsesTimer, stored.invitation.name());
}

absl::Status LapseInvitation(sql::Transaction& transaction, const std::string& invitation,
                             absl::Time now) {
  absl::StatusOr<StoredInvitation> stored = LoadInvitation(transaction, invitation);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  const bool over = stored->invitation.last_day_date() < time::FormatDate(time::DayOf(now));
  if (!stored->IsOpen() || !over) return absl::OkStatus();
  return CloseInvitation(transaction, v1::MentoringInvitation::STATE_LAPSED, *stored);
}

}  // namespace telemachus::registry
