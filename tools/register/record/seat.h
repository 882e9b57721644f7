#ifndef TELEMACHUS_TOOLS_REGISTER_RECORD_SEAT_H_
#define TELEMACHUS_TOOLS_REGISTER_RECORD_SEAT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace telemachus::record {

// The name that stands for a party where nobody holds the seat.
constexpr absl::string_view kVacant = "Vacant";

// One seat of a council.
struct Seat {
  std::string authority_code;
  std::string council_name;
  std::string ward_code;
  std::string ward_name;
  std::string seat;        // its number within the ward
  std::string party_code;  // empty: independent, or vacant
  std::string party_name;
  std::string gender;  // "female", "male" or empty: not stated
  absl::CivilDay next_election;

  // Whether nobody holds it.
  bool IsVacant() const { return party_name == kVacant; }
};

// The seats of a file with the columns that WriteSeats writes. A member sits on each row that is
// not vacant, even where a ward and seat number stand twice.
absl::StatusOr<std::vector<Seat>> ReadSeats(absl::string_view bytes);

// The file of `seats`, header included; dates as dd/mm/yyyy.
std::string WriteSeats(absl::Span<const Seat> seats);

}  // namespace telemachus::record

#endif  // TELEMACHUS_TOOLS_REGISTER_RECORD_SEAT_H_
