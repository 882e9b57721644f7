#include "registry/succession/settling.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/membership/seat_change.h"
#include "registry/person/changes.h"
#include "registry/store/values.h"
#include "registry/succession/succession_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

constexpr absl::Duration kStartTimeout = absl::Seconds(30);

// By authority, in the order of ward and day.
using Written = std::map<std::string, std::vector<Stretch>>;

// Who is responsible by these stretches on a day; `authority` where they say nothing.
std::string ResponsibleBy(const std::vector<Stretch>& stretches, const std::string& authority,
                          const std::string& ward, const std::string& day) {
  std::string responsible = authority;
  for (const Stretch& stretch : stretches) {
    const bool holds =
        stretch.from_date <= day && (stretch.until_date.empty() || day < stretch.until_date);
    if (!holds) continue;
    if (stretch.ward == ward) return stretch.responsible;
    if (stretch.ward.empty()) responsible = stretch.responsible;
  }
  return responsible;
}

// Who stops being responsible for somebody, and who begins.
struct Exchange {
  std::set<std::string> losers;
  std::set<std::string> gainers;
};

// Between what was written for a day and what is written for the same or the next.
Exchange ExchangeOf(const std::string& authority, const std::vector<Stretch>& before,
                    const std::string& day_before, const std::vector<Stretch>& after,
                    const std::string& day_after) {
  Exchange exchange;
  std::set<std::string> wards = {""};
  for (const Stretch& stretch : before) wards.insert(stretch.ward);
  for (const Stretch& stretch : after) wards.insert(stretch.ward);
  for (const std::string& ward : wards) {
    std::string was = ResponsibleBy(before, authority, ward, day_before);
    std::string is = ResponsibleBy(after, authority, ward, day_after);
    if (was == is) continue;
    exchange.losers.insert(std::move(was));
    exchange.gainers.insert(std::move(is));
  }
  return exchange;
}

absl::StatusOr<Written> LoadWritten(sql::Transaction& transaction, const std::string& authority) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT authority, ward, from_date, until_date, responsible "
                                     "FROM responsibilities WHERE :authority = '' OR authority = "
                                     ":authority ORDER BY authority, ward, from_date",
                                     {{"authority", authority}}));
  Written written;
  for (const sql::Row& row : rows) {
    written[row.Text(0)].push_back({.ward = row.Text(1),
                                    .from_date = row.Text(2),
                                    .until_date = row.Text(3),
                                    .responsible = row.Text(4)});
  }
  return written;
}

absl::Status Write(sql::Transaction& transaction, const std::string& authority,
                   const std::vector<Stretch>& stretches) {
  RETURN_IF_ERROR(transaction
                      .Execute("DELETE FROM responsibilities WHERE authority = :authority",
                               {{"authority", authority}})
                      .status());
  Values rows;
  for (const Stretch& stretch : stretches) {
    rows.Add({authority, stretch.ward, stretch.from_date, stretch.until_date, stretch.responsible});
  }
  return InsertRows(transaction,
                    "responsibilities (authority, ward, from_date, until_date, responsible)", rows)
      .status();
}

absl::Status SetTimers(sql::Transaction& transaction, const std::string& authority,
                       const std::vector<Stretch>& stretches, const std::string& today) {
  for (const Stretch& stretch : stretches) {
    if (stretch.from_date <= today) continue;
    ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(stretch.from_date));
    RETURN_IF_ERROR(timer::Set(transaction, kMembersPassTimer,
                               absl::StrCat(authority, "@", stretch.from_date),
                               time::StartOf(day)));
  }
  return absl::OkStatus();
}

// Keeps, of one authority, that it ends and what comes after it.
absl::Status WriteSuccession(sql::Transaction& transaction, const std::string& authority,
                             const Ending& ending) {
  RETURN_IF_ERROR(
      transaction
          .Execute("INSERT INTO successions (authority, undecided) VALUES (:authority, :undecided) "
                   "ON CONFLICT (authority) DO UPDATE SET undecided = excluded.undecided",
                   {{"authority", authority}, {"undecided", IsUndecided(ending)}})
          .status());
  Values rows;
  int64_t position = 0;
  for (const std::string& successor : ending.successors) {
    rows.Add({authority, successor, ++position});
  }
  return InsertRows(transaction, "successors (authority, successor, position)", rows).status();
}

// What is listed of successions is little, and written anew as a whole.
absl::Status WriteSuccessions(sql::Transaction& transaction, const SuccessionBook& book) {
  RETURN_IF_ERROR(transaction.Execute("DELETE FROM successors", {}).status());
  RETURN_IF_ERROR(transaction.Execute("DELETE FROM successions", {}).status());
  for (const auto& [authority, ending] : book.endings()) {
    RETURN_IF_ERROR(WriteSuccession(transaction, authority, ending));
  }
  return absl::OkStatus();
}

absl::Status TellOf(sql::Transaction& transaction, const std::string& authority,
                    const Exchange& exchange, absl::Time now) {
  if (exchange.losers.empty()) return absl::OkStatus();
  for (const std::string& loser : exchange.losers) {
    RETURN_IF_ERROR(AuthoritySucceeded(transaction, loser, now));
  }
  RETURN_IF_ERROR(EndSeatsPassedTo(transaction, authority, exchange.gainers, now));
  RETURN_IF_ERROR(ResponsibilityPassed(transaction, authority, now));
  // A policy that comes down applies to the gainer's own mentors, too.
  for (const std::string& gainer : exchange.gainers) {
    RETURN_IF_ERROR(MentorsChanged(transaction, gainer, now));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Settle(sql::Transaction& transaction, absl::Time now) {
  const std::string today = time::FormatDate(time::DayOf(now));
  ASSIGN_OR_RETURN(const SuccessionBook book, LoadBook(transaction));
  ASSIGN_OR_RETURN(Written written, LoadWritten(transaction, ""));
  RETURN_IF_ERROR(WriteSuccessions(transaction, book));
  for (const auto& [authority, ending] : book.endings()) written[authority];
  for (const auto& [authority, before] : written) {
    const std::vector<Stretch> after = book.StretchesOf(authority);
    if (after == before) continue;
    RETURN_IF_ERROR(Write(transaction, authority, after));
    RETURN_IF_ERROR(SetTimers(transaction, authority, after, today));
    RETURN_IF_ERROR(
        TellOf(transaction, authority, ExchangeOf(authority, before, today, after, today), now));
  }
  return absl::OkStatus();
}

absl::Status PassMembers(sql::Transaction& transaction, const std::string& subject,
                         absl::Time now) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(subject, '@');
  const auto& [authority, date] = parts;
  ASSIGN_OR_RETURN(const absl::CivilDay day, time::ParseDate(date));
  ASSIGN_OR_RETURN(Written written, LoadWritten(transaction, authority));
  const std::vector<Stretch>& stretches = written[authority];
  return TellOf(transaction, authority,
                ExchangeOf(authority, stretches, time::FormatDate(day - 1), stretches, date), now);
}

absl::Status SettleOnStart(const Means& means) {
  return means.database.Transact(absl::Now() + kStartTimeout, [&](sql::Transaction& transaction) {
    return Settle(transaction, means.Now());
  });
}

}  // namespace telemachus::registry
