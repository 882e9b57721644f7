#include "registry/course/booking_store.h"

#include "absl/strings/str_cat.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/authority/authority_store.h"
#include "registry/course/session_rules.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] = "SELECT session, person, create_time FROM course_bookings ";

v1::Booking FromRow(const sql::Row& row) {
  v1::Booking booking;
  booking.set_name(BookingName(row.Text(0), row.Text(1)));
  booking.set_person(row.Text(1));
  *booking.mutable_create_time() = time::ToProto(row.Time(2));
  return booking;
}

sql::Parameters KeyOf(const v1::Booking& booking) {
  return {{"session", SessionOf(booking.name())}, {"person", booking.person()}};
}

}  // namespace

std::string BookingName(const std::string& session, const std::string& person) {
  return absl::StrCat(session, "/bookings/", id::LastSegment(person));
}

absl::StatusOr<bool> TakePlace(sql::Transaction& transaction, const std::string& session,
                               const std::string& today) {
  ASSIGN_OR_RETURN(
      const int64_t taken,
      transaction.Execute("UPDATE course_sessions SET booked = booked + 1 WHERE id = :id AND "
                          "booked < places AND cancelled = 0 AND date >= :today",
                          {{"id", session}, {"today", today}}));
  return taken == 1;
}

absl::Status ReturnPlace(sql::Transaction& transaction, const std::string& session) {
  return transaction
      .Execute("UPDATE course_sessions SET booked = booked - 1 WHERE id = :id AND booked > 0",
               {{"id", session}})
      .status();
}

absl::Status InsertBooking(sql::Transaction& transaction, const v1::Booking& booking) {
  sql::Parameters parameters = KeyOf(booking);
  parameters.push_back({"create_time", time::FromProto(booking.create_time())});
  ASSIGN_OR_RETURN(const int64_t added,
                   transaction.Execute("INSERT INTO course_bookings (session, person, create_time) "
                                       "VALUES (:session, :person, :create_time) ON CONFLICT DO "
                                       "NOTHING",
                                       parameters));
  if (added == 1) return absl::OkStatus();
  return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                       "A place is booked for this person already.");
}

absl::StatusOr<v1::Booking> LoadBooking(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(
      sql::Row row,
      transaction.QueryRow(absl::StrCat(kColumns, "WHERE session = :session AND person = :person"),
                           {{"session", SessionOf(name)},
                            {"person", absl::StrCat("people/", id::LastSegment(name))}}));
  return FromRow(row);
}

absl::Status RemoveBooking(sql::Transaction& transaction, const v1::Booking& booking) {
  ASSIGN_OR_RETURN(const int64_t removed,
                   transaction.Execute("DELETE FROM course_bookings WHERE session = :session AND "
                                       "person = :person",
                                       KeyOf(booking)));
  return removed == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::StatusOr<std::vector<v1::Booking>> ListBookings(sql::Transaction& transaction,
                                                      const std::string& session,
                                                      const std::string& after, int limit) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE session = :session AND person > :after ORDER BY person "
                                     "LIMIT :limit"),
                        {{"session", session}, {"after", after}, {"limit", limit}}));
  std::vector<v1::Booking> bookings;
  bookings.reserve(rows.size());
  for (const sql::Row& row : rows) bookings.push_back(FromRow(row));
  return bookings;
}

absl::StatusOr<std::vector<v1::Booking>> BookingsOf(sql::Transaction& transaction,
                                                    const std::string& person, int limit) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query(absl::StrCat(kColumns,
                                                  "WHERE person = :person ORDER BY session LIMIT "
                                                  ":limit"),
                                     {{"person", person}, {"limit", limit}}));
  std::vector<v1::Booking> bookings;
  bookings.reserve(rows.size());
  for (const sql::Row& row : rows) bookings.push_back(FromRow(row));
  return bookings;
}

}  // namespace telemachus::registry
