#include "registry/mentor/officer_posts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/store/values.h"
#include "telemachus/access/v1/rule.pb.h"

namespace telemachus::registry {
namespace {

// The sooner of two ends, of which an empty one is open.
std::string Sooner(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return std::min(a, b);
}

}  // namespace

absl::StatusOr<OfficerPosts> LoadOfficerPosts(sql::Transaction& transaction,
                                              absl::Span<const std::string> people,
                                              const std::string& day) {
  OfficerPosts posts;
  if (people.empty()) return posts;
  const Values values = Values::Of(people).Padded();
  sql::Parameters parameters = values.Parameters();
  parameters.push_back({"officer", int{access::v1::ROLE_OFFICER}});
  parameters.push_back({"day", day});
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(
          absl::StrCat("SELECT g.person, a.id, a.region, a.nation, a.type, g.end_date, a.end_date "
                       "FROM grants "
                       "g JOIN authorities a ON a.id = g.scope WHERE g.role = :officer AND "
                       "(g.end_date = '' OR g.end_date >= :day) AND (a.end_date = '' OR a.end_date "
                       ">= :day) AND g.person IN (",
                       values.Text(), ") ORDER BY g.person, g.id"),
          parameters));
  for (const sql::Row& row : rows) {
    posts[row.Text(0)].push_back(
        {.place = {.authority = row.Text(1), .region = row.Text(2), .nation = row.Text(3)},
         .authority_type = static_cast<v1::Authority::Type>(row.Int(4)),
         .end_date = Sooner(row.Text(5), row.Text(6))});
  }
  return posts;
}

}  // namespace telemachus::registry
