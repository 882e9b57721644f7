#include "agreement/paper/section_rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"

namespace telemachus::agreement {
namespace {

// A requirement is met by any one of its fields.
using Requirement = std::vector<const char*>;

// Sections 1 to 3 and 5; of the fifth, `anything_else` may well be nothing, and the end is not part
// of what each can expect of the other.
const std::vector<Requirement>& FullForm() {
  static const auto* const full = new std::vector<Requirement>{
      {"council_objectives"},  {"present_roles"},  {"motivation"},  {"aspects_to_strengthen"},
      {"learning_objectives"}, {"rules_of_trust"}, {"time_scales"}, {"contact"}};
  return *full;
}

// Goals, contact, confidentiality and end.
const std::vector<Requirement>& LightForm() {
  static const auto* const light = new std::vector<Requirement>{
      {"learning_objectives"}, {"contact"}, {"rules_of_trust"}, {"exit", "planned_end_date"}};
  return *light;
}

// One visit needs no more than trust and a day.
const std::vector<Requirement>& WardVisit() {
  static const auto* const visit =
      new std::vector<Requirement>{{"rules_of_trust"}, {"planned_end_date"}};
  return *visit;
}

const std::vector<Requirement>& RequirementsOf(programme::v1::Kind kind,
                                               registry::v1::Policy::AgreementForm form) {
  static const auto* const none = new std::vector<Requirement>;
  if (form == registry::v1::Policy::AGREEMENT_FORM_NONE) return *none;
  if (kind == programme::v1::KIND_WARD_VISIT) return WardVisit();
  return form == registry::v1::Policy::AGREEMENT_FORM_LIGHT ? LightForm() : FullForm();
}

bool IsMet(const Requirement& requirement, const v1::Sections& sections) {
  const google::protobuf::Descriptor& type = *v1::Sections::GetDescriptor();
  const google::protobuf::Reflection& reflection = *v1::Sections::GetReflection();
  for (const char* const field : requirement) {
    if (!reflection.GetString(sections, type.FindFieldByName(field)).empty()) {
      return true;
    }
  }
  return false;
}

}  // namespace

absl::Status CheckComplete(programme::v1::Kind kind, registry::v1::Policy::AgreementForm form,
                           const v1::Sections& sections) {
  std::vector<std::string> missing;
  for (const Requirement& requirement : RequirementsOf(kind, form)) {
    if (!IsMet(requirement, sections)) missing.emplace_back(requirement.front());
  }
  if (missing.empty()) return absl::OkStatus();
  const std::string names = absl::StrJoin(missing, ",");
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::v1::REASON_SECTIONS_INCOMPLETE,
      absl::StrCat("to be filled in before anybody signs: ", names), {{"sections", names}});
}

}  // namespace telemachus::agreement
