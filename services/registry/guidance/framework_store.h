#ifndef TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_STORE_H_
#define TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_STORE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/guidance.pb.h"

// Where frameworks of skills are kept, in columns, so that migrations can bring texts. All
// functions run inside the caller's transaction.
namespace telemachus::registry {

// One version by name, or NOT_FOUND (bare).
absl::StatusOr<v1::SkillFramework> LoadFramework(sql::Transaction& transaction,
                                                 const std::string& name);

// The version of `skillFrameworks/{framework}` in force on a day (YYYY-MM-DD), or NOT_FOUND (bare).
absl::StatusOr<v1::SkillFramework> FrameworkOn(sql::Transaction& transaction,
                                               const std::string& framework, absl::string_view day);

// Where a framework has got to.
struct LatestFramework {
  int64_t version = 0;         // 0: there is none
  std::string effective_date;  // empty: there is none
};
absl::StatusOr<LatestFramework> FindLatestFramework(sql::Transaction& transaction,
                                                    const std::string& framework);

// Adds a version under its name; ABORTED if another one of this number has come in meanwhile.
absl::Status InsertFramework(sql::Transaction& transaction, const v1::SkillFramework& version);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_GUIDANCE_FRAMEWORK_STORE_H_
