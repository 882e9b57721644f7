#include "registry/need/format_tasks.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/need/format_task_rules.h"
#include "registry/person/membership_store.h"
#include "registry/person/person_store.h"
#include "registry/person/sight_rules.h"
#include "registry/role/grant_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

absl::Status AwaitDue(sql::Transaction& transaction, const v1::FormatTask& task) {
  ASSIGN_OR_RETURN(const absl::CivilDay due, time::ParseDate(task.due_date()));
  return timer::Set(transaction, kFormatTaskDueTimer, task.name(), time::StartOf(due + 1));
}

absl::Status OpenTask(sql::Transaction& transaction, const std::string& person,
                      v1::Person::Format format, absl::Time now, id::IdSource& ids,
                      std::vector<StoredFormatTask>& tasks) {
  const auto known = std::find_if(
      tasks.begin(), tasks.end(),
      [format](const StoredFormatTask& stored) { return stored.task.format() == format; });
  StoredFormatTask stored;
  if (known != tasks.end()) stored = *known;
  Open(now, stored.task);
  if (known == tasks.end()) {
    stored.task.set_name(absl::StrCat(person, "/formatTasks/", ids.Next()));
    stored.task.set_format(format);
    RETURN_IF_ERROR(InsertFormatTask(transaction, stored));
  } else {
    RETURN_IF_ERROR(SaveFormatTask(transaction, stored));
  }
  return AwaitDue(transaction, stored.task);
}

// Where the person is looked after: the first of their places.
absl::StatusOr<access::Scope> PlaceOf(sql::Transaction& transaction, const std::string& person,
                                      const std::string& day) {
  ASSIGN_OR_RETURN(const auto people, LoadPeople(transaction, {person}));
  ASSIGN_OR_RETURN(const auto grants, LoadGrants(transaction, person));
  if (people.empty()) return access::Scope();
  const std::vector<access::Scope> places = PlacesOf(people.front(), grants, day);
  return places.empty() ? access::Scope() : places.front();
}

}  // namespace

absl::Status FollowNeeds(sql::Transaction& transaction, const v1::Person& before,
                         const v1::Person& after, absl::Time now, id::IdSource& ids) {
  const auto stated = FormatsOnlyIn(after, before);
  const auto withdrawn = FormatsOnlyIn(before, after);
  if (stated.empty() && withdrawn.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto tasks, LoadFormatTasks(transaction, after.name()));
  for (const v1::Person::Format format : stated) {
    RETURN_IF_ERROR(OpenTask(transaction, after.name(), format, now, ids, tasks));
  }
  for (StoredFormatTask& stored : tasks) {
    if (withdrawn.count(stored.task.format()) == 0 || !IsUnsettled(stored.task)) continue;
    Withdraw(now, stored.task);
    RETURN_IF_ERROR(SaveSettled(transaction, stored));
  }
  return absl::OkStatus();
}

absl::Status SaveSettled(sql::Transaction& transaction, StoredFormatTask& stored) {
  RETURN_IF_ERROR(SaveFormatTask(transaction, stored));
  return timer::Clear(transaction, kFormatTaskDueTimer, stored.task.name());
}

absl::Status TellOverdue(sql::Transaction& transaction, const std::string& task, absl::Time now) {
  const absl::StatusOr<StoredFormatTask> stored = LoadFormatTask(transaction, task);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  const std::string day = time::FormatDate(time::DayOf(now));
  if (!IsOverdue(stored->task, day)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const access::Scope place, PlaceOf(transaction, PersonOf(task), day));
  return event::Append(transaction,
                       {.type = "registry.format_task.overdue",
                        .resource = task,
                        .version = stored->version,
                        .codes = {{"authority", place.authority},
                                  {"region", place.region},
                                  {"nation", place.nation},
                                  {"due_date", stored->task.due_date()}}},
                       now);
}

}  // namespace telemachus::registry
