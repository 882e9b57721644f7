#include "agreement/meeting/objective_service.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "agreement/meeting/meeting_rules.h"
#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/relations.h"
#include "agreement/paper/sealed_text.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::agreement {
namespace {

// As events say it.
std::string CodeOf(v1::Objective::State state) {
  static const auto* const codes =
      new std::map<v1::Objective::State, std::string>{{v1::Objective::STATE_OPEN, "open"},
                                                      {v1::Objective::STATE_MET, "met"},
                                                      {v1::Objective::STATE_CHANGED, "changed"},
                                                      {v1::Objective::STATE_DROPPED, "dropped"}};
  const auto found = codes->find(state);
  return found == codes->end() ? std::string() : found->second;
}

absl::Status AppendResolved(sql::Transaction& transaction, const std::string& agreement,
                            const StoredObjective& stored, absl::Time now) {
  return event::Append(
      transaction,
      {.type = "agreement.objective.resolved",
       .resource = stored.objective.name(),
       .version = stored.version,
       .codes = {{"agreement", agreement}, {"state", CodeOf(stored.objective.state())}}},
      now);
}

}  // namespace

absl::StatusOr<v1::Objective> ObjectiveService::Shown(const rpc::Call& call,
                                                      const std::string& agreement,
                                                      const StoredObjective& stored) {
  v1::Objective text;
  RETURN_IF_ERROR(OpenText(sealer_, ObjectivePlace(agreement, stored.objective.name()),
                           stored.sealed, call.deadline(), text));
  v1::Objective shown = stored.objective;
  shown.set_content(text.content());
  return shown;
}

absl::StatusOr<StoredObjective> ObjectiveService::Draft(const rpc::Call& call,
                                                        const v1::CreateObjectiveRequest& request) {
  const std::string& agreement = request.parent();
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    return LoadForParty(call, transaction, agreement).status();
  }));
  StoredObjective draft;
  draft.objective.set_name(absl::StrCat(agreement, "/objectives/", ground_.ids().Next()));
  draft.objective.set_target_date(request.objective().target_date());
  draft.objective.set_state(v1::Objective::STATE_OPEN);
  v1::Objective text;
  text.set_content(request.objective().content());
  ASSIGN_OR_RETURN(
      draft.sealed,
      SealText(sealer_, ObjectivePlace(agreement, draft.objective.name()), text, call.deadline()));
  return draft;
}

absl::StatusOr<v1::Objective> ObjectiveService::CreateObjective(
    const rpc::Call& call, const v1::CreateObjectiveRequest& request) {
  const std::string& agreement = request.parent();
  ASSIGN_OR_RETURN(const StoredObjective draft, Draft(call, request));
  StoredObjective stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto parent, LoadForParty(call, transaction, agreement));
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
    if (earlier.has_value()) {
      ASSIGN_OR_RETURN(stored, LoadObjective(transaction, earlier->resource));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(CheckLive(parent.agreement));
    RETURN_IF_ERROR(CheckTarget(request.objective(), now));
    stored = draft;
    ASSIGN_OR_RETURN(stored.position, NextPosition(transaction, agreement));
    RETURN_IF_ERROR(InsertObjective(transaction, agreement, stored));
    return once::Keep(transaction, key, {stored.objective.name(), stored.version}, now);
  }));
  return Shown(call, agreement, stored);
}

absl::StatusOr<v1::Objective> ObjectiveService::ResolveObjective(
    const rpc::Call& call, const v1::ResolveObjectiveRequest& request) {
  const std::string agreement = AgreementOf(request.name());
  StoredObjective stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto parent, LoadForParty(call, transaction, agreement));
    absl::StatusOr<StoredObjective> found = LoadObjective(transaction, request.name());
    if (absl::IsNotFound(found.status())) return call.Require(false);
    RETURN_IF_ERROR(found.status());
    stored = *std::move(found);
    RETURN_IF_ERROR(CheckLive(parent.agreement));
    if (!request.etag().empty() && request.etag() != stored.objective.etag()) {
      return status::StaleEtag(request.name());
    }
    stored.objective.set_state(request.state());
    RETURN_IF_ERROR(SaveObjective(transaction, stored));
    return AppendResolved(transaction, agreement, stored, now);
  }));
  return Shown(call, agreement, stored);
}

absl::StatusOr<v1::ListObjectivesResponse> ObjectiveService::ListObjectives(
    const rpc::Call& call, const v1::ListObjectivesRequest& request) {
  const std::string& agreement = request.parent();
  const int size = page::Size(request.page_size());
  std::vector<StoredObjective> rows;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    RETURN_IF_ERROR(LoadForParty(call, transaction, agreement).status());
    ASSIGN_OR_RETURN(std::string position, ground_.tokens().Read(call.person(), request));
    int64_t after = 0;
    if (!position.empty() && !absl::SimpleAtoi(position, &after)) {
      return absl::InternalError("bad position");
    }
    ASSIGN_OR_RETURN(rows, agreement::ListObjectives(transaction, agreement, after, size + 1));
    return absl::OkStatus();
  }));
  v1::ListObjectivesResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        ground_.tokens().Make(call.person(), request, absl::StrCat(rows.back().position)));
  }
  for (const StoredObjective& row : rows) {
    ASSIGN_OR_RETURN(*response.add_objectives(), Shown(call, agreement, row));
  }
  return response;
}

}  // namespace telemachus::agreement
