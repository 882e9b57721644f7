#ifndef TELEMACHUS_TESTS_UNIT_COMMON_FIELD_VESSELS_H_
#define TELEMACHUS_TESTS_UNIT_COMMON_FIELD_VESSELS_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/field/check.h"
#include "common/status/details.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "telemachus/test/v1/vessel.pb.h"

namespace telemachus::field {

// A vessel without fault.
inline test::v1::Vessel Sound() {
  test::v1::Vessel vessel;
  vessel.set_name("vessels/v1");
  vessel.set_title("Argo");
  vessel.set_rig(test::v1::RIG_SLOOP);
  vessel.set_sail("main");
  return vessel;
}

// What Check finds, "mentor.places FIELD_OUT_OF_RANGE" each.
inline std::vector<std::string> FaultsOf(google::protobuf::Message& request) {
  const absl::Status status = Check(request);
  std::vector<std::string> faults;
  if (status.ok()) return faults;
  const auto bad_request = status::GetDetail<google::rpc::BadRequest>(status);
  for (const auto& violation : bad_request->field_violations()) {
    const std::string& words = violation.description();
    faults.push_back(absl::StrCat(violation.field(), " ", words.substr(0, words.find(':'))));
  }
  return faults;
}

}  // namespace telemachus::field

#endif  // TELEMACHUS_TESTS_UNIT_COMMON_FIELD_VESSELS_H_
