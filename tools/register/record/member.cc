#include "tools/register/record/member.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "tools/register/record/election.h"
#include "tools/register/record/rows.h"

namespace telemachus::record {
namespace {

constexpr absl::string_view kColumns[] = {
    "authority_code", "key",           "subject",   "given_name", "family_name", "preferred_name",
    "gender",         "language_code", "ward_name", "seat",       "party_code",  "party_name",
    "elected_date",   "term_end_date", "roles",     "email"};

Member FromRow(const csv::Row& row, absl::CivilDay elected, absl::CivilDay term_end) {
  return {.authority_code = std::string(row["authority_code"]),
          .key = std::string(row["key"]),
          .subject = std::string(row["subject"]),
          .given_name = std::string(row["given_name"]),
          .family_name = std::string(row["family_name"]),
          .preferred_name = std::string(row["preferred_name"]),
          .gender = std::string(row["gender"]),
          .language_code = std::string(row["language_code"]),
          .ward_name = std::string(row["ward_name"]),
          .seat = std::string(row["seat"]),
          .party_code = std::string(row["party_code"]),
          .party_name = std::string(row["party_name"]),
          .elected_date = elected,
          .term_end_date = term_end,
          .roles = absl::StrSplit(row["roles"], ';', absl::SkipWhitespace()),
          .email = std::string(row["email"])};
}

}  // namespace

bool Member::IsNew() const { return elected_date >= ElectionBefore(ElectionOf(term_end_date), 1); }

bool Member::HasRole(absl::string_view role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

absl::StatusOr<std::vector<Member>> ReadMembers(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const std::vector<csv::Row> rows, ReadRows(bytes, kColumns));
  std::vector<Member> members;
  members.reserve(rows.size());
  for (const csv::Row& row : rows) {
    const auto elected = time::ParseDate(row["elected_date"]);
    const auto term_end = time::ParseDate(row["term_end_date"]);
    if (!elected.ok() || !term_end.ok()) return RowFault(row, "a date is not one as YYYY-MM-DD");
    members.push_back(FromRow(row, *elected, *term_end));
  }
  return members;
}

std::string WriteMembers(absl::Span<const Member> members) {
  std::string out;
  AppendRow(kColumns, out);
  for (const Member& member : members) {
    AppendRow(
        {member.authority_code, member.key, member.subject, member.given_name, member.family_name,
         member.preferred_name, member.gender, member.language_code, member.ward_name, member.seat,
         member.party_code, member.party_name, time::FormatDate(member.elected_date),
         time::FormatDate(member.term_end_date), absl::StrJoin(member.roles, ";"), member.email},
        out);
  }
  return out;
}

}  // namespace telemachus::record
