#include "registry/need/format_task_rules.h"

#include <algorithm>

#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/need/format_words.h"

namespace telemachus::registry {
namespace {

absl::Status WrongState(const v1::FormatTask& task) {
  return status::WrongState(task.name(),
                            v1::FormatTask::State_Name(task.state()).substr(sizeof("STATE_") - 1));
}

}  // namespace

std::set<v1::Person::Format> FormatsOnlyIn(const v1::Person& person, const v1::Person& other) {
  std::set<v1::Person::Format> formats;
  for (const int format : person.format_needs()) {
    formats.insert(static_cast<v1::Person::Format>(format));
  }
  for (const int format : other.format_needs()) {
    formats.erase(static_cast<v1::Person::Format>(format));
  }
  return formats;
}

bool IsUnsettled(const v1::FormatTask& task) {
  return task.state() == v1::FormatTask::STATE_OPEN ||
         task.state() == v1::FormatTask::STATE_CLAIMED;
}

void Open(absl::Time now, v1::FormatTask& task) {
  task.set_state(v1::FormatTask::STATE_OPEN);
  task.clear_owner();
  task.clear_outcome();
  task.clear_settle_time();
  *task.mutable_open_time() = time::ToProto(now);
  task.set_due_date(
      time::FormatDate(time::AddWorkingDays(time::DayOf(now), kFormatTaskWorkingDays)));
}

void Withdraw(absl::Time now, v1::FormatTask& task) {
  if (!IsUnsettled(task)) return;
  task.set_state(v1::FormatTask::STATE_NO_LONGER_NEEDED);
  *task.mutable_settle_time() = time::ToProto(now);
}

absl::Status Claim(const std::string& person, bool owner_left, v1::FormatTask& task) {
  const bool free =
      task.state() == v1::FormatTask::STATE_OPEN || owner_left || task.owner() == person;
  if (!IsUnsettled(task) || !free) return WrongState(task);
  task.set_state(v1::FormatTask::STATE_CLAIMED);
  task.set_owner(person);
  return absl::OkStatus();
}

void Disown(v1::FormatTask& task) {
  task.clear_owner();
  if (IsUnsettled(task)) task.set_state(v1::FormatTask::STATE_OPEN);
}

absl::Status Complete(const std::string& person, v1::FormatTask::Outcome outcome, absl::Time now,
                      v1::FormatTask& task) {
  if (task.state() != v1::FormatTask::STATE_CLAIMED || task.owner() != person) {
    return WrongState(task);
  }
  const bool done = outcome == v1::FormatTask::OUTCOME_PROVIDED ||
                    outcome == v1::FormatTask::OUTCOME_OTHER_FORMAT_AGREED;
  task.set_state(done ? v1::FormatTask::STATE_DONE : v1::FormatTask::STATE_NOT_POSSIBLE);
  task.set_outcome(outcome);
  *task.mutable_settle_time() = time::ToProto(now);
  return absl::OkStatus();
}

bool IsOverdue(const v1::FormatTask& task, absl::string_view day) {
  return IsUnsettled(task) && absl::string_view(task.due_date()) < day;
}

void FillIn(absl::string_view day, v1::FormatTask& task) {
  *task.mutable_what() = WordsOf(task.format());
  task.set_overdue(IsOverdue(task, day));
}

bool IsOfficerIn(const std::vector<StoredGrant>& grants, const std::vector<access::Scope>& places,
                 absl::string_view day) {
  return std::any_of(grants.begin(), grants.end(), [&](const StoredGrant& given) {
    if (given.grant.role() != access::v1::ROLE_OFFICER ||
        !IsPresent("", given.grant.end_date(), day) || given.HasPassed(day)) {
      return false;
    }
    return std::any_of(places.begin(), places.end(), [&](const access::Scope& place) {
      return place.authority == given.grant.scope();
    });
  });
}

}  // namespace telemachus::registry
