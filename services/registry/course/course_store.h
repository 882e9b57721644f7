#ifndef TELEMACHUS_REGISTRY_COURSE_COURSE_STORE_H_
#define TELEMACHUS_REGISTRY_COURSE_COURSE_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
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

// What narrows a list; empty does not.
struct CourseFilter {
  v1::Course::Audience audience = v1::Course::AUDIENCE_UNSPECIFIED;
  // In-house courses of this authority alone, and those of none.
  std::string authority;
  // Only those given on this day (YYYY-MM-DD) or later.
  std::string given_on;
};
// Courses after a name, in the order of their names.
absl::StatusOr<std::vector<v1::Course>> ListCourses(sql::Transaction& transaction,
                                                    const CourseFilter& filter,
                                                    const std::string& after, int limit);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_COURSE_STORE_H_
