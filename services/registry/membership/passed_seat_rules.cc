#include "registry/membership/passed_seat_rules.h"

#include <algorithm>
#include <optional>

#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

// The earlier of two last days; an empty one is open.
std::string Earlier(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return std::min(a, b);
}

// Whether the stretch is about the seat's ward: its own, or all that have none of their own.
bool IsOf(const Responsibility& stretch, const StoredMembership& seat) {
  const std::string& ward = seat.membership.ward();
  const bool own = std::any_of(seat.responsibilities.begin(), seat.responsibilities.end(),
                               [&ward](const Responsibility& each) { return each.ward == ward; });
  return stretch.ward == (own ? ward : std::string());
}

// When both seats are held and one has passed to the authority of the other; none if never.
std::optional<DoubleSeat> Together(const StoredMembership& passed, const v1::Membership& taken,
                                   absl::string_view day) {
  const std::string by = std::max(std::string(day), taken.start_date());
  for (const Responsibility& stretch : passed.responsibilities) {
    if (stretch.scope.authority != taken.authority() || !IsOf(stretch, passed) ||
        stretch.from_date > by) {
      continue;
    }
    DoubleSeat twice;
    twice.first_day =
        std::max({stretch.from_date, taken.start_date(), passed.membership.start_date()});
    twice.last_day = Earlier(Earlier(passed.membership.end_date(), taken.end_date()),
                             DayBefore(stretch.until_date));
    if (twice.last_day.empty() || twice.first_day <= twice.last_day) return twice;
  }
  return std::nullopt;
}

}  // namespace

std::vector<DoubleSeat> DoubleSeats(const StoredPerson& stored, absl::string_view day) {
  std::vector<DoubleSeat> found;
  for (size_t place = 0; place < stored.memberships.size(); ++place) {
    const StoredMembership& passed = stored.memberships[place];
    std::optional<DoubleSeat> first;
    for (const StoredMembership& taken : stored.memberships) {
      if (taken.membership.authority() == passed.membership.authority()) continue;
      auto twice = Together(passed, taken.membership, day);
      if (!twice.has_value()) continue;
      if (!first.has_value() || twice->first_day < first->first_day) first = std::move(twice);
    }
    if (!first.has_value()) continue;
    first->place = place;
    found.push_back(*std::move(first));
  }
  return found;
}

std::string LastDayOf(const DoubleSeat& twice, const v1::Membership& membership) {
  return std::max(DayBefore(twice.first_day), membership.start_date());
}

}  // namespace telemachus::registry
