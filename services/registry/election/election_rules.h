#ifndef TELEMACHUS_REGISTRY_ELECTION_ELECTION_RULES_H_
#define TELEMACHUS_REGISTRY_ELECTION_ELECTION_RULES_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "registry/election/election_record.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/election.pb.h"
#include "telemachus/registry/v1/facts.pb.h"

// What may be said of an election. Pure. Days are YYYY-MM-DD.
namespace telemachus::registry {

// The fourth day after the poll: councillors retire then, and those newly elected come into office
// (Local Government Act 1972, sections 7 and 26).
inline constexpr int kTermStartsAfterDays = 4;

// An election as it is kept: the beginning of the term filled in, a draft.
v1::Election Draft(const v1::Election& asked);

// What an election is compared with.
struct ElectionGround {
  v1::Authority authority;
  std::set<std::string> wards;        // of the authority
  std::set<std::string> memberships;  // of those asked for, the ones that it is responsible for
};
// Whether days and seats make sense. INVALID_ARGUMENT otherwise; fields are paths from `election`.
absl::Status CheckElection(const v1::Election& election, const ElectionGround& ground);

// Whether something else may be said of it, or it may be previewed or given up: it is not being
// applied, not applied without a fault, and not given up. WrongState() otherwise.
absl::Status CheckOpen(const v1::Election& election);
// Notes that something else was said: the last preview does not hold any more.
void Reopen(v1::Election& election);

// Whether results hold together, and name what there is: FieldFaults on `results[n]`. References to
// members are not looked at.
void CheckResult(const v1::ElectionResult& result, const std::string& path,
                 const v1::CatalogueCodes& codes, status::FieldFaults& faults);

// The seats that an election is about.
// Whether the seat is held when the term begins, and from before it.
bool GoesIntoTerm(const v1::Membership& membership, const StoredElection& stored);
// Whether it is so, and is up for election.
bool IsUp(const v1::Membership& membership, const StoredElection& stored);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_ELECTION_RULES_H_
