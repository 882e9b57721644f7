#include "agreement/checklist/checklist_service.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "agreement/checklist/checklist_catalogue.h"
#include "agreement/checklist/checklist_rules.h"
#include "agreement/checklist/checklist_store.h"
#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/relations.h"
#include "agreement/paper/sealed_text.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::agreement {

absl::StatusOr<v1::ChecklistCatalogue> ChecklistService::GetChecklistCatalogue(
    const rpc::Call&, const v1::GetChecklistCatalogueRequest&) {
  return PresentCatalogue();
}

absl::StatusOr<v1::Checklist> ChecklistService::Opened(const rpc::Call& call,
                                                       const std::string& agreement,
                                                       const std::string& person,
                                                       const std::string& sealed) {
  v1::Checklist checklist;
  RETURN_IF_ERROR(
      OpenText(sealer_, ChecklistPlace(agreement, person), sealed, call.deadline(), checklist));
  checklist.set_name(absl::StrCat(agreement, "/checklist"));
  if (checklist.version() == 0) checklist.set_version(PresentCatalogue().version());
  return checklist;
}

absl::StatusOr<v1::Checklist> ChecklistService::AnswerChecklist(
    const rpc::Call& call, const v1::AnswerChecklistRequest& request) {
  const std::string& agreement = request.agreement();
  const v1::ChecklistCatalogue& catalogue = PresentCatalogue();
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    return LoadForParty(call, transaction, agreement).status();
  }));
  RETURN_IF_ERROR(CheckAnswers(catalogue, request.answers()));
  ASSIGN_OR_RETURN(const std::string draft,
                   SealText(sealer_, ChecklistPlace(agreement, call.person()),
                            OwnAnswers(catalogue.version(), request.answers()), call.deadline()));
  std::string sealed;
  const absl::Time now = ground_.clock().Now();
  // Only rows of the caller are read and written: no conflict tells of the other either.
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto parent, LoadForParty(call, transaction, agreement));
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
    if (earlier.has_value()) {
      ASSIGN_OR_RETURN(sealed, LoadChecklist(transaction, agreement, call.person()));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(CheckLive(parent.agreement));
    sealed = draft;
    ASSIGN_OR_RETURN(bool inserted, InsertChecklist(transaction, agreement, call.person(),
                                                    catalogue.version(), sealed));
    if (!inserted) {
      return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                           "the checklist is answered once and for good");
    }
    return once::Keep(transaction, key, {absl::StrCat(agreement, "/checklist"), 1}, now);
  }));
  return Opened(call, agreement, call.person(), sealed);
}

absl::StatusOr<v1::Checklist> ChecklistService::GetChecklist(
    const rpc::Call& call, const v1::GetChecklistRequest& request) {
  const std::string agreement = AgreementOf(request.name());
  std::string counterpart;
  std::string own_sealed;
  std::string other_sealed;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto parent, LoadForParty(call, transaction, agreement));
    counterpart = CounterpartOf(parent.agreement, call.person());
    ASSIGN_OR_RETURN(own_sealed, LoadChecklist(transaction, agreement, call.person()));
    ASSIGN_OR_RETURN(other_sealed, LoadChecklist(transaction, agreement, counterpart));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(v1::Checklist own, Opened(call, agreement, call.person(), own_sealed));
  if (own_sealed.empty() || other_sealed.empty()) return own;
  ASSIGN_OR_RETURN(const v1::Checklist other, Opened(call, agreement, counterpart, other_sealed));
  Reveal(other, own);
  return own;
}

}  // namespace telemachus::agreement
