#ifndef TELEMACHUS_EVALUATION_ANSWER_EVALUATION_SERVICE_H_
#define TELEMACHUS_EVALUATION_ANSWER_EVALUATION_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "evaluation/answer/evaluation_store.h"
#include "evaluation/answer/invitation_store.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"

namespace telemachus::evaluation {

// What the handlers stand on.
struct AnswerGround {
  sql::Database& database;
  const time::Clock& clock;
  id::IdSource& ids;
  const page::Tokens& tokens;
  crypto::Sealer& sealer;
};

// Handlers of EvaluationService; what each does stands in its proto. Thread-safe.
class EvaluationService {
 public:
  explicit EvaluationService(const AnswerGround& ground) : ground_(ground) {}

  absl::StatusOr<v1::ListInvitationsResponse> ListInvitations(
      const rpc::Call& call, const v1::ListInvitationsRequest& request);
  absl::StatusOr<v1::Evaluation> CreateEvaluation(const rpc::Call& call,
                                                  const v1::CreateEvaluationRequest& request);
  absl::StatusOr<v1::Evaluation> GetEvaluation(const rpc::Call& call,
                                               const v1::GetEvaluationRequest& request);

 private:
  // The evaluation that an earlier run of this request made, or nothing; after having proved that
  // the invitation is the caller's.
  absl::StatusOr<std::string> Earlier(const rpc::Call& call,
                                      const v1::CreateEvaluationRequest& request,
                                      StoredInvitation& invitation);
  // Stores it sealed; returns the name of what is stored now, which an earlier run may have made.
  absl::StatusOr<std::string> Store(const rpc::Call& call,
                                    const v1::CreateEvaluationRequest& request,
                                    const StoredInvitation& invitation,
                                    const v1::Evaluation& evaluation);
  absl::StatusOr<v1::Evaluation> Open(const rpc::Call& call, const std::string& name);

  const AnswerGround ground_;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_ANSWER_EVALUATION_SERVICE_H_
