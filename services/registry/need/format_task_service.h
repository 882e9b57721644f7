#ifndef TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_SERVICE_H_
#define TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/need.pb.h"

namespace telemachus::registry {

// Handlers of FormatTaskService; what each does stands in its proto. Thread-safe.
class FormatTaskService {
 public:
  explicit FormatTaskService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::ListFormatTasksResponse> ListFormatTasks(
      const rpc::Call& call, const v1::ListFormatTasksRequest& request);
  absl::StatusOr<v1::FormatTask> GetFormatTask(const rpc::Call& call,
                                               const v1::GetFormatTaskRequest& request);
  absl::StatusOr<v1::FormatTask> ClaimFormatTask(const rpc::Call& call,
                                                 const v1::ClaimFormatTaskRequest& request);
  absl::StatusOr<v1::FormatTask> CompleteFormatTask(const rpc::Call& call,
                                                    const v1::CompleteFormatTaskRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_SERVICE_H_
