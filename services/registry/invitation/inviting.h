#ifndef TELEMACHUS_REGISTRY_INVITATION_INVITING_H_
#define TELEMACHUS_REGISTRY_INVITATION_INVITING_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/invitation/invitation_record.h"
#include "registry/invitation/invitation_rules.h"

// How invitations come about, and end. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Asks somebody who leaves, with an event, or lets an open invitation follow what became of them.
absl::Status Invite(sql::Transaction& transaction, const Leaver& leaver, absl::Time now);

// Closes an open one in a state, and takes its timer away.
absl::Status CloseInvitation(sql::Transaction& transaction, v1::MentoringInvitation::State state,
                             StoredInvitation& stored);

// The effect of kInvitationLapsesTimer: its last day has passed without an answer.
absl::Status LapseInvitation(sql::Transaction& transaction, const std::string& invitation,
                             absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_INVITATION_INVITING_H_
