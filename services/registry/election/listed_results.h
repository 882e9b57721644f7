#ifndef TELEMACHUS_REGISTRY_ELECTION_LISTED_RESULTS_H_
#define TELEMACHUS_REGISTRY_ELECTION_LISTED_RESULTS_H_

#include <set>
#include <string>
#include <vector>

#include "registry/election/election_record.h"
#include "registry/import/member_rows.h"
#include "registry/import/report.h"

// What a list of members after an election says of it. Pure.
namespace telemachus::registry {

// What a list comes to.
struct ListedResults {
  std::vector<v1::ElectionResult> results;
  // How many of them leave because they are not on it.
  int leaves = 0;
};

// Compares a list with the holders of seats: who is on it stays or arrives. `others_leave`: who
// holds a seat that is up and is not on it leaves, but for those of whom that `was_said` already
// (by the names of their seats); not if a row was rejected. A row of somebody who has left before
// the term is passed over. Counts rows in the report.
ListedResults ResultsOf(const StoredElection& stored, const std::vector<SeatHolder>& holders,
                        const std::vector<MemberRow>& rows, bool others_leave,
                        const std::set<std::string>& was_said, Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_ELECTION_LISTED_RESULTS_H_
