#include "evaluation/answer/evaluation_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/crypto/seal.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "evaluation/answer/answer_rules.h"
#include "evaluation/answer/evaluation_place.h"

namespace telemachus::evaluation {
namespace {

absl::Status GivenAlready() {
  return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                       "this evaluation was given already");
}

v1::Invitation Shown(const StoredInvitation& stored) {
  v1::Invitation invitation;
  invitation.set_name(stored.name);
  invitation.set_agreement(stored.agreement);
  invitation.set_occasion(stored.occasion);
  *invitation.mutable_create_time() = time::ToProto(stored.created);
  return invitation;
}

// The loaded thing if it is the caller's; the one NotPermitted() if not, or if there is none.
template <typename T, typename Owner>
absl::StatusOr<T> RequireOwn(const rpc::Call& call, absl::StatusOr<T> loaded, const Owner& owner) {
  if (!loaded.ok() && !absl::IsNotFound(loaded.status())) return loaded.status();
  RETURN_IF_ERROR(call.Require(loaded.ok() && owner(*loaded) == call.person()));
  return loaded;
}

}  // namespace

absl::StatusOr<v1::ListInvitationsResponse> EvaluationService::ListInvitations(
    const rpc::Call& call, const v1::ListInvitationsRequest& request) {
  RETURN_IF_ERROR(call.Require(request.parent() == call.person()));
  ASSIGN_OR_RETURN(std::string after, ground_.tokens.Read(call.person(), request));
  const int size = page::Size(request.page_size());
  std::vector<StoredInvitation> rows;
  RETURN_IF_ERROR(ground_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(rows, ListOpenInvitations(transaction, call.person(), after, size + 1));
    return absl::OkStatus();
  }));
  v1::ListInvitationsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        ground_.tokens.Make(call.person(), request, PositionOf(rows.back())));
  }
  for (const StoredInvitation& row : rows) *response.add_invitations() = Shown(row);
  return response;
}

absl::StatusOr<v1::Evaluation> EvaluationService::CreateEvaluation(
    const rpc::Call& call, const v1::CreateEvaluationRequest& request) {
  StoredInvitation invitation;
  ASSIGN_OR_RETURN(std::string name, Earlier(call, request, invitation));
  if (name.empty()) {
    if (invitation.given) return GivenAlready();
    RETURN_IF_ERROR(CheckAnswers(request.evaluation()));
    v1::Evaluation evaluation = request.evaluation();
    evaluation.set_name(absl::StrCat("evaluations/", ground_.ids.Next()));
    evaluation.set_agreement(invitation.agreement);
    evaluation.set_occasion(invitation.occasion);
    *evaluation.mutable_create_time() = time::ToProto(ground_.clock.Now());
    ASSIGN_OR_RETURN(name, Store(call, request, invitation, evaluation));
    if (name == evaluation.name()) return evaluation;
  }
  return Open(call, name);
}

absl::StatusOr<std::string> EvaluationService::Earlier(const rpc::Call& call,
                                                       const v1::CreateEvaluationRequest& request,
                                                       StoredInvitation& invitation) {
  std::string name;
  RETURN_IF_ERROR(ground_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(invitation,
                     RequireOwn(call, LoadInvitation(transaction, request.parent()),
                                [](const StoredInvitation& found) { return found.person; }));
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier,
                     once::Find(transaction, call.OnceKey(request)));
    name = earlier.has_value() ? earlier->resource : "";
    return absl::OkStatus();
  }));
  return name;
}

absl::StatusOr<std::string> EvaluationService::Store(const rpc::Call& call,
                                                     const v1::CreateEvaluationRequest& request,
                                                     const StoredInvitation& invitation,
                                                     const v1::Evaluation& evaluation) {
  SealedEvaluation stored{.name = evaluation.name(), .author = call.person(), .sealed = ""};
  ASSIGN_OR_RETURN(stored.sealed,
                   ground_.sealer.Seal(EvaluationHolder(stored.name, stored.author),
                                       EvaluationPlace(stored.name), evaluation.SerializeAsString(),
                                       call.deadline()));
  const absl::Time now = time::FromProto(evaluation.create_time());
  const std::string quarter = QuarterOf(time::DayOf(now));
  std::string name;
  RETURN_IF_ERROR(ground_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) {
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
    if (earlier.has_value()) {
      name = earlier->resource;
      return absl::OkStatus();
    }
    name = stored.name;
    ASSIGN_OR_RETURN(bool first, MarkGiven(transaction, invitation.name));
    if (!first) return GivenAlready();
    RETURN_IF_ERROR(InsertEvaluation(transaction, stored));
    RETURN_IF_ERROR(CountAnswer(transaction, quarter, invitation.scope, "successful",
                                CodeOf(evaluation.successful())));
    RETURN_IF_ERROR(CountAnswer(transaction, quarter, invitation.scope, "recommend",
                                CodeOf(evaluation.recommend())));
    return once::Keep(transaction, key, {stored.name, 1}, now);
  }));
  return name;
}

absl::StatusOr<v1::Evaluation> EvaluationService::GetEvaluation(
    const rpc::Call& call, const v1::GetEvaluationRequest& request) {
  return Open(call, request.name());
}

absl::StatusOr<v1::Evaluation> EvaluationService::Open(const rpc::Call& call,
                                                       const std::string& name) {
  SealedEvaluation stored;
  RETURN_IF_ERROR(ground_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(stored,
                     RequireOwn(call, LoadEvaluation(transaction, name),
                                [](const SealedEvaluation& found) { return found.author; }));
    return absl::OkStatus();
  }));
  absl::StatusOr<std::string> plain =
      ground_.sealer.Open(EvaluationHolder(stored.name, stored.author),
                          EvaluationPlace(stored.name), stored.sealed, call.deadline());
  // Erased: the key is gone, and with it the evaluation.
  if (absl::IsNotFound(plain.status())) return call.Require(false);
  if (!plain.ok()) return plain.status();
  v1::Evaluation evaluation;
  if (!evaluation.ParseFromString(*plain)) {
    return absl::DataLossError("an evaluation does not read as one");
  }
  return evaluation;
}

}  // namespace telemachus::evaluation
