#include "registry/training/recording.h"

#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/person/changes.h"
#include "registry/person/tenure_rules.h"
#include "registry/training/accreditation.h"

namespace telemachus::registry {
namespace {

// Versions of a record: as it came, and withdrawn.
constexpr int64_t kRecorded = 1;
constexpr int64_t kWithdrawn = 2;

// Where the training counts: where the person sits on the day of recording, or last sat.
access::Scope PlaceOf(const StoredPerson& stored, const std::string& day) {
  access::Scope place;
  for (const StoredMembership& seat : stored.memberships) {
    place = seat.PlaceOn(day);
    if (IsPresent(seat.membership, day)) break;
  }
  return place;
}

absl::Status Tell(sql::Transaction& transaction, const char* type, int64_t version,
                  const StoredPerson& person, const v1::TrainingRecord& record, absl::Time now) {
  const access::Scope place = PlaceOf(person, time::FormatDate(time::DayOf(now)));
  RETURN_IF_ERROR(event::Append(transaction,
                                {.type = type,
                                 .resource = record.name(),
                                 .version = version,
                                 .codes = {{"person", person.person.name()},
                                           {"course", record.course()},
                                           {"authority", place.authority},
                                           {"region", place.region},
                                           {"nation", place.nation}}},
                                now));
  return PersonChanged(transaction, person.person.name(), now);
}

}  // namespace

absl::StatusOr<Sighting> RequireTrainee(sql::Transaction& transaction, const rpc::Call& call,
                                        const std::string& person, absl::Time now) {
  if (person == call.person()) return call.Require(false);
  return RequireSight(transaction, call, person, Sight::kNational, now);
}

absl::Status Record(sql::Transaction& transaction, const StoredPerson& person, StoredRecord& stored,
                    absl::Time now) {
  ASSIGN_OR_RETURN(const bool added, InsertTrainingRecord(transaction, stored));
  if (!added) {
    return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                         "Attendance of this session is recorded already.");
  }
  RETURN_IF_ERROR(Reaccredit(transaction, person.person.name(), now));
  ASSIGN_OR_RETURN(stored.record, LoadTrainingRecord(transaction, stored.record.name()));
  return Tell(transaction, "registry.training.recorded", kRecorded, person, stored.record, now);
}

absl::Status Withdraw(sql::Transaction& transaction, const StoredPerson& person,
                      v1::TrainingRecord& record, absl::Time now) {
  *record.mutable_withdraw_time() = time::ToProto(now);
  record.clear_accredited_until_date();
  RETURN_IF_ERROR(SaveTrainingRecord(transaction, record));
  RETURN_IF_ERROR(Reaccredit(transaction, person.person.name(), now));
  return Tell(transaction, "registry.training.withdrawn", kWithdrawn, person, record, now);
}

}  // namespace telemachus::registry
