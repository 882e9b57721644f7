#ifndef TELEMACHUS_MATCHING_SHORTLIST_SHORTLIST_SERVICE_H_
#define TELEMACHUS_MATCHING_SHORTLIST_SHORTLIST_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "matching/registry_facts.h"
#include "matching/request/request_store.h"
#include "matching/shortlist/mentor_index.h"
#include "matching/shortlist/search_loader.h"
#include "matching/shortlist/shortlist_rules.h"
#include "telemachus/matching/v1/shortlist.pb.h"

namespace telemachus::matching {

// Handlers of ShortlistService; what each does stands in its proto. Thread-safe.
class ShortlistService {
 public:
  ShortlistService(service::Ground& ground, RegistryFacts& facts, const MentorIndex& index)
      : ground_(ground), facts_(facts), index_(index), searches_(facts, ground.clock()) {}

  absl::StatusOr<v1::Shortlist> BuildShortlist(const rpc::Call& call,
                                               const v1::BuildShortlistRequest& request);
  absl::StatusOr<v1::Request> OfferMentors(const rpc::Call& call,
                                           const v1::OfferMentorsRequest& request);
  absl::StatusOr<v1::ListOffersResponse> ListOffers(const rpc::Call& call,
                                                    const v1::ListOffersRequest& request);

 private:
  // A request in hand of the caller, everything that decides about mentors for it, and the places
  // taken (those held for itself left out).
  struct Work {
    StoredRequest stored;
    Search search;
    std::map<std::string, int> taken;
  };
  // The part that asks the own database, and then the one that asks the registry.
  absl::StatusOr<Work> Begin(const rpc::Call& call, const std::string& request);
  absl::Status Complete(const rpc::Call& call, Work& work);
  // The mentors named; a fault on the first who is none.
  absl::StatusOr<std::vector<registry::v1::MentorFacts>> KnownMentors(
      const rpc::Call& call, const v1::OfferMentorsRequest& request);
  std::vector<v1::Offer> MakeOffers(const Work& work,
                                    const std::vector<registry::v1::MentorFacts>& mentors,
                                    absl::Time expires) const;
  absl::StatusOr<StoredRequest> Offer(const rpc::Call& call, const v1::OfferMentorsRequest& request,
                                      const Work& work,
                                      const std::vector<registry::v1::MentorFacts>& mentors);

  service::Ground& ground_;
  RegistryFacts& facts_;
  const MentorIndex& index_;
  const SearchLoader searches_;
  const Weights weights_;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_SHORTLIST_SERVICE_H_
