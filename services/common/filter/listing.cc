#include "common/filter/listing.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace telemachus::filter {

absl::StatusOr<ListPage> ReadPage(sql::Transaction& transaction, const Listing& listing,
                                  const Order& order, absl::string_view position, int size) {
  ASSIGN_OR_RETURN(const Condition after, order.After(position));
  sql::Parameters parameters = listing.parameters;
  parameters.insert(parameters.end(), after.parameters.begin(), after.parameters.end());
  parameters.push_back({"limit", size + 1});  // one more tells whether there are more
  ListPage page;
  ASSIGN_OR_RETURN(
      page.rows,
      transaction.Query(absl::StrCat("SELECT ", listing.columns, ", ", order.Columns(), " FROM ",
                                     listing.from, " WHERE ", listing.where, " AND ", after.text,
                                     " ORDER BY ", order.By(), " LIMIT :limit"),
                        parameters));
  if (page.rows.size() > static_cast<size_t>(size)) {
    page.rows.resize(size, sql::Row({}));
    page.next = order.PositionOf(page.rows.back(), listing.column_count);
  }
  return page;
}

}  // namespace telemachus::filter
