#ifndef TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_SERVICE_H_
#define TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "telemachus/agreement/v1/checklist.pb.h"

namespace telemachus::agreement {

// Handlers of ChecklistService; what each does stands in its proto. Nothing that a party can see,
// answers, errors, etags and events included, depends on whether the other has answered, until the
// party has too and asks. Thread-safe.
class ChecklistService {
 public:
  ChecklistService(service::Ground& ground, crypto::Sealer& sealer)
      : ground_(ground), sealer_(sealer) {}

  absl::StatusOr<v1::ChecklistCatalogue> GetChecklistCatalogue(
      const rpc::Call& call, const v1::GetChecklistCatalogueRequest& request);
  absl::StatusOr<v1::Checklist> AnswerChecklist(const rpc::Call& call,
                                                const v1::AnswerChecklistRequest& request);
  absl::StatusOr<v1::Checklist> GetChecklist(const rpc::Call& call,
                                             const v1::GetChecklistRequest& request);

 private:
  // One party's answers, named as the agreement's checklist.
  absl::StatusOr<v1::Checklist> Opened(const rpc::Call& call, const std::string& agreement,
                                       const std::string& person, const std::string& sealed);

  service::Ground& ground_;
  crypto::Sealer& sealer_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_SERVICE_H_
