#include "registry/import/report.h"

#include <algorithm>

namespace telemachus::registry {
namespace {

// Odd rows of one kind that the summary tells one by one.
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

Report::Report(const v1::ImportReport& before)
    : created_(before.created()),
      updated_(before.updated()),
      unchanged_(before.unchanged()),
      rejected_(before.rejected()) {
  for (const v1::OddCount& count : before.odd_counts()) odd_[count.kind()].count = count.count();
  for (const v1::OddRow& row : before.odd_rows()) odd_[row.kind()].first.push_back(row);
}

v1::ImportRow& Report::At(int64_t line) {
  v1::ImportRow& row = told_[line];
  row.set_line(line);
  return row;
}

void Report::Name(int64_t line, absl::string_view authority_code, absl::string_view key) {
  v1::ImportRow& row = At(line);
  row.set_authority_code(authority_code.data(), authority_code.size());
  row.set_key(key.data(), key.size());
}

void Report::Created(int64_t line) {
  ++created_;
  At(line).set_outcome(v1::ImportRow::OUTCOME_CREATED);
}

void Report::Updated(int64_t line, const std::vector<std::string>& changed_fields) {
  ++updated_;
  v1::ImportRow& row = At(line);
  row.set_outcome(v1::ImportRow::OUTCOME_UPDATED);
  row.mutable_changed_fields()->Assign(changed_fields.begin(), changed_fields.end());
}

void Report::Unchanged(int64_t line) {
  ++unchanged_;
  At(line).set_outcome(v1::ImportRow::OUTCOME_UNCHANGED);
}

void Report::Done(int64_t line, const std::vector<std::string>& changed_fields) {
  if (changed_fields.empty()) {
    Unchanged(line);
  } else {
    Updated(line, changed_fields);
  }
}

void Report::Rejected(int64_t line) {
  ++rejected_;
  At(line).set_outcome(v1::ImportRow::OUTCOME_REJECTED);
}

void Report::Odd(int64_t line, v1::OddKind kind, absl::string_view column, Outcome outcome) {
  v1::OddRow& row = *At(line).add_odd_rows();
  row.set_line(line);
  row.set_kind(kind);
  row.set_column(column.data(), column.size());
  row.set_outcome(outcome);
  Oddity& oddity = odd_[kind];
  ++oddity.count;
  Keep(row, oddity.first);
}

Report Report::Within(int64_t after, int64_t last) const {
  Report part;
  for (auto at = told_.upper_bound(after); at != told_.end() && at->first <= last; ++at) {
    const v1::ImportRow& row = at->second;
    part.Name(row.line(), row.authority_code(), row.key());
    for (const v1::OddRow& odd : row.odd_rows()) {
      part.Odd(odd.line(), odd.kind(), odd.column(), odd.outcome());
    }
    if (row.outcome() == v1::ImportRow::OUTCOME_REJECTED) part.Rejected(row.line());
  }
  return part;
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
  for (const auto& [line, row] : part.told_) told_[line].MergeFrom(row);
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
