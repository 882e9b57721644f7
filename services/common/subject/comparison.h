#ifndef TELEMACHUS_COMMON_SUBJECT_COMPARISON_H_
#define TELEMACHUS_COMMON_SUBJECT_COMPARISON_H_

#include <set>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/subject/holdings.h"
#include "common/sync/mutex.h"

namespace telemachus::subject {

// All whom a service has erased.
absl::StatusOr<std::set<std::string>> ErasedBy(Holdings& holdings, absl::Time deadline);

// Erases, at its start, whom the registry has erased and a service has not: a database that was
// restored from before an erasure. The service is not ready before.
//
// A registry that cannot be reached keeps it from being ready for kPatience and no longer: without
// a registry nobody's calls are let in anyway, and the comparing goes on. Once the registry has
// said whom it erased, the service is ready only when they are erased here. Why it is not ready
// stands in the log.
class Comparison {
 public:
  static constexpr absl::Duration kPatience = absl::Minutes(2);
  // How long between attempts.
  static constexpr absl::Duration kPause = absl::Milliseconds(500);
  // How long an attempt may take with one answer.
  static constexpr absl::Duration kAnswer = absl::Seconds(25);

  // Both outlive it.
  Comparison(Holdings& own, Holdings& registry, absl::Duration patience = kPatience)
      : own_(own), registry_(registry), patience_(patience) {}
  ~Comparison() { Stop(); }
  void Start();
  void Stop();

  // Whether the service may be ready. Thread-safe.
  absl::Status Ready();

 private:
  void Run();
  // One attempt; how many erasures were made up for.
  absl::StatusOr<int> Compare();
  // Notes an attempt and waits for the next; false if there is none.
  bool Next(const absl::StatusOr<int>& made_up);

  Holdings& own_;
  Holdings& registry_;
  const absl::Duration patience_;
  std::thread thread_;
  sync::Mutex mutex_;
  sync::Condition stopped_;
  absl::Time until_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  bool compared_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

// Compares a service's own with the registry's behind a channel, once it serves; all outlive the
// bindings or belong to them.
void CompareOnStart(Holdings& own, rpc::Channel& registry, rpc::Bindings& bindings);

}  // namespace telemachus::subject

#endif  // TELEMACHUS_COMMON_SUBJECT_COMPARISON_H_
