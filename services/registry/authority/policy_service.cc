#include "registry/authority/policy_service.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/timer/timers.h"
#include "registry/authority/authority_store.h"
#include "registry/authority/policy_rules.h"
#include "registry/authority/policy_store.h"
#include "registry/person/changes.h"
#include "registry/succession/succession_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

absl::Status Tell(sql::Transaction& transaction, const std::string& authority,
                  const v1::Policy& policy, absl::Time now) {
  return event::Append(transaction,
                       {.type = "registry.policy.created",
                        .resource = policy.name(),
                        .version = policy.version(),
                        .codes = {{"authority", authority},
                                  {"effective_date", policy.effective_date()},
                                  {"scheme_start_date", policy.scheme_start_date()}}},
                       now);
}

// Mentors change when the policy begins to apply: now, or later by a timer.
absl::Status ApplyInTime(sql::Transaction& transaction, const v1::Policy& policy, absl::Time now) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(policy.effective_date()));
  if (day <= time::DayOf(now)) return ApplyPolicy(transaction, policy.name(), now);
  return timer::Set(transaction, kPolicyAppliesTimer, policy.name(), time::StartOf(day));
}

absl::Status Record(sql::Transaction& transaction, const std::string& authority, absl::Time now,
                    v1::Policy& policy) {
  ASSIGN_OR_RETURN(const std::optional<v1::Policy> latest, LatestPolicy(transaction, authority));
  RETURN_IF_ERROR(CheckPolicy(policy, latest.has_value() ? latest->effective_date() : ""));
  policy.set_version(latest.has_value() ? latest->version() + 1 : 1);
  policy.set_name(absl::StrCat(authority, "/policies/", policy.version()));
  *policy.mutable_create_time() = time::ToProto(now);
  RETURN_IF_ERROR(InsertPolicy(transaction, authority, policy));
  RETURN_IF_ERROR(Tell(transaction, authority, policy, now));
  return ApplyInTime(transaction, policy, now);
}

// What a version takes the place of.
absl::StatusOr<v1::Policy> Before(sql::Transaction& transaction, const v1::Policy& policy) {
  const std::string authority = AuthorityOf(policy.name());
  if (policy.version() == 1) {
    ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(policy.effective_date()));
    return PolicyOn(transaction, authority, time::FormatDate(day - 1));
  }
  return LoadPolicy(transaction, absl::StrCat(authority, "/policies/", policy.version() - 1));
}

}  // namespace

absl::Status ApplyPolicy(sql::Transaction& transaction, const std::string& policy, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Policy applies, LoadPolicy(transaction, policy));
  ASSIGN_OR_RETURN(const v1::Policy before, Before(transaction, applies));
  return ChangesMentors(before, applies) ? MentorsChanged(transaction, AuthorityOf(policy), now)
                                         : absl::OkStatus();
}

absl::StatusOr<v1::Policy> PolicyService::CreatePolicy(const rpc::Call& call,
                                                       const v1::CreatePolicyRequest& request) {
  const absl::Time now = means_.Now();
  v1::Policy policy;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        absl::StatusOr<StoredAuthority> authority = LoadAuthority(transaction, request.parent());
        if (!authority.ok() && !absl::IsNotFound(authority.status())) return authority.status();
        RETURN_IF_ERROR(call.Require(authority.ok() &&
                                     SetsPolicy(call.caller(), ScopeOf(authority->authority))));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(policy, LoadPolicy(transaction, earlier->resource));
          return absl::OkStatus();
        }
        policy = request.policy();
        RETURN_IF_ERROR(Record(transaction, request.parent(), now, policy));
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
        const auto place = ResponsibleScope(transaction, request.parent(), day);
        if (absl::IsNotFound(place.status())) return status::NotFound(request.parent());
        RETURN_IF_ERROR(place.status());
        ASSIGN_OR_RETURN(policy, PolicyOn(transaction, place->authority, day));
        return absl::OkStatus();
      }));
  return policy;
}

}  // namespace telemachus::registry
