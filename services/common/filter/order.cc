#include "common/filter/order.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::filter {
namespace {

// Between the values of a position; texts of the product hold no such character.
constexpr char kSeparator = '\x01';
// Beyond the fields a list has, so that names for parameters suffice.
constexpr size_t kMostItems = 8;
constexpr absl::string_view kNames[kMostItems] = {"after_0", "after_1", "after_2", "after_3",
                                                  "after_4", "after_5", "after_6", "after_7"};

absl::Status NoSuchPosition() {
  return status::FieldFault("page_token", status::v1::REASON_PAGE_TOKEN_INVALID,
                            "was given out for another order");
}

}  // namespace

absl::StatusOr<Order> Order::Parse(absl::string_view text, absl::Span<const OrderField> fields,
                                   const OrderField& key) {
  std::vector<Item> items;
  size_t at = 0;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    if (text.empty()) break;
    const std::vector<absl::string_view> words =
        absl::StrSplit(absl::StripAsciiWhitespace(part), ' ', absl::SkipEmpty());
    const bool directed = words.size() == 2 && (words[1] == "desc" || words[1] == "asc");
    if (words.empty() || (words.size() > 1 && !directed)) {
      return Invalid("order_by", at, "must be fields with or without desc, separated by commas");
    }
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const OrderField& one) {
      return absl::string_view(one.path) == words[0];
    });
    if (field == fields.end()) return Invalid("order_by", at, "there is no order by such a field");
    const bool again = std::any_of(items.begin(), items.end(), [&](const Item& item) {
      return item.field.path == field->path;
    });
    if (again) return Invalid("order_by", at, "the field stands there twice");
    items.push_back({*field, directed && words[1] == "desc"});
    at += part.size() + 1;
  }
  if (items.empty()) items.push_back({fields.front(), false});
  // The key follows the direction of the first, so that one index serves both.
  if (items.back().field.column != key.column) items.push_back({key, items.front().descending});
  if (items.size() > kMostItems) return Invalid("order_by", 0, "has more fields than are taken");
  return Order(std::move(items));
}

bool Order::Names(absl::string_view path) const {
  return std::any_of(items_.begin(), items_.end(), [path](const Item& item) {
    return absl::string_view(item.field.path) == path;
  });
}

std::string Order::Columns() const {
  return absl::StrJoin(items_, ", ", [](std::string* out, const Item& item) {
    absl::StrAppend(out, item.field.column);
  });
}

std::string Order::By() const {
  return absl::StrJoin(items_, ", ", [](std::string* out, const Item& item) {
    absl::StrAppend(out, item.field.column, item.descending ? " DESC" : "");
  });
}

std::string Order::PositionOf(const sql::Row& row, size_t first) const {
  std::vector<std::string> values;
  for (const Item& item : items_) {
    const size_t column = first + values.size();
    values.push_back(item.field.number ? absl::StrCat(row.Int(column)) : row.Text(column));
  }
  return absl::StrJoin(values, std::string(1, kSeparator));
}

absl::StatusOr<Condition> Order::After(absl::string_view position) const {
  if (position.empty()) return Condition{"(1 = 1)", {}};
  const std::vector<std::string> values = absl::StrSplit(position, kSeparator);
  if (values.size() != items_.size()) return NoSuchPosition();
  Condition after;
  std::vector<std::string> cases;
  std::string equal;
  for (size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    if (item.field.number) {
      int64_t number = 0;
      if (!absl::SimpleAtoi(values[i], &number)) return NoSuchPosition();
      after.parameters.push_back({kNames[i], number});
    } else {
      after.parameters.push_back({kNames[i], values[i]});
    }
    cases.push_back(absl::StrCat("(", equal, item.field.column,
                                 item.descending ? " < :" : " > :", kNames[i], ")"));
    absl::StrAppend(&equal, item.field.column, " = :", kNames[i], " AND ");
  }
  // The bound alone says nothing new, but an index can be entered there.
  const Item& first = items_.front();
  after.text =
      absl::StrCat("(", first.field.column, first.descending ? " <= :" : " >= :", kNames[0],
                   " AND (", absl::StrJoin(cases, " OR "), "))");
  return after;
}

}  // namespace telemachus::filter
