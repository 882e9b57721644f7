#ifndef TELEMACHUS_COMMON_OPERATION_TURN_H_
#define TELEMACHUS_COMMON_OPERATION_TURN_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/operation/operation.h"
#include "common/sql/database.h"
#include "common/time/clock.h"

namespace telemachus::operation {

// One operation in the hands of one runner, from taking it up until it is over, lost or given back.
class Turn {
 public:
  // `holder` has taken the operation. `kind` is null where the program does not know it.
  Turn(sql::Database& database, const time::Clock& clock, const std::string& holder,
       Operation operation, Kind* kind);
  // Does steps until the operation is out of these hands or `stopping`; returns how many were done.
  // An error if the database could not be asked; the lease then runs out by itself.
  absl::StatusOr<int> Run(const std::function<bool()>& stopping);

 private:
  // What came of a step.
  enum class Outcome { kGoesOn, kOver, kLost };
  absl::StatusOr<Outcome> DoStep(Work& work);
  absl::StatusOr<Outcome> StepIn(sql::Transaction& transaction, Work& work, absl::Time now);
  // After an error of the work: gives the operation back to be tried again, or ends it.
  absl::Status Failed(const absl::Status& status);
  absl::Status EndWith(const absl::Status& status);
  absl::Status GiveBack(absl::Time due, bool failed);

  sql::Database& database_;
  const time::Clock& clock_;
  const std::string& holder_;
  Operation operation_;
  Kind* const kind_;
};

}  // namespace telemachus::operation

#endif  // TELEMACHUS_COMMON_OPERATION_TURN_H_
