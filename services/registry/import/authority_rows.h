#ifndef TELEMACHUS_REGISTRY_IMPORT_AUTHORITY_ROWS_H_
#define TELEMACHUS_REGISTRY_IMPORT_AUTHORITY_ROWS_H_

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/csv/reader.h"
#include "common/id/id.h"
#include "registry/authority/authority_store.h"
#include "registry/import/report.h"

// A register of authorities as rows, before anything is written. Pure but for new ids.
namespace telemachus::registry {

// Authorities of the register by their codes.
using AuthoritiesByCode = std::unordered_map<std::string, v1::Authority>;

// What a row says of an authority: complete, with the name the register has for its code or a new
// one; without seats and etag.
struct AuthorityRow {
  int64_t line = 0;
  v1::Authority authority;
};

// Reads all rows; those that cannot be taken are noted and left out. Successors may stand further
// down in the file; a row by which an authority would come after itself is taken without them. A
// district without a region lies in that of its county. Authorities outside the `nations` are not
// taken; if there are none of these, all are.
std::vector<AuthorityRow> ReadAuthorities(const csv::Table& table, const AuthoritiesByCode& known,
                                          const std::set<std::string>& nations, id::IdSource& ids,
                                          Report& report);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_AUTHORITY_ROWS_H_
