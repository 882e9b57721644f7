#ifndef TELEMACHUS_AGREEMENT_VERSION_TERMS_H_
#define TELEMACHUS_AGREEMENT_VERSION_TERMS_H_

#include <string>

#include "absl/time/time.h"
#include "telemachus/registry/v1/authority.pb.h"

namespace telemachus::agreement {

// What the policy of the mentee's authority laid down for one agreement when it was drafted. Later
// policies change nothing of it.
struct Terms {
  registry::v1::Policy::AgreementForm form = registry::v1::Policy::AGREEMENT_FORM_FULL;
  // Months of light contact after the end; 0: none.
  int aftercare_months = 0;
  // Days after the first meeting during which a re-match is open.
  int rematch_days = 0;
  // When the match was confirmed (YYYY-MM-DD).
  std::string matched_date;
};

// What the re-match without fault looks at.
struct HeldMeetings {
  // How many were held.
  int64_t count = 0;
  // When the first of them began; the infinite past if there is none.
  absl::Time first = absl::InfinitePast();
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_VERSION_TERMS_H_
