#ifndef TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_RULES_H_
#define TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_RULES_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "registry/person/person_record.h"
#include "registry/person/tenure_rules.h"
#include "registry/role/grant_record.h"
#include "telemachus/registry/v1/need.pb.h"

// What becomes of tasks to provide a format. Pure.
namespace telemachus::registry {

// Working days, Monday to Friday, from the day a need is stated to the day it is to be met: what a
// print room or an embosser outside the council takes for a first order. Bank holidays are ignored.
inline constexpr int kFormatTaskWorkingDays = 10;

// Formats of one list that are not in another.
std::set<v1::Person::Format> FormatsOnlyIn(const v1::Person& person, const v1::Person& other);

// Whether somebody has to see to it still.
bool IsUnsettled(const v1::FormatTask& task);

// Opens a task, new or settled before, for the format that it has.
void Open(absl::Time now, v1::FormatTask& task);

// Settles a task whose need was withdrawn; one that is settled stays as it is.
void Withdraw(absl::Time now, v1::FormatTask& task);

// Makes somebody the owner. `owner_left` says that the present one can no longer see to it.
// FAILED_PRECONDITION if somebody else sees to it, or it is settled.
absl::Status Claim(const std::string& person, bool owner_left, v1::FormatTask& task);

// Takes the owner away: a task that is not settled is open again.
void Disown(v1::FormatTask& task);

// Settles it with the outcome. FAILED_PRECONDITION if the person does not own it or it is settled.
absl::Status Complete(const std::string& person, v1::FormatTask::Outcome outcome, absl::Time now,
                      v1::FormatTask& task);

// Whether it is past its day on `day` (YYYY-MM-DD) and not settled.
bool IsOverdue(const v1::FormatTask& task, absl::string_view day);

// As clients read it: with what is to be done, and whether it is overdue.
void FillIn(absl::string_view day, v1::FormatTask& task);

// Whether somebody is an officer, on the day, of one of the places.
bool IsOfficerIn(const std::vector<StoredGrant>& grants, const std::vector<access::Scope>& places,
                 absl::string_view day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_NEED_FORMAT_TASK_RULES_H_
