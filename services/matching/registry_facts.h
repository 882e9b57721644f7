#ifndef TELEMACHUS_MATCHING_REGISTRY_FACTS_H_
#define TELEMACHUS_MATCHING_REGISTRY_FACTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "telemachus/registry/v1/facts.pb.h"

namespace telemachus::matching {

// What matching asks of the registry. Thread-safe. UNAVAILABLE where the registry does not answer.
class RegistryFacts {
 public:
  virtual ~RegistryFacts() = default;
  // One person; NOT_FOUND (bare) if there is none.
  virtual absl::StatusOr<registry::v1::PersonFacts> Person(absl::string_view person,
                                                           absl::Time deadline) = 0;
  // People, in the order asked; unknown ones are left out.
  virtual absl::StatusOr<std::vector<registry::v1::PersonFacts>> People(
      const std::vector<std::string>& people, absl::Time deadline) = 0;
  // Mentors, in the order asked; unknown ones are left out.
  virtual absl::StatusOr<std::vector<registry::v1::MentorFacts>> Mentors(
      const std::vector<std::string>& mentors, absl::Time deadline) = 0;
  // A page of all mentors.
  virtual absl::StatusOr<registry::v1::ListMentorFactsResponse> ListMentors(
      const std::string& page_token, absl::Time deadline) = 0;
  // Where an authority lies, and its policy on `date` ("" is today); NOT_FOUND if there is none.
  virtual absl::StatusOr<registry::v1::AuthorityFacts> Authority(absl::string_view authority,
                                                                 absl::string_view date,
                                                                 absl::Time deadline) = 0;
  // The codes of the catalogue's lists.
  virtual absl::StatusOr<registry::v1::CatalogueCodes> Codes(absl::Time deadline) = 0;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_REGISTRY_FACTS_H_
