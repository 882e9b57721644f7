#ifndef TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_STORE_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_STORE_H_

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/database.h"
#include "registry/authority/authority_store.h"
#include "registry/succession/responsibility.h"
#include "registry/succession/succession_rules.h"

// Where successions are kept. All functions run inside the caller's transaction.
namespace telemachus::registry {

// An authority with an end, and what was decided of it.
struct StoredSuccession {
  v1::Authority authority;
  Ending ending;
  // For who edits it; changes with the authority and with every decision.
  std::string etag;
};

// All ends that are known.
absl::StatusOr<SuccessionBook> LoadBook(sql::Transaction& transaction);

// The succession of one authority; NOT_FOUND (bare) if there is no such authority, or it has no
// end.
absl::StatusOr<StoredSuccession> LoadSuccession(sql::Transaction& transaction,
                                                const std::string& authority);

// Which successions a list is about; what is empty does not narrow.
struct SuccessionFilter {
  std::string region;
  std::string nation;
  bool undecided_only = false;
};
// After a position, undecided ones first, then in the order of codes. `PositionOf` makes positions.
absl::StatusOr<std::vector<StoredSuccession>> ListSuccessions(sql::Transaction& transaction,
                                                              const SuccessionFilter& filter,
                                                              const std::string& after, int limit);
std::string PositionOf(const StoredSuccession& stored);

// Adds a decision; ABORTED if another one has come in since the succession was read.
absl::Status InsertDecision(sql::Transaction& transaction, const StoredSuccession& stored,
                            const std::string& decided_by, const v1::SuccessionDecision& decision);

// Wards of the memberships that an authority is responsible for on a day, in the order of their
// names.
absl::StatusOr<std::vector<Ward>> WardsUnder(sql::Transaction& transaction,
                                             const std::string& authority, const std::string& day);

// Wards of an authority: of its seats, and of memberships that it is or ever was responsible for.
absl::StatusOr<std::vector<Ward>> WardsOf(sql::Transaction& transaction,
                                          const std::string& authority);

// What some authorities came after, each one's in their order.
absl::StatusOr<std::unordered_map<std::string, std::vector<std::string>>> LoadPredecessors(
    sql::Transaction& transaction, const std::set<std::string>& authorities);

// Who is responsible for memberships in some authorities; those that live have no entry.
absl::StatusOr<std::unordered_map<std::string, std::vector<Responsibility>>> LoadResponsibilities(
    sql::Transaction& transaction, const std::set<std::string>& authorities);

// The ended authorities of which this one is responsible on a day for some or all seats.
absl::StatusOr<std::set<std::string>> PassedTo(sql::Transaction& transaction,
                                               const std::string& authority,
                                               const std::string& day);

// Who is responsible on a day for those of an authority of whom no ward is known, and where that
// one lies; NOT_FOUND (bare) if there is no such authority.
absl::StatusOr<access::Scope> ResponsibleScope(sql::Transaction& transaction,
                                               const std::string& authority, absl::string_view day);

// An expression of SQL on rows `m` of memberships: who is responsible for them on `:day`.
std::string ResponsibleExpression();

// A condition of SQL on rows `m` of memberships: `:authority` is responsible for them on `:day`.
std::string ResponsibleCondition();

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_STORE_H_
