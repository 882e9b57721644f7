#include "common/time/civil.h"
#include "tests/fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using telemachus::fuzz::Require;
  const absl::string_view text = telemachus::fuzz::Text(data, size);
  const absl::StatusOr<absl::CivilDay> day = telemachus::time::ParseDate(text);
  if (!day.ok()) {
    Require(absl::IsInvalidArgument(day.status()), "a bad date is INVALID_ARGUMENT");
    return 0;
  }
  Require(absl::string_view(telemachus::time::FormatDate(*day)) == text, "one day, one text");
  Require(telemachus::time::DayOf(telemachus::time::StartOf(*day)) == *day, "a day begins in it");
  Require(telemachus::time::AddMonths(*day, 12) > *day, "a year later is later");
  return 0;
}
