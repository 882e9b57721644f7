#ifndef TELEMACHUS_REGISTRY_IMPORT_MEMBER_ROWS_H_
#define TELEMACHUS_REGISTRY_IMPORT_MEMBER_ROWS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "common/csv/reader.h"
#include "registry/catalogue/party_map.h"
#include "registry/import/authority_rows.h"
#include "registry/import/report.h"
#include "telemachus/registry/v1/person.pb.h"

// A list of members as rows, before anything is written. Pure.
namespace telemachus::registry {

// What a file says nothing of, for it has no such column: of a member known already, that stays as
// the last list said it.
struct Silence {
  bool language = false;
  bool gender = false;
  bool email = false;
  bool login = false;
  bool ward = false;
  bool party = false;
  bool start_date = false;
  bool end_date = false;
  bool term_end_date = false;
  bool roles = false;
};

// What a row says of a member.
struct MemberRow {
  int64_t line = 0;
  // The person with the one login and the one membership of the row, names left empty. Roles are
  // those held now, or until the end of an ended membership, by code.
  v1::Person said;
  Silence silence;
  int seat = 0;  // number within the ward; 0: not said
  // Whether the end of the membership is that of its authority, which others came after, and not
  // the row's own: who was known as a member before has passed to one of them instead.
  bool ends_with_authority = false;

  const v1::Membership& membership() const { return said.memberships(0); }
};

// What rows are read by.
struct MemberReading {
  const AuthoritiesByCode& authorities;
  const PartyMap& parties;
  const std::set<std::string>& roles;  // codes of the catalogue
  std::string login_issuer = {};       // of the column `subject`
  std::string authority_code = {};     // of rows that name none
  std::string day;                     // of the import, YYYY-MM-DD
};

// What the row says of a member of whom `last` was said, silence filled in.
v1::Person Filled(const MemberRow& row, const v1::Person& last);

// Reads all rows; those that cannot be taken are noted and left out. Who is told of after their
// authority ended is history, and left with it.
std::vector<MemberRow> ReadMembers(const csv::Table& table, const MemberReading& reading,
                                   Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_MEMBER_ROWS_H_
