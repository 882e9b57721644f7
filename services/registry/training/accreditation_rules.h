#ifndef TELEMACHUS_REGISTRY_TRAINING_ACCREDITATION_RULES_H_
#define TELEMACHUS_REGISTRY_TRAINING_ACCREDITATION_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "telemachus/registry/v1/mentor.pb.h"

// Until when training accredits, and when to remind of its end. Pure. Days are YYYY-MM-DD; the last
// day counts.
//
// Accreditation follows from attendance and from nothing else: no earlier experience, no former
// match and no office stands in for a course. What a course gives is settled when attendance is
// recorded, and changes of the course change nothing of it: who was told that they are accredited
// stays so.
namespace telemachus::registry {

// How long after accreditation lapsed a refresher still renews it.
inline constexpr int kRefresherGraceMonths = 3;
// How many days before the last day its holder is reminded, first and once more.
inline constexpr int kFirstReminderDays = 90;
inline constexpr int kLastReminderDays = 30;

// The last day for which attendance accredits on the course's present terms; empty: it does not.
std::string GivesUntil(const v1::Course& course, absl::string_view attended_date);

// Attendance that was not withdrawn.
struct Attendance {
  // Tells records apart.
  std::string record;
  std::string attended_date;
  // On the terms at its recording; empty: it does not accredit.
  std::string gives_until;
  bool refresher = false;
};

// What attendance comes to.
struct Accreditation {
  // Until when the person is accredited; empty: they are not.
  std::string until;
  // Until when each record accredits, in the order given; empty: it does not.
  std::vector<std::string> by_record;
};

// Looks at attendance in the order of its days, whatever the order given. Of what overlaps the
// latest day holds. A refresher counts if, by what was attended until its day, the person was
// accredited then or until at most kRefresherGraceMonths before.
Accreditation Accredit(const std::vector<Attendance>& attended);

// When it is time to look at an accreditation again; a day that is not set is past or never comes.
struct LapseDays {
  std::optional<absl::CivilDay> first_reminder;
  std::optional<absl::CivilDay> last_reminder;
  // The first day without.
  std::optional<absl::CivilDay> lapsed;
};

// Of an accreditation just given or changed. The first reminder is left out if its day has come,
// the last one then falls on today at the latest.
LapseDays LapseDaysOf(absl::string_view until, absl::CivilDay today);

// Whether, on a day, an accreditation holds and has at most so many days to go.
bool LapsesWithin(absl::string_view until, absl::CivilDay today, int days);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_ACCREDITATION_RULES_H_
