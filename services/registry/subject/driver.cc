#include "registry/subject/driver.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/subject/roll.h"
#include "common/time/civil.h"
#include "registry/export/export_file.h"
#include "registry/subject/subject_flow.h"
#include "registry/subject/subject_rules.h"

namespace telemachus::registry {
namespace {

using Request = v1::SubjectRequest;

// Requests looked at in one step.
constexpr int kLooks = 20;
// How long until a service that failed is asked again.
constexpr absl::Duration kFirstWait = absl::Seconds(1);
constexpr absl::Duration kLongestWait = absl::Hours(1);
// Doublings after which the longest is reached.
constexpr int kMostDoublings = 12;

absl::Duration WaitAfter(int failures) {
  const int doublings = std::min(failures - 1, kMostDoublings);
  return std::min(kLongestWait, kFirstWait * (1 << std::max(0, doublings)));
}

// The first part that is not done; nothing if all are.
std::optional<int> NextPart(const Request& request) {
  for (int i = 0; i < request.parts_size(); ++i) {
    if (!request.parts(i).done()) return i;
  }
  return std::nullopt;
}

}  // namespace

subject::Holdings* Driver::Of(const std::string& service) const {
  const auto found =
      std::find_if(holders_.begin(), holders_.end(),
                   [&](const Holders::value_type& holder) { return holder.first == service; });
  return found == holders_.end() ? nullptr : found->second;
}

absl::StatusOr<int> Driver::Step() {
  std::vector<Look> looks;
  RETURN_IF_ERROR(
      means_.database.Read(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(looks, DueLooks(transaction, means_.Now(), kLooks));
        return absl::OkStatus();
      }));
  int steps = 0;
  for (const Look& look : looks) {
    const absl::StatusOr<bool> taken = StepWith(look);
    // One request that cannot be carried on does not stop the others.
    if (!taken.ok()) {
      log::Warning("a request about a person's data does not go on", {{"status", taken.status()}});
      continue;
    }
    if (*taken) ++steps;
  }
  return steps;
}

absl::StatusOr<bool> Driver::StepWith(const Look& look) {
  bool taken = false;
  StoredSubjectRequest stored;
  RETURN_IF_ERROR(
      means_.database.Transact(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(taken, TakeLook(transaction, look, means_.Now() + kLease));
        if (!taken) return absl::OkStatus();
        ASSIGN_OR_RETURN(stored, LoadSubjectRequest(transaction, look.request));
        return absl::OkStatus();
      }));
  if (!taken) return false;
  switch (stored.request.state()) {
    case Request::STATE_WAITING:
      RETURN_IF_ERROR(Wait(stored));
      return true;
    case Request::STATE_RUNNING:
      RETURN_IF_ERROR(Drive(stored));
      return true;
    default:
      RETURN_IF_ERROR(Expire(stored));
      return true;
  }
}

absl::Status Driver::Wait(StoredSubjectRequest& read) {
  const std::string name = read.request.name();
  return means_.database.Transact(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
    const absl::Time now = means_.Now();
    ASSIGN_OR_RETURN(StoredSubjectRequest stored, LoadSubjectRequest(transaction, name));
    switch (Pass(stored.request, now)) {
      case Passing::kBegins:
        stored.request.set_state(Request::STATE_RUNNING);
        stored.request.clear_begin_time();
        RETURN_IF_ERROR(SaveSubjectRequest(transaction, stored));
        return BeginSubjectRequest(transaction, stored, now);
      case Passing::kLapses:
        RETURN_IF_ERROR(WithdrawSubjectRequest(now, stored.request));
        RETURN_IF_ERROR(SaveSubjectRequest(transaction, stored));
        RETURN_IF_ERROR(SetReminder(transaction, stored.request, now));
        return ClearLook(transaction, name);
      default: {
        const std::optional<absl::Time> next = NextLook(stored.request);
        return next.has_value() ? SetLook(transaction, name, *next) : absl::OkStatus();
      }
    }
  });
}

