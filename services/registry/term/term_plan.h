#ifndef TELEMACHUS_REGISTRY_TERM_TERM_PLAN_H_
#define TELEMACHUS_REGISTRY_TERM_TERM_PLAN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "registry/election/election_record.h"
#include "telemachus/registry/v1/election.pb.h"

// What an election changes in the register: one pure function from the register as it stands, which
// the preview tells and the application carries out. Days are YYYY-MM-DD.
namespace telemachus::registry {

// What becomes of somebody who sits, on `day`; nothing where their seat is not up and nothing is
// said of them. `result` is null where nothing is said.
std::optional<PlannedRow> PlanHolder(const StoredElection& stored, const SeatHolder& holder,
                                     const v1::ElectionResult* result, absl::string_view day);
// What becomes of somebody who is to arrive.
PlannedRow PlanNewcomer(const StoredElection& stored, const Newcomer& newcomer);

// All rows in their order, with their places; those that are about one person are marked.
std::vector<PlannedRow> PlanTerm(const StoredElection& stored, const RegisterView& view,
                                 absl::string_view day);

// What rows come to.
v1::ElectionCounts CountRows(const std::vector<PlannedRow>& rows);
// Counts a row that has been carried out, or was left.
void CountOutcome(v1::ElectionRow::Outcome outcome, v1::ElectionCounts& counts);
// Of all that the rows would change.
std::string DigestOf(const std::vector<PlannedRow>& rows);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TERM_TERM_PLAN_H_
