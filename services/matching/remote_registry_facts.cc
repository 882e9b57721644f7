#include "matching/remote_registry_facts.h"

#include "common/status/macros.h"

namespace telemachus::matching {

absl::StatusOr<registry::PersonFacts> RemoteRegistryFacts::Person(absl::string_view person,
                                                                  absl::Time deadline) {
  registry::BatchGetPersonFactsRequest request;
  request.add_people(std::string(person));
  ASSIGN_OR_RETURN(auto response,
                   registry_.Unary<registry::BatchGetPersonFactsResponse>(
                       "/telemachus.registry.v1.FactsService/BatchGetPersonFacts", request,
                       deadline));
  if (response.people().empty()) return absl::NotFoundError("no such person");
  return std::move(*response.mutable_people(0));
}

absl::StatusOr<std::vector<registry::MentorFacts>> RemoteRegistryFacts::Mentors(
    const std::vector<std::string>& mentors, absl::Time deadline) {
  registry::BatchGetMentorFactsRequest request;
  request.mutable_mentors()->Assign(mentors.begin(), mentors.end());
  ASSIGN_OR_RETURN(auto response,
                   registry_.Unary<registry::BatchGetMentorFactsResponse>(
                       "/telemachus.registry.v1.FactsService/BatchGetMentorFacts", request,
                       deadline));
  return std::vector<registry::MentorFacts>(response.mentors().begin(), response.mentors().end());
}

absl::StatusOr<registry::ListMentorFactsResponse> RemoteRegistryFacts::ListMentors(
    const std::string& page_token, absl::Time deadline) {
  registry::ListMentorFactsRequest request;
  request.set_page_size(500);
  request.set_page_token(page_token);
  return registry_.Unary<registry::ListMentorFactsResponse>(
      "/telemachus.registry.v1.FactsService/ListMentorFacts", request, deadline);
}

absl::StatusOr<registry::AuthorityFacts> RemoteRegistryFacts::Authority(
    absl::string_view authority, absl::string_view date, absl::Time deadline) {
  registry::GetAuthorityFactsRequest request;
  request.set_authority(std::string(authority));
  request.set_date(std::string(date));
  return registry_.Unary<registry::AuthorityFacts>(
      "/telemachus.registry.v1.FactsService/GetAuthorityFacts", request, deadline);
}

absl::StatusOr<registry::CatalogueCodes> RemoteRegistryFacts::Codes(absl::Time deadline) {
  return registry_.Unary<registry::CatalogueCodes>(
      "/telemachus.registry.v1.FactsService/GetCatalogueCodes",
      registry::GetCatalogueCodesRequest(), deadline);
}

}  // namespace telemachus::matching
