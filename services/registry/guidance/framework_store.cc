#include "registry/guidance/framework_store.h"

#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/authority/authority_store.h"
#include "registry/store/values.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

using v1::SkillFramework;

constexpr char kPositive[] = "positive";
constexpr char kNegative[] = "negative";

// A version, as its tables know it.
struct Key {
  std::string framework;
  int64_t version = 0;

  sql::Parameters Parameters() const { return {{"framework", framework}, {"version", version}}; }
};

absl::StatusOr<Key> ParseName(const std::string& name) {
  // skillFrameworks/{framework}/versions/{version}
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  Key key;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[3], &key.version)) {
    return absl::NotFoundError("versions are numbers");
  }
  key.framework = parts[1];
  return key;
}

void SetText(const sql::Row& row, size_t column, programme::v1::Text& text) {
  text.set_welsh(row.Text(column));
  text.set_english(row.Text(column + 1));
}

absl::Status AddSkills(sql::Transaction& transaction, const Key& key, SkillFramework& version) {
  ASSIGN_OR_RETURN(
      auto skills,
      transaction.Query("SELECT skill, title_welsh, title_english, about_welsh, about_english FROM "
                        "framework_skills WHERE framework = :framework AND version = :version "
                        "ORDER BY place",
                        key.Parameters()));
  std::map<std::string, SkillFramework::Skill*> by_code;
  for (const sql::Row& row : skills) {
    SkillFramework::Skill& skill = *version.add_skills();
    skill.set_code(row.Text(0));
    SetText(row, 1, *skill.mutable_title());
    SetText(row, 3, *skill.mutable_about());
    by_code[skill.code()] = &skill;
  }
  ASSIGN_OR_RETURN(
      auto indicators,
      transaction.Query("SELECT skill, sign, indicator, welsh, english FROM framework_indicators "
                        "WHERE framework = :framework AND version = :version ORDER BY place",
                        key.Parameters()));
  for (const sql::Row& row : indicators) {
    const auto skill = by_code.find(row.Text(0));
    if (skill == by_code.end()) return absl::InternalError("an indicator without its skill");
    SkillFramework::Indicator& indicator = row.Text(1) == kPositive
                                               ? *skill->second->add_positive_indicators()
                                               : *skill->second->add_negative_indicators();
    indicator.set_code(row.Text(2));
    SetText(row, 3, *indicator.mutable_content());
  }
  return absl::OkStatus();
}

absl::StatusOr<SkillFramework> Load(sql::Transaction& transaction, const Key& key) {
  ASSIGN_OR_RETURN(
      const sql::Row row,
      transaction.QueryRow("SELECT effective_date, credit, care_welsh, care_english, create_time "
                           "FROM skill_frameworks WHERE framework = :framework AND "
                           "version = :version",
                           key.Parameters()));
  SkillFramework version;
  version.set_name(absl::StrCat("skillFrameworks/", key.framework, "/versions/", key.version));
  version.set_version(key.version);
  version.set_effective_date(row.Text(0));
  version.set_credit(row.Text(1));
  SetText(row, 2, *version.mutable_use_with_care());
  if (row.Int(4) != 0) *version.mutable_create_time() = time::ToProto(row.Time(4));
  RETURN_IF_ERROR(AddSkills(transaction, key, version));
  return version;
}

void AddIndicators(const Key& key, const SkillFramework::Skill& skill, const char* sign,
                   const google::protobuf::RepeatedPtrField<SkillFramework::Indicator>& indicators,
                   Values& rows) {
  int64_t place = 0;
  for (const SkillFramework::Indicator& indicator : indicators) {
    rows.Add({key.framework, key.version, skill.code(), std::string(sign), ++place,
              indicator.code(), indicator.content().welsh(), indicator.content().english()});
  }
}

absl::Status InsertSkills(sql::Transaction& transaction, const Key& key,
                          const SkillFramework& version) {
  Values skills, indicators;
  int64_t place = 0;
  for (const SkillFramework::Skill& skill : version.skills()) {
    skills.Add({key.framework, key.version, ++place, skill.code(), skill.title().welsh(),
                skill.title().english(), skill.about().welsh(), skill.about().english()});
    AddIndicators(key, skill, kPositive, skill.positive_indicators(), indicators);
    AddIndicators(key, skill, kNegative, skill.negative_indicators(), indicators);
  }
  RETURN_IF_ERROR(InsertRows(transaction,
                             "framework_skills (framework, version, place, skill, title_welsh, "
                             "title_english, about_welsh, about_english)",
                             skills)
                      .status());
  return InsertRows(transaction,
                    "framework_indicators (framework, version, skill, sign, place, indicator, "
                    "welsh, english)",
                    indicators)
      .status();
}

}  // namespace

absl::StatusOr<SkillFramework> LoadFramework(sql::Transaction& transaction,
                                             const std::string& name) {
  ASSIGN_OR_RETURN(const Key key, ParseName(name));
  return Load(transaction, key);
}

absl::StatusOr<SkillFramework> FrameworkOn(sql::Transaction& transaction,
                                           const std::string& framework, absl::string_view day) {
  Key key = {.framework = std::string(id::LastSegment(framework))};
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow("SELECT version FROM skill_frameworks WHERE framework = "
                                        ":framework AND effective_date <= :day ORDER BY version "
                                        "DESC LIMIT 1",
                                        {{"framework", key.framework}, {"day", day}}));
  key.version = row.Int(0);
  return Load(transaction, key);
}

absl::StatusOr<LatestFramework> FindLatestFramework(sql::Transaction& transaction,
                                                    const std::string& framework) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT version, effective_date FROM skill_frameworks WHERE "
                                     "framework = :framework ORDER BY version DESC LIMIT 1",
                                     {{"framework", id::LastSegment(framework)}}));
  if (rows.empty()) return LatestFramework();
  return LatestFramework{.version = rows[0].Int(0), .effective_date = rows[0].Text(1)};
}

absl::Status InsertFramework(sql::Transaction& transaction, const SkillFramework& version) {
  ASSIGN_OR_RETURN(const Key key, ParseName(version.name()));
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute("INSERT INTO skill_frameworks (framework, version, effective_date, "
                          "credit, care_welsh, care_english, create_time) VALUES (:framework, "
                          ":version, :effective_date, :credit, :care_welsh, :care_english, "
                          ":create_time) ON CONFLICT DO NOTHING",
                          {{"framework", key.framework},
                           {"version", key.version},
                           {"effective_date", version.effective_date()},
                           {"credit", version.credit()},
                           {"care_welsh", version.use_with_care().welsh()},
                           {"care_english", version.use_with_care().english()},
                           {"create_time", time::FromProto(version.create_time())}}));
  if (added != 1) return ChangedMeanwhile();
  return InsertSkills(transaction, key, version);
}

}  // namespace telemachus::registry
