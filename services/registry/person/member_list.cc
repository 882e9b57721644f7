#include "registry/person/member_list.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/status/macros.h"
#include "registry/person/staff_scopes.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

using filter::Type;

const filter::Fields& MemberFields() {
  static const auto* const fields = new filter::Fields{
      {{.path = "display_name", .type = Type::kText, .column = "q.sort_key"},
       {.path = "ward", .type = Type::kText, .column = "m.ward_key"},
       {.path = "council_key", .column = "m.council_key"},
       {.path = "authority", .column = "m.authority"},
       {.path = "start_date", .type = Type::kDate, .column = "m.start_date"},
       {.path = "end_date", .type = Type::kDate, .column = "m.end_date"},
       {.path = "term_end_date", .type = Type::kDate, .column = "m.term_end_date"},
       {.path = "roles",
        .column = "r.role_code",
        .within = "m.id IN (SELECT r.membership FROM member_roles r WHERE r.start_date <= :day AND "
                  "(r.end_date = '' OR r.end_date >= :day) AND $)"},
       {.path = "mentor",
        .type = Type::kFlag,
        .column = "(CASE WHEN EXISTS (SELECT 1 FROM mentors t WHERE t.person = m.person AND "
                  "t.withdrawn_at = 0) THEN 1 ELSE 0 END)"}},
      "q.sort_key"};
  return *fields;
}

constexpr char kSeats[] = " FROM memberships m JOIN people q ON q.id = m.person";

// The seats `m` that a request asks for, as a condition. Adds its parameters.
std::string SeatsOf(const v1::ListMembersRequest& request, const std::vector<std::string>& scopes,
                    const std::string& day, sql::Parameters& parameters) {
  std::string of;
  parameters.push_back({"day", day});
  if (request.parent() == kAllAuthorities) {
    of = absl::StrCat("EXISTS (SELECT 1 FROM authorities a WHERE a.id = ", ResponsibleExpression(),
                      " AND ", InScopes(scopes, parameters), ")");
  } else {
    of = ResponsibleCondition();
    parameters.push_back({"authority", request.parent()});
  }
  if (!request.council_key().empty()) {
    absl::StrAppend(&of, " AND m.council_key = :council_key");
    parameters.push_back({"council_key", request.council_key()});
  }
  return absl::StrCat(of, " AND m.start_date <= :day AND (m.end_date = '' OR m.end_date >= :day)");
}

// Of whom a seat is as `of` says. One authority's members are few: they are found first, and then
// ordered.
std::string AmongHolders(absl::string_view person, const std::string& of) {
  return absl::StrCat(person, " IN (SELECT m.person", kSeats, " WHERE ", of, ")");
}

// People in an order of their own, of whom a seat is as `of` says. All of them are walked in that
// order until the page is full.
absl::StatusOr<MemberListing> ByPeople(const std::string& order_by, const std::string& of,
                                       bool all) {
  ASSIGN_OR_RETURN(
      filter::Order order,
      filter::Order::Parse(order_by, {{"display_name", "p.sort_key"}}, {"name", "p.id"}));
  const std::string where =
      all ? absl::StrCat("EXISTS (SELECT 1", kSeats, " WHERE ", of, " AND m.person = p.id)")
          : AmongHolders("p.id", of);
  return MemberListing{{.columns = "p.id", .from = "people p", .where = where, .parameters = {}},
                       std::move(order)};
}

// An order of seats, which are rows `seat` of rows `person`. `title` is that of the authority that
// is responsible for one; `key` tells it from others.
absl::StatusOr<filter::Order> OrderOfSeats(const std::string& order_by, absl::string_view seat,
                                           absl::string_view person, const std::string& title,
                                           absl::string_view key) {
  return filter::Order::Parse(order_by,
                              {{"display_name", absl::StrCat(person, ".sort_key")},
                               {"authority", absl::StrCat("COALESCE((", title, "), '')")},
                               {"ward", absl::StrCat(seat, ".ward_key")},
                               {"start_date", absl::StrCat(seat, ".start_date")}},
                              {"name", absl::StrCat(seat, ".", key)});
}

// People in an order of their seats `f` that are as `of` says; of several the one that comes first
// in that order decides. The seats of all are walked in it too.
absl::StatusOr<MemberListing> BySeats(const std::string& order_by, const std::string& of,
                                      bool all) {
  const std::string title =
      absl::StrCat("SELECT h.title_key FROM authorities h WHERE h.id = ", ResponsibleExpression());
  ASSIGN_OR_RETURN(
      filter::Order order,
      OrderOfSeats(order_by, "f", "p",
                   absl::StrCat("SELECT (", title, ") FROM memberships m WHERE m.id = f.id"),
                   "person"));
  ASSIGN_OR_RETURN(const filter::Order first, OrderOfSeats(order_by, "m", "q", title, "id"));
  return MemberListing{
      {.columns = "f.person",
       .from = "memberships f JOIN people p ON p.id = f.person",
       .where = absl::StrCat(all ? "" : absl::StrCat(AmongHolders("f.person", of), " AND "),
                             "f.id = (SELECT m.id", kSeats, " WHERE ", of,
                             " AND m.person = f.person ORDER BY ", first.By(), " LIMIT 1)"),
       .parameters = {}},
      std::move(order)};
}

}  // namespace

absl::StatusOr<MemberListing> ListingOf(const v1::ListMembersRequest& request,
                                        const std::vector<std::string>& scopes,
                                        const std::string& day) {
  ASSIGN_OR_RETURN(filter::Condition wanted, filter::ConditionOf(request.filter(), MemberFields()));
  sql::Parameters parameters = std::move(wanted.parameters);
  const std::string of =
      absl::StrCat(SeatsOf(request, scopes, day, parameters), " AND ", wanted.text);
  const bool all = request.parent() == kAllAuthorities;
  ASSIGN_OR_RETURN(MemberListing made, BySeats(request.order_by(), of, all));
  const bool seats =
      made.order.Names("authority") || made.order.Names("ward") || made.order.Names("start_date");
  if (!seats) {
    ASSIGN_OR_RETURN(made, ByPeople(request.order_by(), of, all));
  }
  made.listing.parameters = std::move(parameters);
  return made;
}

}  // namespace telemachus::registry
