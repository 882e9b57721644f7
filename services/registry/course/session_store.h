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

// Fills in what lists are narrowed by in rows from before there was such a thing.
absl::Status FillSessionLists(sql::Transaction& transaction);

// For whom a list of sessions is.
struct SessionReader {
  // Who asks, `people/{person}`.
  std::string caller;
  // Whether they see how many places are booked, and may ask for it.
  bool staff = false;
  std::string today;
};
// Sessions that a request asks for, and where the next page begins.
struct SessionPage {
  std::vector<v1::CourseSession> sessions;
  std::string next;
};
// After a position. INVALID_ARGUMENT if filter, order or position is none.
absl::StatusOr<SessionPage> ListSessions(sql::Transaction& transaction,
                                         const v1::ListCourseSessionsRequest& request,
                                         const SessionReader& reader, const std::string& position,
                                         int size);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_SESSION_STORE_H_
