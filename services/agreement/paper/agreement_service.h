#ifndef TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_SERVICE_H_
#define TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_SERVICE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "agreement/outside/registry_facts.h"
#include "agreement/paper/version_store.h"
#include "common/crypto/seal.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "telemachus/agreement/v1/agreement.pb.h"

namespace telemachus::agreement {

// Handlers of AgreementService; what each does stands in its proto. Thread-safe.
class AgreementService {
 public:
  // Applies whatever matching has told up to now, until a deadline.
  using CatchUp = std::function<absl::Status(absl::Time)>;
  // Longest wait for the draft of a match just confirmed.
  static constexpr absl::Duration kCatchUp = absl::Seconds(2);

  AgreementService(service::Ground& ground, RegistryFacts& registry, crypto::Sealer& sealer,
                   CatchUp catch_up)
      : ground_(ground), registry_(registry), sealer_(sealer), catch_up_(std::move(catch_up)) {}

  // In the order of the proto.
  absl::StatusOr<v1::Agreement> GetAgreement(const rpc::Call& call,
                                             const v1::GetAgreementRequest& request);
  absl::StatusOr<v1::AgreementVersion> GetAgreementVersion(
      const rpc::Call& call, const v1::GetAgreementVersionRequest& request);
  absl::StatusOr<v1::ListAgreementsResponse> ListAgreements(
      const rpc::Call& call, const v1::ListAgreementsRequest& request);
  absl::StatusOr<v1::Agreement> UpdateAgreement(const rpc::Call& call,
                                                const v1::UpdateAgreementRequest& request);
  absl::StatusOr<v1::Agreement> SignAgreement(const rpc::Call& call,
                                              const v1::SignAgreementRequest& request);
  absl::StatusOr<v1::Agreement> CompleteAgreement(const rpc::Call& call,
                                                  const v1::CompleteAgreementRequest& request);
  absl::StatusOr<v1::Agreement> WithdrawFromAgreement(
      const rpc::Call& call, const v1::WithdrawFromAgreementRequest& request);
  absl::StatusOr<v1::Agreement> RequestRematch(const rpc::Call& call,
                                               const v1::RequestRematchRequest& request);

 private:
  // A changed text, sealed for the version that it goes into.
  struct Rewriting {
    std::string etag;  // of the agreement that it was made from
    bool is_change = false;
    v1::Sections sections;
    std::string sealed;
  };
  // What an ending does to the agreement it is given, and the event's word for it.
  using Ending = std::function<absl::Status(sql::Transaction&, StoredAgreement&)>;

  absl::StatusOr<std::vector<StoredAgreement>> Listed(const rpc::Call& call,
                                                      const Listing& listing);
  absl::StatusOr<Rewriting> Rewrite(const rpc::Call& call,
                                    const v1::UpdateAgreementRequest& request);
  absl::StatusOr<v1::Agreement> End(const rpc::Call& call, const std::string& name,
                                    const char* event, const Ending& ending);
  // As a party sees it: with text, names and etag.
  absl::StatusOr<v1::Agreement> Shown(const rpc::Call& call, const Present& present);

  service::Ground& ground_;
  RegistryFacts& registry_;
  crypto::Sealer& sealer_;
  const CatchUp catch_up_;
};

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_SERVICE_H_
