#ifndef TELEMACHUS_REGISTRY_COURSE_BOOKING_STORE_H_
#define TELEMACHUS_REGISTRY_COURSE_BOOKING_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/training.pb.h"

// Where bookings are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// `courses/{course}/sessions/{session}/bookings/{person}`.
std::string BookingName(const std::string& session, const std::string& person);

// Takes a place of a session on a day (YYYY-MM-DD), if there is one then: true. Whoever books, no
// more are taken this way than there are.
absl::StatusOr<bool> TakePlace(sql::Transaction& transaction, const std::string& session,
                               const std::string& today);
// Gives one back.
absl::Status ReturnPlace(sql::Transaction& transaction, const std::string& session);

// Adds a booking; ALREADY_EXISTS if the person has one.
absl::Status InsertBooking(sql::Transaction& transaction, const v1::Booking& booking);
// One by name, or NOT_FOUND (bare).
absl::StatusOr<v1::Booking> LoadBooking(sql::Transaction& transaction, const std::string& name);
// Takes a booking away; ABORTED if somebody was faster.
absl::Status RemoveBooking(sql::Transaction& transaction, const v1::Booking& booking);

// Bookings of a session after a person, in the order of the people's ids.
absl::StatusOr<std::vector<v1::Booking>> ListBookings(sql::Transaction& transaction,
                                                      const std::string& session,
                                                      const std::string& after, int limit);

// A person's, in the order of the sessions' ids.
absl::StatusOr<std::vector<v1::Booking>> BookingsOf(sql::Transaction& transaction,
                                                    const std::string& person, int limit);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_BOOKING_STORE_H_
