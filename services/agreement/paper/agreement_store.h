#ifndef TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_STORE_H_
#define TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agreement/paper/agreement_rules.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "telemachus/agreement/v1/agreement.pb.h"

// Where agreements are kept. All functions run inside the caller's transaction.
namespace telemachus::agreement {

// An agreement with what is not part of its message.
struct StoredAgreement {
  // Without names and text; of the sections only the planned end, which is a date and no text.
  v1::Agreement agreement;
  // The mentee's authority, region and nation as of the match.
  access::Scope scope;
  Terms terms;
  int64_t version = 0;
  // Who is responsible for it now, if that authority's members have passed on; empty if not.
  access::Scope responsible = {};

  // Who looks after it now: what access asks.
  const access::Scope& Place() const { return responsible.authority.empty() ? scope : responsible; }
};

// The agreement, or NOT_FOUND (bare).
absl::StatusOr<StoredAgreement> LoadAgreement(sql::Transaction& transaction,
                                              const std::string& name);

// Whether the match has its agreement.
absl::StatusOr<bool> IsDrafted(sql::Transaction& transaction, const std::string& match);

// Adds an agreement; sets version and etag in `stored`. False, and nothing done, if its match has
// one.
absl::StatusOr<bool> InsertAgreement(sql::Transaction& transaction, StoredAgreement& stored);

// Writes an agreement read before; ABORTED if it has changed since. Sets version and etag.
absl::Status SaveAgreement(sql::Transaction& transaction, StoredAgreement& stored);

// The number of the next meeting, from 1; and the position of the next objective or review.
absl::StatusOr<int64_t> NextMeeting(sql::Transaction& transaction, const std::string& agreement);
absl::StatusOr<int64_t> NextPosition(sql::Transaction& transaction, const std::string& agreement);

// Which agreements to list, newest first.
struct Listing {
  std::string person;     // of this person,
  std::string match;      // and of this match, if set;
  std::string authority;  // or those that this authority is responsible for now
  std::string after;      // after this position; empty: from the first
  int limit = 0;
};
absl::StatusOr<std::vector<StoredAgreement>> ListAgreements(sql::Transaction& transaction,
                                                            const Listing& listing);
std::string PositionOf(const StoredAgreement& stored);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_AGREEMENT_STORE_H_
