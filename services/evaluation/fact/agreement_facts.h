#ifndef TELEMACHUS_EVALUATION_FACT_AGREEMENT_FACTS_H_
#define TELEMACHUS_EVALUATION_FACT_AGREEMENT_FACTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "telemachus/agreement/v1/facts.pb.h"

namespace telemachus::evaluation {

// What evaluation asks the agreement service. Implementations are thread-safe.
class AgreementFacts {
 public:
  virtual ~AgreementFacts() = default;
  // The parties and place of an agreement; NOT_FOUND, or the error of the call.
  virtual absl::StatusOr<agreement::v1::AgreementFacts> Agreement(const std::string& agreement,
                                                                  absl::Time deadline) = 0;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_FACT_AGREEMENT_FACTS_H_
