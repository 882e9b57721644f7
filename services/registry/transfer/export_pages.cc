#include "registry/transfer/export_pages.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/person/membership_store.h"
#include "registry/person/person_store.h"
#include "registry/succession/succession_store.h"
#include "registry/transfer/member_export.h"

namespace telemachus::registry {
namespace {

// Seats read at once.
constexpr size_t kSeatsRead = 500;

const v1::Membership* FindSeat(const StoredPerson& stored, const std::string& membership) {
  for (const StoredMembership& seat : stored.memberships) {
    if (seat.membership.name() == membership) return &seat.membership;
  }
  return nullptr;
}

absl::StatusOr<std::map<std::string, StoredPerson>> LoadHolders(sql::Transaction& transaction,
                                                                const std::vector<sql::Row>& rows) {
  std::set<std::string> names;
  for (const sql::Row& row : rows) names.insert(row.Text(1));
  ASSIGN_OR_RETURN(auto people,
                   LoadPeople(transaction, std::vector<std::string>(names.begin(), names.end())));
  std::map<std::string, StoredPerson> holders;
  for (StoredPerson& stored : people) {
    std::string name = stored.person.name();
    holders.emplace(std::move(name), std::move(stored));
  }
  return holders;
}

}  // namespace

absl::StatusOr<ExportPage> ReadExportPage(sql::Transaction& transaction,
                                          const std::string& authority, const std::string& day,
                                          v1::TransferFormat format, const std::string& after) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(
          absl::StrCat("SELECT m.id, m.person, a.code FROM memberships m JOIN authorities a ON "
                       "a.id = m.authority WHERE ",
                       ResponsibleCondition(),
                       " AND m.person <> '' AND m.start_date <= :day AND (m.end_date = '' OR "
                       "m.end_date >= :day) AND m.id > :after ORDER BY m.id LIMIT :limit"),
          {{"authority", authority},
           {"day", day},
           {"after", after},
           {"limit", static_cast<int64_t>(kSeatsRead) + 1}}));
  ExportPage page;
  const bool more = rows.size() > kSeatsRead;
  if (more) rows.pop_back();
  ASSIGN_OR_RETURN(const auto holders, LoadHolders(transaction, rows));
  for (const sql::Row& row : rows) {
    const auto holder = holders.find(row.Text(1));
    if (holder == holders.end()) continue;
    const v1::Membership* const seat = FindSeat(holder->second, row.Text(0));
    if (seat == nullptr) continue;
    page.text += WriteMember(row.Text(2), holder->second.person, *seat, day, format);
  }
  if (more) page.next = rows.back().Text(0);
  return page;
}

}  // namespace telemachus::registry
