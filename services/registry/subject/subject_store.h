#ifndef TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_STORE_H_
#define TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/subject_request.pb.h"

// Where requests about people's data are kept, and when each is looked at next. All functions run
// inside the caller's transaction.
namespace telemachus::registry {

// A request with what is not part of its message.
struct StoredSubjectRequest {
  // Complete, with its parts and etag.
  v1::SubjectRequest request;
  // `people/{person}`.
  std::string person;
  int64_t version = 0;
};

// One request, or NOT_FOUND (bare).
absl::StatusOr<StoredSubjectRequest> LoadSubjectRequest(sql::Transaction& transaction,
                                                        const std::string& name);
// A person's, the newest first, after a position. `PositionOf` makes positions.
absl::StatusOr<std::vector<StoredSubjectRequest>> ListSubjectRequests(sql::Transaction& transaction,
                                                                      const std::string& person,
                                                                      const std::string& after,
                                                                      int limit);
std::string PositionOf(const StoredSubjectRequest& stored);
// A person's that wait or are under way.
absl::StatusOr<std::vector<StoredSubjectRequest>> OpenSubjectRequests(sql::Transaction& transaction,
                                                                      const std::string& person);

// Adds a request with its parts; ABORTED if one of the kind is open, which was not so before. Sets
// version and etag.
absl::Status InsertSubjectRequest(sql::Transaction& transaction, StoredSubjectRequest& stored);
// Writes a request read before, without its parts; ABORTED if it has changed since. Sets version
// and etag.
absl::Status SaveSubjectRequest(sql::Transaction& transaction, StoredSubjectRequest& stored);
// Writes one of its parts, by position.
absl::Status SavePart(sql::Transaction& transaction, const std::string& request, int position,
                      const v1::SubjectRequest::Part& part);

// Looks at a request at a time, or never again by itself.
absl::Status SetLook(sql::Transaction& transaction, const std::string& request, absl::Time due);
absl::Status ClearLook(sql::Transaction& transaction, const std::string& request);
// Requests to look at by now, the longest due first.
struct Look {
  std::string request;
  absl::Time due;
};
absl::StatusOr<std::vector<Look>> DueLooks(sql::Transaction& transaction, absl::Time now,
                                           int limit);
// Puts a look off until `until`, by which it is the caller's until then; false if somebody else was
// faster.
absl::StatusOr<bool> TakeLook(sql::Transaction& transaction, const Look& look, absl::Time until);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_STORE_H_
