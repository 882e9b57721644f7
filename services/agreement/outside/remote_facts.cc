#include "agreement/outside/remote_facts.h"

#include <algorithm>

#include "common/status/macros.h"

namespace telemachus::agreement {

absl::StatusOr<matching::v1::MatchFacts> RemoteMatchingFacts::Match(absl::string_view match,
                                                                    absl::Time deadline) {
  matching::v1::BatchGetMatchFactsRequest request;
  request.add_matches(std::string(match));
  ASSIGN_OR_RETURN(
      auto response,
      matching_.Unary<matching::v1::BatchGetMatchFactsResponse>(
          "/telemachus.matching.v1.MatchFactsService/BatchGetMatchFacts", request, deadline));
  if (response.matches().empty()) return absl::NotFoundError("no such match");
  return std::move(*response.mutable_matches(0));
}

absl::StatusOr<std::vector<registry::v1::PersonFacts>> RemoteRegistryFacts::People(
    const std::vector<std::string>& people, absl::Time deadline) {
  std::vector<registry::v1::PersonFacts> facts;
  for (size_t begin = 0; begin < people.size(); begin += kBatch) {
    const size_t end = std::min(begin + kBatch, people.size());
    registry::v1::BatchGetPersonFactsRequest request;
    for (size_t i = begin; i < end; ++i) request.add_people(people[i]);
    ASSIGN_OR_RETURN(auto response, registry_.Unary<registry::v1::BatchGetPersonFactsResponse>(
                                        "/telemachus.registry.v1.FactsService/BatchGetPersonFacts",
                                        request, deadline));
    facts.insert(facts.end(), response.people().begin(), response.people().end());
  }
  return facts;
}

absl::StatusOr<registry::v1::AuthorityFacts> RemoteRegistryFacts::Authority(
    absl::string_view authority, absl::string_view date, absl::Time deadline) {
  registry::v1::GetAuthorityFactsRequest request;
  request.set_authority(std::string(authority));
  request.set_date(std::string(date));
  return registry_.Unary<registry::v1::AuthorityFacts>(
      "/telemachus.registry.v1.FactsService/GetAuthorityFacts", request, deadline);
}

}  // namespace telemachus::agreement
