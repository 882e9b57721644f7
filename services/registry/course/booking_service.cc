#include "registry/course/booking_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/course/booking_store.h"
#include "registry/course/course_rules.h"
#include "registry/course/keeping.h"
#include "registry/course/session_rules.h"
#include "registry/course/session_store.h"
#include "registry/person/sighting.h"
#include "registry/subject/restriction.h"

namespace telemachus::registry {
namespace {

absl::Status Tell(sql::Transaction& transaction, const char* type, const v1::Booking& booking,
                  absl::Time now) {
  const std::string session = SessionOf(booking.name());
  return event::Append(transaction,
                       {.type = type,
                        .resource = booking.name(),
                        .version = 1,
                        .codes = {{"person", booking.person()},
                                  {"session", session},
                                  {"course", CourseOf(session)}}},
                       now);
}

absl::StatusOr<v1::CourseSession> FindSession(sql::Transaction& transaction,
                                              const std::string& name) {
  absl::StatusOr<StoredSession> stored = LoadSession(transaction, name, "");
  if (absl::IsNotFound(stored.status())) return status::NotFound(name);
  RETURN_IF_ERROR(stored.status());
  return std::move(stored->session);
}

absl::Status Book(sql::Transaction& transaction, const v1::Booking& booking,
                  const std::string& today) {
  const std::string session = SessionOf(booking.name());
  ASSIGN_OR_RETURN(const v1::CourseSession held, FindSession(transaction, session));
  RETURN_IF_ERROR(CheckBookable(held, today));
  // First, so that who has a place is told so of a full session too.
  RETURN_IF_ERROR(InsertBooking(transaction, booking));
  ASSIGN_OR_RETURN(const bool taken, TakePlace(transaction, session, today));
  if (taken) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_NO_PLACE_LEFT,
                       "All places of the session are booked.");
}

// Whether the caller keeps the course of a booking.
absl::StatusOr<bool> Keeps(sql::Transaction& transaction, const rpc::Call& call,
                           const std::string& booking, absl::Time now) {
  ASSIGN_OR_RETURN(const StoredCourse course, LoadCourse(transaction, CourseOf(booking)));
  ASSIGN_OR_RETURN(const access::Scope place, PlaceOfCourse(transaction, course.course, now));
  return KeepsCourse(call.caller(), course.course, place);
}

// Proves the relation: the caller sees the person or keeps the course. NotPermitted() otherwise,
// and if there is no such booking.
absl::StatusOr<v1::Booking> RequireBooking(sql::Transaction& transaction, const rpc::Call& call,
                                           const std::string& name, absl::Time now) {
  absl::StatusOr<v1::Booking> booking = LoadBooking(transaction, name);
  if (absl::IsNotFound(booking.status())) return call.Require(false);
  RETURN_IF_ERROR(booking.status());
  ASSIGN_OR_RETURN(const bool keeps, Keeps(transaction, call, name, now));
  if (keeps) {
    RETURN_IF_ERROR(call.Require(true));
  } else {
    RETURN_IF_ERROR(
        RequireSight(transaction, call, booking->person(), Sight::kNational, now).status());
  }
  return booking;
}

}  // namespace

absl::StatusOr<v1::Booking> BookingService::CreateBooking(const rpc::Call& call,
                                                          const v1::CreateBookingRequest& request) {
  const absl::Time now = means_.Now();
  const std::string& person = request.booking().person();
  v1::Booking booking;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireSight(transaction, call, person, Sight::kNational, now).status());
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          absl::StatusOr<v1::Booking> known = LoadBooking(transaction, earlier->resource);
          if (absl::IsNotFound(known.status())) return status::NotFound(earlier->resource);
          ASSIGN_OR_RETURN(booking, std::move(known));
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckMayGoOn(transaction, call, person));
        booking = request.booking();
        booking.set_name(BookingName(request.parent(), person));
        *booking.mutable_create_time() = time::ToProto(now);
        RETURN_IF_ERROR(Book(transaction, booking, time::FormatDate(time::DayOf(now))));
        RETURN_IF_ERROR(Tell(transaction, "registry.booking.created", booking, now));
        return once::Keep(transaction, key, {booking.name(), 1}, now);
      }));
  return booking;
}

absl::StatusOr<v1::Booking> BookingService::CancelBooking(const rpc::Call& call,
                                                          const v1::CancelBookingRequest& request) {
  const absl::Time now = means_.Now();
  v1::Booking booking;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(booking, RequireBooking(transaction, call, request.name(), now));
        const std::string session = SessionOf(booking.name());
        ASSIGN_OR_RETURN(const v1::CourseSession held, FindSession(transaction, session));
        RETURN_IF_ERROR(CheckReturnable(held, time::FormatDate(time::DayOf(now))));
        RETURN_IF_ERROR(RemoveBooking(transaction, booking));
        RETURN_IF_ERROR(ReturnPlace(transaction, session));
        return Tell(transaction, "registry.booking.cancelled", booking, now);
      }));
  return booking;
}

absl::StatusOr<v1::ListBookingsResponse> BookingService::ListBookings(
    const rpc::Call& call, const v1::ListBookingsRequest& request) {
  const int size = page::Size(request.page_size());
  const std::string caller = call.caller().Name();
  std::vector<v1::Booking> bookings;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(
            RequireCourse(transaction, call, CourseOf(request.parent()), means_.Now()).status());
        const auto session = LoadSession(transaction, request.parent(), call.person());
        if (absl::IsNotFound(session.status())) return call.Require(false);
        RETURN_IF_ERROR(session.status());
        ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
        ASSIGN_OR_RETURN(bookings,
                         registry::ListBookings(transaction, request.parent(), after, size + 1));
        return absl::OkStatus();
      }));
  v1::ListBookingsResponse response;
  if (page::Cut(bookings, size)) {
    response.set_next_page_token(means_.tokens.Make(caller, request, bookings.back().person()));
  }
  for (v1::Booking& booking : bookings) *response.add_bookings() = std::move(booking);
  return response;
}

}  // namespace telemachus::registry
