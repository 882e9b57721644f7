#ifndef TELEMACHUS_REGISTRY_PERSON_STAFF_SCOPES_H_
#define TELEMACHUS_REGISTRY_PERSON_STAFF_SCOPES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/sql/database.h"

// Lists that span all authorities in which the caller is staff.
namespace telemachus::registry {

// Stands for all of them.
inline constexpr char kAllAuthorities[] = "authorities/-";

// A condition of SQL on rows `a` of authorities: each lies in one of `scopes`, which are names of
// authorities, regions and nations and of which up to 100 count. Adds its parameters, which are
// called `scope_0` and so on.
std::string InScopes(const std::vector<std::string>& scopes, sql::Parameters& parameters);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_STAFF_SCOPES_H_
