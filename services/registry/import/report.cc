#include "registry/import/report.h"

#include <algorithm>

namespace telemachus::registry {
namespace {

// Odd rows of one kind that are told one by one.
constexpr size_t kRowsTold = 10;

// Keeps the first rows of the file.
void Keep(const v1::OddRow& row, std::vector<v1::OddRow>& first) {
  const auto place = std::upper_bound(
      first.begin(), first.end(), row,
      [](const v1::OddRow& a, const v1::OddRow& b) { return a.line() < b.line(); });
  first.insert(place, row);
  if (first.size() > kRowsTold) first.pop_back();
}

}  // namespace

void Report::Odd(int64_t line, v1::OddKind kind, absl::string_view column, Outcome outcome) {
  v1::OddRow row;
  row.set_line(line);
  row.set_kind(kind);
  row.set_column(column.data(), column.size());
  row.set_outcome(outcome);
  Oddity& oddity = odd_[kind];
  ++oddity.count;
  Keep(row, oddity.first);
}

void Report::Add(const Report& part) {
  created_ += part.created_;
  updated_ += part.updated_;
  unchanged_ += part.unchanged_;
  rejected_ += part.rejected_;
  for (const auto& [kind, oddity] : part.odd_) {
    odd_[kind].count += oddity.count;
    for (const v1::OddRow& row : oddity.first) Keep(row, odd_[kind].first);
  }
}

v1::ImportReport Report::ToProto() const {
  v1::ImportReport report;
  report.set_created(created_);
  report.set_updated(updated_);
  report.set_unchanged(unchanged_);
  report.set_rejected(rejected_);
  for (const auto& [kind, oddity] : odd_) {
    v1::OddCount& count = *report.add_odd_counts();
    count.set_kind(kind);
    count.set_count(oddity.count);
    for (const v1::OddRow& row : oddity.first) *report.add_odd_rows() = row;
  }
  return report;
}

}  // namespace telemachus::registry
