#include "registry/election/listed_results.h"

#include <map>

#include "registry/election/election_rules.h"

namespace telemachus::registry {
namespace {

using v1::ElectionResult;

void TakeSeat(const MemberRow& row, ElectionResult& result) {
  result.set_council_key(row.membership().council_key());
  if (!row.silence.ward) result.set_ward(row.membership().ward());
  if (!row.silence.party) result.set_party(row.membership().party());
}

ElectionResult Stays(const MemberRow& row, const SeatHolder& holder) {
  ElectionResult result;
  result.set_outcome(ElectionResult::OUTCOME_STAYS);
  result.set_membership(holder.membership().name());
  TakeSeat(row, result);
  for (const v1::MemberRole& role : row.membership().roles()) {
    result.add_kept_roles(role.role_code());
  }
  return result;
}

ElectionResult Arrives(const MemberRow& row) {
  ElectionResult result;
  result.set_outcome(ElectionResult::OUTCOME_ARRIVES);
  TakeSeat(row, result);
  result.set_display_name(row.said.display_name());
  result.set_language_code(row.said.language_code());
  result.set_gender(row.said.gender());
  result.set_email(row.said.email());
  if (!row.said.logins().empty()) *result.mutable_login() = row.said.logins(0);
  return result;
}

ElectionResult Leaves(const SeatHolder& holder) {
  ElectionResult result;
  result.set_outcome(ElectionResult::OUTCOME_LEAVES);
  result.set_membership(holder.membership().name());
  result.set_council_key(holder.membership().council_key());
  return result;
}

}  // namespace

ListedResults ResultsOf(const StoredElection& stored, const std::vector<SeatHolder>& holders,
                        const std::vector<MemberRow>& rows, bool others_leave,
                        const std::set<std::string>& was_said, Report& report) {
  std::map<std::string, const SeatHolder*> by_key;
  for (const SeatHolder& holder : holders) {
    if (!GoesIntoTerm(holder.membership(), stored)) continue;
    by_key[holder.membership().council_key()] = &holder;
  }
  ListedResults listed;
  std::set<std::string> there;
  for (const MemberRow& row : rows) {
    const std::string& end = row.membership().end_date();
    const auto holder = by_key.find(row.membership().council_key());
    const bool sits = holder != by_key.end();
    if (!end.empty() && end < stored.election.term_start_date()) {
      report.Unchanged(row.line);
      continue;
    }
    if (sits) there.insert(holder->second->membership().name());
    if (!sits) {
      listed.results.push_back(Arrives(row));
      report.Created(row.line);
    } else if (IsUp(holder->second->membership(), stored)) {
      listed.results.push_back(Stays(row, *holder->second));
      report.Updated(row.line, {});
    } else {
      report.Unchanged(row.line);
    }
  }
  if (!others_leave || report.ToProto().rejected() > 0) return listed;
  for (const SeatHolder& holder : holders) {
    const std::string& name = holder.membership().name();
    if (!IsUp(holder.membership(), stored) || there.contains(name)) continue;
    if (was_said.contains(name)) continue;
    listed.results.push_back(Leaves(holder));
    ++listed.leaves;
  }
  return listed;
}

}  // namespace telemachus::registry
