#include "registry/course/keeping.h"

#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/course/course_rules.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {

absl::StatusOr<access::Scope> PlaceOfCourse(sql::Transaction& transaction, const v1::Course& course,
                                            absl::Time now) {
  if (!IsInHouse(course)) return access::Scope();
  absl::StatusOr<access::Scope> place =
      ResponsibleScope(transaction, course.authority(), time::FormatDate(time::DayOf(now)));
  if (absl::IsNotFound(place.status())) return access::Scope();
  return place;
}

absl::Status RequireKeeping(sql::Transaction& transaction, const rpc::Call& call,
                            const v1::Course& course, absl::Time now) {
  ASSIGN_OR_RETURN(const access::Scope place, PlaceOfCourse(transaction, course, now));
  return call.Require(KeepsCourse(call.caller(), course, place));
}

absl::StatusOr<StoredCourse> RequireCourse(sql::Transaction& transaction, const rpc::Call& call,
                                           const std::string& name, absl::Time now) {
  absl::StatusOr<StoredCourse> stored = LoadCourse(transaction, name);
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  RETURN_IF_ERROR(stored.status());
  RETURN_IF_ERROR(RequireKeeping(transaction, call, stored->course, now));
  return stored;
}

}  // namespace telemachus::registry
