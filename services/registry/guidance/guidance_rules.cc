#include "registry/guidance/guidance_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status.h"
#include "registry/guidance/text_rules.h"

namespace telemachus::registry {
namespace {

// Adds a fault for each item that stands in the list already.
void CheckRepeated(const google::protobuf::RepeatedField<int>& list, absl::string_view field,
                   status::FieldFaults& faults) {
  std::set<int> seen;
  for (int i = 0; i < list.size(); ++i) {
    if (seen.insert(list[i]).second) continue;
    faults.Add(absl::StrCat(field, "[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
}

bool HasAudience(const v1::Guidance& guidance, bool organisers) {
  return std::any_of(guidance.audiences().begin(), guidance.audiences().end(), [&](int audience) {
    return (audience == v1::Guidance::AUDIENCE_ORGANISER) == organisers;
  });
}

void CheckStages(const v1::Guidance& guidance, status::FieldFaults& faults) {
  for (int i = 0; i < guidance.stages_size(); ++i) {
    const bool organisers = guidance.stages(i) >= v1::Guidance::STAGE_SETTING_UP;
    if (HasAudience(guidance, organisers)) continue;
    faults.Add(absl::StrCat("guidance.stages[", i, "]"), status::v1::REASON_FIELD_CONFLICT,
               "is a stage of none of its audiences");
  }
}

void CheckLinks(const v1::Guidance& guidance, status::FieldFaults& faults) {
  for (int i = 0; i < guidance.links_size(); ++i) {
    const std::string field = absl::StrCat("guidance.links[", i, "]");
    CheckText(guidance.links(i).title(), kMostTitle, absl::StrCat(field, ".title"), faults);
    if (IsSafeLink(guidance.links(i).uri())) continue;
    faults.Add(absl::StrCat(field, ".uri"), status::v1::REASON_FIELD_MALFORMED,
               "must be the https address of a page");
  }
}

}  // namespace

bool IsSafeLink(absl::string_view uri) {
  if (!absl::ConsumePrefix(&uri, "https://")) return false;
  constexpr absl::string_view kUnsafe = "\"<>\\^`{|}";
  const bool plain = std::all_of(uri.begin(), uri.end(), [&](char c) {
    return absl::ascii_isgraph(c) && kUnsafe.find(c) == absl::string_view::npos;
  });
  const absl::string_view host = uri.substr(0, uri.find_first_of("/?#"));
  const size_t dot = host.find('.');
  const bool named = std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '-';
  });
  return plain && named && dot != absl::string_view::npos && dot > 0 && host.back() != '.';
}

absl::Status CheckGuidance(const v1::Guidance& guidance) {
  status::FieldFaults faults;
  CheckRepeated(guidance.audiences(), "guidance.audiences", faults);
  CheckRepeated(guidance.stages(), "guidance.stages", faults);
  CheckStages(guidance, faults);
  CheckText(guidance.title(), kMostTitle, "guidance.title", faults);
  CheckText(guidance.summary(), kMostSummary, "guidance.summary", faults);
  for (int i = 0; i < guidance.points_size(); ++i) {
    CheckText(guidance.points(i), kMostPoint, absl::StrCat("guidance.points[", i, "]"), faults);
  }
  CheckLinks(guidance, faults);
  return faults.ToStatus();
}

void PutInOrder(v1::Guidance& guidance) {
  std::sort(guidance.mutable_audiences()->begin(), guidance.mutable_audiences()->end());
  std::sort(guidance.mutable_stages()->begin(), guidance.mutable_stages()->end());
}

bool IsRetired(const v1::Guidance& guidance, absl::string_view day) {
  return !guidance.end_date().empty() && absl::string_view(guidance.end_date()) <= day;
}

absl::Status CheckInForce(const v1::Guidance& guidance, absl::string_view day) {
  return IsRetired(guidance, day) ? status::WrongState(guidance.name(), "RETIRED")
                                  : absl::OkStatus();
}

absl::Status CheckRetirement(const v1::Guidance& guidance, absl::string_view end_date,
                             absl::string_view today) {
  if (end_date < today) {
    return status::FieldFault("end_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
                              "must not be in the past");
  }
  return CheckInForce(guidance, today);
}

}  // namespace telemachus::registry
