#include "agreement/meeting/meeting_rules.h"

#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

constexpr int kMonths = 12 * kYearsFromNow;

bool IsNear(const google::protobuf::Timestamp& moment, absl::Time now) {
  const absl::CivilDay day = time::DayOf(time::FromProto(moment));
  const absl::CivilDay today = time::DayOf(now);
  return day >= time::AddMonths(today, -kMonths) && day <= time::AddMonths(today, kMonths);
}

void CheckNear(const char* field, const google::protobuf::Timestamp& moment, absl::Time now,
               status::FieldFaults& faults) {
  if (IsNear(moment, now)) return;
  faults.Add(field, status::v1::REASON_FIELD_OUT_OF_RANGE, "a moment within two years");
}

}  // namespace

absl::Status CheckPlanned(const v1::Meeting& meeting, absl::Time now) {
  status::FieldFaults faults;
  CheckNear("meeting.start_time", meeting.start_time(), now, faults);
  if (meeting.has_next_time()) CheckNear("meeting.next_time", meeting.next_time(), now, faults);
  return faults.ToStatus();
}

absl::Status Hold(const v1::HoldMeetingRequest& request, absl::Time now, v1::Meeting& meeting) {
  if (meeting.state() != v1::Meeting::STATE_PLANNED) {
    return status::WrongState(meeting.name(), v1::Meeting::State_Name(meeting.state()));
  }
  status::FieldFaults faults;
  if (time::FromProto(meeting.start_time()) > now) {
    faults.Add("name", status::v1::REASON_FIELD_OUT_OF_RANGE, "a meeting that has begun");
  }
  if (request.has_next_time()) CheckNear("next_time", request.next_time(), now, faults);
  if (!faults.empty()) return faults.ToStatus();
  meeting.set_state(v1::Meeting::STATE_HELD);
  meeting.set_duration_minutes(request.duration_minutes());
  if (request.has_next_time()) *meeting.mutable_next_time() = request.next_time();
  return absl::OkStatus();
}

absl::Status CheckTarget(const v1::Objective& objective, absl::Time now) {
  const absl::StatusOr<absl::CivilDay> target = time::ParseDate(objective.target_date());
  const absl::CivilDay today = time::DayOf(now);
  if (target.ok() && *target >= today && *target <= time::AddMonths(today, kMonths)) {
    return absl::OkStatus();
  }
  return status::FieldFault("objective.target_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
                            "a day within two years from today");
}

}  // namespace telemachus::agreement
