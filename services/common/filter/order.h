#ifndef TELEMACHUS_COMMON_FILTER_ORDER_H_
#define TELEMACHUS_COMMON_FILTER_ORDER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/filter/condition.h"
#include "common/sql/database.h"

// In which order a list comes (AIP-132), and where its next page begins: after the values that the
// last row has in that order, so that rows that come or go meanwhile move nothing.
namespace telemachus::filter {

// What a list can be ordered by.
struct OrderField {
  // As it is called in `order_by`.
  std::string path;
  // The SQL expression it is ordered by; a text or a number and never NULL.
  std::string column;
  // Whether it is a number.
  bool number = false;
};

// An order of rows that has no ties.
class Order {
 public:
  // Reads `text`, "ward, start_date desc". `fields` may be named, each once; the first of them is
  // the order of an empty text. `key` is unique, and decides where all else is equal.
  // INVALID_ARGUMENT with REASON_FILTER_INVALID on field `order_by` for anything else.
  static absl::StatusOr<Order> Parse(absl::string_view text, absl::Span<const OrderField> fields,
                                     const OrderField& key);

  // Whether a field of this path decides.
  bool Names(absl::string_view path) const;
  // The columns to read with each row, last: "sort_key, id".
  std::string Columns() const;
  // What follows ORDER BY: "sort_key DESC, id".
  std::string By() const;
  // Where a row stands: its values in Columns(), which begin at `first`.
  std::string PositionOf(const sql::Row& row, size_t first) const;
  // The condition under which a row comes after a position, which PositionOf() made; of all rows if
  // it is empty. Its parameters are called `after_0` and so on. INVALID_ARGUMENT with
  // REASON_PAGE_TOKEN_INVALID on field `page_token` if it is of another order.
  absl::StatusOr<Condition> After(absl::string_view position) const;

 private:
  struct Item {
    OrderField field;
    bool descending;
  };
  explicit Order(std::vector<Item> items) : items_(std::move(items)) {}

  std::vector<Item> items_;
};

}  // namespace telemachus::filter

#endif  // TELEMACHUS_COMMON_FILTER_ORDER_H_
