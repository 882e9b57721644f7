#include "registry/national/national_policy_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/national/dated_versions.h"
#include "registry/national/national_policy_rules.h"
#include "registry/national/national_policy_store.h"
#include "registry/policy/policy_changes.h"

namespace telemachus::registry {
namespace {

// Proves the relation: the caller is of the nation's staff.
absl::Status RequireNation(const rpc::Call& call, const std::string& nation) {
  return call.Require(!nation.empty() &&
                      call.caller().HasIn(access::Role::ROLE_NATIONAL, {.nation = nation}));
}

absl::Status Record(sql::Transaction& transaction, const std::string& nation, absl::Time now,
                    v1::NationalPolicy& policy) {
  const std::string today = time::FormatDate(time::DayOf(now));
  ASSIGN_OR_RETURN(const LatestVersion latest, FindLatest(transaction, kNationalPolicies, nation));
  RETURN_IF_ERROR(CheckNationalPolicy(policy, today, latest.effective_date));
  policy.set_version(latest.version + 1);
  policy.set_name(absl::StrCat(nation, "/policies/", policy.version()));
  policy.mutable_defaults()->clear_name();
  *policy.mutable_create_time() = time::ToProto(now);
  RETURN_IF_ERROR(InsertNationalPolicy(transaction, nation, policy));
  return NationalPolicyAdded(transaction, nation, policy, now);
}

}  // namespace

absl::StatusOr<v1::NationalPolicy> NationalPolicyService::CreateNationalPolicy(
    const rpc::Call& call, const v1::CreateNationalPolicyRequest& request) {
  RETURN_IF_ERROR(RequireNation(call, request.parent()));
  const absl::Time now = means_.Now();
  v1::NationalPolicy policy;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(policy, LoadNationalPolicy(transaction, earlier->resource));
          return absl::OkStatus();
        }
        policy = request.national_policy();
        RETURN_IF_ERROR(Record(transaction, request.parent(), now, policy));
        return once::Keep(transaction, key, {policy.name(), policy.version()}, now);
      }));
  return policy;
}

absl::StatusOr<v1::NationalPolicy> NationalPolicyService::GetEffectiveNationalPolicy(
    const rpc::Call& call, const v1::GetEffectiveNationalPolicyRequest& request) {
  const std::string day =
      request.date().empty() ? time::FormatDate(means_.Today()) : request.date();
  v1::NationalPolicy policy;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const NationBook book, LoadNations(transaction, {request.parent()}));
        policy = book.On(request.parent(), day);
        return policy.name().empty() ? status::NotFound(request.parent()) : absl::OkStatus();
      }));
  return policy;
}

absl::StatusOr<v1::NationalPolicy> NationalPolicyService::GetNationalPolicy(
    const rpc::Call& call, const v1::GetNationalPolicyRequest& request) {
  v1::NationalPolicy policy;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        auto loaded = LoadNationalPolicy(transaction, request.name());
        if (absl::IsNotFound(loaded.status())) return status::NotFound(request.name());
        ASSIGN_OR_RETURN(policy, std::move(loaded));
        return absl::OkStatus();
      }));
  return policy;
}

absl::StatusOr<v1::ListNationalPoliciesResponse> NationalPolicyService::ListNationalPolicies(
    const rpc::Call& call, const v1::ListNationalPoliciesRequest& request) {
  const std::string caller = call.caller().Name();
  ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
  const int size = page::Size(request.page_size());
  std::vector<v1::NationalPolicy> rows;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(rows, registry::ListNationalPolicies(transaction, request.parent(),
                                                              VersionBefore(after), size + 1));
        return absl::OkStatus();
      }));
  // A nation has a version from the beginning.
  if (rows.empty() && after.empty()) return status::NotFound(request.parent());
  v1::ListNationalPoliciesResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(caller, request, absl::StrCat(rows.back().version())));
  }
  for (v1::NationalPolicy& row : rows) *response.add_national_policies() = std::move(row);
  return response;
}

absl::StatusOr<v1::NationalPolicy> NationalPolicyService::WithdrawNationalPolicy(
    const rpc::Call& call, const v1::WithdrawNationalPolicyRequest& request) {
  const std::optional<VersionKey> key = ParseVersion(request.name());
  RETURN_IF_ERROR(RequireNation(call, key.has_value() ? key->owner : ""));
  const absl::Time now = means_.Now();
  const std::string today = time::FormatDate(time::DayOf(now));
  v1::NationalPolicy policy;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const bool withdrawn,
                         Withdraw(transaction, kNationalPolicies, *key, today, now));
        auto loaded = LoadNationalPolicy(transaction, request.name());
        if (absl::IsNotFound(loaded.status())) return call.Require(false);
        ASSIGN_OR_RETURN(policy, std::move(loaded));
        if (withdrawn) return NationalPolicyWithdrawn(transaction, key->owner, policy, now);
        return policy.has_withdraw_time() ? absl::OkStatus()
                                          : status::WrongState(request.name(), "STATE_APPLIED");
      }));
  return policy;
}

}  // namespace telemachus::registry
