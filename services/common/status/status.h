#ifndef TELEMACHUS_COMMON_STATUS_STATUS_H_
#define TELEMACHUS_COMMON_STATUS_STATUS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "telemachus/status/v1/reason.pb.h"

// Errors as this house says them: a canonical code, a message that helps the caller act, and
// google.rpc details as payloads of the absl::Status, one of each type at most (AIP-193).
namespace telemachus::status {

using v1::Reason;
using Metadata = std::vector<std::pair<std::string, std::string>>;

// An error with one ErrorInfo. Whatever varies in `message` also stands in `metadata`.
// Neither may hold a personal value.
absl::Status Error(absl::StatusCode code, Reason reason, absl::string_view message,
                   const Metadata& metadata = {});

// The one PERMISSION_DENIED: the same text whether the thing is absent or forbidden.
absl::Status NotPermitted();
// NOT_FOUND, for callers who may know that `resource` does not exist.
absl::Status NotFound(absl::string_view resource);
// FAILED_PRECONDITION, REASON_WRONG_STATE: `resource` is in `state`, in which the verb is not
// allowed.
absl::Status WrongState(absl::string_view resource, absl::string_view state);
// ABORTED: the `etag` is not the present one.
absl::Status StaleEtag(absl::string_view resource);
// RESOURCE_EXHAUSTED or UNAVAILABLE with a RetryInfo of `delay`, between none and a day.
absl::Status RetryLater(absl::StatusCode code, Reason reason, absl::string_view message,
                        absl::Duration delay);

// Collects what is wrong with a request's fields, so that a caller is told all at once. Not
// thread-safe.
class FieldFaults {
 public:
  // How many faults are told; of more only the count, for the details must fit into a trailer.
  static constexpr size_t kMaxFaults = 20;

  // `field` is the path from the request, "mentor.places" or "skills[2]"; `words` say what is
  // expected and never repeat the value.
  void Add(absl::string_view field, Reason reason, absl::string_view words);
  bool empty() const { return faults_.empty(); }
  // OK if there are none; else INVALID_ARGUMENT with BadRequest and the first fault's reason.
  absl::Status ToStatus() const;

 private:
  struct Fault {
    std::string field;
    Reason reason;
    std::string words;
  };
  std::vector<Fault> faults_;
  size_t untold_ = 0;
};

// INVALID_ARGUMENT for one field.
absl::Status FieldFault(absl::string_view field, Reason reason, absl::string_view words);
// An error made by Error(), saying also that `field` of the request is at fault.
absl::Status AtField(absl::Status status, absl::string_view field);

// The reason of an error made here, or REASON_UNSPECIFIED.
Reason ReasonOf(const absl::Status& status);

// As it travels in `grpc-status-details-bin`, details sorted by type, and back. A code that is not
// canonical comes back as UNKNOWN.
google::rpc::Status ToProto(const absl::Status& status);
absl::Status FromProto(const google::rpc::Status& proto);

// What an outside caller may see of `status`: of INTERNAL, UNKNOWN and DATA_LOSS only that it
// happened, and the trace id to quote; of a bare status (no ErrorInfo of this house) the code with
// a generic reason and text. Details that serve a caller pass; others do not.
absl::Status ForCaller(const absl::Status& status, absl::string_view trace_id);

}  // namespace telemachus::status

#endif  // TELEMACHUS_COMMON_STATUS_STATUS_H_
