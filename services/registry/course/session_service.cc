#include "registry/course/session_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/course/keeping.h"
#include "registry/course/session_rules.h"
#include "registry/course/session_store.h"
#include "registry/training/record_store.h"

namespace telemachus::registry {
namespace {

// Proves the relation: the caller keeps the course of the session, which exists.
absl::StatusOr<StoredSession> RequireSession(sql::Transaction& transaction, const rpc::Call& call,
                                             const std::string& name, absl::Time now,
                                             StoredCourse& course) {
  ASSIGN_OR_RETURN(course, RequireCourse(transaction, call, CourseOf(name), now));
  absl::StatusOr<StoredSession> stored = LoadSession(transaction, name, call.person());
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  return stored;
}

absl::Status TellOfChange(sql::Transaction& transaction, const char* type,
                          const StoredSession& stored, absl::Time now) {
  return event::Append(
      transaction,
      {.type = type,
       .resource = stored.session.name(),
       .version = stored.version,
       .codes = {{"course", CourseOf(stored.session.name())}, {"date", stored.session.date()}}},
      now);
}

}  // namespace

absl::StatusOr<v1::CourseSession> SessionService::CreateCourseSession(
    const rpc::Call& call, const v1::CreateCourseSessionRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat(request.parent(), "/sessions/", means_.ids.Next());
  StoredSession stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const StoredCourse course,
                         RequireCourse(transaction, call, request.parent(), now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(stored, LoadSession(transaction, earlier->resource, call.person()));
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckSession(request.course_session(), course.course, time::DayOf(now)));
        stored.session = request.course_session();
        stored.session.set_name(name);
        RETURN_IF_ERROR(InsertSession(transaction, stored, course.course.authority()));
        return once::Keep(transaction, key, {name, stored.version}, now);
      }));
  return stored.session;
}

absl::StatusOr<v1::CourseSession> SessionService::GetCourseSession(
    const rpc::Call& call, const v1::GetCourseSessionRequest& request) {
  v1::CourseSession session;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        absl::StatusOr<StoredSession> stored =
            LoadSession(transaction, request.name(), call.person());
        if (absl::IsNotFound(stored.status())) return status::NotFound(request.name());
        RETURN_IF_ERROR(stored.status());
        session = std::move(stored->session);
        return absl::OkStatus();
      }));
  Veil(call.caller(), session);
  return session;
}

absl::StatusOr<v1::ListCourseSessionsResponse> SessionService::ListCourseSessions(
    const rpc::Call& call, const v1::ListCourseSessionsRequest& request) {
  const std::string caller = call.caller().Name();
  ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
  const SessionReader reader = {.caller = caller,
                                .staff = SeesBookings(call.caller()),
                                .today = time::FormatDate(means_.Today())};
  SessionPage page;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(
        page, ListSessions(transaction, request, reader, after, page::Size(request.page_size())));
    return absl::OkStatus();
  }));
  v1::ListCourseSessionsResponse response;
  if (!page.next.empty()) {
    response.set_next_page_token(means_.tokens.Make(caller, request, page.next));
  }
  for (v1::CourseSession& session : page.sessions) {
    Veil(call.caller(), session);
    *response.add_course_sessions() = std::move(session);
  }
  return response;
}

absl::StatusOr<v1::CourseSession> SessionService::UpdateCourseSession(
    const rpc::Call& call, const v1::UpdateCourseSessionRequest& request) {
  const std::string& name = request.course_session().name();
  const absl::Time now = means_.Now();
  StoredSession stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        StoredCourse course;
        ASSIGN_OR_RETURN(stored, RequireSession(transaction, call, name, now, course));
        const std::string& etag = request.course_session().etag();
        if (!etag.empty() && etag != stored.session.etag()) return status::StaleEtag(name);
        v1::CourseSession changed = stored.session;
        RETURN_IF_ERROR(field::Apply(request.course_session(), request.update_mask(), changed));
        ASSIGN_OR_RETURN(const bool attended, HasAttendance(transaction, name));
        RETURN_IF_ERROR(CheckSessionChange(stored.session, changed, attended));
        RETURN_IF_ERROR(CheckSession(changed, course.course, time::DayOf(now)));
        stored.session = std::move(changed);
        RETURN_IF_ERROR(SaveSession(transaction, stored));
        return TellOfChange(transaction, "registry.session.changed", stored, now);
      }));
  return stored.session;
}

absl::StatusOr<v1::CourseSession> SessionService::CancelCourseSession(
    const rpc::Call& call, const v1::CancelCourseSessionRequest& request) {
  const absl::Time now = means_.Now();
  StoredSession stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        StoredCourse course;
        ASSIGN_OR_RETURN(stored, RequireSession(transaction, call, request.name(), now, course));
        if (stored.session.cancelled()) return status::WrongState(request.name(), "cancelled");
        ASSIGN_OR_RETURN(const bool attended, HasAttendance(transaction, request.name()));
        if (attended) return status::WrongState(request.name(), "attended");
        stored.session.set_cancelled(true);
        RETURN_IF_ERROR(SaveSession(transaction, stored));
        return TellOfChange(transaction, "registry.session.cancelled", stored, now);
      }));
  return stored.session;
}

}  // namespace telemachus::registry
