#ifndef TELEMACHUS_REGISTRY_TRAINING_ACCREDITATION_H_
#define TELEMACHUS_REGISTRY_TRAINING_ACCREDITATION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "common/timer/timers.h"

// Accreditation as it is kept: worked out when attendance comes or goes, and told of before it
// lapses and when it has. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Works out anew until when a person is accredited, writes it to their records and to them, and
// sets the timers of what is ahead. Tells nobody: the caller does.
absl::Status Reaccredit(sql::Transaction& transaction, const std::string& person, absl::Time now);

// The effect of the timers of reminders: tells that a person's accreditation lapses, if it does
// within so many days.
timer::Effect RemindOfLapse(int days);

// The effect of kAccreditationLapsedTimer: tells that it has lapsed, if it has.
absl::Status TellOfLapse(sql::Transaction& transaction, const std::string& person, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_ACCREDITATION_H_
