#include "registry/course/course_rules.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::registry {
namespace {

using access::Role;

void CheckProvider(const v1::Course& course, status::FieldFaults& faults) {
  if (IsInHouse(course) && course.authority().empty()) {
    faults.Add("course.authority", status::v1::REASON_FIELD_REQUIRED,
               "must say which authority gives the course in-house");
  }
  if (!IsInHouse(course) && !course.authority().empty()) {
    faults.Add("course.authority", status::v1::REASON_FIELD_CONFLICT,
               "must be empty unless the course is given in-house");
  }
  if (course.provider() == v1::Course::PROVIDER_ACCREDITED && course.provided_by().empty()) {
    faults.Add("course.provided_by", status::v1::REASON_FIELD_REQUIRED,
               "must name the accredited provider");
  }
}

void CheckAudiences(const v1::Course& course, status::FieldFaults& faults) {
  std::set<int> seen;
  for (int i = 0; i < course.audiences_size(); ++i) {
    if (seen.insert(course.audiences(i)).second) continue;
    faults.Add(absl::StrCat("course.audiences[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
  const bool for_mentors = IsFor(course, v1::Course::AUDIENCE_MENTOR);
  if (course.accredits_months() > 0 && !for_mentors) {
    faults.Add("course.accredits_months", status::v1::REASON_FIELD_CONFLICT,
               "must be 0 where the course is not for mentors");
  }
  if (course.refresher() && !for_mentors) {
    faults.Add("course.refresher", status::v1::REASON_FIELD_CONFLICT,
               "is for courses for mentors alone");
  }
}

absl::Status MaskFault(absl::string_view words) {
  return status::FieldFault("update_mask", status::v1::REASON_FIELD_MASK_INVALID, words);
}

}  // namespace

bool IsInHouse(const v1::Course& course) {
  return course.provider() == v1::Course::PROVIDER_IN_HOUSE;
}

bool IsFor(const v1::Course& course, v1::Course::Audience audience) {
  if (course.audiences().empty()) return audience == v1::Course::AUDIENCE_MENTOR;
  return absl::c_linear_search(course.audiences(), audience);
}

bool HasEnded(const v1::Course& course, absl::string_view day) {
  return !course.end_date().empty() && absl::string_view(course.end_date()) <= day;
}

bool KeepsCourse(const access::Caller& caller, const v1::Course& course,
                 const access::Scope& place) {
  if (!IsInHouse(course)) return caller.Has(Role::ROLE_NATIONAL);
  return course.authority().empty() ? caller.Has(Role::ROLE_OFFICER)
                                    : caller.HasIn(Role::ROLE_OFFICER, place);
}

bool RecordsAttendance(const access::Caller& caller, const v1::Course& course,
                       const access::Scope& place) {
  if (KeepsCourse(caller, course, place)) return true;
  return IsInHouse(course) ? caller.HasIn(Role::ROLE_NATIONAL, place)
                           : caller.Has(Role::ROLE_OFFICER);
}

absl::Status CheckCourse(const v1::Course& course) {
  status::FieldFaults faults;
  CheckProvider(course, faults);
  CheckAudiences(course, faults);
  return faults.ToStatus();
}

absl::Status CheckNewCourse(const v1::Course& course, absl::string_view today) {
  status::FieldFaults faults;
  CheckProvider(course, faults);
  CheckAudiences(course, faults);
  if (IsInHouse(course) && course.accredits_months() > 0) {
    faults.Add("course.accredits_months", status::v1::REASON_FIELD_CONFLICT,
               "in-house training accredits once the national body has approved it");
  }
  if (HasEnded(course, today)) {
    faults.Add("course.end_date", status::v1::REASON_FIELD_OUT_OF_RANGE, "must be in the future");
  }
  return faults.ToStatus();
}

absl::Status CheckCourseChange(const v1::Course& from, const v1::Course& to) {
  if (to.provider() != from.provider() || to.authority() != from.authority()) {
    return MaskFault("who gives a course is set when it is added");
  }
  if (to.end_date() != from.end_date()) return MaskFault("a course ends by EndCourse");
  if (IsInHouse(from) && to.accredits_months() != from.accredits_months()) {
    return MaskFault("in-house training accredits by ApproveCourse");
  }
  RETURN_IF_ERROR(CheckCourse(to));
  const bool approved = IsInHouse(from) && from.accredits_months() > 0;
  const bool same_sort =
      absl::c_equal(from.audiences(), to.audiences()) && from.refresher() == to.refresher();
  return approved && !same_sort ? status::WrongState(from.name(), "approved") : absl::OkStatus();
}

absl::Status CheckApproval(const v1::Course& course, int months, absl::string_view today) {
  if (!IsInHouse(course)) return status::WrongState(course.name(), "not_in_house");
  if (HasEnded(course, today)) return status::WrongState(course.name(), "ended");
  if (months > 0 && !IsFor(course, v1::Course::AUDIENCE_MENTOR)) {
    return status::WrongState(course.name(), "not_for_mentors");
  }
  return absl::OkStatus();
}

absl::Status CheckEnd(const v1::Course& course, absl::string_view end_date,
                      absl::string_view today) {
  if (end_date < today) {
    return status::FieldFault("end_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
                              "must not be in the past");
  }
  if (HasEnded(course, today)) return status::WrongState(course.name(), "ended");
  return absl::OkStatus();
}

}  // namespace telemachus::registry