absl::Status Driver::Drive(const StoredSubjectRequest& stored) {
  const std::optional<int> position = NextPart(stored.request);
  if (!position.has_value()) return NoteDone(stored, -1, {});
  Request::Part part = stored.request.parts(*position);
  const absl::Status asked = Ask(stored, *position, part);
  if (!asked.ok()) {
    log::Warning("a service did not carry out what a person asks about their data",
                 {{"asked", log::Code(part.service())}, {"status", asked}});
    metric::Count("subject_request_failures_total",
                  "Times a service did not carry out what a person asks about their data.",
                  {{"service", part.service()}});
    return NoteFailed(stored, *position, stored.request.parts(*position));
  }
  return NoteDone(stored, *position, part);
}

absl::Status Driver::Ask(const StoredSubjectRequest& stored, int position, Request::Part& part) {
  subject::Holdings* const holdings = Of(part.service());
  if (holdings == nullptr) return absl::UnavailableError("the service is not known here");
  part.clear_counts();
  switch (stored.request.kind()) {
    case Request::KIND_EXPORT:
      return Export(stored, position, *holdings, part);
    case Request::KIND_ERASURE: {
      ASSIGN_OR_RETURN(auto erased, holdings->Erase(stored.person, Deadline()));
      part.mutable_counts()->Swap(erased.mutable_counts());
      return absl::OkStatus();
    }
    default:
      return holdings->Restrict(stored.person, stored.request.kind() == Request::KIND_RESTRICTION,
                                Deadline());
  }
}

absl::Status Driver::Export(const StoredSubjectRequest& stored, int position,
                            subject::Holdings& holdings, Request::Part& part) {
  ExportFile file(means_.database, sealer_, stored.request.name());
  const absl::Time deadline = Deadline();
  RETURN_IF_ERROR(file.Begin(part.service(), position, deadline));
  RETURN_IF_ERROR(holdings.Export(
      stored.person, deadline,
      [&](const subject::v1::SubjectRecord& record) { return file.Add(record, deadline); }));
  RETURN_IF_ERROR(file.End(deadline));
  file.counts().WriteTo(*part.mutable_counts());
  return absl::OkStatus();
}

absl::Status Driver::NoteDone(const StoredSubjectRequest& read, int position,
                              const Request::Part& part) {
  const std::string& name = read.request.name();
  return means_.database.Transact(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
    const absl::Time now = means_.Now();
    if (position >= 0) {
      Request::Part done = part;
      done.set_done(true);
      *done.mutable_finish_time() = time::ToProto(now);
      RETURN_IF_ERROR(SavePart(transaction, name, position, done));
    }
    ASSIGN_OR_RETURN(StoredSubjectRequest stored, LoadSubjectRequest(transaction, name));
    if (stored.request.state() != Request::STATE_RUNNING) return SetLook(transaction, name, now);
    if (NextPart(stored.request).has_value()) return SetLook(transaction, name, now);
    FinishSubjectRequest(now, stored.request);
    RETURN_IF_ERROR(SaveSubjectRequest(transaction, stored));
    RETURN_IF_ERROR(AppendSubjectEvent(transaction, stored, "done", now));
    RETURN_IF_ERROR(SetReminder(transaction, stored.request, now));
    const std::optional<absl::Time> next = NextLook(stored.request);
    return next.has_value() ? SetLook(transaction, name, *next) : ClearLook(transaction, name);
  });
}

absl::Status Driver::NoteFailed(const StoredSubjectRequest& read, int position,
                                Request::Part part) {
  part.set_failed_attempts(part.failed_attempts() + 1);
  return means_.database.Transact(Deadline(), [&](sql::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(SavePart(transaction, read.request.name(), position, part));
    return SetLook(transaction, read.request.name(),
                   means_.Now() + WaitAfter(part.failed_attempts()));
  });
}

// The file goes when its time is over, and when its request was withdrawn meanwhile.
absl::Status Driver::Expire(const StoredSubjectRequest& stored) {
  const std::string& name = stored.request.name();
  if (IsDownloadable(stored.request, means_.Now())) {
    return means_.database.Transact(Deadline(), [&](sql::Transaction& transaction) {
      return SetLook(transaction, name, *NextLook(stored.request));
    });
  }
  RETURN_IF_ERROR(ExportFile(means_.database, sealer_, name).Destroy(Deadline()));
  return means_.database.Transact(
      Deadline(), [&](sql::Transaction& transaction) { return ClearLook(transaction, name); });
}

}  // namespace telemachus::registry
