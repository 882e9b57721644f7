#include "registry/import/authority_batch.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/person/changes.h"

namespace telemachus::registry {
namespace {

// What files say of an authority, in bytes.
std::string SaidOf(v1::Authority authority) {
  authority.clear_etag();
  authority.clear_seat_count();
  return authority.SerializeAsString();
}

absl::Status Add(sql::Transaction& transaction, const AuthorityRow& row, absl::Time now) {
  StoredAuthority stored;
  stored.authority = row.authority;
  RETURN_IF_ERROR(InsertAuthority(transaction, stored));
  return AuthorityChanged(transaction, stored.authority, stored.version, now);
}

absl::Status Change(sql::Transaction& transaction, const AuthorityRow& row, absl::Time now,
                    StoredAuthority& stored) {
  const std::string end_before = stored.authority.end_date();
  const int32_t seats = stored.authority.seat_count();
  stored.authority = row.authority;
  stored.authority.set_seat_count(seats);
  RETURN_IF_ERROR(SaveAuthority(transaction, stored));
  const std::string& end = stored.authority.end_date();
  if (!end.empty() && end != end_before) {
    RETURN_IF_ERROR(EndMemberships(transaction, stored.authority.name(), end, now));
  }
  return AuthorityChanged(transaction, stored.authority, stored.version, now);
}

}  // namespace

absl::Status CarryOut(sql::Transaction& transaction, absl::Span<const AuthorityRow> rows,
                      absl::Time now, Report& report) {
  std::vector<std::string> codes;
  for (const AuthorityRow& row : rows) codes.push_back(row.authority.code());
  ASSIGN_OR_RETURN(auto found, LoadByCode(transaction, codes));
  std::unordered_map<std::string, StoredAuthority> known;
  for (StoredAuthority& stored : found) {
    const std::string code = stored.authority.code();
    known[code] = std::move(stored);
  }
  for (const AuthorityRow& row : rows) {
    const auto stored = known.find(row.authority.code());
    if (stored == known.end()) {
      RETURN_IF_ERROR(Add(transaction, row, now));
      report.Created();
    } else if (stored->second.authority.name() != row.authority.name()) {
      // Another import has added it since this one began.
      return ChangedMeanwhile();
    } else if (SaidOf(stored->second.authority) == SaidOf(row.authority)) {
      report.Unchanged();
    } else {
      RETURN_IF_ERROR(Change(transaction, row, now, stored->second));
      report.Updated();
    }
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
