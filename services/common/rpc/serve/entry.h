#ifndef TELEMACHUS_COMMON_RPC_SERVE_ENTRY_H_
#define TELEMACHUS_COMMON_RPC_SERVE_ENTRY_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/access/assertion.h"
#include "common/access/directory.h"
#include "common/rpc/methods.h"
#include "common/time/clock.h"
#include "google/protobuf/message.h"

namespace telemachus::rpc {

// What a caller is told of a fault of ours: that it happened.
absl::Status Fault();

// One call as it came in, apart from how it travels.
struct Arrival {
  const Method& method;
  // The full method, `/package.Service/Method`.
  const std::string& path;
  // The request's bytes; the assertion speaks of these very ones.
  absl::string_view request;
  absl::string_view assertion;
  absl::Time deadline;
  std::function<bool()> cancelled;
};

// Where every call goes through, on a thread that may block: verify, resolve, admit, parse, check,
// handle, see that the relation was proved, say errors as a caller may see them. Thread-safe.
class Entry {
 public:
  Entry(const access::Verifier& verifier, access::Directory& directory, const time::Clock& clock)
      : verifier_(verifier), directory_(directory), clock_(clock) {}

  // The answer of a unary method.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Unary(const Arrival& arrival) const;
  // The end of a streaming one; its messages go to `sink`. A stream that outlasts a minute is
  // admitted again before it sends more.
  absl::Status Stream(const Arrival& arrival, Sink& sink) const;

 private:
  class AdmittedSink;
  // A call that may reach its handler.
  struct Ready;
  absl::StatusOr<Ready> Prepare(const Arrival& arrival) const;
  absl::StatusOr<access::Caller> CallerOf(const access::Asserted& asserted,
                                          const access::v1::Rule& rule, absl::Time deadline) const;

  const access::Verifier& verifier_;
  access::Directory& directory_;
  const time::Clock& clock_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_COMMON_RPC_SERVE_ENTRY_H_
