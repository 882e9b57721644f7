#ifndef TELEMACHUS_REGISTRY_ROLE_LOCAL_DIRECTORY_H_
#define TELEMACHUS_REGISTRY_ROLE_LOCAL_DIRECTORY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/access/directory.h"
#include "registry/means.h"
#include "registry/person/person_store.h"
#include "registry/role/grant_store.h"

namespace telemachus::registry {

// A person with all that decides what they may do.
struct KnownPerson {
  StoredPerson stored;
  std::vector<StoredGrant> grants;
  // The roles held at the moment of reading.
  std::vector<access::v1::Grant> roles;
};

// Reads one inside the caller's transaction, or NOT_FOUND (bare).
absl::StatusOr<KnownPerson> LoadKnown(sql::Transaction& transaction, const std::string& person,
                                      absl::Time now);

// Knows who is behind a login, from the registry's own database: its answers are of this moment.
class LocalDirectory final : public access::Directory {
 public:
  explicit LocalDirectory(const Means& means) : means_(means) {}
  absl::StatusOr<access::v1::Caller> Resolve(absl::string_view issuer, absl::string_view subject,
                                             absl::Time deadline) override;

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ROLE_LOCAL_DIRECTORY_H_
