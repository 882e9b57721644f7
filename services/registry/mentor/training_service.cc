#include "registry/mentor/training_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/mentor/mentor_rules.h"
#include "registry/mentor/training_store.h"
#include "registry/person/changes.h"
#include "registry/person/sighting.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

// The record as asked for, or what is wrong with it.
absl::StatusOr<v1::TrainingRecord> Draft(sql::Transaction& transaction,
                                         const v1::TrainingRecord& asked, absl::Time now) {
  const absl::StatusOr<v1::Course> course = LoadCourse(transaction, asked.course());
  if (!course.ok() && !absl::IsNotFound(course.status())) return course.status();
  status::FieldFaults faults;
  if (!course.ok()) {
    faults.Add("training_record.course", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "is no course of the register");
  }
  if (asked.attended_date() > time::FormatDate(time::DayOf(now))) {
    faults.Add("training_record.attended_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must not be in the future");
  }
  RETURN_IF_ERROR(faults.ToStatus());
  v1::TrainingRecord record = asked;
  record.set_accredited_until_date(AccreditedUntil(*course, asked.attended_date()));
  *record.mutable_create_time() = time::ToProto(now);
  return record;
}

// Where the training counts: where the person sits on the day of recording, or last sat.
access::Scope PlaceOf(const StoredPerson& stored, const std::string& day) {
  access::Scope place;
  for (const StoredMembership& seat : stored.memberships) {
    place = seat.scope;
    if (IsPresent(seat.membership, day)) break;
  }
  return place;
}

absl::Status Tell(sql::Transaction& transaction, const StoredPerson& stored,
                  const v1::TrainingRecord& record, absl::Time now) {
  const access::Scope place = PlaceOf(stored, time::FormatDate(time::DayOf(now)));
  return event::Append(transaction,
                       {.type = "registry.training.recorded",
                        .resource = record.name(),
                        .version = 1,
                        .codes = {{"person", stored.person.name()},
                                  {"course", record.course()},
                                  {"authority", place.authority},
                                  {"region", place.region},
                                  {"nation", place.nation}}},
                       now);
}

// Officers record for their members, national staff for all of their nation; nobody for themself.
absl::StatusOr<Sighting> RequireTrainee(sql::Transaction& transaction, const rpc::Call& call,
                                        const std::string& person, absl::Time now) {
  ASSIGN_OR_RETURN(Sighting seen, RequireSight(transaction, call, person, Sight::kNational, now));
  if (person == call.person()) return call.Require(false);
  return seen;
}

}  // namespace

absl::StatusOr<v1::Course> TrainingService::CreateCourse(const rpc::Call& call,
                                                         const v1::CreateCourseRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat("courses/", means_.ids.Next());
  v1::Course course;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(course, LoadCourse(transaction, earlier->resource));
          return absl::OkStatus();
        }
        course = request.course();
        course.set_name(name);
        RETURN_IF_ERROR(InsertCourse(transaction, course));
        return once::Keep(transaction, key, {name, 1}, now);
      }));
  return course;
}

absl::StatusOr<v1::TrainingRecord> TrainingService::CreateTrainingRecord(
    const rpc::Call& call, const v1::CreateTrainingRecordRequest& request) {
  const absl::Time now = means_.Now();
  const std::string& person = request.parent();
  const std::string name = absl::StrCat(person, "/trainingRecords/", means_.ids.Next());
  v1::TrainingRecord record;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const Sighting seen, RequireTrainee(transaction, call, person, now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(record, LoadTrainingRecord(transaction, earlier->resource));
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(record, Draft(transaction, request.training_record(), now));
        record.set_name(name);
        RETURN_IF_ERROR(InsertTrainingRecord(transaction, record));
        RETURN_IF_ERROR(Accredit(transaction, person, record.accredited_until_date()));
        RETURN_IF_ERROR(Tell(transaction, seen.stored, record, now));
        RETURN_IF_ERROR(PersonChanged(transaction, person, now));
        return once::Keep(transaction, key, {name, 1}, now);
      }));
  return record;
}

absl::StatusOr<v1::ListTrainingRecordsResponse> TrainingService::ListTrainingRecords(
    const rpc::Call& call, const v1::ListTrainingRecordsRequest& request) {
  const int size = page::Size(request.page_size());
  std::vector<v1::TrainingRecord> rows;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(
            RequireSight(transaction, call, request.parent(), Sight::kNational, means_.Now())
                .status());
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(
            rows, registry::ListTrainingRecords(transaction, request.parent(), after, size + 1));
        return absl::OkStatus();
      }));
  v1::ListTrainingRecordsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(call.caller().Name(), request, PositionOf(rows.back())));
  }
  for (v1::TrainingRecord& row : rows) *response.add_training_records() = std::move(row);
  return response;
}

}  // namespace telemachus::registry
