#ifndef TELEMACHUS_REGISTRY_TRANSFER_MEMBER_EXPORT_H_
#define TELEMACHUS_REGISTRY_TRANSFER_MEMBER_EXPORT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/person.pb.h"
#include "telemachus/registry/v1/transfer.pb.h"

namespace telemachus::registry {

// A file of members whose columns are those of an import, piece by piece: how it begins, and a row
// for each seat, in an authority of this code, that somebody holds on `day` (YYYY-MM-DD).
std::string BeginMembers(v1::TransferFormat format);
std::string WriteMember(const std::string& authority_code, const v1::Person& person,
                        const v1::Membership& seat, absl::string_view day,
                        v1::TransferFormat format);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_MEMBER_EXPORT_H_
