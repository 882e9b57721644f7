#ifndef TELEMACHUS_AGREEMENT_PAPER_CONFLICT_H_
#define TELEMACHUS_AGREEMENT_PAPER_CONFLICT_H_

#include "absl/status/status.h"
#include "common/status/status.h"

namespace telemachus::agreement {

// ABORTED: somebody else's change came between reading and writing; the call may be made again.
inline absl::Status ChangedMeanwhile() {
  return status::Error(absl::StatusCode::kAborted, status::v1::REASON_CONFLICTING_CHANGE,
                       "it was changed meanwhile; try again");
}

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_CONFLICT_H_
