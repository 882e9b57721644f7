#include "agreement/paper/agreement_service.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "agreement/outside/party_names.h"
#include "agreement/paper/present_text.h"
#include "agreement/paper/relations.h"
#include "agreement/paper/sealed_text.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::agreement {

absl::StatusOr<v1::Agreement> AgreementService::Shown(const rpc::Call& call,
                                                      const Present& present) {
  v1::Agreement shown = present.stored.agreement;
  ASSIGN_OR_RETURN(*shown.mutable_sections(), OpenSections(sealer_, present, call.deadline()));
  FillNames(registry_, call.deadline(), {&shown});
  return shown;
}

absl::StatusOr<v1::Agreement> AgreementService::GetAgreement(
    const rpc::Call& call, const v1::GetAgreementRequest& request) {
  ASSIGN_OR_RETURN(Present present, ReadPresent(call, ground_.database(), request.name()));
  return Shown(call, present);
}

absl::StatusOr<v1::AgreementVersion> AgreementService::GetAgreementVersion(
    const rpc::Call& call, const v1::GetAgreementVersionRequest& request) {
  const std::string agreement = AgreementOf(request.name());
  const int64_t number = NumberOf(request.name());
  absl::StatusOr<StoredVersion> found;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    RETURN_IF_ERROR(LoadForParty(call, transaction, agreement).status());
    found = LoadVersion(transaction, agreement, number);
    return absl::IsNotFound(found.status()) ? absl::OkStatus() : found.status();
  }));
  if (!found.ok()) return status::NotFound(request.name());
  v1::AgreementVersion version = std::move(found->version);
  const std::string planned_end = version.sections().planned_end_date();
  RETURN_IF_ERROR(OpenText(sealer_, SectionsPlace(agreement, number), found->sealed,
                           call.deadline(), *version.mutable_sections()));
  version.mutable_sections()->set_planned_end_date(planned_end);
  return version;
}

absl::StatusOr<std::vector<StoredAgreement>> AgreementService::Listed(const rpc::Call& call,
                                                                      const Listing& listing) {
  std::vector<StoredAgreement> rows;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(rows, agreement::ListAgreements(transaction, listing));
    return absl::OkStatus();
  }));
  return rows;
}

absl::StatusOr<v1::ListAgreementsResponse> AgreementService::ListAgreements(
    const rpc::Call& call, const v1::ListAgreementsRequest& request) {
  RETURN_IF_ERROR(call.Require(request.parent() == call.person()));
  Listing listing;
  listing.person = call.person();
  listing.match = request.match();
  ASSIGN_OR_RETURN(listing.after, ground_.tokens().Read(call.person(), request));
  const int size = page::Size(request.page_size());
  listing.limit = size + 1;
  ASSIGN_OR_RETURN(std::vector<StoredAgreement> rows, Listed(call, listing));
  if (rows.empty() && !listing.match.empty()) {
    // A match confirmed a moment ago: what matching has told up to now decides.
    RETURN_IF_ERROR(catch_up_(std::min(call.deadline(), absl::Now() + kCatchUp)));
    ASSIGN_OR_RETURN(rows, Listed(call, listing));
  }
  v1::ListAgreementsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        ground_.tokens().Make(call.person(), request, PositionOf(rows.back())));
  }
  std::vector<v1::Agreement*> listed;
  for (StoredAgreement& row : rows) {
    listed.push_back(response.add_agreements());
    *listed.back() = std::move(row.agreement);
    listed.back()->clear_sections();
  }
  FillNames(registry_, call.deadline(), listed);
  return response;
}

}  // namespace telemachus::agreement
