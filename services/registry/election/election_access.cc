#include "registry/election/election_access.h"

#include <utility>

#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/election/election_rules.h"
#include "registry/election/election_store.h"
#include "registry/election/result_store.h"
#include "registry/person/sighting.h"
#include "registry/succession/succession_store.h"
#include "registry/term/register_view.h"

namespace telemachus::registry {

absl::StatusOr<access::Scope> RequireKeeper(sql::Transaction& transaction, const rpc::Call& call,
                                            const std::string& authority, absl::Time now) {
  ASSIGN_OR_RETURN(access::Scope scope, RequireStaff(transaction, call, authority, now));
  RETURN_IF_ERROR(call.Require(call.caller().HasIn(access::Role::ROLE_OFFICER, scope) ||
                               call.caller().HasIn(access::Role::ROLE_NATIONAL, scope)));
  return scope;
}

absl::StatusOr<KeptElection> RequireElection(sql::Transaction& transaction, const rpc::Call& call,
                                             const std::string& name, absl::Time now) {
  KeptElection kept;
  ASSIGN_OR_RETURN(kept.scope, RequireKeeper(transaction, call, AuthorityOfElection(name), now));
  absl::StatusOr<StoredElection> stored = LoadElection(transaction, name);
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  RETURN_IF_ERROR(stored.status());
  kept.stored = *std::move(stored);
  return kept;
}

absl::Status CheckAgainstRegister(sql::Transaction& transaction, const StoredElection& stored) {
  const std::string authority = AuthorityOfElection(stored.election.name());
  ElectionGround ground;
  ASSIGN_OR_RETURN(StoredAuthority kept, LoadAuthority(transaction, authority));
  ground.authority = std::move(kept.authority);
  ASSIGN_OR_RETURN(const auto wards, WardsOf(transaction, authority));
  for (const Ward& ward : wards) ground.wards.insert(ward.name);
  ASSIGN_OR_RETURN(ground.memberships, FindOwn(transaction, stored));
  return CheckElection(stored.election, ground);
}

absl::Status SaveReopened(sql::Transaction& transaction, const std::string& field,
                          StoredElection& stored) {
  ASSIGN_OR_RETURN(const int64_t count, CountResults(transaction, stored.election.name()));
  if (count > static_cast<int64_t>(kMostResults)) {
    return status::FieldFault(field, status::v1::REASON_FIELD_OUT_OF_RANGE,
                              "an election has at most 5,000 results");
  }
  Reopen(stored.election);
  stored.election.set_result_count(static_cast<int>(count));
  return SaveElection(transaction, stored);
}

}  // namespace telemachus::registry
