#ifndef TELEMACHUS_REGISTRY_MENTOR_MENTOR_TENURE_H_
#define TELEMACHUS_REGISTRY_MENTOR_MENTOR_TENURE_H_

#include <optional>
#include <vector>

#include "registry/invitation/invitation_record.h"
#include "registry/mentor/mentor_record.h"
#include "registry/policy/policy_book.h"

namespace telemachus::registry {

// What leaving office is judged by.
struct MentorTenure {
  // Empty but for its name where they never registered.
  StoredMentor mentor;
  bool registered_once = false;
  std::vector<OfficerPost> posts;
  PolicyBook policies;
  Farewell farewell;
  // The last one they got.
  std::optional<StoredInvitation> invitation;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_MENTOR_TENURE_H_
