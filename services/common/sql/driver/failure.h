#ifndef TELEMACHUS_COMMON_SQL_DRIVER_FAILURE_H_
#define TELEMACHUS_COMMON_SQL_DRIVER_FAILURE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// What went wrong with an engine, in this house's words. The driver's own words end here.
namespace telemachus::sql {

// What a failure means for the transaction it happened in.
enum class Fault {
  kNone,      // nothing is wrong
  kRefused,   // it fails for good; the connection is sound
  kConflict,  // another transaction won; the same body may win when it runs again
  kBroken,    // the connection is gone and nothing was committed: again, on another one
  kLost,      // the connection is gone and it fails for good: a commit may or may not stand
};

// A failure, or none.
struct Failure {
  Fault fault = Fault::kNone;
  absl::Status status;
  // The engine's code (SQLSTATE, or SQLite's extended number) for spans and logs.
  std::string code;

  bool ok() const { return fault == Fault::kNone; }
};

// From SQLite's extended result code.
Failure FromSqliteCode(int code);
// From a SQLSTATE; empty means that the connection broke.
Failure FromSqlState(absl::string_view state);

// The time given ran out.
Failure OutOfTime();
// A fault of our own program, such as a parameter that is not in the statement. `words` are ours.
Failure Misuse(absl::string_view words);

// What a caller gets once conflicts have used up all tries.
absl::Status StillInConflict();
// What a caller gets when there is no sound connection in time.
absl::Status NoConnection();

}  // namespace telemachus::sql

#endif  // TELEMACHUS_COMMON_SQL_DRIVER_FAILURE_H_
