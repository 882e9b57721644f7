#include "registry/mentor/avoidance_service.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/mentor/mentor_store.h"
#include "registry/person/changes.h"
#include "registry/person/membership_store.h"

namespace telemachus::registry {
namespace {

using Names = google::protobuf::RepeatedPtrField<std::string>;

void CheckOnce(absl::string_view field, const Names& names, status::FieldFaults& faults) {
  std::set<std::string> seen;
  for (int i = 0; i < names.size(); ++i) {
    if (seen.insert(names[i]).second) continue;
    faults.Add(absl::StrCat("avoidance.", field, "[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
}

// Authorities are known to everybody. Whether a person exists is not told: an id nobody has avoids
// nobody.
absl::Status CheckAuthorities(sql::Transaction& transaction, const v1::Avoidance& avoidance) {
  status::FieldFaults faults;
  CheckOnce("people", avoidance.people(), faults);
  CheckOnce("authorities", avoidance.authorities(), faults);
  for (int i = 0; i < avoidance.authorities_size(); ++i) {
    const auto stored = LoadAuthority(transaction, avoidance.authorities(i));
    if (stored.ok()) continue;
    if (!absl::IsNotFound(stored.status())) return stored.status();
    faults.Add(absl::StrCat("avoidance.authorities[", i, "]"),
               status::v1::REASON_FIELD_UNKNOWN_REFERENCE, "is no authority of the register");
  }
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<v1::Avoidance> AvoidanceService::GetAvoidance(
    const rpc::Call& call, const v1::GetAvoidanceRequest& request) {
  RETURN_IF_ERROR(call.Require(PersonOf(request.name()) == call.person()));
  v1::Avoidance avoidance;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(auto found, LoadAvoidances(transaction, {call.person()}));
        avoidance = found[call.person()];
        return absl::OkStatus();
      }));
  avoidance.set_name(request.name());
  return avoidance;
}

absl::StatusOr<v1::Avoidance> AvoidanceService::UpdateAvoidance(
    const rpc::Call& call, const v1::UpdateAvoidanceRequest& request) {
  const absl::Time now = means_.Now();
  RETURN_IF_ERROR(call.Require(PersonOf(request.avoidance().name()) == call.person()));
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckAuthorities(transaction, request.avoidance()));
        RETURN_IF_ERROR(SaveAvoidance(transaction, call.person(), request.avoidance()));
        return PersonChanged(transaction, call.person(), now);
      }));
  return request.avoidance();
}

}  // namespace telemachus::registry
