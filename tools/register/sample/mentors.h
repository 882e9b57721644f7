#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_MENTORS_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_MENTORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tools/register/record/member.h"

namespace telemachus::sample {

// What one member offers as a mentor.
struct Mentor {
  std::string key;  // of the member
  std::vector<absl::string_view> kinds;
  std::vector<absl::string_view> skills;
  std::vector<absl::string_view> subjects;
  int places;
  int hours_a_month;
  bool remote;
  absl::string_view visibility;  // "authority", "region" or "nation"
  bool willing;
};

// Invented offers of a share of the members who are not new, in the order of the members and the
// same for the same seed: what they offer goes with their roles, and only leading members of
// parties with a national office mentor political groups. INVALID_ARGUMENT: `share` is not within 0
// and 1.
absl::StatusOr<std::vector<Mentor>> MakeMentors(absl::Span<const record::Member> members,
                                                uint64_t seed, double share);

// The file of `mentors`, header included; lists separated by semicolons.
std::string WriteMentors(absl::Span<const Mentor> mentors);

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_MENTORS_H_
