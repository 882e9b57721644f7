#include "tools/register/record/seat.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "tools/register/record/election.h"
#include "tools/register/record/rows.h"

namespace telemachus::record {
namespace {

constexpr absl::string_view kColumns[] = {"authority_code", "council_name", "ward_code",
                                          "ward_name",      "seat",         "party_code",
                                          "party_name",     "gender",       "next_election_date"};

}  // namespace

absl::StatusOr<std::vector<Seat>> ReadSeats(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const std::vector<csv::Row> rows, ReadRows(bytes, kColumns));
  std::vector<Seat> seats;
  seats.reserve(rows.size());
  for (const csv::Row& row : rows) {
    const absl::StatusOr<absl::CivilDay> election = ParseSlashed(row["next_election_date"]);
    if (!election.ok()) return RowFault(row, election.status().message());
    seats.push_back({.authority_code = std::string(row["authority_code"]),
                     .council_name = std::string(row["council_name"]),
                     .ward_code = std::string(row["ward_code"]),
                     .ward_name = std::string(row["ward_name"]),
                     .seat = std::string(row["seat"]),
                     .party_code = std::string(row["party_code"]),
                     .party_name = std::string(row["party_name"]),
                     .gender = std::string(row["gender"]),
                     .next_election = *election});
  }
  return seats;
}

std::string WriteSeats(absl::Span<const Seat> seats) {
  std::string out;
  AppendRow(kColumns, out);
  for (const Seat& seat : seats) {
    AppendRow({seat.authority_code, seat.council_name, seat.ward_code, seat.ward_name, seat.seat,
               seat.party_code, seat.party_name, seat.gender, FormatSlashed(seat.next_election)},
              out);
  }
  return out;
}

}  // namespace telemachus::record
