#include "registry/policy/policy_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "registry/national/dated_versions.h"
#include "registry/national/national_policy_store.h"
#include "registry/policy/policy_authority.h"
#include "registry/policy/policy_changes.h"
#include "registry/policy/policy_rules.h"
#include "registry/policy/policy_store.h"

namespace telemachus::registry {
namespace {

absl::Status Record(sql::Transaction& transaction, const v1::Authority& authority, absl::Time now,
                    v1::Policy& policy) {
  const std::string& name = authority.name();
  const std::string today = time::FormatDate(time::DayOf(now));
  ASSIGN_OR_RETURN(const LatestVersion latest, FindLatest(transaction, kPolicies, name));
  ASSIGN_OR_RETURN(const NationBook nations, LoadNations(transaction, {authority.nation()}));
  RETURN_IF_ERROR(
      CheckPolicy(policy, {.national = nations.On(authority.nation(), policy.effective_date()),
                           .today = today,
                           .latest_date = latest.effective_date}));
  ASSIGN_OR_RETURN(const v1::Policy before, PolicyOn(transaction, name, today));
  policy.set_version(latest.version + 1);
  policy.set_name(absl::StrCat(name, "/policies/", policy.version()));
  *policy.mutable_create_time() = time::ToProto(now);
  RETURN_IF_ERROR(InsertPolicy(transaction, name, policy));
  return PolicyAdded(transaction, name, before, policy, now);
}

}  // namespace

absl::StatusOr<v1::Policy> PolicyService::CreatePolicy(const rpc::Call& call,
                                                       const v1::CreatePolicyRequest& request) {
  const absl::Time now = means_.Now();
  v1::Policy policy;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const StoredAuthority authority,
                         RequireSetter(transaction, call, request.parent()));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(StoredPolicy made, LoadPolicy(transaction, earlier->resource));
          policy = std::move(made.policy);
          return absl::OkStatus();
        }
        policy = request.policy();
        RETURN_IF_ERROR(Record(transaction, authority.authority, now, policy));
        return once::Keep(transaction, key, {policy.name(), policy.version()}, now);
      }));
  return policy;
}

absl::StatusOr<v1::Policy> PolicyService::GetEffectivePolicy(
    const rpc::Call& call, const v1::GetEffectivePolicyRequest& request) {
  const std::string day =
      request.date().empty() ? time::FormatDate(means_.Today()) : request.date();
  v1::Policy policy;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string authority,
                         FindResponsible(transaction, request.parent(), day));
        ASSIGN_OR_RETURN(policy, PolicyOn(transaction, authority, day));
        return absl::OkStatus();
      }));
  return policy;
}

}  // namespace telemachus::registry
