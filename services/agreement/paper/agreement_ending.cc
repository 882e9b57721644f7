// The ways in which an agreement ends: the verbs of AgreementService after its text.

#include "agreement/meeting/meeting_store.h"
#include "agreement/paper/agreement_events.h"
#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/agreement_service.h"
#include "agreement/paper/present_text.h"
#include "agreement/review/review_store.h"
#include "common/status/macros.h"
#include "common/timer/timers.h"

namespace telemachus::agreement {

absl::StatusOr<v1::Agreement> AgreementService::End(const rpc::Call& call, const std::string& name,
                                                    const char* event, const Ending& ending) {
  Present present;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(present, LoadPresent(call, transaction, name));
    RETURN_IF_ERROR(ending(transaction, present.stored));
    RETURN_IF_ERROR(SaveAgreement(transaction, present.stored));
    RETURN_IF_ERROR(AppendEvent(transaction, present.stored, event, now));
    const v1::Agreement& agreement = present.stored.agreement;
    if (agreement.state() == v1::Agreement::STATE_CLOSED) {
      return AppendEvent(transaction, present.stored, "closed", now);
    }
    if (agreement.state() != v1::Agreement::STATE_AFTERCARE) return absl::OkStatus();
    return timer::Set(transaction, kAftercareTimer, name, AftercareEnd(agreement));
  }));
  return Shown(call, present);
}

absl::StatusOr<v1::Agreement> AgreementService::CompleteAgreement(
    const rpc::Call& call, const v1::CompleteAgreementRequest& request) {
  return End(call, request.name(), "completed",
             [&](sql::Transaction& transaction, StoredAgreement& stored) -> absl::Status {
               ASSIGN_OR_RETURN(bool agreed, HasAgreedFinalReview(transaction, request.name()));
               return Complete(stored.terms, agreed, ground_.clock().Now(), stored.agreement);
             });
}

absl::StatusOr<v1::Agreement> AgreementService::WithdrawFromAgreement(
    const rpc::Call& call, const v1::WithdrawFromAgreementRequest& request) {
  return End(call, request.name(), "withdrawn", [&](sql::Transaction&, StoredAgreement& stored) {
    return Withdraw(ground_.clock().Now(), stored.agreement);
  });
}

absl::StatusOr<v1::Agreement> AgreementService::RequestRematch(
    const rpc::Call& call, const v1::RequestRematchRequest& request) {
  return End(call, request.name(), "rematched",
             [&](sql::Transaction& transaction, StoredAgreement& stored) -> absl::Status {
               ASSIGN_OR_RETURN(HeldMeetings held, LoadHeldMeetings(transaction, request.name()));
               return Rematch(stored.terms, held, ground_.clock().Now(), stored.agreement);
             });
}

}  // namespace telemachus::agreement
