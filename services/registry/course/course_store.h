#ifndef TELEMACHUS_REGISTRY_COURSE_COURSE_STORE_H_
#define TELEMACHUS_REGISTRY_COURSE_COURSE_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/course.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"

// Where courses are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// A course as kept; `course` is complete.
struct StoredCourse {
  v1::Course course;
  int64_t version = 0;
};

// Adds a course under its name. Sets version and etag in `stored`.
absl::Status InsertCourse(sql::Transaction& transaction, StoredCourse& stored);
// Writes a course read before; ABORTED if it has changed since. Sets version and etag in `stored`.
absl::Status SaveCourse(sql::Transaction& transaction, StoredCourse& stored);
// One course, or NOT_FOUND (bare).
absl::StatusOr<StoredCourse> LoadCourse(sql::Transaction& transaction, const std::string& name);

// Fills in what lists are narrowed by in rows from before there was such a thing.
absl::Status FillCourseLists(sql::Transaction& transaction);

// Courses that a request asks for on a day (YYYY-MM-DD), and where the next page begins.
struct CoursePage {
  std::vector<v1::Course> courses;
  std::string next;
};
// After a position. INVALID_ARGUMENT if filter, order or position is none.
absl::StatusOr<CoursePage> ListCourses(sql::Transaction& transaction,
                                       const v1::ListCoursesRequest& request,
                                       const std::string& day, const std::string& position,
                                       int size);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_COURSE_STORE_H_
