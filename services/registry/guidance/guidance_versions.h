#ifndef TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_VERSIONS_H_
#define TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_VERSIONS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/guidance.pb.h"

// The versions of guidance as their tables hold them. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// The code of an item, and one of its versions.
using GuidanceKey = std::pair<std::string, int64_t>;

// Enum values as the tables hold them, STAGE_FIRST_MEETING as 'first_meeting'; empty for
// unspecified.
std::string WordOf(v1::Guidance::Audience audience);
std::string WordOf(v1::Guidance::Stage stage);

// Versions with all that belongs to them, but for name and etag, in the order of `keys`; NOT_FOUND
// (bare) if one is not there.
absl::StatusOr<std::vector<v1::Guidance>> LoadVersions(sql::Transaction& transaction,
                                                       const std::vector<GuidanceKey>& keys);

// Adds a version under its code and number.
absl::Status InsertVersion(sql::Transaction& transaction, const v1::Guidance& item);

// Fills in what lists are narrowed by in rows from before there was such a thing, and in those that
// came with the programme.
absl::Status FillGuidanceLists(sql::Transaction& transaction);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_VERSIONS_H_
