#ifndef TELEMACHUS_REGISTRY_COURSE_COURSE_SERVICE_H_
#define TELEMACHUS_REGISTRY_COURSE_COURSE_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/course.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"

namespace telemachus::registry {

// Handlers of CourseService, and of TrainingService for new courses; what each does stands in its
// proto. Thread-safe.
class CourseService {
 public:
  explicit CourseService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Course> CreateCourse(const rpc::Call& call,
                                          const v1::CreateCourseRequest& request);
  absl::StatusOr<v1::Course> GetCourse(const rpc::Call& call, const v1::GetCourseRequest& request);
  absl::StatusOr<v1::ListCoursesResponse> ListCourses(const rpc::Call& call,
                                                      const v1::ListCoursesRequest& request);
  absl::StatusOr<v1::Course> UpdateCourse(const rpc::Call& call,
                                          const v1::UpdateCourseRequest& request);
  absl::StatusOr<v1::Course> EndCourse(const rpc::Call& call, const v1::EndCourseRequest& request);
  absl::StatusOr<v1::Course> ApproveCourse(const rpc::Call& call,
                                           const v1::ApproveCourseRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_COURSE_SERVICE_H_
