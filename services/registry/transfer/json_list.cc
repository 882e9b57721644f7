#include "registry/transfer/json_list.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "registry/transfer/table_builder.h"

namespace telemachus::registry {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using google::protobuf::Value;

// As long as names of columns get; what is longer is no column and is not repeated in a report.
constexpr size_t kColumnLength = 64;
// Beyond this a number is not whole any more.
constexpr double kMostWhole = 9007199254740992;

absl::Status Unreadable(int line) {
  return status::AtField(
      status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_IMPORT_UNREADABLE,
                    absl::StrCat("the file cannot be read: line ", line, " is not a JSON object"),
                    {{"line", absl::StrCat(line)}}),
      "content");
}

// Parses into `message`; the parser's own bounds hold the depth.
template <typename Message>
bool Parse(absl::string_view text, Message& message) {
  return google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, &message).ok();
}

std::optional<std::string> TextOf(const Value& value) {
  switch (value.kind_case()) {
    case Value::kNullValue:
      return "";
    case Value::kStringValue:
      return value.string_value();
    case Value::kNumberValue: {
      const double number = value.number_value();
      if (std::trunc(number) != number || std::abs(number) > kMostWhole) return std::nullopt;
      return absl::StrCat(static_cast<int64_t>(number));
    }
    case Value::kListValue: {
      std::vector<std::string> items;
      for (const Value& item : value.list_value().values()) {
        if (item.kind_case() != Value::kStringValue) return std::nullopt;
        items.push_back(item.string_value());
      }
      return absl::StrJoin(items, ";");
    }
    default:
      return std::nullopt;
  }
}

void Reject(int line, const std::string& column, Report& report) {
  report.Odd(line, v1::ODD_KIND_VALUE_MALFORMED, column, v1::OddRow::OUTCOME_REJECTED);
  report.Rejected(line);
}

absl::Status Take(int line, const Struct& object, TableBuilder& table, Report& report) {
  TableBuilder::Values values;
  for (const auto& [column, value] : object.fields()) {
    if (column.size() > kColumnLength) return Unreadable(line);
    std::optional<std::string> text = TextOf(value);
    if (!text.has_value()) {
      Reject(line, column, report);
      return absl::OkStatus();
    }
    values[column] = *std::move(text);
  }
  table.Add(line, std::move(values));
  return absl::OkStatus();
}

absl::Status TakeArray(absl::string_view content, TableBuilder& table, Report& report) {
  ListValue list;
  if (!Parse(content, list)) return Unreadable(1);
  int place = 0;
  for (const Value& value : list.values()) {
    ++place;
    if (value.kind_case() != Value::kStructValue) {
      Reject(place, "", report);
      continue;
    }
    RETURN_IF_ERROR(Take(place, value.struct_value(), table, report));
  }
  return absl::OkStatus();
}

absl::Status TakeLines(absl::string_view content, TableBuilder& table, Report& report) {
  int line = 0;
  for (absl::string_view text : absl::StrSplit(content, '\n')) {
    ++line;
    if (absl::StripAsciiWhitespace(text).empty()) continue;
    Struct object;
    if (!Parse(text, object)) return Unreadable(line);
    RETURN_IF_ERROR(Take(line, object, table, report));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<csv::Table> ReadJson(absl::string_view content, Report& report) {
  TableBuilder table;
  const absl::string_view begin = absl::StripLeadingAsciiWhitespace(content);
  if (!begin.empty() && begin.front() == '[') {
    RETURN_IF_ERROR(TakeArray(begin, table, report));
  } else {
    RETURN_IF_ERROR(TakeLines(content, table, report));
  }
  return std::move(table).Build();
}

}  // namespace telemachus::registry
