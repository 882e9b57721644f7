#ifndef TELEMACHUS_REGISTRY_POLICY_POLICY_AUTHORITY_H_
#define TELEMACHUS_REGISTRY_POLICY_POLICY_AUTHORITY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "registry/authority/authority_store.h"

// How handlers of policies find the authority, and prove that the caller sets its policy. All
// functions run inside the caller's transaction.
namespace telemachus::registry {

// Proves the relation: the caller sets the policy of the authority. NotPermitted() otherwise, and
// if there is no such authority.
absl::StatusOr<StoredAuthority> RequireSetter(sql::Transaction& transaction, const rpc::Call& call,
                                              const std::string& authority);

// Whether there is the authority, for who may know that: NOT_FOUND otherwise.
absl::Status FindAuthority(sql::Transaction& transaction, const std::string& authority);

// By whose policy an authority goes on a day (YYYY-MM-DD): its own, or that of the one to which it
// has passed. NOT_FOUND if there is no such authority.
absl::StatusOr<std::string> FindResponsible(sql::Transaction& transaction,
                                            const std::string& authority, absl::string_view day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_POLICY_POLICY_AUTHORITY_H_
