#include "registry/policy/policy_version_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/national/dated_versions.h"
#include "registry/policy/policy_authority.h"
#include "registry/policy/policy_changes.h"
#include "registry/policy/policy_rules.h"
#include "registry/policy/policy_store.h"

namespace telemachus::registry {
namespace {

absl::StatusOr<v1::PolicyVersion> LoadVersion(sql::Transaction& transaction,
                                              const std::string& name, const std::string& today) {
  ASSIGN_OR_RETURN(const StoredPolicy stored, LoadPolicy(transaction, name));
  ASSIGN_OR_RETURN(const int64_t applying,
                   VersionOn(transaction, ParseVersion(name)->owner, today));
  return VersionOf(stored, today, applying);
}

}  // namespace

absl::StatusOr<v1::PolicyVersion> PolicyVersionService::GetPolicy(
    const rpc::Call& call, const v1::GetPolicyRequest& request) {
  const std::string today = time::FormatDate(means_.Today());
  v1::PolicyVersion version;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        auto loaded = LoadVersion(transaction, request.name(), today);
        if (absl::IsNotFound(loaded.status())) return status::NotFound(request.name());
        ASSIGN_OR_RETURN(version, std::move(loaded));
        return absl::OkStatus();
      }));
  return version;
}

absl::StatusOr<v1::ListPoliciesResponse> PolicyVersionService::ListPolicies(
    const rpc::Call& call, const v1::ListPoliciesRequest& request) {
  const std::string today = time::FormatDate(means_.Today());
  const std::string caller = call.caller().Name();
  ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
  const int size = page::Size(request.page_size());
  std::vector<StoredPolicy> rows;
  int64_t applying = 0;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(FindAuthority(transaction, request.parent()));
        ASSIGN_OR_RETURN(applying, VersionOn(transaction, request.parent(), today));
        ASSIGN_OR_RETURN(rows, registry::ListPolicies(transaction, request.parent(),
                                                      VersionBefore(after), size + 1));
        return absl::OkStatus();
      }));
  v1::ListPoliciesResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(caller, request, absl::StrCat(rows.back().policy.version())));
  }
  for (const StoredPolicy& row : rows) *response.add_policies() = VersionOf(row, today, applying);
  return response;
}

absl::StatusOr<v1::PolicyVersion> PolicyVersionService::WithdrawPolicy(
    const rpc::Call& call, const v1::WithdrawPolicyRequest& request) {
  const absl::Time now = means_.Now();
  const std::string today = time::FormatDate(time::DayOf(now));
  v1::PolicyVersion version;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const std::optional<VersionKey> key = ParseVersion(request.name());
        RETURN_IF_ERROR(
            RequireSetter(transaction, call, key.has_value() ? key->owner : "").status());
        ASSIGN_OR_RETURN(const bool withdrawn, Withdraw(transaction, kPolicies, *key, today, now));
        auto loaded = LoadVersion(transaction, request.name(), today);
        if (absl::IsNotFound(loaded.status())) return call.Require(false);
        ASSIGN_OR_RETURN(version, std::move(loaded));
        if (withdrawn) {
          return PolicyWithdrawn(transaction, key->owner, version.policy(), now);
        }
        return version.state() == v1::PolicyVersion::STATE_WITHDRAWN
                   ? absl::OkStatus()
                   : status::WrongState(request.name(),
                                        v1::PolicyVersion::State_Name(version.state()));
      }));
  return version;
}

absl::StatusOr<v1::PolicyExplanation> PolicyVersionService::ExplainEffectivePolicy(
    const rpc::Call& call, const v1::ExplainEffectivePolicyRequest& request) {
  const std::string day =
      request.date().empty() ? time::FormatDate(means_.Today()) : request.date();
  v1::PolicyExplanation explanation;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string authority,
                         FindResponsible(transaction, request.parent(), day));
        ASSIGN_OR_RETURN(const PolicyBook book, LoadPolicies(transaction, {authority}));
        explanation = book.Explain(authority, day);
        return absl::OkStatus();
      }));
  return explanation;
}

}  // namespace telemachus::registry
