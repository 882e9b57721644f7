#include <string>

#include "common/field/check.h"
#include "telemachus/test/v1/vessel.pb.h"
#include "tests/fuzz/input.h"

namespace telemachus::fuzz {
namespace {

// Checking a checked request finds the same and changes nothing.
void RequireSettled(test::v1::UpdateVesselRequest request, const absl::Status& checked) {
  const std::string before = request.SerializeAsString();
  const absl::Status again = field::Check(request);
  Require(again.code() == checked.code() && again.message() == checked.message(),
          "the same faults are found again");
  Require(request.SerializeAsString() == before, "nothing is left to change");
}

void Try(absl::string_view bytes) {
  test::v1::UpdateVesselRequest request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const absl::Status checked = field::Check(request);
  Require(checked.ok() || absl::IsInvalidArgument(checked), "a bad field is INVALID_ARGUMENT");
  Require(request.vessel().state().empty(), "what the server says is not taken from a client");
  RequireSettled(request, checked);
  test::v1::Vessel stored;
  stored.set_name("vessels/v1");
  stored.set_state("AFLOAT");
  const absl::Status applied = field::Apply(request.vessel(), request.update_mask(), stored);
  Require(applied.ok() || absl::IsInvalidArgument(applied), "a bad mask is INVALID_ARGUMENT");
  Require(stored.name() == "vessels/v1" && stored.state() == "AFLOAT",
          "no mask changes the name or what the server says");
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  telemachus::fuzz::Try(telemachus::fuzz::Text(data, size));
  return 0;
}
