#include "registry/person/staff_scopes.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace telemachus::registry {
namespace {

constexpr size_t kMostScopes = 100;

// Parameters refer to their names, which therefore outlive every statement.
absl::string_view ScopeName(size_t number) {
  static const auto* const names = [] {
    auto* const made = new std::array<std::string, kMostScopes>();
    for (size_t i = 0; i < made->size(); ++i) (*made)[i] = absl::StrCat("scope_", i);
    return made;
  }();
  return (*names)[number];
}

}  // namespace

std::string InScopes(const std::vector<std::string>& scopes, sql::Parameters& parameters) {
  std::vector<std::string> names;
  for (size_t i = 0; i < scopes.size() && i < kMostScopes; ++i) {
    names.push_back(absl::StrCat(":", ScopeName(i)));
    parameters.push_back({ScopeName(i), scopes[i]});
  }
  const std::string any = absl::StrCat("(", absl::StrJoin(names, ", "), ")");
  return absl::StrCat("(a.id IN ", any, " OR a.region IN ", any, " OR a.nation IN ", any, ")");
}

}  // namespace telemachus::registry
