#ifndef TELEMACHUS_REGISTRY_MENTOR_OFFICER_POSTS_H_
#define TELEMACHUS_REGISTRY_MENTOR_OFFICER_POSTS_H_

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "registry/mentor/mentor_record.h"

// Whose officers people are. All functions run inside the caller's transaction.
namespace telemachus::registry {

// The posts by person.
using OfficerPosts = std::unordered_map<std::string, std::vector<OfficerPost>>;

// The posts that people hold on a day (YYYY-MM-DD), none in an authority that has ended; who holds
// none is left out.
absl::StatusOr<OfficerPosts> LoadOfficerPosts(sql::Transaction& transaction,
                                              absl::Span<const std::string> people,
                                              const std::string& day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_OFFICER_POSTS_H_
