#ifndef TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_STORE_H_
#define TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/guidance.pb.h"

// Where guidance is kept, in columns, so that migrations can bring texts. All functions run inside
// the caller's transaction.
namespace telemachus::registry {

// An item as it reads now, or one of its versions, by name; NOT_FOUND (bare) if there is none.
absl::StatusOr<v1::Guidance> LoadGuidance(sql::Transaction& transaction, const std::string& name);

// Items as they read now that a request asks for, and where the next page begins.
struct GuidancePage {
  std::vector<v1::Guidance> items;
  std::string next;
};
// On a day (YYYY-MM-DD), after a position. INVALID_ARGUMENT if filter, order or position is none.
absl::StatusOr<GuidancePage> ListGuidance(sql::Transaction& transaction,
                                          const v1::ListGuidanceRequest& request,
                                          const std::string& day, const std::string& position,
                                          int size);

// Adds an item at version 1; ALREADY_EXISTS if its code is taken. Sets version and etag.
absl::Status InsertGuidance(sql::Transaction& transaction, v1::Guidance& guidance);

// Adds the version that follows the one in `guidance`; ABORTED if another one has come in
// meanwhile. Sets version and etag.
absl::Status SaveGuidance(sql::Transaction& transaction, v1::Guidance& guidance);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GUIDANCE_GUIDANCE_STORE_H_
