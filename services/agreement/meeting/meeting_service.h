#ifndef TELEMACHUS_AGREEMENT_MEETING_MEETING_SERVICE_H_
#define TELEMACHUS_AGREEMENT_MEETING_MEETING_SERVICE_H_

#include "absl/status/statusor.h"
#include "agreement/meeting/meeting_store.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"

namespace telemachus::agreement {

// Handlers of MeetingService; what each does stands in its proto. Thread-safe.
class MeetingService {
 public:
  MeetingService(service::Ground& ground, crypto::Sealer& sealer)
      : ground_(ground), sealer_(sealer) {}

  absl::StatusOr<v1::Meeting> PlanMeeting(const rpc::Call& call,
                                          const v1::PlanMeetingRequest& request);
  absl::StatusOr<v1::Meeting> HoldMeeting(const rpc::Call& call,
                                          const v1::HoldMeetingRequest& request);
  absl::StatusOr<v1::ListMeetingsResponse> ListMeetings(const rpc::Call& call,
                                                        const v1::ListMeetingsRequest& request);

 private:
  // As the parties see it: with place and focus.
  absl::StatusOr<v1::Meeting> Shown(const rpc::Call& call, const std::string& agreement,
                                    const StoredMeeting& stored);

  service::Ground& ground_;
  crypto::Sealer& sealer_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_MEETING_MEETING_SERVICE_H_
