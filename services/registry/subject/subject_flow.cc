#include "registry/subject/subject_flow.h"

#include <map>
#include <optional>

#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/person/changes.h"
#include "registry/person/person_store.h"
#include "registry/subject/subject_rules.h"
#include "registry/subject/subject_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

// Nobody is the person any more, from this moment.
absl::Status ShutOut(sql::Transaction& transaction, const std::string& person, absl::Time now) {
  absl::StatusOr<StoredPerson> stored = LoadPerson(transaction, person);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  RETURN_IF_ERROR(DeleteLogins(transaction, person));
  RETURN_IF_ERROR(timer::Clear(transaction, kAccessReturnsTimer, person));
  stored->disabled_until = absl::InfiniteFuture();
  RETURN_IF_ERROR(SavePerson(transaction, *stored));
  return PersonChanged(transaction, person, now);
}

absl::Status WithdrawOthers(sql::Transaction& transaction, const StoredSubjectRequest& erasure,
                            absl::Time now) {
  ASSIGN_OR_RETURN(auto open, OpenSubjectRequests(transaction, erasure.person));
  for (StoredSubjectRequest& other : open) {
    if (other.request.name() == erasure.request.name()) continue;
    other.request.set_state(v1::SubjectRequest::STATE_WITHDRAWN);
    other.request.clear_begin_time();
    *other.request.mutable_finish_time() = time::ToProto(now);
    RETURN_IF_ERROR(SaveSubjectRequest(transaction, other));
    RETURN_IF_ERROR(ClearLook(transaction, other.request.name()));
    RETURN_IF_ERROR(SetReminder(transaction, other.request, now));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AppendSubjectEvent(sql::Transaction& transaction, const StoredSubjectRequest& stored,
                                absl::string_view what, absl::Time now) {
  const v1::SubjectRequest& request = stored.request;
  std::map<std::string, std::string> codes = {{"kind", KindCode(request.kind())},
                                              {"due_date", request.due_date()}};
  if (request.has_begin_time()) {
    codes["begin_date"] = time::FormatDate(time::DayOf(time::FromProto(request.begin_time())));
  }
  return event::Append(transaction,
                       {.type = absl::StrCat("registry.subject_request.", what),
                        .resource = request.name(),
                        .version = stored.version,
                        .codes = std::move(codes)},
                       now);
}

absl::Status BeginSubjectRequest(sql::Transaction& transaction, const StoredSubjectRequest& stored,
                                 absl::Time now) {
  if (stored.request.kind() == v1::SubjectRequest::KIND_ERASURE) {
    RETURN_IF_ERROR(ShutOut(transaction, stored.person, now));
    RETURN_IF_ERROR(WithdrawOthers(transaction, stored, now));
  }
  return SetLook(transaction, stored.request.name(), now);
}

absl::Status SetReminder(sql::Transaction& transaction, const v1::SubjectRequest& request,
                         absl::Time now) {
  const std::optional<absl::Time> reminder = NextReminder(request, now);
  if (!reminder.has_value()) return timer::Clear(transaction, kSubjectDueTimer, request.name());
  return timer::Set(transaction, kSubjectDueTimer, request.name(), *reminder);
}

absl::Status RemindOfSubjectRequest(sql::Transaction& transaction, const std::string& request,
                                    absl::Time now) {
  const absl::StatusOr<StoredSubjectRequest> stored = LoadSubjectRequest(transaction, request);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  if (!IsOpen(stored->request)) return absl::OkStatus();
  RETURN_IF_ERROR(AppendSubjectEvent(transaction, *stored, "due", now));
  return SetReminder(transaction, stored->request, now);
}

}  // namespace telemachus::registry
