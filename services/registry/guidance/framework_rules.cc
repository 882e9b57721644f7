#include "registry/guidance/framework_rules.h"

#include <algorithm>
#include <array>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "registry/guidance/text_rules.h"

namespace telemachus::registry {
namespace {

constexpr std::array<absl::string_view, 3> kFrameworks = {
    kAllMembers, "skillFrameworks/executive-members", "skillFrameworks/leaders"};

bool IsSkillCode(absl::string_view code) {
  return absl::ascii_islower(code.front()) && std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

// Looks at the skills one by one, and remembers what has stood before.
class SkillCheck {
 public:
  SkillCheck(const FrameworkGround& ground, status::FieldFaults& faults)
      : ground_(ground), faults_(faults) {}

  void Look(const v1::SkillFramework::Skill& skill, const std::string& field) {
    if (!IsKnown(skill.code())) {
      faults_.Add(absl::StrCat(field, ".code"), status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                  "is no skill of the catalogue");
    }
    if (!skills_.insert(skill.code()).second) {
      faults_.Add(absl::StrCat(field, ".code"), status::v1::REASON_FIELD_REPEATED,
                  "stands in the list already");
    }
    CheckText(skill.title(), kMostTitle, absl::StrCat(field, ".title"), faults_);
    CheckText(skill.about(), kMostSummary, absl::StrCat(field, ".about"), faults_);
    std::set<std::string> own;
    Look(skill.positive_indicators(), absl::StrCat(field, ".positive_indicators"), own);
    Look(skill.negative_indicators(), absl::StrCat(field, ".negative_indicators"), own);
  }

 private:
  using Indicators = google::protobuf::RepeatedPtrField<v1::SkillFramework::Indicator>;

  bool IsKnown(const std::string& code) const {
    if (ground_.skills.contains(code)) return true;
    return ground_.framework != kAllMembers && IsSkillCode(code);
  }

  // `own` are the indicators of the same skill.
  void Look(const Indicators& indicators, const std::string& list, std::set<std::string>& own) {
    for (int i = 0; i < indicators.size(); ++i) {
      const v1::SkillFramework::Indicator& indicator = indicators[i];
      const std::string field = absl::StrCat(list, "[", i, "]");
      CheckText(indicator.content(), kMostPoint, absl::StrCat(field, ".content"), faults_);
      if (!own.insert(indicator.code()).second) {
        faults_.Add(absl::StrCat(field, ".code"), status::v1::REASON_FIELD_REPEATED,
                    "stands under this skill already");
      }
      const std::string reads = indicator.content().SerializeAsString();
      if (contents_.emplace(indicator.code(), reads).first->second != reads) {
        faults_.Add(absl::StrCat(field, ".content"), status::v1::REASON_FIELD_CONFLICT,
                    "reads differently under another skill");
      }
    }
  }

  const FrameworkGround& ground_;
  status::FieldFaults& faults_;
  std::set<std::string> skills_;
  std::map<std::string, std::string> contents_;
};

}  // namespace

bool IsFramework(absl::string_view framework) {
  return std::find(kFrameworks.begin(), kFrameworks.end(), framework) != kFrameworks.end();
}

absl::Status CheckFramework(const v1::SkillFramework& version, const FrameworkGround& ground) {
  status::FieldFaults faults;
  if (!IsFramework(ground.framework)) {
    faults.Add("parent", status::v1::REASON_FIELD_UNKNOWN_REFERENCE, "is no framework of skills");
  }
  const std::string& earliest = std::max(ground.today, ground.latest_date);
  if (version.effective_date() < earliest) {
    faults.Add("skill_framework.effective_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               absl::StrCat("must not be before ", earliest));
  }
  CheckText(version.use_with_care(), kMostCare, "skill_framework.use_with_care", faults);
  SkillCheck check(ground, faults);
  for (int i = 0; i < version.skills_size(); ++i) {
    check.Look(version.skills(i), absl::StrCat("skill_framework.skills[", i, "]"));
  }
  return faults.ToStatus();
}

}  // namespace telemachus::registry
