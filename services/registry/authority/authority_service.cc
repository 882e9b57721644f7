#include "registry/authority/authority_service.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_list.h"
#include "registry/authority/authority_store.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

// Fills in what some authorities came after.
absl::Status AddPredecessors(sql::Transaction& transaction, std::vector<StoredAuthority>& rows) {
  std::set<std::string> names;
  for (const StoredAuthority& row : rows) names.insert(row.authority.name());
  ASSIGN_OR_RETURN(const auto predecessors, LoadPredecessors(transaction, names));
  for (StoredAuthority& row : rows) {
    const auto found = predecessors.find(row.authority.name());
    if (found == predecessors.end()) continue;
    row.authority.mutable_predecessors()->Assign(found->second.begin(), found->second.end());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Authority> AuthorityService::GetAuthority(
    const rpc::Call& call, const v1::GetAuthorityRequest& request) {
  std::vector<StoredAuthority> found;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        absl::StatusOr<StoredAuthority> stored = LoadAuthority(transaction, request.name());
        if (absl::IsNotFound(stored.status())) return status::NotFound(request.name());
        RETURN_IF_ERROR(stored.status());
        found = {*std::move(stored)};
        return AddPredecessors(transaction, found);
      }));
  return std::move(found.front().authority);
}

absl::StatusOr<v1::ListAuthoritiesResponse> AuthorityService::ListAuthorities(
    const rpc::Call& call, const v1::ListAuthoritiesRequest& request) {
  ASSIGN_OR_RETURN(const AuthorityListing listing,
                   ListingOf(request, time::FormatDate(means_.Today())));
  ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(call.caller().Name(), request));
  AuthorityPage page;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(page,
                         ReadPage(transaction, listing, after, page::Size(request.page_size())));
        return AddPredecessors(transaction, page.authorities);
      }));
  v1::ListAuthoritiesResponse response;
  if (!page.next.empty()) {
    response.set_next_page_token(means_.tokens.Make(call.caller().Name(), request, page.next));
  }
  for (StoredAuthority& row : page.authorities) {
    *response.add_authorities() = std::move(row.authority);
  }
  return response;
}

}  // namespace telemachus::registry
