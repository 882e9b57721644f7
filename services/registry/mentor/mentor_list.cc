#include "registry/mentor/mentor_list.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/status/macros.h"
#include "registry/person/staff_scopes.h"
#include "registry/person/tenure_rules.h"
#include "registry/subject/restriction.h"
#include "registry/succession/succession_store.h"
#include "telemachus/access/v1/rule.pb.h"
#include "telemachus/programme/v1/codes.pb.h"

namespace telemachus::registry {
namespace {

using filter::Type;

// Conditions of SQL on rows `m` of memberships: the seat is held; or it is, or lately was.
constexpr char kHeld[] = "m.start_date <= :day AND (m.end_date = '' OR m.end_date >= :day)";
constexpr char kRecent[] = "m.start_date <= :day AND (m.end_date = '' OR m.end_date >= :since)";

// Rows `g` of officers in authorities `o` that have not ended.
constexpr char kPosts[] =
    "grants g JOIN authorities o ON o.id = g.scope WHERE g.role = :officer AND (g.end_date = '' OR "
    "g.end_date >= :day) AND (o.end_date = '' OR o.end_date >= :day)";

// Whether the one of a row `t` of mentors holds a seat, or a post.
const std::string& HoldsSeat() {
  static const auto* const text = new std::string(absl::StrCat(
      "EXISTS (SELECT 1 FROM memberships m WHERE m.person = t.person AND ", kHeld, ")"));
  return *text;
}
const std::string& HoldsPost() {
  static const auto* const text =
      new std::string(absl::StrCat("EXISTS (SELECT 1 FROM ", kPosts, " AND g.person = t.person)"));
  return *text;
}

// The authorities `a` to which the one of a row `t` of mentors belongs.
const std::string& OwnAuthorities() {
  static const auto* const text = new std::string(
      absl::StrCat("FROM authorities a WHERE a.id IN (SELECT ", ResponsibleExpression(),
                   " FROM memberships m WHERE m.person = t.person AND ", kRecent,
                   " UNION SELECT g.scope FROM ", kPosts, " AND g.person = t.person)"));
  return *text;
}

// All of one authority: found from its seats and posts, of which there are few.
std::string InAuthority() {
  return absl::StrCat("t.person IN (SELECT m.person FROM memberships m WHERE ",
                      ResponsibleCondition(), " AND ", kRecent, " UNION SELECT g.person FROM ",
                      kPosts, " AND g.scope = :authority)");
}

filter::Fields MakeFields() {
  const std::string own = absl::StrCat("EXISTS (SELECT 1 ", OwnAuthorities(), " AND $)");
  return {
      {{.path = "display_name", .type = Type::kText, .column = "p.sort_key"},
       {.path = "willing", .type = Type::kFlag, .column = "t.willing"},
       {.path = "kinds",
        .type = Type::kCodes,
        .column = "t.kinds",
        .values = programme::v1::Kind_descriptor()},
       {.path = "skills", .type = Type::kCodes, .column = "t.skills"},
       {.path = "subjects", .type = Type::kCodes, .column = "t.subjects"},
       {.path = "extra_skills", .type = Type::kCodes, .column = "t.extra_skills"},
       {.path = "languages", .type = Type::kCodes, .column = "COALESCE(p.languages, '')"},
       {.path = "places", .type = Type::kNumber, .column = "t.places"},
       {.path = "hours_a_month", .type = Type::kNumber, .column = "t.hours_a_month"},
       {.path = "remote", .type = Type::kFlag, .column = "t.remote"},
       {.path = "travel_km", .type = Type::kNumber, .column = "t.travel_km"},
       {.path = "visibility",
        .type = Type::kEnum,
        .column = "t.visibility",
        .values = programme::v1::Reach_descriptor()},
       {.path = "accredited_until_date", .type = Type::kDate, .column = "p.accredited_until"},
       {.path = "available_from_date", .type = Type::kDate, .column = "t.available_from_date"},
       {.path = "available_until_date", .type = Type::kDate, .column = "t.available_until_date"},
       {.path = "officer",
        .type = Type::kFlag,
        .column = absl::StrCat("(CASE WHEN ", HoldsSeat(), " THEN 0 WHEN ", HoldsPost(),
                               " THEN 1 ELSE 0 END)")},
       {.path = "former_member",
        .type = Type::kFlag,
        .column = absl::StrCat("(CASE WHEN ", HoldsSeat(), " OR ", HoldsPost(),
                               " THEN 0 WHEN EXISTS (SELECT 1 FROM memberships m WHERE "
                               "m.person = t.person AND m.start_date <= :day) THEN 1 ELSE 0 "
                               "END)")},
       {.path = "former_member_willing", .type = Type::kFlag, .column = "t.former_member_willing"},
       {.path = "authorities", .column = "a.id", .within = own},
       {.path = "regions", .column = "a.region", .within = own}},
      "p.sort_key"};
}

const filter::Fields& MentorFields() {
  static const auto* const fields = new filter::Fields(MakeFields());
  return *fields;
}

absl::StatusOr<filter::Order> OrderOf(const std::string& order_by) {
  static const auto* const fields = new std::vector<filter::OrderField>{
      {"name", "p.id"},
      {"display_name", "p.sort_key"},
      {"authorities",
       absl::StrCat("COALESCE((SELECT MIN(a.title_key) ", OwnAuthorities(), "), '')")},
      {"places", "t.places", true},
      {"hours_a_month", "t.hours_a_month", true},
      {"travel_km", "t.travel_km", true},
      {"visibility", "t.visibility", true},
      {"accredited_until_date", "p.accredited_until"},
      {"available_from_date", "t.available_from_date"}};
  return filter::Order::Parse(order_by, *fields, fields->front());
}

}  // namespace

absl::StatusOr<MentorListing> ListingOf(const v1::ListMentorsRequest& request,
                                        const std::vector<std::string>& scopes,
                                        const std::string& day) {
  ASSIGN_OR_RETURN(filter::Condition wanted, filter::ConditionOf(request.filter(), MentorFields()));
  ASSIGN_OR_RETURN(filter::Order order, OrderOf(request.order_by()));
  sql::Parameters parameters = std::move(wanted.parameters);
  parameters.push_back({"day", day});
  parameters.push_back({"since", RecentSince(day)});
  parameters.push_back({"officer", int{access::v1::ROLE_OFFICER}});
  std::string seen;
  if (request.parent() == kAllAuthorities) {
    seen = absl::StrCat("EXISTS (SELECT 1 ", OwnAuthorities(), " AND ",
                        InScopes(scopes, parameters), ")");
  } else {
    seen = InAuthority();
    parameters.push_back({"authority", request.parent()});
  }
  return MentorListing{
      {.columns = "t.id",
       .from = "mentors t JOIN people p ON p.id = t.person",
       .where = absl::StrCat("t.withdrawn_at = 0 AND t.person ", kUnrestrictedCondition, " AND ",
                             seen, " AND ", wanted.text),
       .parameters = std::move(parameters)},
      std::move(order)};
}

}  // namespace telemachus::registry
