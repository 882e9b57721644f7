#ifndef TELEMACHUS_REGISTRY_INVITATION_INVITATION_SERVICE_H_
#define TELEMACHUS_REGISTRY_INVITATION_INVITATION_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "registry/means.h"
#include "telemachus/registry/v1/mentoring_invitation.pb.h"

namespace telemachus::registry {

// Handlers of MentoringInvitationService; what each does stands in its proto. Thread-safe.
class InvitationService {
 public:
  explicit InvitationService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::MentoringInvitation> GetMentoringInvitation(
      const rpc::Call& call, const v1::GetMentoringInvitationRequest& request);
  absl::StatusOr<v1::ListMentoringInvitationsResponse> ListMentoringInvitations(
      const rpc::Call& call, const v1::ListMentoringInvitationsRequest& request);
  absl::StatusOr<v1::MentoringInvitation> AcceptMentoringInvitation(
      const rpc::Call& call, const v1::AcceptMentoringInvitationRequest& request);
  absl::StatusOr<v1::MentoringInvitation> DeclineMentoringInvitation(
      const rpc::Call& call, const v1::DeclineMentoringInvitationRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_INVITATION_INVITATION_SERVICE_H_
