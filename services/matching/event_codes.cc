#include "matching/event_codes.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace telemachus::matching {
namespace {

std::string Word(absl::string_view value, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(value, prefix));
}

}  // namespace

std::string CodeOf(programme::v1::Kind kind) {
  return Word(programme::v1::Kind_Name(kind), "KIND_");
}

std::string CodeOf(programme::v1::Context context) {
  return Word(programme::v1::Context_Name(context), "CONTEXT_");
}

std::string CodeOf(programme::v1::Urgency urgency) {
  return Word(programme::v1::Urgency_Name(urgency), "URGENCY_");
}

std::string CodeOf(programme::v1::Reach reach) {
  if (reach == programme::v1::REACH_ANY_NATION) return "other_nation";
  return Word(programme::v1::Reach_Name(reach), "REACH_");
}

std::map<std::string, std::string> ScopeCodes(const access::Scope& scope) {
  return {{"authority", scope.authority}, {"region", scope.region}, {"nation", scope.nation}};
}

}  // namespace telemachus::matching
