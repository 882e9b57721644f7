#ifndef TELEMACHUS_MATCHING_REQUEST_RELATIONS_H_
#define TELEMACHUS_MATCHING_REQUEST_RELATIONS_H_

#include "absl/status/statusor.h"
#include "common/access/caller.h"
#include "common/rpc/call.h"

// Who stands how to requests and matches. Absent and forbidden are one answer: callers load first
// and ask whether what was found is theirs.
namespace telemachus::matching {

// Whether the caller brokers for a thing of this scope: the authority's officer, or the region's
// adviser.
inline bool Brokers(const access::Caller& caller, const access::Scope& scope) {
  const access::Scope own{.authority = scope.authority, .region = "", .nation = ""};
  return caller.HasIn(access::Role::ROLE_OFFICER, own) ||
         caller.HasIn(access::Role::ROLE_ADVISER, scope);
}

// The loaded thing, if `related` holds of it; the one NotPermitted() if it does not or there is
// nothing. Other errors pass.
template <typename T, typename Related>
absl::StatusOr<T> RequireRelated(const rpc::Call& call, absl::StatusOr<T> loaded,
                                 const Related& related) {
  if (!loaded.ok() && !absl::IsNotFound(loaded.status())) return loaded.status();
  const absl::Status relation = call.Require(loaded.ok() && related(*loaded));
  if (!relation.ok()) return relation;
  return loaded;
}

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_REQUEST_RELATIONS_H_
