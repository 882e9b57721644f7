#ifndef TELEMACHUS_TOOLS_REGISTER_RECORD_AUTHORITY_H_
#define TELEMACHUS_TOOLS_REGISTER_RECORD_AUTHORITY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace telemachus::record {

// What kind of body an authority is. The order means nothing.
enum class AuthorityType {
  kCounty,
  kDistrict,
  kUnitary,
  kMetropolitan,
  kLondonBorough,
  kCityCorporation,
  kWelshPrincipal,
  kCombined,
  kFire,
  kOther,
};

// One authority of the register, as far as a sample of its members needs it.
struct Authority {
  std::string code;      // of the register: "BKM"
  std::string gss_code;  // "E10000002"
  std::string name;
  std::string name_cy;  // empty where the authority has no Welsh name or the file has none
  std::string short_name;
  std::string nation;
  std::string region;
  AuthorityType type;
  std::string county;      // the code of the county it lies in, or empty
  std::string start_date;  // YYYY-MM-DD or empty
  std::string end_date;    // YYYY-MM-DD; empty: it still exists
  std::vector<std::string> replaced_by;

  // Whether people elect its members by wards now, as opposed to bodies whose members are appointed
  // by others or that have ended.
  bool IsElected() const;
};

// The authorities of a file with the columns code, gss_code, name, short_name, nation, region,
// type, county, start_date, end_date and replaced_by; name_cy may be absent. INVALID_ARGUMENT also
// for a code that is empty or stands twice.
absl::StatusOr<std::vector<Authority>> ReadAuthorities(absl::string_view bytes);

}  // namespace telemachus::record

#endif  // TELEMACHUS_TOOLS_REGISTER_RECORD_AUTHORITY_H_
