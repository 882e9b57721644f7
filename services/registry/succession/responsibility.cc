#include "registry/succession/responsibility.h"

namespace telemachus::registry {

const Responsibility* FindResponsibility(const std::vector<Responsibility>& responsibilities,
                                         absl::string_view ward, absl::string_view day) {
  const Responsibility* found = nullptr;
  for (const Responsibility& each : responsibilities) {
    const bool holds = absl::string_view(each.from_date) <= day &&
                       (each.until_date.empty() || day < absl::string_view(each.until_date));
    if (!holds) continue;
    if (absl::string_view(each.ward) == ward) return &each;
    if (each.ward.empty()) found = &each;
  }
  return found;
}

std::string ResponsibleForAll(const std::vector<Responsibility>& responsibilities,
                              const std::string& authority, absl::string_view day) {
  const auto of_ward = [&](absl::string_view ward) {
    const Responsibility* found = FindResponsibility(responsibilities, ward, day);
    return found == nullptr ? authority : found->scope.authority;
  };
  std::string responsible = of_ward("");
  for (const Responsibility& each : responsibilities) {
    if (of_ward(each.ward) != responsible) return "";
  }
  return responsible;
}

}  // namespace telemachus::registry
