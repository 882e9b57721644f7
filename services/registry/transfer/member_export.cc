#include "registry/transfer/member_export.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "common/csv/writer.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

const std::vector<std::string>& Columns() {
  static const auto* const columns = new std::vector<std::string>{
      "authority_code", "key",          "display_name", "language_code", "email", "ward_name",
      "party",          "elected_date", "end_date",     "term_end_date", "roles"};
  return *columns;
}

// Those that an import would say.
std::string RolesOf(const v1::Membership& seat) {
  std::set<std::string> held;
  for (const v1::MemberRole& role : seat.roles()) {
    if (role.end_date().empty()) held.insert(role.role_code());
  }
  return absl::StrJoin(held, ";");
}

std::vector<std::string> ValuesOf(const v1::Authority& authority, const v1::Person& person,
                                  const v1::Membership& seat, absl::string_view day) {
  return {authority.code(),
          seat.council_key(),
          person.display_name(),
          person.language_code(),
          person.email(),
          seat.ward(),
          std::string(absl::StripPrefix(AffiliationOn(seat, day).party(), "parties/")),
          seat.start_date(),
          seat.end_date(),
          seat.term_end_date(),
          RolesOf(seat)};
}

std::string JsonLine(const std::vector<std::string>& values) {
  google::protobuf::Struct object;
  for (size_t i = 0; i < values.size(); ++i) {
    (*object.mutable_fields())[Columns()[i]].set_string_value(values[i]);
  }
  std::string line;
  // Texts of the register are UTF-8, which is all that could go wrong.
  if (!google::protobuf::util::MessageToJsonString(object, &line).ok()) line = "{}";
  return line + "\n";
}

}  // namespace

std::string WriteMembers(const v1::Authority& authority, const std::vector<StoredPerson>& members,
                         const std::string& day, v1::TransferFormat format) {
  const bool csv = format == v1::TRANSFER_FORMAT_CSV;
  std::string text = csv ? csv::Line(Columns()) : "";
  for (const StoredPerson& member : members) {
    for (const StoredMembership& seat : member.memberships) {
      if (seat.membership.authority() != authority.name() || !IsPresent(seat.membership, day)) {
        continue;
      }
      const auto values = ValuesOf(authority, member.person, seat.membership, day);
      text += csv ? csv::Line(values) : JsonLine(values);
    }
  }
  return text;
}

}  // namespace telemachus::registry
