#ifndef TELEMACHUS_COMMON_FILTER_LISTING_H_
#define TELEMACHUS_COMMON_FILTER_LISTING_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/filter/order.h"
#include "common/sql/database.h"

namespace telemachus::filter {

// The rows that a list is about.
struct Listing {
  // What is read of each, "p.id, p.body", and how many columns that is.
  std::string columns;
  size_t column_count = 1;
  // What stands between FROM and WHERE, "people p".
  std::string from;
  // What stands after WHERE, whole in itself.
  std::string where;
  // The parameters of `where`. The names `after_…` and `limit` are the list's own.
  sql::Parameters parameters;
};

// Some rows of a list.
struct ListPage {
  std::vector<sql::Row> rows;
  // Where the next page begins; empty after the last.
  std::string next;
};

// Reads up to `size` rows after a position, which an earlier page named or which is empty.
absl::StatusOr<ListPage> ReadPage(sql::Transaction& transaction, const Listing& listing,
                                  const Order& order, absl::string_view position, int size);

}  // namespace telemachus::filter

#endif  // TELEMACHUS_COMMON_FILTER_LISTING_H_
