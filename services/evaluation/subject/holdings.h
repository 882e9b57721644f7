#ifndef TELEMACHUS_EVALUATION_SUBJECT_HOLDINGS_H_
#define TELEMACHUS_EVALUATION_SUBJECT_HOLDINGS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/subject/holdings.h"

namespace telemachus::evaluation {

// What evaluation holds on people: what they were asked, and what they answered. Figures know
// nobody. Thread-safe.
class Holdings final : public subject::OwnHoldings {
 public:
  // All outlive it.
  Holdings(sql::Database& database, const time::Clock& clock, crypto::Sealer& sealer)
      : OwnHoldings(database, clock), sealer_(sealer) {}
  absl::Status Export(const std::string& person, absl::Time deadline,
                      const subject::Teller& tell) override;
  absl::StatusOr<subject::v1::EraseSubjectResponse> Erase(const std::string& person,
                                                          absl::Time deadline) override;

 private:
  crypto::Sealer& sealer_;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_SUBJECT_HOLDINGS_H_
