#ifndef TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_RULES_H_
#define TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "telemachus/agreement/v1/agreement.pb.h"
#include "telemachus/registry/v1/authority.pb.h"

// What may become of an agreement, and by whose word. Pure.
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

// The part a person has in it; SIDE_UNSPECIFIED if none.
v1::Party::Side SideOf(const v1::Agreement& agreement, const std::string& person);
// With whom a party compares the checklist: the first of the other side; empty if there is none.
std::string CounterpartOf(const v1::Agreement& agreement, const std::string& person);

// Not ended.
bool IsLive(const v1::Agreement& agreement);
// Came into force and has not ended, whether or not a later version still wants signatures.
bool IsInForce(const v1::Agreement& agreement);
// The same, as WRONG_STATE if it does not hold.
absl::Status CheckLive(const v1::Agreement& agreement);
absl::Status CheckInForce(const v1::Agreement& agreement);

// Whether the person has signed the present version.
bool HasSigned(const v1::Agreement& agreement, const std::string& person);
// Whether anybody has: then a change makes the next version.
bool IsSigned(const v1::Agreement& agreement);
// Begins the next version, which nobody has signed.
void BeginVersion(v1::Agreement& agreement);

// Signs the present version, which the person has not signed yet. Returns whether it came into
// force by that. WRONG_STATE, or ABORTED with NOT_PRESENT_VERSION.
absl::StatusOr<bool> Sign(const std::string& person, int64_t version, absl::Time now,
                          v1::Agreement& agreement);

// Completes: aftercare begins, or it is closed at once where the terms have none. WRONG_STATE if it
// is not in force or no final review is agreed.
absl::Status Complete(const Terms& terms, bool final_review_agreed, absl::Time now,
                      v1::Agreement& agreement);
// Ends it by one side's will.
absl::Status Withdraw(absl::Time now, v1::Agreement& agreement);
// Ends it for another mentor: after the first meeting, before the second, in the days of the terms.
absl::Status Rematch(const Terms& terms, const HeldMeetings& held, absl::Time now,
                     v1::Agreement& agreement);
// Closes it if its aftercare is over; returns whether it was closed by that.
bool Close(absl::Time now, v1::Agreement& agreement);
// When aftercare is over; asked in aftercare only.
absl::Time AftercareEnd(const v1::Agreement& agreement);

// What the scheme may know of it.
v1::Arrangement ArrangementOf(const v1::Agreement& agreement, const std::string& authority,
                              const Terms& terms);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_RULES_H_
