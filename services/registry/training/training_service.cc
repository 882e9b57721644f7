#include "registry/training/training_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/course/course_store.h"
#include "registry/course/session_store.h"
#include "registry/person/membership_store.h"
#include "registry/training/attendance_rules.h"
#include "registry/training/recording.h"

namespace telemachus::registry {
namespace {

absl::StatusOr<std::optional<v1::Course>> FindCourse(sql::Transaction& transaction,
                                                     const std::string& name) {
  absl::StatusOr<StoredCourse> stored = LoadCourse(transaction, name);
  if (absl::IsNotFound(stored.status())) return std::nullopt;
  RETURN_IF_ERROR(stored.status());
  return std::move(stored->course);
}

absl::StatusOr<std::optional<v1::CourseSession>> FindSession(sql::Transaction& transaction,
                                                             const std::string& name) {
  if (name.empty()) return std::nullopt;
  absl::StatusOr<StoredSession> stored = LoadSession(transaction, name, "");
  if (absl::IsNotFound(stored.status())) return std::nullopt;
  RETURN_IF_ERROR(stored.status());
  return std::move(stored->session);
}

// The record as asked for, or what is wrong with it.
absl::StatusOr<StoredRecord> Draft(sql::Transaction& transaction, const std::string& name,
                                   const v1::TrainingRecord& asked, absl::Time now) {
  ASSIGN_OR_RETURN(const auto course, FindCourse(transaction, asked.course()));
  ASSIGN_OR_RETURN(const auto session, FindSession(transaction, asked.session()));
  RETURN_IF_ERROR(CheckAttendance(asked, course, session, now));
  return RecordOf(name, asked, *course, now);
}

}  // namespace

absl::StatusOr<v1::TrainingRecord> TrainingService::CreateTrainingRecord(
    const rpc::Call& call, const v1::CreateTrainingRecordRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat(request.parent(), "/trainingRecords/", means_.ids.Next());
  v1::TrainingRecord record;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const Sighting seen,
                         RequireTrainee(transaction, call, request.parent(), now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(record, LoadTrainingRecord(transaction, earlier->resource));
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(StoredRecord stored,
                         Draft(transaction, name, request.training_record(), now));
        RETURN_IF_ERROR(Record(transaction, seen.stored, stored, now));
        record = std::move(stored.record);
        return once::Keep(transaction, key, {name, 1}, now);
      }));
  return record;
}

absl::StatusOr<v1::TrainingRecord> TrainingService::WithdrawTrainingRecord(
    const rpc::Call& call, const v1::WithdrawTrainingRecordRequest& request) {
  const absl::Time now = means_.Now();
  v1::TrainingRecord record;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const Sighting seen,
                         RequireTrainee(transaction, call, PersonOf(request.name()), now));
        absl::StatusOr<v1::TrainingRecord> found = LoadTrainingRecord(transaction, request.name());
        if (absl::IsNotFound(found.status())) return call.Require(false);
        ASSIGN_OR_RETURN(record, std::move(found));
        if (record.has_withdraw_time()) return status::WrongState(request.name(), "withdrawn");
        return Withdraw(transaction, seen.stored, record, now);
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
