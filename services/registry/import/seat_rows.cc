#include "registry/import/seat_rows.h"

#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "registry/import/party_record.h"
#include "registry/import/record.h"

namespace telemachus::registry {
namespace {

constexpr size_t kCodeLength = 40;
constexpr size_t kWardLength = 200;

}  // namespace

std::vector<SeatRow> ReadSeats(const csv::Table& table, const SeatReading& reading,
                               Report& report) {
  std::vector<SeatRow> rows;
  std::set<std::tuple<std::string, std::string, int>> seen;
  for (const csv::Row& row : table.rows) {
    Record record(row, report);
    SeatRow seat;
    seat.line = record.line();
    const std::string code = record.AuthorityCode(reading.authority_code);
    seat.ward = record.Needed("ward_name", kWardLength);
    seat.number = record.Number("seat", /*needed=*/true).value_or(0);
    record.Name(code, absl::StrCat(seat.ward, "/", seat.number));
    if (record.rejected()) continue;
    const auto authority = reading.authorities.find(code);
    if (authority == reading.authorities.end()) {
      record.Reject(v1::ODD_KIND_AUTHORITY_UNKNOWN, "authority_code");
      continue;
    }
    seat.authority = authority->second.name();
    if (!seen.emplace(seat.authority, seat.ward, seat.number).second) {
      record.Reject(v1::ODD_KIND_REPEATED, "seat");
      continue;
    }
    const std::string& end = authority->second.end_date();
    if (!end.empty() && end < reading.day) {
      record.Taken(v1::ODD_KIND_AUTHORITY_ENDED, "authority_code");
    }
    const PartyMap::Match party = ReadParty(reading.parties, record);
    seat.party = party.party;
    seat.vacant = party.odd == v1::ODD_KIND_SEAT_VACANT;
    seat.ward_code = record.Optional("ward_code", kCodeLength);
    seat.next_election_date = record.DayFirstDate("next_election_date");
    rows.push_back(std::move(seat));
  }
  return rows;
}

}  // namespace telemachus::registry
