#include "registry/course/course_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/course/course_rules.h"
#include "registry/course/course_store.h"
#include "registry/course/keeping.h"
#include "registry/course/session_store.h"

namespace telemachus::registry {
namespace {

// Whether what the caller read, if they say so, is what there is.
absl::Status CheckEtag(const std::string& etag, const v1::Course& course) {
  return etag.empty() || etag == course.etag() ? absl::OkStatus()
                                               : status::StaleEtag(course.name());
}

// Proves the relation of an approval: the caller is staff of the authority's nation, or of any
// where the course is no authority's, to be told so.
absl::StatusOr<StoredCourse> RequireApproving(sql::Transaction& transaction, const rpc::Call& call,
                                              const std::string& name, absl::Time now) {
  absl::StatusOr<StoredCourse> stored = LoadCourse(transaction, name);
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  RETURN_IF_ERROR(stored.status());
  ASSIGN_OR_RETURN(const access::Scope place, PlaceOfCourse(transaction, stored->course, now));
  RETURN_IF_ERROR(call.Require(!IsInHouse(stored->course) ||
                               call.caller().HasIn(access::Role::ROLE_NATIONAL, place)));
  return stored;
}

}  // namespace

absl::StatusOr<v1::Course> CourseService::CreateCourse(const rpc::Call& call,
                                                       const v1::CreateCourseRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat("courses/", means_.ids.Next());
  StoredCourse stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireKeeping(transaction, call, request.course(), now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(stored, LoadCourse(transaction, earlier->resource));
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckNewCourse(request.course(), time::FormatDate(time::DayOf(now))));
        stored.course = request.course();
        stored.course.set_name(name);
        RETURN_IF_ERROR(InsertCourse(transaction, stored));
        return once::Keep(transaction, key, {name, stored.version}, now);
      }));
  return stored.course;
}

absl::StatusOr<v1::Course> CourseService::GetCourse(const rpc::Call& call,
                                                    const v1::GetCourseRequest& request) {
  v1::Course course;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        absl::StatusOr<StoredCourse> stored = LoadCourse(transaction, request.name());
        if (absl::IsNotFound(stored.status())) return status::NotFound(request.name());
        RETURN_IF_ERROR(stored.status());
        course = std::move(stored->course);
        return absl::OkStatus();
      }));
  return course;
}

absl::StatusOr<v1::ListCoursesResponse> CourseService::ListCourses(
    const rpc::Call& call, const v1::ListCoursesRequest& request) {
  const std::string caller = call.caller().Name();
  const std::string day = time::FormatDate(means_.Today());
  ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
  CoursePage page;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(page, registry::ListCourses(transaction, request, day, after,
                                                 page::Size(request.page_size())));
    return absl::OkStatus();
  }));
  v1::ListCoursesResponse response;
  if (!page.next.empty()) {
    response.set_next_page_token(means_.tokens.Make(caller, request, page.next));
  }
  for (v1::Course& course : page.courses) *response.add_courses() = std::move(course);
  return response;
}

absl::StatusOr<v1::Course> CourseService::UpdateCourse(const rpc::Call& call,
                                                       const v1::UpdateCourseRequest& request) {
  StoredCourse stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(stored,
                         RequireCourse(transaction, call, request.course().name(), means_.Now()));
        RETURN_IF_ERROR(CheckEtag(request.course().etag(), stored.course));
        v1::Course changed = stored.course;
        RETURN_IF_ERROR(field::Apply(request.course(), request.update_mask(), changed));
        RETURN_IF_ERROR(CheckCourseChange(stored.course, changed));
        stored.course = std::move(changed);
        return SaveCourse(transaction, stored);
      }));
  return stored.course;
}

absl::StatusOr<v1::Course> CourseService::EndCourse(const rpc::Call& call,
                                                    const v1::EndCourseRequest& request) {
  const absl::Time now = means_.Now();
  const std::string today = time::FormatDate(time::DayOf(now));
  const std::string end_date = request.end_date().empty() ? today : request.end_date();
  StoredCourse stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(stored, RequireCourse(transaction, call, request.name(), now));
        RETURN_IF_ERROR(CheckEtag(request.etag(), stored.course));
        RETURN_IF_ERROR(CheckEnd(stored.course, end_date, today));
        ASSIGN_OR_RETURN(const bool ahead, HasSessions(transaction, request.name(), end_date));
        if (ahead) return status::WrongState(request.name(), "sessions_ahead");
        stored.course.set_end_date(end_date);
        return SaveCourse(transaction, stored);
      }));
  return stored.course;
}

absl::StatusOr<v1::Course> CourseService::ApproveCourse(const rpc::Call& call,
                                                        const v1::ApproveCourseRequest& request) {
  const absl::Time now = means_.Now();
  const std::string today = time::FormatDate(time::DayOf(now));
  const int months = request.accredits_months();
  StoredCourse stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(stored, RequireApproving(transaction, call, request.name(), now));
        RETURN_IF_ERROR(CheckEtag(request.etag(), stored.course));
        RETURN_IF_ERROR(CheckApproval(stored.course, months, today));
        stored.course.set_accredits_months(months);
        return SaveCourse(transaction, stored);
      }));
  return stored.course;
}

}  // namespace telemachus::registry
