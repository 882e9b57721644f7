#ifndef TELEMACHUS_TOOLS_REGISTER_RECORD_MEMBER_H_
#define TELEMACHUS_TOOLS_REGISTER_RECORD_MEMBER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace telemachus::record {

// One member, on one seat.
struct Member {
  std::string authority_code;
  std::string key;      // the council's own key of the person: "BKM-0001"
  std::string subject;  // the login of the person: "member-bkm-0001"
  std::string given_name;
  std::string family_name;
  std::string preferred_name;  // where it is not the given name
  std::string gender;          // "female", "male" or empty: not stated
  std::string language_code;   // "cy" or "en-GB"
  std::string ward_name;
  std::string seat;
  std::string party_code;
  std::string party_name;
  absl::CivilDay elected_date;   // first elected, to this council or to one it replaced
  absl::CivilDay term_end_date;  // the fourth day after the next election
  std::vector<std::string> roles;
  std::string email;

  // Elected for the first time at the latest election of the seat.
  bool IsNew() const;
  bool HasRole(absl::string_view role) const;
};

// The members of a file with the columns that WriteMembers writes.
absl::StatusOr<std::vector<Member>> ReadMembers(absl::string_view bytes);

// The file of `members`, header included; dates as YYYY-MM-DD, roles separated by semicolons.
std::string WriteMembers(absl::Span<const Member> members);

}  // namespace telemachus::record

#endif  // TELEMACHUS_TOOLS_REGISTER_RECORD_MEMBER_H_
