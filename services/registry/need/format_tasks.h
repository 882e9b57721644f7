#ifndef TELEMACHUS_REGISTRY_NEED_FORMAT_TASKS_H_
#define TELEMACHUS_REGISTRY_NEED_FORMAT_TASKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/id/id.h"
#include "common/sql/database.h"
#include "registry/need/format_task_store.h"

// How tasks to provide a format come and go. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Follows a change of the formats that a person needs: opens a task for each that was not needed
// before, and closes that of each that no longer is.
absl::Status FollowNeeds(sql::Transaction& transaction, const v1::Person& before,
                         const v1::Person& after, absl::Time now, id::IdSource& ids);

// Writes a task that was settled, and takes its timer away.
absl::Status SaveSettled(sql::Transaction& transaction, StoredFormatTask& stored);

// The effect of kFormatTaskDueTimer: if nobody has settled the task by its day, tells that it is
// overdue, and where; neither the format, which says something of the person's health, nor the
// owner.
absl::Status TellOverdue(sql::Transaction& transaction, const std::string& task, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NEED_FORMAT_TASKS_H_
