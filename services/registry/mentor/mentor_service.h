#ifndef TELEMACHUS_REGISTRY_MENTOR_MENTOR_SERVICE_H_
#define TELEMACHUS_REGISTRY_MENTOR_MENTOR_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "google/protobuf/empty.pb.h"
#include "registry/means.h"
#include "telemachus/registry/v1/mentor.pb.h"

namespace telemachus::registry {

// Handlers of MentorService, but for avoidance; what each does stands in its proto. Thread-safe.
class MentorService {
 public:
  explicit MentorService(const Means& means) : means_(means) {}
  absl::StatusOr<v1::Mentor> CreateMentor(const rpc::Call& call,
                                          const v1::CreateMentorRequest& request);
  absl::StatusOr<v1::Mentor> GetMentor(const rpc::Call& call, const v1::GetMentorRequest& request);
  absl::StatusOr<v1::Mentor> UpdateMentor(const rpc::Call& call,
                                          const v1::UpdateMentorRequest& request);
  absl::StatusOr<google::protobuf::Empty> DeleteMentor(const rpc::Call& call,
                                                       const v1::DeleteMentorRequest& request);
  absl::StatusOr<v1::ListMentorsResponse> ListMentors(const rpc::Call& call,
                                                      const v1::ListMentorsRequest& request);

 private:
  const Means& means_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_MENTOR_SERVICE_H_
