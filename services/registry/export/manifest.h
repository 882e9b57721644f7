#ifndef TELEMACHUS_REGISTRY_EXPORT_MANIFEST_H_
#define TELEMACHUS_REGISTRY_EXPORT_MANIFEST_H_

#include <string>

#include "telemachus/registry/v1/subject_request.pb.h"

// What the file of an export says of itself. Pure.
namespace telemachus::registry {

// What a service holds data for, who receives them, how long they are kept and where they come
// from.
v1::ExportManifest ManifestOf(const v1::SubjectRequest& request, const std::string& person);

// The file's beginning, up to its first record.
std::string ExportHead(const v1::SubjectRequest& request, const std::string& person);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_EXPORT_MANIFEST_H_
