#ifndef TELEMACHUS_REGISTRY_IMPORT_SEAT_ROWS_H_
#define TELEMACHUS_REGISTRY_IMPORT_SEAT_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/csv/reader.h"
#include "registry/catalogue/party_map.h"
#include "registry/import/authority_rows.h"
#include "registry/import/report.h"

// A register of seats as rows, before anything is written. Pure.
namespace telemachus::registry {

// What a row says of a seat.
struct SeatRow {
  std::string authority;  // `authorities/{authority}`
  std::string ward;
  int number = 0;
  std::string ward_code;
  std::string party;  // `parties/{party}`; empty where the seat is vacant
  bool vacant = false;
  std::string next_election_date;

  friend bool operator==(const SeatRow&, const SeatRow&) = default;
};

// Reads all rows; those that cannot be taken are noted and left out. Seats of an authority that
// ended by `day` (YYYY-MM-DD) are taken as history.
std::vector<SeatRow> ReadSeats(const csv::Table& table, const AuthoritiesByCode& authorities,
                               const PartyMap& parties, absl::string_view day, Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_SEAT_ROWS_H_
