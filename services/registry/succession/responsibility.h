#ifndef TELEMACHUS_REGISTRY_SUCCESSION_RESPONSIBILITY_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_RESPONSIBILITY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/access/caller.h"

namespace telemachus::registry {

// Who is responsible for memberships in an authority that ended, from a day on.
struct Responsibility {
  std::string ward;        // empty: of all wards without a word of their own
  std::string from_date;   // YYYY-MM-DD
  std::string until_date;  // the first day on which it holds no more; empty: open
  access::Scope scope;     // the responsible authority, and where it lies
};

// The responsibility for a ward on a day (YYYY-MM-DD); null where none is known: the authority
// lives, or does not end before that day, and is responsible itself. Pure.
const Responsibility* FindResponsibility(const std::vector<Responsibility>& responsibilities,
                                         absl::string_view ward, absl::string_view day);

// The one authority that is responsible on a day for all members of `authority`; empty where it was
// split and they have several. Pure.
std::string ResponsibleForAll(const std::vector<Responsibility>& responsibilities,
                              const std::string& authority, absl::string_view day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_RESPONSIBILITY_H_
