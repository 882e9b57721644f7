#ifndef TELEMACHUS_REGISTRY_COURSE_BOOKING_SERVICE_H_
#define TELEMACHUS_REGISTRY_COURSE_BOOKING_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/training.pb.h"

namespace telemachus::registry {

// Handlers of CourseSessionService for bookings; what each does stands in its proto. Thread-safe.
class BookingService {
 public:
  explicit BookingService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Booking> CreateBooking(const rpc::Call& call,
                                            const v1::CreateBookingRequest& request);
  absl::StatusOr<v1::Booking> CancelBooking(const rpc::Call& call,
                                            const v1::CancelBookingRequest& request);
  absl::StatusOr<v1::ListBookingsResponse> ListBookings(const rpc::Call& call,
                                                        const v1::ListBookingsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_COURSE_BOOKING_SERVICE_H_
