#ifndef TELEMACHUS_REGISTRY_IMPORT_REPORT_H_
#define TELEMACHUS_REGISTRY_IMPORT_REPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "telemachus/registry/v1/import.pb.h"
#include "telemachus/registry/v1/transfer.pb.h"

namespace telemachus::registry {

// What an import did, counted as it goes and told row by row. A row, named by the line on which it
// begins, is counted once, and may be odd in several ways.
class Report {
 public:
  using Outcome = v1::OddRow::Outcome;

  Report() = default;
  // Goes on counting from what was reported before; the rows told before are not known.
  explicit Report(const v1::ImportReport& before);

  // Says which row stands on the line.
  void Name(int64_t line, absl::string_view authority_code, absl::string_view key);
  // Count a row by what became of it.
  void Created(int64_t line);
  void Updated(int64_t line, const std::vector<std::string>& changed_fields);
  void Unchanged(int64_t line);
  // The row of something known: updated, if any fields changed.
  void Done(int64_t line, const std::vector<std::string>& changed_fields);
  void Rejected(int64_t line);
  // Notes what is odd about the row; `column` is empty where it is the row.
  void Odd(int64_t line, v1::OddKind kind, absl::string_view column, Outcome outcome);

  // What was noted of the rows after a line, up to and including another.
  Report Within(int64_t after, int64_t last) const;
  // Takes over what another part of the same import did.
  void Add(const Report& part);
  // Rows counted.
  int64_t rows() const { return created_ + updated_ + unchanged_ + rejected_; }
  // All rows named, counted or odd, by line.
  const std::map<int64_t, v1::ImportRow>& told() const { return told_; }
  // The summary: odd rows by kind and in the order of the file.
  v1::ImportReport ToProto() const;

 private:
  struct Oddity {
    int64_t count = 0;
    std::vector<v1::OddRow> first;
  };
  v1::ImportRow& At(int64_t line);

  int64_t created_ = 0;
  int64_t updated_ = 0;
  int64_t unchanged_ = 0;
  int64_t rejected_ = 0;
  std::map<v1::OddKind, Oddity> odd_;
  std::map<int64_t, v1::ImportRow> told_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_IMPORT_REPORT_H_
