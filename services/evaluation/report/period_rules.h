#ifndef TELEMACHUS_EVALUATION_REPORT_PERIOD_RULES_H_
#define TELEMACHUS_EVALUATION_REPORT_PERIOD_RULES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

// The periods of reports: calendar quarters and years of Europe/London, and everything so far.
// Pure.
namespace telemachus::evaluation {

// The programme records nothing of years before this one.
inline constexpr int kFirstYear = 2020;

// What a report speaks of.
struct Period {
  // How long it is.
  enum class Sort { kQuarter, kYear, kToDate };
  Sort sort = Sort::kQuarter;
  // As asked: "2026-Q4", "2026", "to-date".
  std::string text;
  // What is published once: the same, but "to-date/2026-11-22" for that day's.
  std::string edition;
  // From the first day to the one before `end`.
  absl::CivilDay first;
  absl::CivilDay end;
};

// The period as of today. INVALID_ARGUMENT with REASON_FIELD_OUT_OF_RANGE on field `period` if it
// is none, or has not ended.
absl::StatusOr<Period> ParsePeriod(absl::string_view text, absl::CivilDay today);

// The periods within it that are published by themselves, without gaps from `earliest` on: the
// quarters of a year; to date, ended years and the ended quarters of this one. None for a quarter.
std::vector<std::string> PartsOf(const Period& period, absl::CivilDay earliest);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_REPORT_PERIOD_RULES_H_
