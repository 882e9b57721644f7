#ifndef TELEMACHUS_REGISTRY_IMPORT_RECORD_H_
#define TELEMACHUS_REGISTRY_IMPORT_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/csv/reader.h"
#include "registry/import/report.h"

namespace telemachus::registry {

// One row of a file, read value by value: what is odd goes into the report, and values come out fit
// to be kept. A row is rejected as soon as one needed value is not there.
class Record {
 public:
  Record(const csv::Row& row, Report& report) : row_(row), report_(report) {}

  int64_t line() const { return row_.line(); }
  bool rejected() const { return rejected_; }

  // Whether the file has the column.
  bool Has(absl::string_view column) const { return row_.Has(column); }
  // Tells which row this is, as soon as that is known.
  void Name(absl::string_view authority_code, absl::string_view key) {
    report_.Name(line(), authority_code, key);
  }

  // A text of up to `most` characters, in NFC. Without a needed one the row is rejected; an
  // optional one that is not fit counts as absent. Empty in both cases.
  std::string Needed(absl::string_view column, size_t most);
  std::string Optional(absl::string_view column, size_t most);
  // The code of the row's authority: `otherwise` where the row says none; without either it is
  // rejected.
  std::string AuthorityCode(const std::string& otherwise);
  // A date as yyyy-mm-dd, from yyyy-mm-dd or dd/mm/yyyy; empty where there is none or a false one.
  std::string Date(absl::string_view column);
  std::string DayFirstDate(absl::string_view column);
  // A number from 1 to 999; without it the row is rejected if `needed`.
  std::optional<int> Number(absl::string_view column, bool needed);
  // An e-mail address; empty where there is none or a false one.
  std::string Email(absl::string_view column);

  // Notes an oddity found by whoever reads the row.
  void Taken(v1::OddKind kind, absl::string_view column);
  void TakenWithout(v1::OddKind kind, absl::string_view column);
  void Reject(v1::OddKind kind, absl::string_view column);

 private:
  // The text, or nothing after having noted what is wrong with it.
  std::optional<std::string> Text(absl::string_view column, size_t most, bool needed);
  // Notes that the value is not fit: rejects the row if it is needed.
  void Unfit(v1::OddKind kind, absl::string_view column, bool needed);

  const csv::Row& row_;
  Report& report_;
  bool rejected_ = false;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_RECORD_H_
