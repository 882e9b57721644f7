#include "registry/policy/policy_changes.h"

#include <optional>
#include <set>

#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/national/dated_versions.h"
#include "registry/national/national_policy_store.h"
#include "registry/person/changes.h"
#include "registry/policy/policy_rules.h"
#include "registry/policy/policy_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

absl::Status Tell(sql::Transaction& transaction, const char* type, const std::string& authority,
                  const v1::Policy& policy, absl::Time now) {
  return event::Append(transaction,
                       {.type = type,
                        .resource = policy.name(),
                        .version = policy.version(),
                        .codes = {{"authority", authority},
                                  {"effective_date", policy.effective_date()},
                                  {"scheme_start_date", policy.scheme_start_date()}}},
                       now);
}

absl::Status TellNation(sql::Transaction& transaction, const char* type, const std::string& nation,
                        const v1::NationalPolicy& policy, absl::Time now) {
  return event::Append(
      transaction,
      {.type = type,
       .resource = policy.name(),
       .version = policy.version(),
       .codes = {{"nation", nation}, {"effective_date", policy.defaults().effective_date()}}},
      now);
}

// The authorities, of some, for whose mentors a day begins with another policy than the day before
// ended with.
absl::StatusOr<std::set<std::string>> ChangedOn(sql::Transaction& transaction,
                                                const std::set<std::string>& authorities,
                                                const std::string& date) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(date));
  const std::string before = time::FormatDate(day - 1);
  ASSIGN_OR_RETURN(const PolicyBook book, LoadPolicies(transaction, authorities));
  std::set<std::string> changed;
  for (const std::string& authority : authorities) {
    if (ChangesMentors(book.On(authority, before), book.On(authority, date))) {
      changed.insert(authority);
    }
  }
  return changed;
}

absl::Status FireOn(sql::Transaction& transaction, const char* timer, const std::string& subject,
                    const std::string& date) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(date));
  return timer::Set(transaction, timer, subject, time::StartOf(day));
}

}  // namespace

absl::Status PolicyAdded(sql::Transaction& transaction, const std::string& authority,
                         const v1::Policy& before, const v1::Policy& policy, absl::Time now) {
  RETURN_IF_ERROR(Tell(transaction, "registry.policy.created", authority, policy, now));
  const std::string today = time::FormatDate(time::DayOf(now));
  if (policy.effective_date() > today) {
    return FireOn(transaction, kPolicyAppliesTimer, policy.name(), policy.effective_date());
  }
  ASSIGN_OR_RETURN(const v1::Policy applies, PolicyOn(transaction, authority, today));
  return ChangesMentors(before, applies) ? MentorsChanged(transaction, authority, now)
                                         : absl::OkStatus();
}

absl::Status PolicyWithdrawn(sql::Transaction& transaction, const std::string& authority,
                             const v1::Policy& policy, absl::Time now) {
  RETURN_IF_ERROR(timer::Clear(transaction, kPolicyAppliesTimer, policy.name()));
  return Tell(transaction, "registry.policy.withdrawn", authority, policy, now);
}

absl::Status NationalPolicyAdded(sql::Transaction& transaction, const std::string& nation,
                                 const v1::NationalPolicy& policy, absl::Time now) {
  RETURN_IF_ERROR(TellNation(transaction, "registry.national_policy.created", nation, policy, now));
  return FireOn(transaction, kNationalPolicyAppliesTimer, policy.name(),
                policy.defaults().effective_date());
}

absl::Status NationalPolicyWithdrawn(sql::Transaction& transaction, const std::string& nation,
                                     const v1::NationalPolicy& policy, absl::Time now) {
  RETURN_IF_ERROR(timer::Clear(transaction, kNationalPolicyAppliesTimer, policy.name()));
  return TellNation(transaction, "registry.national_policy.withdrawn", nation, policy, now);
}

absl::Status ApplyPolicy(sql::Transaction& transaction, const std::string& policy, absl::Time now) {
  ASSIGN_OR_RETURN(const StoredPolicy stored, LoadPolicy(transaction, policy));
  const std::string authority = ParseVersion(policy)->owner;
  ASSIGN_OR_RETURN(const auto changed,
                   ChangedOn(transaction, {authority}, stored.policy.effective_date()));
  return changed.empty() ? absl::OkStatus() : MentorsChanged(transaction, authority, now);
}

absl::Status ApplyNationalPolicy(sql::Transaction& transaction, const std::string& policy,
                                 absl::Time now) {
  ASSIGN_OR_RETURN(const v1::NationalPolicy stored, LoadNationalPolicy(transaction, policy));
  ASSIGN_OR_RETURN(const auto authorities,
                   AuthoritiesOfNation(transaction, ParseVersion(policy)->owner));
  ASSIGN_OR_RETURN(const auto changed,
                   ChangedOn(transaction, authorities, stored.defaults().effective_date()));
  for (const std::string& authority : changed) {
    RETURN_IF_ERROR(timer::Set(transaction, kMentorsFollowTimer, authority, now));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
