#ifndef TELEMACHUS_AGREEMENT_SUBJECT_HOLDINGS_H_
#define TELEMACHUS_AGREEMENT_SUBJECT_HOLDINGS_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agreement/paper/agreement_store.h"
#include "common/crypto/seal.h"
#include "common/subject/holdings.h"

namespace telemachus::agreement {

// What the agreement service holds on people: the agreements they are party to, and what is written
// there. Thread-safe.
class Holdings final : public subject::OwnHoldings {
 public:
  // Applies whatever matching has told up to now, until a deadline: an agreement that is only about
  // to be drafted is met too.
  using CatchUp = std::function<absl::Status(absl::Time)>;

  // All outlive it.
  Holdings(sql::Database& database, const time::Clock& clock, crypto::Sealer& sealer,
           CatchUp catch_up)
      : OwnHoldings(database, clock), sealer_(sealer), catch_up_(std::move(catch_up)) {}
  absl::Status Export(const std::string& person, absl::Time deadline,
                      const subject::Teller& tell) override;
  absl::StatusOr<subject::v1::EraseSubjectResponse> Erase(const std::string& person,
                                                          absl::Time deadline) override;

 private:
  // All agreements of a person.
  absl::StatusOr<std::vector<StoredAgreement>> AgreementsOf(const std::string& person,
                                                            absl::Time deadline);

  crypto::Sealer& sealer_;
  const CatchUp catch_up_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_SUBJECT_HOLDINGS_H_
