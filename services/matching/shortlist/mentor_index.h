#ifndef TELEMACHUS_MATCHING_SHORTLIST_MENTOR_INDEX_H_
#define TELEMACHUS_MATCHING_SHORTLIST_MENTOR_INDEX_H_

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/event/consumer.h"
#include "common/sync/mutex.h"
#include "matching/registry_facts.h"

namespace telemachus::matching {

// All mentors, in memory, as the registry knows them: loaded at start, then kept current by its
// events, from the head noted before the load. Each replica keeps its own. It only proposes:
// whoever acts on it checks current facts again. Thread-safe.
class MentorIndex {
 public:
  using Mentors = std::vector<registry::v1::MentorFacts>;

  // `fetch` asks the registry for its events.
  MentorIndex(RegistryFacts& facts, event::FetchFunction fetch);
  ~MentorIndex();

  // Follows the registry on a thread of its own until stopped, loading first and again whenever
  // the registry's epoch or a policy changes.
  void Start(absl::Duration interval = absl::Milliseconds(250));
  void Stop();

  // One step on the caller's thread: loads if that is due, else applies the newest events.
  absl::Status Step();

  // OK once loaded.
  absl::Status Ready() const;
  // The mentors of this moment.
  std::shared_ptr<const Mentors> Snapshot() const;

 private:
  absl::Status Load();
  absl::Status Apply(const event::v1::FetchEventsResponse& response);
  void Publish(std::map<std::string, registry::v1::MentorFacts> mentors);
  void Run(absl::Duration interval);

  RegistryFacts& facts_;
  const event::FetchFunction fetch_;
  // Of the following thread alone.
  std::map<std::string, registry::v1::MentorFacts> mentors_;
  std::string epoch_;
  int64_t last_ = 0;
  bool load_due_ = true;
  bool behind_ = false;  // the last step did not reach the head

  mutable sync::Mutex mutex_;
  sync::Condition changed_;
  std::shared_ptr<const Mentors> snapshot_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_MENTOR_INDEX_H_
