#include "registry/transfer/absent_members.h"

#include <utility>

#include "common/status/macros.h"
#include "registry/person/changes.h"

namespace telemachus::registry {
namespace {

// No authority has as many.
constexpr int kMostMembers = 5000;

}  // namespace

absl::StatusOr<std::vector<AbsentMember>> FindAbsent(sql::Transaction& transaction,
                                                     const std::string& authority,
                                                     const std::string& day,
                                                     const std::set<std::string>& keys) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT id, person, council_key, imported FROM memberships "
                        "WHERE authority = :authority AND person <> '' AND start_date <= :day AND "
                        "(end_date = '' OR end_date > :day) ORDER BY council_key "
                        "LIMIT :limit",
                        {{"authority", authority}, {"day", day}, {"limit", kMostMembers}}));
  std::vector<AbsentMember> absent;
  for (const sql::Row& row : rows) {
    if (keys.contains(row.Text(2))) continue;
    AbsentMember member{
        .membership = row.Text(0), .person = row.Text(1), .council_key = row.Text(2), .said = {}};
    member.said.ParseFromString(row.Blob(3));
    absent.push_back(std::move(member));
  }
  return absent;
}

absl::Status Leave(sql::Transaction& transaction, const AbsentMember& member,
                   const std::string& day, absl::Time now) {
  v1::Person said = member.said;
  if (said.memberships().empty()) said.add_memberships();
  said.mutable_memberships(0)->set_end_date(day);
  RETURN_IF_ERROR(transaction
                      .Execute("UPDATE memberships SET end_date = :day, imported = :imported WHERE "
                               "id = :id",
                               {{"day", day},
                                {"imported", sql::Bytes{said.SerializeAsString()}},
                                {"id", member.membership}})
                      .status());
  RETURN_IF_ERROR(transaction
                      .Execute("UPDATE member_roles SET end_date = :day WHERE membership = :id AND "
                               "end_date = ''",
                               {{"day", day}, {"id", member.membership}})
                      .status());
  return PersonChanged(transaction, member.person, now);
}

}  // namespace telemachus::registry
