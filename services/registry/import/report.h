#ifndef TELEMACHUS_REGISTRY_IMPORT_REPORT_H_
#define TELEMACHUS_REGISTRY_IMPORT_REPORT_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/import.pb.h"

namespace telemachus::registry {

// What an import did, counted as it goes. A row is counted once, and may be odd in several ways.
class Report {
 public:
  using Outcome = v1::OddRow::Outcome;

  // Count a row by what became of it.
  void Created() { ++created_; }
  void Updated() { ++updated_; }
  void Unchanged() { ++unchanged_; }
  void Rejected() { ++rejected_; }
  // Notes what is odd about the row that begins on `line`; `column` is empty where it is the row.
  void Odd(int64_t line, v1::OddKind kind, absl::string_view column, Outcome outcome);

  // Takes over what another part of the same import did.
  void Add(const Report& part);
  // Rows counted.
  int64_t rows() const { return created_ + updated_ + unchanged_ + rejected_; }
  // As the last message of the stream says it, odd rows by kind and in the order of the file.
  v1::ImportReport ToProto() const;

 private:
  struct Oddity {
    int64_t count = 0;
    std::vector<v1::OddRow> first;
  };
  int64_t created_ = 0;
  int64_t updated_ = 0;
  int64_t unchanged_ = 0;
  int64_t rejected_ = 0;
  std::map<v1::OddKind, Oddity> odd_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_REPORT_H_
