#include "registry/need/format_task_service.h"

#include <string>
#include <utility>
#include <vector>

#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/need/format_task_rules.h"
#include "registry/need/format_task_store.h"
#include "registry/need/format_tasks.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"
#include "registry/role/grant_store.h"

namespace telemachus::registry {
namespace {

// A task, and the person whose need it is.
struct TaskSighting {
  StoredFormatTask stored;
  Sighting seen;
};

// Proves the relation: the caller is the person, or an officer of their authority. With `officer`,
// only the latter: nobody sees to a need of their own.
absl::StatusOr<TaskSighting> RequireTask(sql::Transaction& transaction, const rpc::Call& call,
                                         const std::string& name, bool officer, absl::Time now) {
  absl::StatusOr<StoredFormatTask> stored = LoadFormatTask(transaction, name);
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  RETURN_IF_ERROR(stored.status());
  if (officer && call.person() == PersonOf(name)) return call.Require(false);
  ASSIGN_OR_RETURN(Sighting seen,
                   RequireSight(transaction, call, PersonOf(name), Sight::kOfficer, now));
  return TaskSighting{*std::move(stored), std::move(seen)};
}

// Whether the owner of a task can no longer see to it.
absl::StatusOr<bool> OwnerLeft(sql::Transaction& transaction, const TaskSighting& found,
                               const std::string& day) {
  const std::string& owner = found.stored.task.owner();
  if (owner.empty()) return false;
  ASSIGN_OR_RETURN(const auto grants, LoadGrants(transaction, owner));
  return !IsOfficerIn(grants, PlacesOf(found.seen.stored, found.seen.grants, day), day);
}

}  // namespace

absl::StatusOr<v1::ListFormatTasksResponse> FormatTaskService::ListFormatTasks(
    const rpc::Call& call, const v1::ListFormatTasksRequest& request) {
  const absl::CivilDay today = means_.Today();
  const std::string caller = call.caller().Name();
  const FormatTaskFilter among{
      .day = time::FormatDate(today),
      .since = time::FormatDate(time::AddMonths(today, -kMostFormerMonths))};
  FormatTaskPage page;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireOfficer(transaction, call, request.parent(), means_.Now()).status());
        ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
        ASSIGN_OR_RETURN(page, registry::ListFormatTasks(transaction, request, among, after,
                                                         page::Size(request.page_size())));
        return absl::OkStatus();
      }));
  v1::ListFormatTasksResponse response;
  if (!page.next.empty()) {
    response.set_next_page_token(means_.tokens.Make(caller, request, page.next));
  }
  for (v1::FormatTask& task : page.tasks) {
    FillIn(among.day, task);
    *response.add_format_tasks() = std::move(task);
  }
  return response;
}

absl::StatusOr<v1::FormatTask> FormatTaskService::GetFormatTask(
    const rpc::Call& call, const v1::GetFormatTaskRequest& request) {
  const absl::Time now = means_.Now();
  v1::FormatTask task;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const TaskSighting found, RequireTask(transaction, call, request.name(),
                                                               /*officer=*/false, now));
        task = found.stored.task;
        return absl::OkStatus();
      }));
  FillIn(time::FormatDate(time::DayOf(now)), task);
  return task;
}

absl::StatusOr<v1::FormatTask> FormatTaskService::ClaimFormatTask(
    const rpc::Call& call, const v1::ClaimFormatTaskRequest& request) {
  const absl::Time now = means_.Now();
  const std::string day = time::FormatDate(time::DayOf(now));
  v1::FormatTask task;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(TaskSighting found, RequireTask(transaction, call, request.name(),
                                                         /*officer=*/true, now));
        ASSIGN_OR_RETURN(const bool owner_left, OwnerLeft(transaction, found, day));
        const bool owned = found.stored.task.owner() == call.person();
        RETURN_IF_ERROR(Claim(call.person(), owner_left, found.stored.task));
        if (!owned) RETURN_IF_ERROR(SaveFormatTask(transaction, found.stored));
        task = found.stored.task;
        return absl::OkStatus();
      }));
  FillIn(day, task);
  return task;
}

absl::StatusOr<v1::FormatTask> FormatTaskService::CompleteFormatTask(
    const rpc::Call& call, const v1::CompleteFormatTaskRequest& request) {
  const absl::Time now = means_.Now();
  v1::FormatTask task;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(TaskSighting found, RequireTask(transaction, call, request.name(),
                                                         /*officer=*/true, now));
        const std::string& etag = request.etag();
        if (!etag.empty() && etag != found.stored.task.etag()) {
          return status::StaleEtag(request.name());
        }
        RETURN_IF_ERROR(Complete(call.person(), request.outcome(), now, found.stored.task));
        RETURN_IF_ERROR(SaveSettled(transaction, found.stored));
        task = found.stored.task;
        return absl::OkStatus();
      }));
  FillIn(time::FormatDate(time::DayOf(now)), task);
  return task;
}

}  // namespace telemachus::registry
