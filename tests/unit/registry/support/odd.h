#ifndef TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_ODD_H_
#define TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_ODD_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "telemachus/registry/v1/import.pb.h"

namespace telemachus::registry {

// The odd rows told, as "3 REPEATED code REJECTED".
inline std::vector<std::string> OddRows(const v1::ImportReport& report) {
  std::vector<std::string> rows;
  for (const v1::OddRow& row : report.odd_rows()) {
    rows.push_back(absl::StrCat(row.line(), " ", v1::OddKind_Name(row.kind()).substr(9), " ",
                                row.column(), " ",
                                v1::OddRow::Outcome_Name(row.outcome()).substr(8)));
  }
  return rows;
}

// How often each kind was met.
inline std::map<v1::OddKind, int64_t> OddCounts(const v1::ImportReport& report) {
  std::map<v1::OddKind, int64_t> counts;
  for (const v1::OddCount& count : report.odd_counts()) counts[count.kind()] = count.count();
  return counts;
}

// Rows that the report accounts for.
inline int64_t Accounted(const v1::ImportReport& report) {
  return report.created() + report.updated() + report.unchanged() + report.rejected();
}

}  // namespace telemachus::registry

#endif  // TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_ODD_H_
