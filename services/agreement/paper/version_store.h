#ifndef TELEMACHUS_AGREEMENT_PAPER_VERSION_STORE_H_
#define TELEMACHUS_AGREEMENT_PAPER_VERSION_STORE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "agreement/paper/agreement_store.h"

// Where versions of the text are kept. All functions run inside the caller's transaction.
namespace telemachus::agreement {

// A version with its text as it is sealed.
struct StoredVersion {
  // Of the sections only the planned end.
  v1::AgreementVersion version;
  std::string sealed;
};

// The number of "agreements/a1/versions/2"; 0 if the last part is no number that there could be.
int64_t NumberOf(const std::string& name);

// One version, or NOT_FOUND (bare).
absl::StatusOr<StoredVersion> LoadVersion(sql::Transaction& transaction,
                                          const std::string& agreement, int64_t number);

// An agreement with its present version.
struct Present {
  StoredAgreement stored;
  StoredVersion version;
};

// Writes text, planned end and signatures of the present version, which is begun at `now` if it is
// new. The agreement itself has been saved before, which guards this.
absl::Status SavePresent(sql::Transaction& transaction, Present& present, absl::Time now);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_VERSION_STORE_H_
