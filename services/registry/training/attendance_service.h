#ifndef TELEMACHUS_REGISTRY_TRAINING_ATTENDANCE_SERVICE_H_
#define TELEMACHUS_REGISTRY_TRAINING_ATTENDANCE_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/training.pb.h"

namespace telemachus::registry {

// The handler of AttendanceService for whole sessions; what it does stands in its proto.
// Thread-safe.
class AttendanceService {
 public:
  explicit AttendanceService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::RecordAttendanceResponse> RecordAttendance(
      const rpc::Call& call, const v1::RecordAttendanceRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_ATTENDANCE_SERVICE_H_
