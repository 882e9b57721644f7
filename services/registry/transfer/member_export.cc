#include "registry/transfer/member_export.h"

#include <set>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/csv/writer.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "registry/membership/affiliation_rules.h"

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

std::vector<std::string> ValuesOf(const std::string& authority_code, const v1::Person& person,
                                  const v1::Membership& seat, absl::string_view day) {
  return {authority_code,
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

std::string BeginMembers(v1::TransferFormat format) {
  return format == v1::TRANSFER_FORMAT_CSV ? csv::Line(Columns()) : std::string();
}

std::string WriteMember(const std::string& authority_code, const v1::Person& person,
                        const v1::Membership& seat, absl::string_view day,
                        v1::TransferFormat format) {
  const auto values = ValuesOf(authority_code, person, seat, day);
  return format == v1::TRANSFER_FORMAT_CSV ? csv::Line(values) : JsonLine(values);
}

}  // namespace telemachus::registry
