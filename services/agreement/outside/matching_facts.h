#ifndef TELEMACHUS_AGREEMENT_OUTSIDE_MATCHING_FACTS_H_
#define TELEMACHUS_AGREEMENT_OUTSIDE_MATCHING_FACTS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "telemachus/matching/v1/match.pb.h"

namespace telemachus::agreement {

// What agreement asks of matching. Thread-safe. UNAVAILABLE where matching does not answer.
class MatchingFacts {
 public:
  virtual ~MatchingFacts() = default;
  // One match; NOT_FOUND (bare) if there is none.
  virtual absl::StatusOr<matching::v1::MatchFacts> Match(absl::string_view match,
                                                         absl::Time deadline) = 0;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_OUTSIDE_MATCHING_FACTS_H_
