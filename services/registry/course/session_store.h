#ifndef TELEMACHUS_REGISTRY_COURSE_SESSION_STORE_H_
#define TELEMACHUS_REGISTRY_COURSE_SESSION_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/training.pb.h"

// Where sessions of courses are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// A session as kept; `session` is complete but for whether the caller has booked.
struct StoredSession {
  v1::CourseSession session;
  int64_t version = 0;
};

// Adds a session under its name; `authority` gives its course in-house. Sets version and etag.
absl::Status InsertSession(sql::Transaction& transaction, StoredSession& stored,
                           const std::string& authority);
// Writes a session read before, but for what is booked; ABORTED if it has changed since.
absl::Status SaveSession(sql::Transaction& transaction, StoredSession& stored);
// One session as `caller` sees it, or NOT_FOUND (bare).
absl::StatusOr<StoredSession> LoadSession(sql::Transaction& transaction, const std::string& name,
                                          const std::string& caller);
// Whether the course is to be held on a day (YYYY-MM-DD) or later.
absl::StatusOr<bool> HasSessions(sql::Transaction& transaction, const std::string& course,
                                 const std::string& from_date);

// What narrows a list; empty does not.
struct SessionFilter {
  std::string course;
  // Of in-house courses of this authority alone, and of those of none.
  std::string authority;
  // On this day (YYYY-MM-DD) or later.
  std::string from_date;
  // Who asks, `people/{person}`.
  std::string caller;
  bool booked_only = false;
  bool show_cancelled = false;
};
// Sessions after a position, in the order of their days. `PositionOf` makes positions.
absl::StatusOr<std::vector<v1::CourseSession>> ListSessions(sql::Transaction& transaction,
                                                            const SessionFilter& filter,
                                                            const std::string& after, int limit);
std::string PositionOf(const v1::CourseSession& session);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_SESSION_STORE_H_
