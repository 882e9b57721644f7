#ifndef TELEMACHUS_COMMON_EVENT_APPLIER_H_
#define TELEMACHUS_COMMON_EVENT_APPLIER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/event/consumer.h"
#include "common/event/cursor.h"
#include "common/sql/database.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::event {

// What became of an event.
enum class Outcome {
  kApplied,
  kParked,
  kNotNext,  // it lies behind or beyond the cursor, or another replica was faster
};

// Applies events: the effect, and the move of the cursor that makes it happen once, in one
// transaction. Thread-safe.
class Applier {
 public:
  Applier(const Consumer::Options& options, sql::Database& database, Effect effect);

  // How far this consumer has come with its producer.
  absl::StatusOr<Position> ReadPosition(absl::Time deadline);
  // Applies or parks one event. An error is one that passes: the event waits.
  absl::StatusOr<Outcome> Apply(const v1::Event& event, absl::Time deadline);
  // Passes over events that concern nobody here, from `first` to `last`: kApplied or kNotNext.
  absl::StatusOr<Outcome> Skip(const v1::Event& first, const v1::Event& last, absl::Time deadline);
  // Notes the producer's epoch: at first contact, or to begin anew.
  absl::Status Begin(const std::string& epoch, bool anew, absl::Time deadline);
  // Tries parked events again, in the order of their numbers, up to the first of each resource
  // that cannot be applied. Returns how many were.
  absl::StatusOr<int> RetryParked(absl::Time deadline);

 private:
  // Applies what is parked of one resource.
  absl::StatusOr<int> RetryResource(const std::string& resource, absl::Time deadline);
  // Runs `body` with the effect's own status kept apart from the database's.
  absl::StatusOr<Outcome> Run(const v1::Event& event, bool parked, absl::Time deadline,
                              absl::Status& effect_status);
  absl::StatusOr<Outcome> Park(const v1::Event& event, const absl::Status& cause,
                               absl::Time deadline);
  void Observe(const v1::Event& event, Outcome outcome);
  void ObserveParked(absl::Time deadline);

  const std::string producer_;
  const std::string consumer_;
  sql::Database& database_;
  const Effect effect_;
  const Cursor cursor_;
};

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_APPLIER_H_
