#include "common/csv/reader.h"

#include <csv.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/csv/formula.h"
#include "common/status/macros.h"

namespace telemachus::csv {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

absl::Status Unreadable(absl::string_view words, const status::Metadata& metadata = {}) {
  return status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_IMPORT_UNREADABLE,
                       absl::StrCat("the file cannot be read: ", words), metadata);
}

absl::Status UnreadableAt(int line, absl::string_view words) {
  return Unreadable(absl::StrCat("line ", line, " ", words), {{"line", absl::StrCat(line)}});
}

absl::Status TooMany(absl::string_view what, size_t limit) {
  return status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_FIELD_TOO_LONG,
                       absl::StrCat("the file has more than ", limit, " ", what),
                       {{"limit", absl::StrCat(limit)}});
}

// The length of the first line of `text`, its end included.
size_t LineLength(absl::string_view text) {
  const size_t end = text.find_first_of("\r\n");
  if (end == absl::string_view::npos) return text.size();
  const bool pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
  return end + (pair ? 2 : 1);
}

bool IsText(absl::string_view line) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(line.data());
  const auto length = static_cast<int64_t>(line.size());
  for (int64_t at = 0; at < length;) {
    int32_t point = 0;
    U8_NEXT(bytes, at, length, point);
    if (point <= 0) return false;
  }
  return true;
}

// Puts together what libcsv calls out: values and ends of rows.
class Assembly {
 public:
  Assembly(absl::Span<const absl::string_view> required, const Limits& limits)
      : required_(required), limits_(limits) {
    // Fails only for options libcsv does not know.
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
  }
  ~Assembly() { csv_free(&parser_); }
  Assembly(const Assembly&) = delete;
  Assembly& operator=(const Assembly&) = delete;

  // Takes one line, its end included.
  absl::Status Add(absl::string_view line) {
    ++line_;
    if (!open_) begins_ = line_;
    if (!IsText(line)) return UnreadableAt(line_, "is not UTF-8 text");
    const size_t taken = csv_parse(&parser_, line.data(), line.size(), OnValue, OnRow, this);
    // Within the strict rules only a quote can be wrong; without memory, libcsv stops as well.
    if (taken != line.size()) {
      return csv_error(&parser_) == CSV_EPARSE
                 ? UnreadableAt(line_, "has a quote inside a value")
                 : status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                                 "the CSV parser stopped");
    }
    // Asked of the parser's own state: inside quotes the row goes on with the next line.
    open_ = OpenAfter(line);
    return failure_;
  }

  // Ends the last row and hands out the table.
  absl::StatusOr<Table> Finish() && {
    if (csv_fini(&parser_, OnValue, OnRow, this) != 0) {
      return UnreadableAt(begins_, "opens a quote that is never closed");
    }
    RETURN_IF_ERROR(failure_);
    if (table_.header == nullptr) return Unreadable("it has no header row");
    return std::move(table_);
  }

 private:
  static void OnValue(void* value, size_t size, void* self) {
    static_cast<Assembly*>(self)->values_.emplace_back(static_cast<const char*>(value), size);
  }
  static void OnRow(int /*terminator*/, void* self) {
    auto& assembly = *static_cast<Assembly*>(self);
    if (assembly.failure_.ok()) assembly.failure_ = assembly.EndRow();
    assembly.values_.clear();
    assembly.rows_ended_ = true;
  }

  // True if the line just parsed ended inside a quoted value: no row ended with it although it was
  // not empty or a row was already begun.
  bool OpenAfter(absl::string_view line) {
    const bool ended = std::exchange(rows_ended_, false);
    return !ended && (open_ || !absl::StripAsciiWhitespace(line).empty());
  }

  absl::Status EndRow() {
    if (table_.header == nullptr) return TakeHeader();
    if (table_.rows.size() + table_.faults.size() == limits_.rows) {
      return TooMany("rows", limits_.rows);
    }
    const size_t columns = table_.header->names().size();
    const auto too_long = std::find_if(
        values_.begin(), values_.end(),
        [this](const std::string& value) { return value.size() > limits_.value_bytes; });
    for (std::string& value : values_) Unguard(value);
    if (values_.size() != columns) {
      table_.faults.push_back(
          {begins_, status::v1::REASON_FIELD_MALFORMED, "",
           absl::StrCat("values: ", values_.size(), ", columns of the header: ", columns)});
    } else if (too_long != values_.end()) {
      table_.faults.push_back(
          {begins_, status::v1::REASON_FIELD_TOO_LONG,
           table_.header->names()[static_cast<size_t>(too_long - values_.begin())],
           absl::StrCat("a value is longer than ", limits_.value_bytes, " bytes")});
    } else {
      table_.rows.emplace_back(begins_, table_.header, std::exchange(values_, {}));
    }
    return absl::OkStatus();
  }

  absl::Status TakeHeader() {
    ASSIGN_OR_RETURN(table_.header, Header::Make(std::exchange(values_, {}), limits_.columns));
    for (absl::string_view column : required_) {
      if (table_.header->Find(column) == Header::npos) {
        return Unreadable(absl::StrCat("column ", column, " is missing"),
                          {{"column", std::string(column)}, {"line", absl::StrCat(begins_)}});
      }
    }
    return absl::OkStatus();
  }

  const absl::Span<const absl::string_view> required_;
  const Limits& limits_;
  csv_parser parser_;
  Table table_;
  std::vector<std::string> values_;
  absl::Status failure_;
  int line_ = 0;             // the present line
  int begins_ = 1;           // the line on which the present row begins
  bool open_ = false;        // the present row began on an earlier line
  bool rows_ended_ = false;  // a row ended within the present line
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Header>> Header::Make(std::vector<std::string> names,
                                                           size_t limit) {
  if (names.size() > limit) return TooMany("columns", limit);
  auto header = std::make_shared<Header>();
  for (size_t place = 0; place < names.size(); ++place) {
    absl::StripAsciiWhitespace(&names[place]);
    if (names[place].empty()) continue;
    if (!header->places_.emplace(names[place], place).second) {
      return Unreadable(absl::StrCat("column ", place + 1, " has the name of an earlier one"));
    }
  }
  header->names_ = std::move(names);
  return header;
}

size_t Header::Find(absl::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? npos : found->second;
}

absl::string_view Row::operator[](absl::string_view column) const {
  const size_t place = header_->Find(column);
  return place == Header::npos ? absl::string_view() : absl::string_view(values_[place]);
}

absl::StatusOr<Table> Read(absl::string_view bytes, absl::Span<const absl::string_view> required,
                           const Limits& limits) {
  if (bytes.size() > limits.bytes) return TooMany("bytes", limits.bytes);
  if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    bytes.remove_prefix(kByteOrderMark.size());
  }
  Assembly assembly(required, limits);
  while (!bytes.empty()) {
    const size_t length = LineLength(bytes);
    RETURN_IF_ERROR(assembly.Add(bytes.substr(0, length)));
    bytes.remove_prefix(length);
  }
  return std::move(assembly).Finish();
}

}  // namespace telemachus::csv
