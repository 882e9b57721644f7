#ifndef TELEMACHUS_MATCHING_SHORTLIST_OFFER_STORE_H_
#define TELEMACHUS_MATCHING_SHORTLIST_OFFER_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "telemachus/matching/v1/shortlist.pb.h"

// Who is offered to a mentee, with the place held for them, and the mentee's ranking. All
// functions run inside the caller's transaction.
namespace telemachus::matching {

// An offer. It stays when its hold has ended: the mentee may still choose, on a place taken anew.
struct StoredOffer {
  v1::Offer offer;
  int position = 0;
  bool held = false;
};

// All offers of a request, best first.
absl::StatusOr<std::vector<StoredOffer>> LoadOffers(sql::Transaction& transaction,
                                                    const std::string& request);
// Writes an offer; one of the same mentor is replaced.
absl::Status PutOffer(sql::Transaction& transaction, const std::string& request,
                      const StoredOffer& stored);
// Marks the offer's place as no longer held by it. False if it was not held: somebody else was
// first, and nobody may give the place back twice.
absl::StatusOr<bool> EndHold(sql::Transaction& transaction, const std::string& request,
                             const std::string& mentor);
// Removes the offer of a mentor who said no: they are not to be chosen again from it.
absl::Status RemoveOffer(sql::Transaction& transaction, const std::string& request,
                         const std::string& mentor);
// Removes all offers of a request and gives the places they hold back.
absl::Status ReleaseOffers(sql::Transaction& transaction, const std::string& request);

// Who is asked next, in the mentee's order.
absl::Status PutRanking(sql::Transaction& transaction, const std::string& request,
                        const std::vector<std::string>& mentors);
// Takes the next out of the ranking; nothing if it is at its end.
absl::StatusOr<std::optional<std::string>> TakeNextRanked(sql::Transaction& transaction,
                                                          const std::string& request);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_OFFER_STORE_H_
