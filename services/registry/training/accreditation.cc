#include "registry/training/accreditation.h"

#include <optional>
#include <utility>
#include <vector>

#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/person/changes.h"
#include "registry/person/person_store.h"
#include "registry/timer_kinds.h"
#include "registry/training/accreditation_rules.h"
#include "registry/training/record_store.h"

namespace telemachus::registry {
namespace {

absl::Status SetOrClear(sql::Transaction& transaction, absl::string_view kind,
                        const std::string& person, const std::optional<absl::CivilDay>& day) {
  if (!day.has_value()) return timer::Clear(transaction, kind, person);
  return timer::Set(transaction, kind, person, time::StartOf(*day));
}

absl::Status SetTimers(sql::Transaction& transaction, const std::string& person,
                       const std::string& until, absl::Time now) {
  const LapseDays days = LapseDaysOf(until, time::DayOf(now));
  RETURN_IF_ERROR(
      SetOrClear(transaction, kAccreditationFirstReminderTimer, person, days.first_reminder));
  RETURN_IF_ERROR(
      SetOrClear(transaction, kAccreditationLastReminderTimer, person, days.last_reminder));
  return SetOrClear(transaction, kAccreditationLapsedTimer, person, days.lapsed);
}

// Writes to records what each gives now, where that is another day.
absl::StatusOr<std::string> SettleRecords(sql::Transaction& transaction,
                                          const std::string& person) {
  ASSIGN_OR_RETURN(std::vector<StoredRecord> attended, LoadAttended(transaction, person));
  std::vector<Attendance> attendance;
  for (const StoredRecord& stored : attended) {
    attendance.push_back({.record = stored.record.name(),
                          .attended_date = stored.record.attended_date(),
                          .gives_until = stored.gives_until,
                          .refresher = stored.refresher});
  }
  const Accreditation made = Accredit(attendance);
  for (size_t i = 0; i < attended.size(); ++i) {
    v1::TrainingRecord& record = attended[i].record;
    if (record.accredited_until_date() == made.by_record[i]) continue;
    record.set_accredited_until_date(made.by_record[i]);
    RETURN_IF_ERROR(SaveTrainingRecord(transaction, record));
  }
  return made.until;
}

// The person as they are now; nothing if they are gone.
absl::StatusOr<std::optional<StoredPerson>> Find(sql::Transaction& transaction,
                                                 const std::string& person) {
  ASSIGN_OR_RETURN(auto people, LoadPeople(transaction, {person}));
  if (people.empty()) return std::nullopt;
  return std::move(people.front());
}

absl::Status Tell(sql::Transaction& transaction, const char* type, const StoredPerson& stored,
                  absl::Time now) {
  return event::Append(transaction,
                       {.type = type,
                        .resource = stored.person.name(),
                        .version = stored.facts_version,
                        .codes = {{"accredited_until_date", stored.accredited_until}}},
                       now);
}

}  // namespace

absl::Status Reaccredit(sql::Transaction& transaction, const std::string& person, absl::Time now) {
  ASSIGN_OR_RETURN(const std::string until, SettleRecords(transaction, person));
  ASSIGN_OR_RETURN(const bool changed, SetAccredited(transaction, person, until));
  // As long as the day is the same, reminders that were sent are not sent again.
  return changed ? SetTimers(transaction, person, until, now) : absl::OkStatus();
}

timer::Effect RemindOfLapse(int days) {
  return [days](sql::Transaction& transaction, const std::string& person,
                absl::Time now) -> absl::Status {
    ASSIGN_OR_RETURN(const auto stored, Find(transaction, person));
    if (!stored.has_value() || !LapsesWithin(stored->accredited_until, time::DayOf(now), days)) {
      return absl::OkStatus();
    }
    return Tell(transaction, "registry.accreditation.lapsing", *stored, now);
  };
}

absl::Status TellOfLapse(sql::Transaction& transaction, const std::string& person, absl::Time now) {
  ASSIGN_OR_RETURN(const auto stored, Find(transaction, person));
  if (!stored.has_value() || stored->accredited_until.empty() ||
      stored->accredited_until >= time::FormatDate(time::DayOf(now))) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(Tell(transaction, "registry.accreditation.lapsed", *stored, now));
  return PersonChanged(transaction, person, now);
}

}  // namespace telemachus::registry
