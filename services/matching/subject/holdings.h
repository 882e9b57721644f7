#ifndef TELEMACHUS_MATCHING_SUBJECT_HOLDINGS_H_
#define TELEMACHUS_MATCHING_SUBJECT_HOLDINGS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/id/id.h"
#include "common/subject/holdings.h"

namespace telemachus::matching {

// What matching holds on people: what they asked for, whom they were offered, their matches.
// Thread-safe.
class Holdings final : public subject::OwnHoldings {
 public:
  // All outlive it.
  Holdings(sql::Database& database, const time::Clock& clock, id::IdSource& ids,
           crypto::Sealer& sealer)
      : OwnHoldings(database, clock), ids_(ids), sealer_(sealer) {}
  absl::Status Export(const std::string& person, absl::Time deadline,
                      const subject::Teller& tell) override;
  absl::StatusOr<subject::v1::EraseSubjectResponse> Erase(const std::string& person,
                                                          absl::Time deadline) override;

 private:
  absl::Status TellRequests(const std::string& person, absl::Time deadline,
                            const subject::Teller& tell);
  absl::Status TellMatches(const std::string& person, absl::Time deadline,
                           const subject::Teller& tell);

  id::IdSource& ids_;
  crypto::Sealer& sealer_;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SUBJECT_HOLDINGS_H_
