#ifndef TELEMACHUS_MATCHING_LOAD_LOAD_SERVICE_H_
#define TELEMACHUS_MATCHING_LOAD_LOAD_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "matching/registry_facts.h"
#include "telemachus/matching/v1/load.pb.h"

namespace telemachus::matching {

// Handlers of LoadService; what each does stands in its proto. Thread-safe.
class LoadService {
 public:
  LoadService(service::Ground& ground, RegistryFacts& facts) : ground_(ground), facts_(facts) {}
  absl::StatusOr<v1::MentorLoad> GetMentorLoad(const rpc::Call& call,
                                               const v1::GetMentorLoadRequest& request);

 private:
  service::Ground& ground_;
  RegistryFacts& facts_;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_LOAD_LOAD_SERVICE_H_
