#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_MEMBERS_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_MEMBERS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tools/register/record/authority.h"
#include "tools/register/record/member.h"
#include "tools/register/record/seat.h"

namespace telemachus::sample {

// Invented members, one for each seat that is not vacant, in the order of the seats. The same seed
// and council give the same members. Keys count the seats of a council, so that a seat left vacant
// keeps its number for whoever wins it. Of each council's members a share of `new_share` (rounded)
// was elected at the latest election of the seat, the others one to five terms before.
//
// INVALID_ARGUMENT: `new_share` is not within 0 and 1, or a seat's authority is not there.
absl::StatusOr<std::vector<record::Member>> MakeMembers(
    absl::Span<const record::Authority> authorities, absl::Span<const record::Seat> seats,
    uint64_t seed, double new_share);

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_MEMBERS_H_
