#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_PASSED_SEAT_RULES_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_PASSED_SEAT_RULES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "registry/person/person_record.h"

// Seats that have passed to an authority in which their holder has taken a seat of its own. Pure.
// Days are YYYY-MM-DD.
namespace telemachus::registry {

// A seat of a person's, and for how long they sit in the authority that it passed to as well.
struct DoubleSeat {
  size_t place = 0;
  std::string first_day;
  std::string last_day;  // empty: open
};

// Those of a person, in the order of their seats: what has passed by `day`, or by the first day of
// the other seat if that is ahead. What is to pass later is left to its day.
std::vector<DoubleSeat> DoubleSeats(const StoredPerson& stored, absl::string_view day);

// The last day of a passed seat whose holder sits in what came after: the one before.
std::string LastDayOf(const DoubleSeat& twice, const v1::Membership& membership);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_PASSED_SEAT_RULES_H_
