#ifndef TELEMACHUS_REGISTRY_TRANSFER_MEMBER_EXPORT_H_
#define TELEMACHUS_REGISTRY_TRANSFER_MEMBER_EXPORT_H_

#include <string>
#include <vector>

#include "registry/person/person_record.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/transfer.pb.h"

namespace telemachus::registry {

// The members of an authority as a file whose columns are those of an import. Of each, the
// membership in this authority that they hold on `day` (YYYY-MM-DD).
std::string WriteMembers(const v1::Authority& authority, const std::vector<StoredPerson>& members,
                         const std::string& day, v1::TransferFormat format);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_MEMBER_EXPORT_H_
