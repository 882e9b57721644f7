#include "registry/person/changes.h"

#include <algorithm>
#include <vector>

#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/membership/membership_rules.h"
#include "registry/membership/seat_change.h"
#include "registry/mentor/farewell.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"
#include "telemachus/access/v1/rule.pb.h"

namespace telemachus::registry {
namespace {

absl::Status Tell(sql::Transaction& transaction, const char* type, const std::string& resource,
                  int64_t version, absl::Time now) {
  return event::Append(transaction,
                       {.type = type, .resource = resource, .version = version, .codes = {}}, now);
}

absl::Status AllChanged(sql::Transaction& transaction, const std::vector<sql::Row>& people,
                        absl::Time now) {
  for (const sql::Row& row : people) {
    RETURN_IF_ERROR(PersonChanged(transaction, row.Text(0), now));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PersonAdded(sql::Transaction& transaction, const std::string& person, absl::Time now) {
  return Tell(transaction, "registry.person.changed", person, 1, now);
}

absl::Status PersonChanged(sql::Transaction& transaction, const std::string& person,
                           absl::Time now) {
  RETURN_IF_ERROR(transaction
                      .Execute("UPDATE people SET facts_version = facts_version + 1 WHERE id = :id",
                               {{"id", person}})
                      .status());
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow("SELECT p.facts_version, COALESCE(m.id, ''), "
                                        "p.accredited_until FROM people p LEFT JOIN mentors m ON "
                                        "m.person = p.id WHERE p.id = :id",
                                        {{"id", person}}));
  RETURN_IF_ERROR(Tell(transaction, "registry.person.changed", person, row.Int(0), now));
  if (!row.Text(1).empty()) {
    RETURN_IF_ERROR(Tell(transaction, "registry.mentor.changed", row.Text(1), row.Int(0), now));
  } else if (row.Text(2).empty()) {
    return absl::OkStatus();
  }
  return FollowTenure(transaction, person, now);
}

absl::Status MentorsChanged(sql::Transaction& transaction, const std::string& authority,
                            absl::Time now) {
  ASSIGN_OR_RETURN(
      const auto people,
      transaction.Query("SELECT person FROM mentors WHERE person IN (SELECT person FROM "
                        "memberships WHERE authority = :authority OR authority IN (SELECT "
                        "authority FROM responsibilities WHERE responsible = :authority) UNION "
                        "SELECT person FROM grants WHERE scope = :authority AND role = :officer) "
                        "ORDER BY person",
                        {{"authority", authority}, {"officer", int{access::v1::ROLE_OFFICER}}}));
  return AllChanged(transaction, people, now);
}

absl::Status AuthorityChanged(sql::Transaction& transaction, const v1::Authority& authority,
                              int64_t version, absl::Time now) {
  return event::Append(transaction,
                       {.type = "registry.authority.changed",
                        .resource = authority.name(),
                        .version = version,
                        .codes = {{"region", authority.region()}, {"nation", authority.nation()}}},
                       now);
}

absl::Status ResponsibilityPassed(sql::Transaction& transaction, const std::string& authority,
                                  absl::Time now) {
  ASSIGN_OR_RETURN(
      const auto people,
      transaction.Query("SELECT person FROM memberships WHERE authority = :authority "
                        "AND person <> '' UNION SELECT person FROM grants WHERE scope = :authority "
                        "ORDER BY person",
                        {{"authority", authority}}));
  return AllChanged(transaction, people, now);
}

absl::Status AuthoritySucceeded(sql::Transaction& transaction, const std::string& authority,
                                absl::Time now) {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow("SELECT version, region, nation FROM authorities WHERE id "
                                        "= :id",
                                        {{"id", authority}}));
  return event::Append(transaction,
                       {.type = "registry.authority.succeeded",
                        .resource = authority,
                        .version = row.Int(0),
                        .codes = {{"region", row.Text(1)}, {"nation", row.Text(2)}}},
                       now);
}

absl::Status EndMemberships(sql::Transaction& transaction, const std::string& authority,
                            const std::string& end_date, absl::Time now) {
  ASSIGN_OR_RETURN(const auto open,
                   transaction.Query("SELECT id FROM memberships WHERE authority = :authority AND "
                                     "end_date = '' ORDER BY id",
                                     {{"authority", authority}}));
  const std::string day = time::FormatDate(time::DayOf(now));
  for (const sql::Row& row : open) {
    ASSIGN_OR_RETURN(SeatSighting found, LoadSeat(transaction, row.Text(0)));
    v1::Membership& seat = found.seat().membership;
    // Who was to sit only later is as if they had sat for that one day.
    RETURN_IF_ERROR(EndSeat(std::max(end_date, seat.start_date()),
                            v1::Membership::LEAVING_AUTHORITY_ENDED, day, seat));
    RETURN_IF_ERROR(SaveMembership(transaction, found.seat()));
    RETURN_IF_ERROR(SaveMemberRoles(transaction, seat));
    RETURN_IF_ERROR(SaveAffiliations(transaction, seat));
    RETURN_IF_ERROR(SeatChanged(transaction, seat, now, found.stored));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
