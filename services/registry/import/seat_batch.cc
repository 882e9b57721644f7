#include "registry/import/seat_batch.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/person/changes.h"
#include "registry/store/values.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

using Key = std::tuple<std::string, std::string, int>;

Key KeyOf(const SeatRow& seat) { return {seat.authority, seat.ward, seat.number}; }

SeatRow FromRow(const sql::Row& row) {
  return {.line = 0,
          .authority = row.Text(0),
          .ward = row.Text(1),
          .number = static_cast<int>(row.Int(2)),
          .ward_code = row.Text(3),
          .party = row.Text(4),
          .vacant = row.Bool(5),
          .next_election_date = row.Text(6)};
}

absl::StatusOr<std::map<Key, SeatRow>> LoadSeats(sql::Transaction& transaction,
                                                 absl::Span<const SeatRow> rows) {
  Values keys;
  for (const SeatRow& seat : rows) keys.Add({seat.authority, seat.ward, int64_t{seat.number}});
  const Values padded = keys.Padded();
  ASSIGN_OR_RETURN(
      auto found,
      transaction.Query(absl::StrCat("WITH wanted (authority, ward, number) AS (", padded.Text(),
                                     ") SELECT s.authority, s.ward, s.number, s.ward_code, "
                                     "s.party, s.vacant, s.next_election_date FROM wanted w JOIN "
                                     "seats s ON s.authority = w.authority AND s.ward = w.ward AND "
                                     "s.number = w.number"),
                        padded.Parameters()));
  std::map<Key, SeatRow> seats;
  for (const sql::Row& row : found) {
    SeatRow seat = FromRow(row);
    seats[KeyOf(seat)] = seat;
  }
  return seats;
}

// The names of the fields that the list says otherwise.
std::vector<std::string> Changed(const SeatRow& before, const SeatRow& said) {
  std::vector<std::string> changed;
  if (said.ward_code != before.ward_code) changed.emplace_back("ward_code");
  if (said.party != before.party) changed.emplace_back("party");
  if (said.vacant != before.vacant) changed.emplace_back("vacant");
  if (said.next_election_date != before.next_election_date) {
    changed.emplace_back("next_election_date");
  }
  return changed;
}

// One row each: seats change hands one by one.
absl::Status Change(sql::Transaction& transaction, const SeatRow& seat) {
  return transaction
      .Execute(
          "UPDATE seats SET ward_code = :ward_code, party = :party, vacant = :vacant, "
          "next_election_date = :next WHERE authority = :authority AND ward = :ward AND "
          "number = :number",
          {{"ward_code", seat.ward_code},
           {"party", seat.party},
           {"vacant", seat.vacant},
           {"next", seat.next_election_date},
           {"authority", seat.authority},
           {"ward", seat.ward},
           {"number", seat.number}})
      .status();
}

absl::Status Recount(sql::Transaction& transaction, const std::set<std::string>& authorities,
                     absl::Time now) {
  for (const std::string& authority : authorities) {
    ASSIGN_OR_RETURN(const bool changed, RecountSeats(transaction, authority));
    if (!changed) continue;
    ASSIGN_OR_RETURN(const StoredAuthority stored, LoadAuthority(transaction, authority));
    RETURN_IF_ERROR(AuthorityChanged(transaction, stored.authority, stored.version, now));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CarryOut(sql::Transaction& transaction, absl::Span<const SeatRow> rows, absl::Time now,
                      Report& report) {
  ASSIGN_OR_RETURN(const auto known, LoadSeats(transaction, rows));
  Values added;
  std::set<std::string> authorities;
  for (const SeatRow& seat : rows) {
    const auto before = known.find(KeyOf(seat));
    if (before == known.end()) {
      added.Add({seat.authority, seat.ward, int64_t{seat.number}, seat.ward_code, seat.party,
                 int64_t{seat.vacant ? 1 : 0}, seat.next_election_date});
      authorities.insert(seat.authority);
      report.Created(seat.line);
    } else {
      const std::vector<std::string> changed = Changed(before->second, seat);
      if (!changed.empty()) RETURN_IF_ERROR(Change(transaction, seat));
      report.Done(seat.line, changed);
    }
  }
  ASSIGN_OR_RETURN(const int64_t inserted,
                   InsertRows(transaction,
                              "seats (authority, ward, number, ward_code, party, vacant, "
                              "next_election_date)",
                              added));
  if (inserted != static_cast<int64_t>(added.size())) return ChangedMeanwhile();
  return Recount(transaction, authorities, now);
}

}  // namespace telemachus::registry
