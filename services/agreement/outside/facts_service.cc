#include "agreement/outside/facts_service.h"

#include "agreement/paper/agreement_store.h"
#include "common/status/macros.h"

namespace telemachus::agreement {
namespace {

v1::AgreementFacts FactsOf(const StoredAgreement& stored) {
  v1::AgreementFacts facts;
  facts.set_agreement(stored.agreement.name());
  facts.set_version(stored.version);
  *facts.mutable_parties() = stored.agreement.parties();
  facts.set_kind(stored.agreement.kind());
  facts.set_authority(stored.scope.authority);
  facts.set_region(stored.scope.region);
  facts.set_nation(stored.scope.nation);
  return facts;
}

}  // namespace

absl::StatusOr<v1::BatchGetAgreementFactsResponse> FactsService::BatchGetAgreementFacts(
    const rpc::Call& call, const v1::BatchGetAgreementFactsRequest& request) {
  v1::BatchGetAgreementFactsResponse response;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    response.Clear();
    for (const std::string& name : request.agreements()) {
      absl::StatusOr<StoredAgreement> stored = LoadAgreement(transaction, name);
      if (absl::IsNotFound(stored.status())) continue;
      RETURN_IF_ERROR(stored.status());
      *response.add_agreements() = FactsOf(*stored);
    }
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace telemachus::agreement
