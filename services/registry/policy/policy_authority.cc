#include "registry/policy/policy_authority.h"

#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/policy/policy_rules.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {

absl::StatusOr<StoredAuthority> RequireSetter(sql::Transaction& transaction, const rpc::Call& call,
                                              const std::string& authority) {
  absl::StatusOr<StoredAuthority> stored = LoadAuthority(transaction, authority);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
  RETURN_IF_ERROR(
      call.Require(stored.ok() && SetsPolicy(call.caller(), ScopeOf(stored->authority))));
  return stored;
}

absl::Status FindAuthority(sql::Transaction& transaction, const std::string& authority) {
  const absl::Status found = LoadAuthority(transaction, authority).status();
  return absl::IsNotFound(found) ? status::NotFound(authority) : found;
}

absl::StatusOr<std::string> FindResponsible(sql::Transaction& transaction,
                                            const std::string& authority, absl::string_view day) {
  const auto place = ResponsibleScope(transaction, authority, day);
  if (absl::IsNotFound(place.status())) return status::NotFound(authority);
  RETURN_IF_ERROR(place.status());
  return place->authority;
}

}  // namespace telemachus::registry
