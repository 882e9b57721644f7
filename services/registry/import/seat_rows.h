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
  int64_t line = 0;
  std::string authority;  // `authorities/{authority}`
  std::string ward;
  int number = 0;
  std::string ward_code;
  std::string party;  // `parties/{party}`; empty where the seat is vacant
  bool vacant = false;
  std::string next_election_date;

  friend bool operator==(const SeatRow&, const SeatRow&) = default;
};

// What rows are read by.
struct SeatReading {
  const AuthoritiesByCode& authorities;
  const PartyMap& parties;
  std::string authority_code = {};  // of rows that name none
  std::string day;                  // of the import, YYYY-MM-DD
};

// Reads all rows; those that cannot be taken are noted and left out. Seats of an authority that had
// ended by the day are taken as history.
std::vector<SeatRow> ReadSeats(const csv::Table& table, const SeatReading& reading, Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_SEAT_ROWS_H_
