#include "registry/person/member_list.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/filter/condition.h"
#include "common/status/macros.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

using filter::Type;

constexpr size_t kMostScopes = 100;

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
        .column = "(CASE WHEN EXISTS (SELECT 1 FROM mentors t WHERE t.person = m.person) THEN 1 "
                  "ELSE 0 END)"}},
      "q.sort_key"};
  return *fields;
}

// Parameters refer to their names, which therefore outlive every statement.
absl::string_view ScopeName(size_t number) {
  static const auto* const names = [] {
    auto* const made = new std::array<std::string, kMostScopes>();
    for (size_t i = 0; i < made->size(); ++i) (*made)[i] = absl::StrCat("scope_", i);
    return made;
  }();
  return (*names)[number];
}

// Of memberships `m` for which an authority in one of the scopes is responsible.
std::string InScopes(const std::vector<std::string>& scopes, sql::Parameters& parameters) {
  std::vector<std::string> names;
  for (size_t i = 0; i < scopes.size() && i < kMostScopes; ++i) {
    names.push_back(absl::StrCat(":", ScopeName(i)));
    parameters.push_back({ScopeName(i), scopes[i]});
  }
  const std::string any = absl::StrCat("(", absl::StrJoin(names, ", "), ")");
  return absl::StrCat("EXISTS (SELECT 1 FROM authorities a WHERE a.id = ", ResponsibleExpression(),
                      " AND (a.id IN ", any, " OR a.region IN ", any, " OR a.nation IN ", any,
                      "))");
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
    of = InScopes(scopes, parameters);
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
