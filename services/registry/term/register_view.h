#ifndef TELEMACHUS_REGISTRY_TERM_REGISTER_VIEW_H_
#define TELEMACHUS_REGISTRY_TERM_REGISTER_VIEW_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/election/election_record.h"

// Reads what of the register an election has to do with. All functions run inside the caller's
// transaction.
namespace telemachus::registry {

// A seat and the key of its holder.
struct KeyedSeat {
  std::string membership;
  std::string council_key;
};
// The seats for which the authority is responsible on the eve of the term and that are held then,
// by their keys. No appointed ones.
absl::StatusOr<std::vector<KeyedSeat>> FindSeats(sql::Transaction& transaction,
                                                 const StoredElection& stored);
// Those of some memberships for which the authority is responsible on the eve of the term.
absl::StatusOr<std::set<std::string>> FindOwn(sql::Transaction& transaction,
                                              const StoredElection& stored);

// All that the election is about, with what was said of it; `day` is today (YYYY-MM-DD).
absl::StatusOr<RegisterView> LoadView(sql::Transaction& transaction, const StoredElection& stored,
                                      const std::string& day);
// The part of it that one row is about.
absl::StatusOr<RegisterView> LoadView(sql::Transaction& transaction, const StoredElection& stored,
                                      const v1::ElectionRow& row, const std::string& day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TERM_REGISTER_VIEW_H_
