#ifndef TELEMACHUS_EVALUATION_ANSWER_INVITATION_STORE_H_
#define TELEMACHUS_EVALUATION_ANSWER_INVITATION_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"

namespace telemachus::evaluation {

// One person asked for one evaluation, with the place that its answers count for.
struct StoredInvitation {
  std::string name;
  std::string person;
  std::string agreement;
  v1::Occasion occasion = v1::OCCASION_UNSPECIFIED;
  access::Scope scope;
  bool given = false;
  absl::Time created;
};

// Asks, unless the person was asked on this occasion before.
absl::Status Invite(sql::Transaction& transaction, const StoredInvitation& invitation);

// NOT_FOUND (bare) if there is none.
absl::StatusOr<StoredInvitation> LoadInvitation(sql::Transaction& transaction,
                                                const std::string& name);

// Marks it as given; false if it was already, whoever came first.
absl::StatusOr<bool> MarkGiven(sql::Transaction& transaction, const std::string& name);

// Those of a person that are not given, oldest first, after a position of PositionOf (empty: from
// the first).
absl::StatusOr<std::vector<StoredInvitation>> ListOpenInvitations(sql::Transaction& transaction,
                                                                  const std::string& person,
                                                                  const std::string& after,
                                                                  int limit);
std::string PositionOf(const StoredInvitation& invitation);

// All of a person, given or not, up to `limit`.
absl::StatusOr<std::vector<StoredInvitation>> ListAllInvitations(sql::Transaction& transaction,
                                                                 const std::string& person,
                                                                 int limit);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_ANSWER_INVITATION_STORE_H_
