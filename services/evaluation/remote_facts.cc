#include "evaluation/remote_facts.h"

#include <utility>

#include "common/status/macros.h"
#include "telemachus/registry/v1/facts.pb.h"

namespace telemachus::evaluation {
namespace {

constexpr int kPageSize = 500;
// 5,000 authorities: ten times what there is.
constexpr int kPagesMax = 10;

access::Scope ScopeOf(const registry::v1::AuthorityFacts& facts) {
  return {.authority = facts.authority(), .region = facts.region(), .nation = facts.nation()};
}

}  // namespace

absl::StatusOr<agreement::v1::AgreementFacts> RemoteAgreementFacts::Agreement(
    const std::string& agreement, absl::Time deadline) {
  agreement::v1::BatchGetAgreementFactsRequest request;
  request.add_agreements(agreement);
  ASSIGN_OR_RETURN(auto response,
                   agreement_.Unary<agreement::v1::BatchGetAgreementFactsResponse>(
                       "/telemachus.agreement.v1.AgreementFactsService/BatchGetAgreementFacts",
                       request, deadline));
  if (response.agreements().empty()) return absl::NotFoundError("no such agreement");
  return std::move(*response.mutable_agreements(0));
}

absl::StatusOr<access::Scope> RemoteRegistryFacts::Place(const std::string& authority,
                                                         absl::Time deadline) {
  registry::v1::GetAuthorityFactsRequest request;
  request.set_authority(authority);
  ASSIGN_OR_RETURN(
      auto facts, registry_.Unary<registry::v1::AuthorityFacts>(
                      "/telemachus.registry.v1.FactsService/GetAuthorityFacts", request, deadline));
  return ScopeOf(facts);
}

absl::StatusOr<std::vector<access::Scope>> RemoteRegistryFacts::Places(absl::Time deadline) {
  std::vector<access::Scope> places;
  registry::v1::ListAuthorityFactsRequest request;
  request.set_page_size(kPageSize);
  for (int page = 0; page < kPagesMax; ++page) {
    ASSIGN_OR_RETURN(auto response, registry_.Unary<registry::v1::ListAuthorityFactsResponse>(
                                        "/telemachus.registry.v1.FactsService/ListAuthorityFacts",
                                        request, deadline));
    for (const auto& facts : response.authorities()) {
      if (facts.end_date().empty()) places.push_back(ScopeOf(facts));
    }
    if (response.next_page_token().empty()) return places;
    request.set_page_token(response.next_page_token());
  }
  // Disclosure control that does not know every authority would not be any.
  return absl::ResourceExhaustedError("more authorities than a report is made for");
}

}  // namespace telemachus::evaluation
