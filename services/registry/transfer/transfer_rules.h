#ifndef TELEMACHUS_REGISTRY_TRANSFER_TRANSFER_RULES_H_
#define TELEMACHUS_REGISTRY_TRANSFER_TRANSFER_RULES_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "common/access/caller.h"
#include "telemachus/registry/v1/transfer.pb.h"

// Who may send and take which lists. Pure.
namespace telemachus::registry {

// Whether the caller may send this list; `scope` is where its `parent` lies, empty without one.
bool SendsList(const access::Caller& caller, const v1::StartImportRequest& request,
               const access::Scope& scope);

// Whether the caller may take the members of the authority away as a file.
bool TakesMembers(const access::Caller& caller, const access::Scope& scope);

// Whose rows are taken: those of the parent, or of the caller's nations.
std::set<std::string> ReachOf(const access::Caller& caller, const v1::StartImportRequest& request);

// Whether the request makes sense by itself; INVALID_ARGUMENT otherwise.
absl::Status CheckImport(const v1::StartImportRequest& request);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_TRANSFER_RULES_H_
