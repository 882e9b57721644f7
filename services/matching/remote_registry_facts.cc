#include "matching/remote_registry_facts.h"

#include "common/status/macros.h"

namespace telemachus::matching {

absl::StatusOr<registry::v1::PersonFacts> RemoteRegistryFacts::Person(absl::string_view person,
                                                                      absl::Time deadline) {
  ASSIGN_OR_RETURN(auto people, People({std::string(person)}, deadline));
  if (people.empty()) return absl::NotFoundError("no such person");
  return std::move(people.front());
}

absl::StatusOr<std::vector<registry::v1::PersonFacts>> RemoteRegistryFacts::People(
    const std::vector<std::string>& people, absl::Time deadline) {
  registry::v1::BatchGetPersonFactsRequest request;
  request.mutable_people()->Assign(people.begin(), people.end());
  ASSIGN_OR_RETURN(auto response, registry_.Unary<registry::v1::BatchGetPersonFactsResponse>(
                                      "/telemachus.registry.v1.FactsService/BatchGetPersonFacts",
                                      request, deadline));
  return std::vector<registry::v1::PersonFacts>(response.people().begin(), response.people().end());
}

absl::StatusOr<std::vector<registry::v1::MentorFacts>> RemoteRegistryFacts::Mentors(
    const std::vector<std::string>& mentors, absl::Time deadline) {
  registry::v1::BatchGetMentorFactsRequest request;
  request.mutable_mentors()->Assign(mentors.begin(), mentors.end());
  ASSIGN_OR_RETURN(auto response, registry_.Unary<registry::v1::BatchGetMentorFactsResponse>(
                                      "/telemachus.registry.v1.FactsService/BatchGetMentorFacts",
                                      request, deadline));
  return std::vector<registry::v1::MentorFacts>(response.mentors().begin(),
                                                response.mentors().end());
}

absl::StatusOr<registry::v1::ListMentorFactsResponse> RemoteRegistryFacts::ListMentors(
    const std::string& page_token, absl::Time deadline) {
  registry::v1::ListMentorFactsRequest request;
  request.set_page_size(500);
  request.set_page_token(page_token);
  return registry_.Unary<registry::v1::ListMentorFactsResponse>(
      "/telemachus.registry.v1.FactsService/ListMentorFacts", request, deadline);
}

absl::StatusOr<registry::v1::AuthorityFacts> RemoteRegistryFacts::Authority(
    absl::string_view authority, absl::string_view date, absl::Time deadline) {
  registry::v1::GetAuthorityFactsRequest request;
  request.set_authority(std::string(authority));
  request.set_date(std::string(date));
  return registry_.Unary<registry::v1::AuthorityFacts>(
      "/telemachus.registry.v1.FactsService/GetAuthorityFacts", request, deadline);
}

absl::StatusOr<registry::v1::CatalogueCodes> RemoteRegistryFacts::Codes(absl::Time deadline) {
  return registry_.Unary<registry::v1::CatalogueCodes>(
      "/telemachus.registry.v1.FactsService/GetCatalogueCodes",
      registry::v1::GetCatalogueCodesRequest(), deadline);
}

}  // namespace telemachus::matching
