#ifndef TELEMACHUS_TOOLS_REGISTER_RECORD_ELECTION_H_
#define TELEMACHUS_TOOLS_REGISTER_RECORD_ELECTION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

// The calendar of local elections: every four years, on a Thursday.
namespace telemachus::record {

constexpr int kTermYears = 4;

// The first Thursday of a month, on which ordinary elections are held (in May).
absl::CivilDay FirstThursday(absl::civil_year_t year, int month);

// The ordinary election `terms` terms before `election`, in the same month.
absl::CivilDay ElectionBefore(absl::CivilDay election, int terms);

// The day on which members retire after an ordinary election, and the newly elected take their
// seats: the fourth day after it.
absl::CivilDay RetirementAfter(absl::CivilDay election);
// The reverse.
absl::CivilDay ElectionOf(absl::CivilDay retirement);

// "06/05/2027". INVALID_ARGUMENT for anything that is not one existing day.
std::string FormatSlashed(absl::CivilDay day);
absl::StatusOr<absl::CivilDay> ParseSlashed(absl::string_view text);

}  // namespace telemachus::record

#endif  // TELEMACHUS_TOOLS_REGISTER_RECORD_ELECTION_H_
