#ifndef TELEMACHUS_REGISTRY_INVITATION_INVITATION_RECORD_H_
#define TELEMACHUS_REGISTRY_INVITATION_INVITATION_RECORD_H_

#include "telemachus/registry/v1/mentoring_invitation.pb.h"

namespace telemachus::registry {

// An invitation as kept: as the person reads it.
struct StoredInvitation {
  v1::MentoringInvitation invitation;

  // Whether it may be answered.
  bool IsOpen() const { return invitation.state() == v1::MentoringInvitation::STATE_ASKED; }
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_INVITATION_INVITATION_RECORD_H_
