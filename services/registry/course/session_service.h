#ifndef TELEMACHUS_REGISTRY_COURSE_SESSION_SERVICE_H_
#define TELEMACHUS_REGISTRY_COURSE_SESSION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/training.pb.h"

namespace telemachus::registry {

// Handlers of CourseSessionService, but for bookings and attendance; what each does stands in its
// proto. Thread-safe.
class SessionService {
 public:
  explicit SessionService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::CourseSession> CreateCourseSession(
      const rpc::Call& call, const v1::CreateCourseSessionRequest& request);
  absl::StatusOr<v1::CourseSession> GetCourseSession(const rpc::Call& call,
                                                     const v1::GetCourseSessionRequest& request);
  absl::StatusOr<v1::ListCourseSessionsResponse> ListCourseSessions(
      const rpc::Call& call, const v1::ListCourseSessionsRequest& request);
  absl::StatusOr<v1::CourseSession> UpdateCourseSession(
      const rpc::Call& call, const v1::UpdateCourseSessionRequest& request);
  absl::StatusOr<v1::CourseSession> CancelCourseSession(
      const rpc::Call& call, const v1::CancelCourseSessionRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_SESSION_SERVICE_H_
