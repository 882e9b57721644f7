#ifndef TELEMACHUS_COMMON_OPERATION_OPERATION_H_
#define TELEMACHUS_COMMON_OPERATION_OPERATION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "google/longrunning/operations.pb.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/status.pb.h"

// Work that takes longer than a call: a row, worked on by any replica, cut into steps. Each step is
// one transaction that also moves the cursor, so that a crash at any moment repeats nothing and
// loses nothing.
namespace telemachus::operation {

// How long what came of an operation can be asked for after its end.
inline constexpr absl::Duration kKept = absl::Hours(24 * 30);
// One that is not over after so long is given up.
inline constexpr absl::Duration kLongest = absl::Hours(24);
// Operations of one owner that may be under way at once.
inline constexpr int kMostUnderWay = 10;

// Where an operation stands.
enum class State { kUnderWay = 1, kSucceeded = 2, kFailed = 3 };

// An operation as kept.
struct Operation {
  std::string name;   // `operations/{operation}`
  std::string kind;   // which Kind carries it out
  std::string owner;  // who started it, as access::Caller::Name()
  std::string scope;  // `authorities/{authority}` whose staff may see it; empty: the owner alone
  State state = State::kUnderWay;
  bool cancelling = false;
  int64_t step = 0;
  std::string cursor;  // its kind's own
  google::protobuf::Any metadata;
  google::protobuf::Any response;  // once it has succeeded
  google::rpc::Status error;       // once it has failed
  int64_t attempts = 0;            // that failed since the last step
  absl::Time created;
};

// What one step brought.
struct Step {
  // Where the next one begins.
  std::string cursor;
  // How far the operation is now.
  google::protobuf::Any metadata;
  // The operation's result: it was the last step.
  std::optional<google::protobuf::Any> response = std::nullopt;
};

// An operation taken up by a runner: holds what steps have in common, and goes away when the runner
// gives the operation up. Used by one thread.
class Work {
 public:
  virtual ~Work() = default;
  // Does the step that begins at the cursor, inside the runner's transaction; may run several
  // times, as sql::Body says. ABORTED, UNAVAILABLE and DEADLINE_EXCEEDED are tried again with new
  // work after a while; any other error is the operation's end.
  virtual absl::StatusOr<Step> Run(sql::Transaction& transaction, const std::string& cursor,
                                   absl::Time now) = 0;
};

// What operations of one kind do. Thread-safe.
class Kind {
 public:
  virtual ~Kind() = default;
  // Takes up an operation, or again after a crash; outside of any transaction. Errors as of Work.
  virtual absl::StatusOr<std::unique_ptr<Work>> TakeUp(const std::string& name,
                                                       absl::Time deadline) = 0;
  // Cleans up in the transaction in which the operation ends, however it does.
  virtual absl::Status Ended(sql::Transaction& transaction, const std::string& name) = 0;
  // Cleans up in the transaction that removes the operation.
  virtual absl::Status Removed(sql::Transaction& transaction, const std::string& name) = 0;
};
// By the name that stands in the operation; not owned.
using Kinds = std::map<std::string, Kind*>;

// As clients see it.
google::longrunning::Operation ToProto(const Operation& operation);

}  // namespace telemachus::operation

#endif  // TELEMACHUS_COMMON_OPERATION_OPERATION_H_
