#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_SEATS_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_SEATS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "tools/register/record/authority.h"
#include "tools/register/record/seat.h"

namespace telemachus::sample {

// The fewest and the most seats of one council.
constexpr int kFewestSeats = 20;
constexpr int kMostSeats = 70;

// Invented wards and seats of every authority that is elected now, in the order of the authorities.
// The same seed and authority give the same seats. Metropolitan districts elect by thirds.
std::vector<record::Seat> MakeSeats(absl::Span<const record::Authority> authorities, uint64_t seed);

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_SEATS_H_
