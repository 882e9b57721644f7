#include "registry/authority/authority_list.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/status/macros.h"

namespace telemachus::registry {
namespace {

using filter::Type;

const filter::Fields& AuthorityFields() {
  static const auto* const fields =
      new filter::Fields{{{.path = "code", .column = "code"},
                          {.path = "gss_code", .column = "gss_code"},
                          {.path = "nation", .column = "nation"},
                          {.path = "region", .column = "region"},
                          {.path = "type",
                           .type = Type::kEnum,
                           .column = "type",
                           .values = v1::Authority::Type_descriptor()},
                          {.path = "start_date", .type = Type::kDate, .column = "start_date"},
                          {.path = "end_date", .type = Type::kDate, .column = "end_date"},
                          {.path = "seat_count", .type = Type::kNumber, .column = "seat_count"}},
                         "words"};
  return *fields;
}

}  // namespace

absl::StatusOr<AuthorityListing> ListingOf(const v1::ListAuthoritiesRequest& request,
                                           const std::string& today) {
  ASSIGN_OR_RETURN(const filter::Condition wanted,
                   filter::ConditionOf(request.filter(), AuthorityFields()));
  ASSIGN_OR_RETURN(filter::Order order, filter::Order::Parse(request.order_by(),
                                                             {{"code", "code"},
                                                              {"title", "title_key"},
                                                              {"seat_count", "seat_count", true}},
                                                             {"code", "code"}));
  filter::Listing listing{.columns = kAuthorityColumns,
                          .column_count = kAuthorityColumnCount,
                          .from = "authorities",
                          .where = wanted.text,
                          .parameters = wanted.parameters};
  const auto narrow = [&](absl::string_view condition, absl::string_view name,
                          const std::string& value) {
    if (value.empty()) return;
    absl::StrAppend(&listing.where, " AND ", condition);
    listing.parameters.push_back({name, value});
  };
  narrow("nation = :nation", "nation", request.nation());
  narrow("region = :region", "region", request.region());
  narrow("code = :code", "code", request.code());
  narrow("(end_date = '' OR end_date >= :today)", "today", request.show_ended() ? "" : today);
  return AuthorityListing{std::move(listing), std::move(order)};
}

absl::StatusOr<AuthorityPage> ReadPage(sql::Transaction& transaction,
                                       const AuthorityListing& listing, const std::string& position,
                                       int size) {
  ASSIGN_OR_RETURN(filter::ListPage page,
                   filter::ReadPage(transaction, listing.listing, listing.order, position, size));
  AuthorityPage read;
  read.next = std::move(page.next);
  for (const sql::Row& row : page.rows) read.authorities.push_back(AuthorityOf(row));
  return read;
}

}  // namespace telemachus::registry
