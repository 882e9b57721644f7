#ifndef TELEMACHUS_COMMON_FIELD_VALUE_H_
#define TELEMACHUS_COMMON_FIELD_VALUE_H_

#include <optional>
#include <string>

#include "common/field/plan.h"
#include "common/field/slot.h"
#include "common/status/status.h"

namespace telemachus::field {

// What is wrong with one value.
struct Fault {
  status::Reason reason;
  std::string words;
};

// That it is not set.
Fault Missing();

// Checks one value that is no message to be walked into, after bringing a text to NFC. `required`
// is about this value: the items of a list have it though the list may be empty.
std::optional<Fault> CheckValue(const Slot& slot, const FieldPlan& plan, bool required);

}  // namespace telemachus::field

#endif  // TELEMACHUS_COMMON_FIELD_VALUE_H_
