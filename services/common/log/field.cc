#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/log/json.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace telemachus::log {
namespace {

// What every line has of itself.
constexpr std::array<absl::string_view, 7> kOwnKeys = {
    "time", "severity", "service", "message", "trace_id", "span_id", "trace_flags"};

// A field cannot stand for what the line says of itself.
std::string KeyOf(absl::string_view key) {
  const bool own = std::find(kOwnKeys.begin(), kOwnKeys.end(), key) != kOwnKeys.end();
  return own ? absl::StrCat("field_", key) : std::string(key);
}

}  // namespace

Field::Field(absl::string_view key, const Code& code) : key_(KeyOf(key)), json_(Quote(code.word)) {}

Field::Field(absl::string_view key, const Id& id) : key_(KeyOf(key)), json_(Quote(id.id)) {}

Field::Field(absl::string_view key, int64_t number)
    : key_(KeyOf(key)), json_(absl::StrCat(number)) {}

Field::Field(absl::string_view key, double number)
    : key_(KeyOf(key)),
      json_(std::isfinite(number) ? absl::StrFormat("%.9g", number) : std::string("null")) {}

Field::Field(absl::string_view key, const absl::Status& status)
    : key_(KeyOf(key)),
      json_(absl::StrCat("{\"code\":", Quote(absl::StatusCodeToString(status.code())))) {
  const status::Reason reason = status::ReasonOf(status);
  if (reason != status::Reason::REASON_UNSPECIFIED) {
    absl::StrAppend(&json_, ",\"reason\":", Quote(status::v1::Reason_Name(reason)));
  }
  json_ += '}';
}

}  // namespace telemachus::log
