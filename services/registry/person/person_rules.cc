#include "registry/person/person_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::registry {
namespace {

constexpr char kEnglish[] = "en-GB";

using Channels = google::protobuf::RepeatedField<int>;

bool Contains(const Channels& channels, int channel) {
  return std::find(channels.begin(), channels.end(), channel) != channels.end();
}

bool HasValue(const v1::Person& person, int channel) {
  if (channel == v1::Person::CHANNEL_EMAIL) return !person.email().empty();
  if (channel == v1::Person::CHANNEL_TELEPHONE) return !person.telephone().empty();
  return channel == v1::Person::CHANNEL_POST && !person.postal_address().empty();
}

void CheckOnce(const Channels& values, absl::string_view field, status::FieldFaults& faults) {
  std::set<int> seen;
  for (int i = 0; i < values.size(); ++i) {
    if (seen.insert(values.Get(i)).second) continue;
    faults.Add(absl::StrCat(field, "[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
}

void CheckValues(const v1::Person& person, const Channels& channels, absl::string_view field,
                 status::FieldFaults& faults) {
  for (int i = 0; i < channels.size(); ++i) {
    if (HasValue(person, channels.Get(i))) continue;
    faults.Add(absl::StrCat(field, "[", i, "]"), status::v1::REASON_FIELD_CONFLICT,
               "there is no address or number of this kind");
  }
}

}  // namespace

absl::Status CheckContact(const v1::Person& person) {
  status::FieldFaults faults;
  CheckOnce(person.released_channels(), "person.released_channels", faults);
  CheckOnce(person.preferred_channels(), "person.preferred_channels", faults);
  CheckOnce(person.format_needs(), "person.format_needs", faults);
  CheckValues(person, person.released_channels(), "person.released_channels", faults);
  CheckValues(person, person.preferred_channels(), "person.preferred_channels", faults);
  return faults.ToStatus();
}

absl::Status CheckReleases(const v1::Person& before, const v1::Person& after) {
  for (const int channel : after.released_channels()) {
    if (Contains(before.released_channels(), channel)) continue;
    return status::FieldFault("person.released_channels", status::v1::REASON_FIELD_CONFLICT,
                              "a channel is released by the person alone");
  }
  return absl::OkStatus();
}

void DropEmptyChannels(v1::Person& person) {
  for (Channels* const channels :
       {person.mutable_released_channels(), person.mutable_preferred_channels()}) {
    channels->erase(std::remove_if(channels->begin(), channels->end(),
                                   [&](int channel) { return !HasValue(person, channel); }),
                    channels->end());
  }
}

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
  RETURN_IF_ERROR(faults.ToStatus());
  return CheckContact(draft);
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
