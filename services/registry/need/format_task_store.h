#ifndef TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_STORE_H_
#define TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/need.pb.h"

// Where tasks to provide a format are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// A task as kept: without what is said of it in words, and `overdue`.
struct StoredFormatTask {
  v1::FormatTask task;
  int64_t version = 0;
};

// One by name, or NOT_FOUND (bare).
absl::StatusOr<StoredFormatTask> LoadFormatTask(sql::Transaction& transaction,
                                                const std::string& name);

// All of a person, settled ones too: one for each format at most.
absl::StatusOr<std::vector<StoredFormatTask>> LoadFormatTasks(sql::Transaction& transaction,
                                                              const std::string& person);

// Fills in what lists are narrowed by in rows from before there was such a thing.
absl::Status FillFormatTaskLists(sql::Transaction& transaction);

// Which tasks a list is about: those for people who sit in the authority on `day`, or sat there
// since `since`, or hold a role of it (YYYY-MM-DD); of these, what the request asks for.
struct FormatTaskFilter {
  std::string day;
  std::string since;
};
// Some of them, and where the next page begins.
struct FormatTaskPage {
  std::vector<v1::FormatTask> tasks;
  std::string next;
};
// After a position. INVALID_ARGUMENT if filter, order or position is none.
absl::StatusOr<FormatTaskPage> ListFormatTasks(sql::Transaction& transaction,
                                               const v1::ListFormatTasksRequest& request,
                                               const FormatTaskFilter& among,
                                               const std::string& position, int size);

// Adds a task under its name. Sets version and etag.
absl::Status InsertFormatTask(sql::Transaction& transaction, StoredFormatTask& stored);

// Writes a task read before; ABORTED if it has changed since. Sets version and etag.
absl::Status SaveFormatTask(sql::Transaction& transaction, StoredFormatTask& stored);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_STORE_H_
