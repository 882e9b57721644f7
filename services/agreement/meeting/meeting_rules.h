#ifndef TELEMACHUS_AGREEMENT_MEETING_MEETING_RULES_H_
#define TELEMACHUS_AGREEMENT_MEETING_MEETING_RULES_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "telemachus/agreement/v1/meeting.pb.h"

// What may be planned, held and aimed at. Pure.
namespace telemachus::agreement {

// Meetings and targets lie no further from now than this.
inline constexpr int kYearsFromNow = 2;

// The times of a meeting to plan, before now or after it.
absl::Status CheckPlanned(const v1::Meeting& meeting, absl::Time now);

// Makes a planned meeting a held one. INVALID_ARGUMENT if it begins in the future or the next one
// lies too far, WRONG_STATE if it was held.
absl::Status Hold(const v1::HoldMeetingRequest& request, absl::Time now, v1::Meeting& meeting);

// An objective's target: within two years, and not before today.
absl::Status CheckTarget(const v1::Objective& objective, absl::Time now);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_MEETING_MEETING_RULES_H_
