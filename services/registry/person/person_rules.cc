#include "registry/person/person_rules.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::registry {
namespace {

constexpr char kEnglish[] = "en-GB";

}  // namespace

absl::Status Draft(const v1::Person& asked, const std::string& name, v1::Person& draft) {
  status::FieldFaults faults;
  std::set<std::pair<std::string, std::string>> logins;
  for (int i = 0; i < asked.logins_size(); ++i) {
    if (logins.emplace(asked.logins(i).issuer(), asked.logins(i).subject()).second) continue;
    faults.Add(absl::StrCat("person.logins[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
  draft = asked;
  draft.set_name(name);
  draft.clear_memberships();
  if (draft.language_code().empty()) draft.set_language_code(kEnglish);
  return faults.ToStatus();
}

absl::StatusOr<v1::Person> Changes(const v1::Person& asked, const google::protobuf::FieldMask& mask,
                                   const v1::Person& person) {
  for (const std::string& path : mask.paths()) {
    if (path == "logins" || absl::StartsWith(path, "logins.")) {
      return status::FieldFault("update_mask", status::v1::REASON_FIELD_MASK_INVALID,
                                "logins are set on creation and not changed");
    }
  }
  v1::Person changes = asked;
  *changes.mutable_logins() = person.logins();
  return changes;
}

}  // namespace telemachus::registry
