#include "tools/register/record/authority.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "tools/register/record/rows.h"

namespace telemachus::record {
namespace {

AuthorityType TypeOf(absl::string_view words) {
  static constexpr std::pair<absl::string_view, AuthorityType> kTypes[] = {
      {"County", AuthorityType::kCounty},
      {"Non-metropolitan district", AuthorityType::kDistrict},
      {"Unitary authority", AuthorityType::kUnitary},
      {"Metropolitan district", AuthorityType::kMetropolitan},
      {"London borough", AuthorityType::kLondonBorough},
      {"City corporation", AuthorityType::kCityCorporation},
      {"Welsh unitary authority", AuthorityType::kWelshPrincipal},
      {"Combined authority", AuthorityType::kCombined},
      {"Fire and rescue authority", AuthorityType::kFire},
  };
  for (const auto& [name, type] : kTypes) {
    if (name == words) return type;
  }
  return AuthorityType::kOther;
}

Authority FromRow(const csv::Row& row) {
  return {.code = std::string(row["code"]),
          .gss_code = std::string(row["gss_code"]),
          .name = std::string(row["name"]),
          .name_cy = std::string(row["name_cy"]),
          .short_name = std::string(row["short_name"]),
          .nation = std::string(row["nation"]),
          .region = std::string(row["region"]),
          .type = TypeOf(row["type"]),
          .county = std::string(row["county"]),
          .start_date = std::string(row["start_date"]),
          .end_date = std::string(row["end_date"]),
          .replaced_by = absl::StrSplit(row["replaced_by"], ',', absl::SkipWhitespace())};
}

}  // namespace

bool Authority::IsElected() const {
  return end_date.empty() && type != AuthorityType::kCombined && type != AuthorityType::kFire &&
         type != AuthorityType::kOther;
}

absl::StatusOr<std::vector<Authority>> ReadAuthorities(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const std::vector<csv::Row> rows,
                   ReadRows(bytes, {"code", "gss_code", "name", "short_name", "nation", "region",
                                    "type", "county", "start_date", "end_date", "replaced_by"}));
  std::vector<Authority> authorities;
  absl::flat_hash_set<std::string> codes;
  for (const csv::Row& row : rows) {
    authorities.push_back(FromRow(row));
    const std::string& code = authorities.back().code;
    if (code.empty() || !codes.insert(code).second) {
      return RowFault(row, "the code is empty or stands twice");
    }
  }
  return authorities;
}

}  // namespace telemachus::record
