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
       {.path = "ward", .column = "m.ward"},
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

}  // namespace

absl::StatusOr<MemberListing> ListingOf(const v1::ListMembersRequest& request,
                                        const std::vector<std::string>& scopes,
                                        const std::string& day) {
  ASSIGN_OR_RETURN(filter::Condition wanted, filter::ConditionOf(request.filter(), MemberFields()));
  ASSIGN_OR_RETURN(
      filter::Order order,
      filter::Order::Parse(request.order_by(), {{"display_name", "p.sort_key"}}, {"name", "p.id"}));
  sql::Parameters parameters = std::move(wanted.parameters);
  parameters.push_back({"day", day});
  const bool all = request.parent() == kAllAuthorities;
  std::string of;
  if (all) {
    of = absl::StrCat("EXISTS (SELECT 1 FROM authorities a WHERE a.id = ", ResponsibleExpression(),
                      " AND ", InScopes(scopes, parameters), ")");
  } else {
    of = ResponsibleCondition();
    parameters.push_back({"authority", request.parent()});
  }
  if (!request.council_key().empty()) {
    of += " AND m.council_key = :council_key";
    parameters.push_back({"council_key", request.council_key()});
  }
  const std::string seats = absl::StrCat(
      " FROM memberships m JOIN people q ON q.id = m.person WHERE ", of,
      " AND m.start_date <= :day AND (m.end_date = '' OR m.end_date >= :day) AND ", wanted.text);
  // One authority's members are few: they are found first, and then ordered. All people are walked
  // in their order until the page is full.
  return MemberListing{
      {.columns = "p.id",
       .from = "people p",
       .where = all ? absl::StrCat("EXISTS (SELECT 1", seats, " AND m.person = p.id)")
                    : absl::StrCat("p.id IN (SELECT m.person", seats, ")"),
       .parameters = std::move(parameters)},
      std::move(order)};
}

}  // namespace telemachus::registry
