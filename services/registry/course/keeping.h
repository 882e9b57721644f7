#ifndef TELEMACHUS_REGISTRY_COURSE_KEEPING_H_
#define TELEMACHUS_REGISTRY_COURSE_KEEPING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/caller.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "registry/course/course_store.h"

// How handlers prove that a course is the caller's to keep. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// Where the authority lies that gives a course in-house, or came after the one that did; nowhere if
// it is not in-house, or there is no such authority.
absl::StatusOr<access::Scope> PlaceOfCourse(sql::Transaction& transaction, const v1::Course& course,
                                            absl::Time now);

// Proves the relation: the caller keeps the course. NotPermitted() otherwise.
absl::Status RequireKeeping(sql::Transaction& transaction, const rpc::Call& call,
                            const v1::Course& course, absl::Time now);

// The same of a course by name. NotPermitted() also if there is none.
absl::StatusOr<StoredCourse> RequireCourse(sql::Transaction& transaction, const rpc::Call& call,
                                           const std::string& name, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_KEEPING_H_
