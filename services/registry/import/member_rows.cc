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
constexpr size_t kWholeNameLength = 200;
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
    if (!reading.roles.contains(role)) {
      record.TakenWithout(v1::ODD_KIND_CODE_UNKNOWN, "roles");
    } else {
      roles.insert(std::move(role));
    }
  }
  for (const std::string& role : roles) membership.add_roles()->set_role_code(role);
}

void ReadDates(const v1::Authority& authority, const MemberReading& reading, Record& record,
               MemberRow& member) {
  v1::Membership& membership = *member.said.mutable_memberships(0);
  membership.set_start_date(record.Date("elected_date"));
  membership.set_end_date(record.Date("end_date"));
  membership.set_term_end_date(record.Date("term_end_date"));
  const std::string& end = authority.end_date();
  if (end.empty()) return;
  if (end < reading.day) record.Taken(v1::ODD_KIND_AUTHORITY_ENDED, "authority_code");
  const bool passes = !authority.successors().empty();
  // Members of an authority that others come after go on sitting until they are said to leave.
  if (passes && end >= reading.day) return;
  member.ends_with_authority = passes && membership.end_date().empty();
  if (membership.end_date().empty() || (!passes && membership.end_date() > end)) {
    membership.set_end_date(end);
  }
}

// The name they go by, in one column or made of two; empty if the row is rejected.
std::string NameOf(Record& record) {
  if (record.Has("display_name")) return record.Needed("display_name", kWholeNameLength);
  const std::string given = record.Needed("given_name", kNameLength);
  const std::string family = record.Needed("family_name", kNameLength);
  if (record.rejected()) return "";
  const std::string preferred = record.Optional("preferred_name", kNameLength);
  return absl::StrCat(preferred.empty() ? given : preferred, " ", family);
}

Silence SilenceOf(const Record& record) {
  return {.language = !record.Has("language_code"),
          .gender = !record.Has("gender"),
          .email = !record.Has("email"),
          .login = !record.Has("subject"),
          .ward = !record.Has("ward_name"),
          .party = !record.Has("party") && !record.Has("party_code") && !record.Has("party_name"),
          .start_date = !record.Has("elected_date"),
          .end_date = !record.Has("end_date"),
          .term_end_date = !record.Has("term_end_date"),
          .roles = !record.Has("roles")};
}

void ReadPerson(const MemberReading& reading, Record& record, v1::Person& person) {
  person.set_language_code(LanguageOf(record));
  person.set_gender(record.Optional("gender", kGenderLength));
  person.set_email(record.Email("email"));
  const std::string subject = record.Optional("subject", kSubjectLength);
  if (subject.empty()) return;
  person.add_logins()->set_issuer(reading.login_issuer);
  person.mutable_logins(0)->set_subject(subject);
}

}  // namespace

v1::Person Filled(const MemberRow& row, const v1::Person& last) {
  v1::Person said = row.said;
  const Silence& silence = row.silence;
  if (silence.language) said.set_language_code(last.language_code());
  if (silence.gender) said.set_gender(last.gender());
  if (silence.email) said.set_email(last.email());
  if (silence.login) *said.mutable_logins() = last.logins();
  v1::Membership& seat = *said.mutable_memberships(0);
  const v1::Membership& before = last.memberships(0);
  if (silence.ward) seat.set_ward(before.ward());
  if (silence.party) seat.set_party(before.party());
  if (silence.start_date) seat.set_start_date(before.start_date());
  // What follows from the end of the authority is said nevertheless.
  if (silence.end_date && seat.end_date().empty()) seat.set_end_date(before.end_date());
  if (silence.term_end_date) seat.set_term_end_date(before.term_end_date());
  if (silence.roles) *seat.mutable_roles() = before.roles();
  return said;
}

std::vector<MemberRow> ReadMembers(const csv::Table& table, const MemberReading& reading,
                                   Report& report) {
  std::vector<MemberRow> rows;
  std::set<std::pair<std::string, std::string>> seen;
  for (const csv::Row& row : table.rows) {
    Record record(row, report);
    MemberRow member;
    member.line = record.line();
    v1::Membership& membership = *member.said.add_memberships();
    const std::string code = record.AuthorityCode(reading.authority_code);
    membership.set_council_key(record.Needed("key", kKeyLength));
    record.Name(code, membership.council_key());
    member.said.set_display_name(NameOf(record));
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
    member.silence = SilenceOf(record);
    ReadPerson(reading, record, member.said);
    ReadDates(authority->second, reading, record, member);
    membership.set_ward(record.Optional("ward_name", kWardLength));
    member.seat = record.Number("seat", /*needed=*/false).value_or(0);
    if (!member.silence.party) membership.set_party(ReadParty(reading.parties, record).party);
    ReadRoles(reading, record, membership);
    rows.push_back(std::move(member));
  }
  return rows;
}

}  // namespace telemachus::registry
