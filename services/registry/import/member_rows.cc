#include "registry/import/member_rows.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/text/fold.h"
#include "registry/import/party_record.h"
#include "registry/import/record.h"

namespace telemachus::registry {
namespace {

constexpr size_t kCodeLength = 40;
constexpr size_t kKeyLength = 64;
constexpr size_t kNameLength = 95;  // of two that make a name of at most 200
constexpr size_t kWardLength = 200;
constexpr size_t kGenderLength = 60;
constexpr size_t kSubjectLength = 256;
constexpr size_t kRolesLength = 400;
constexpr char kEnglish[] = "en-GB";
constexpr char kWelsh[] = "cy";

std::string LanguageOf(Record& record) {
  const std::string code = text::Fold(record.Optional("language_code", kCodeLength));
  if (code == "cy" || code == "cy-gb") return kWelsh;
  if (!code.empty() && code != "en" && code != "en-gb") {
    record.TakenWithout(v1::ODD_KIND_CODE_UNKNOWN, "language_code");
  }
  return kEnglish;
}

void ReadRoles(const MemberReading& reading, Record& record, v1::Membership& membership) {
  std::set<std::string> roles;
  for (absl::string_view code :
       absl::StrSplit(record.Optional("roles", kRolesLength), ';', absl::SkipWhitespace())) {
    std::string role(absl::StripAsciiWhitespace(code));
    if (reading.roles.count(role) == 0) {
      record.TakenWithout(v1::ODD_KIND_CODE_UNKNOWN, "roles");
    } else {
      roles.insert(std::move(role));
    }
  }
  for (const std::string& role : roles) membership.add_roles()->set_role_code(role);
}

void ReadDates(const v1::Authority& authority, const MemberReading& reading, Record& record,
               v1::Membership& membership) {
  membership.set_start_date(record.Date("elected_date"));
  membership.set_end_date(record.Date("end_date"));
  membership.set_term_end_date(record.Date("term_end_date"));
  const std::string& end = authority.end_date();
  if (end.empty()) return;
  if (end < reading.day) record.Taken(v1::ODD_KIND_AUTHORITY_ENDED, "authority_code");
  if (membership.end_date().empty() || membership.end_date() > end) membership.set_end_date(end);
}

void ReadPerson(const MemberReading& reading, const std::string& given, const std::string& family,
                Record& record, v1::Person& person) {
  const std::string preferred = record.Optional("preferred_name", kNameLength);
  person.set_display_name(absl::StrCat(preferred.empty() ? given : preferred, " ", family));
  person.set_language_code(LanguageOf(record));
  person.set_gender(record.Optional("gender", kGenderLength));
  person.set_email(record.Email("email"));
  const std::string subject = record.Optional("subject", kSubjectLength);
  if (subject.empty()) return;
  person.add_logins()->set_issuer(reading.login_issuer);
  person.mutable_logins(0)->set_subject(subject);
}

}  // namespace

std::vector<MemberRow> ReadMembers(const csv::Table& table, const MemberReading& reading,
                                   Report& report) {
  std::vector<MemberRow> rows;
  std::set<std::pair<std::string, std::string>> seen;
  for (const csv::Row& row : table.rows) {
    Record record(row, report);
    MemberRow member;
    member.line = record.line();
    v1::Membership& membership = *member.said.add_memberships();
    const std::string code = record.Needed("authority_code", kCodeLength);
    membership.set_council_key(record.Needed("key", kKeyLength));
    const std::string given = record.Needed("given_name", kNameLength);
    const std::string family = record.Needed("family_name", kNameLength);
    if (record.rejected()) continue;
    const auto authority = reading.authorities.find(code);
    if (authority == reading.authorities.end()) {
      record.Reject(v1::ODD_KIND_AUTHORITY_UNKNOWN, "authority_code");
      continue;
    }
    membership.set_authority(authority->second.name());
    if (!seen.emplace(membership.authority(), membership.council_key()).second) {
      record.Reject(v1::ODD_KIND_REPEATED, "key");
      continue;
    }
    ReadPerson(reading, given, family, record, member.said);
    ReadDates(authority->second, reading, record, membership);
    membership.set_ward(record.Optional("ward_name", kWardLength));
    member.seat = record.Number("seat", /*needed=*/false).value_or(0);
    membership.set_party(ReadParty(reading.parties, record).party);
    ReadRoles(reading, record, membership);
    rows.push_back(std::move(member));
  }
  return rows;
}

}  // namespace telemachus::registry
