#include "registry/holding/mentions.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "common/operation/store.h"
#include "common/status/macros.h"
#include "registry/election/election_store.h"
#include "registry/group/group_store.h"
#include "registry/mentor/mentor_store.h"
#include "registry/need/format_task_rules.h"
#include "registry/need/format_task_store.h"
#include "registry/person/membership_store.h"
#include "registry/person/person_store.h"
#include "registry/transfer/import_store.h"

namespace telemachus::registry {
namespace {

using Kept = subject::v1::SubjectCount;

// Rows looked at in one go.
constexpr int kPage = 500;

// Walks a table of (name, message) by name; collects the names of messages that `names` picks.
template <typename Message>
absl::Status Walk(sql::Database& database, absl::string_view query, absl::Time deadline,
                  const std::function<bool(const Message&)>& names,
                  std::vector<std::string>& found) {
  std::string after;
  size_t read = 0;
  do {
    std::vector<std::string> page;
    RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      page.clear();
      ASSIGN_OR_RETURN(const auto rows,
                       transaction.Query(query, {{"after", after}, {"limit", kPage}}));
      read = rows.size();
      for (const sql::Row& row : rows) {
        Message message;
        if (!message.ParseFromString(row.Blob(1))) return absl::DataLossError("a row is broken");
        if (names(message)) page.push_back(row.Text(0));
      }
      if (!rows.empty()) after = rows.back().Text(0);
      return absl::OkStatus();
    }));
    found.insert(found.end(), page.begin(), page.end());
  } while (read == kPage);
  return absl::OkStatus();
}

// An authority's code, and the key by which it knows the person.
using Keys = std::set<std::pair<std::string, std::string>>;

absl::StatusOr<Keys> KeysOf(sql::Database& database, const std::string& person,
                            absl::Time deadline) {
  Keys keys;
  RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    keys.clear();
    ASSIGN_OR_RETURN(const auto rows,
                     transaction.Query("SELECT a.code, m.council_key FROM memberships m JOIN "
                                       "authorities a ON a.id = m.authority WHERE m.person = "
                                       ":person ORDER BY m.id",
                                       {{"person", person}}));
    for (const sql::Row& row : rows) keys.insert({row.Text(0), row.Text(1)});
    return absl::OkStatus();
  }));
  return keys;
}

// Collects the rows of lists that stand under one of the keys.
absl::Status WalkImportRows(sql::Database& database, const Keys& keys, absl::Time deadline,
                            Mentions& mentions) {
  if (keys.empty()) return absl::OkStatus();
  std::pair<std::string, int64_t> after;
  size_t read = 0;
  do {
    RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(
          const auto rows,
          transaction.Query(
              "SELECT operation, place, body FROM import_rows WHERE (operation, place) > "
              "(:operation, :place) ORDER BY operation, place LIMIT :limit",
              {{"operation", after.first}, {"place", after.second}, {"limit", kPage}}));
      read = rows.size();
      for (const sql::Row& row : rows) {
        v1::ImportRow told;
        if (!told.ParseFromString(row.Blob(2))) return absl::DataLossError("a row is broken");
        after = {row.Text(0), row.Int(1)};
        if (keys.contains({told.authority_code(), told.key()})) {
          mentions.import_rows.push_back(after);
        }
      }
      return absl::OkStatus();
    }));
  } while (read == kPage);
  return absl::OkStatus();
}

absl::Status EraseFromAvoidances(Erasing& erasing, const std::vector<std::string>& authors) {
  ASSIGN_OR_RETURN(auto lists, LoadAvoidances(erasing.transaction, authors));
  for (auto& [author, avoidance] : lists) {
    auto& people = *avoidance.mutable_people();
    people.erase(std::remove(people.begin(), people.end(), erasing.person), people.end());
    RETURN_IF_ERROR(SaveAvoidance(erasing.transaction, author, avoidance));
    erasing.counts.Erased("mention", 1);
  }
  return absl::OkStatus();
}

// Whoever waits for the format has somebody else see to it.
absl::Status EraseFromTasks(Erasing& erasing, const std::vector<std::string>& tasks) {
  for (const std::string& name : tasks) {
    absl::StatusOr<StoredFormatTask> stored = LoadFormatTask(erasing.transaction, name);
    if (absl::IsNotFound(stored.status())) continue;
    RETURN_IF_ERROR(stored.status());
    if (stored->task.owner() != erasing.person) continue;
    Disown(stored->task);
    RETURN_IF_ERROR(SaveFormatTask(erasing.transaction, *stored));
    erasing.counts.Erased("mention", 1);
  }
  return absl::OkStatus();
}

absl::Status EraseFromImports(Erasing& erasing,
                              const std::vector<std::pair<std::string, int64_t>>& places) {
  for (const auto& [operation, place] : places) {
    ASSIGN_OR_RETURN(auto rows, LoadImportRows(erasing.transaction, operation,
                                               v1::ImportRow::OUTCOME_UNSPECIFIED, place - 1, 1));
    if (rows.empty() || rows.front().place != place) continue;
    rows.front().row.clear_key();
    RETURN_IF_ERROR(SaveImportRow(erasing.transaction, operation, rows.front()));
    erasing.counts.Erased("mention", 1);
  }
  return absl::OkStatus();
}

// That a seat was up does not say whose it was any more.
absl::Status EraseFromElections(Erasing& erasing, const std::vector<std::string>& elections) {
  for (const std::string& name : elections) {
    absl::StatusOr<StoredElection> stored = LoadElection(erasing.transaction, name);
    if (absl::IsNotFound(stored.status())) continue;
    RETURN_IF_ERROR(stored.status());
    auto& seats = *stored->election.mutable_memberships();
    seats.erase(
        std::remove_if(seats.begin(), seats.end(),
                       [&](const std::string& seat) { return PersonOf(seat) == erasing.person; }),
        seats.end());
    RETURN_IF_ERROR(SaveElection(erasing.transaction, *stored));
    erasing.counts.Erased("mention", 1);
  }
  return absl::OkStatus();
}

// How to reach a leader is the leader's; so is what a group tells of somebody who led it before.
bool RemoveFrom(const std::string& person, const v1::Person& who, v1::PoliticalGroup& group) {
  const bool leads = PersonOf(group.leader()) == person;
  const bool by_email =
      !group.leader_email().empty() && (leads || group.leader_email() == who.email());
  const bool by_telephone =
      !group.leader_telephone().empty() && (leads || group.leader_telephone() == who.telephone());
  if (leads) group.clear_leader();
  if (by_email) group.clear_leader_email();
  if (by_telephone) group.clear_leader_telephone();
  return leads || by_email || by_telephone;
}

absl::Status EraseFromGroups(Erasing& erasing) {
  v1::Person who;
  const absl::StatusOr<StoredPerson> stored = LoadPerson(erasing.transaction, erasing.person);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
  if (stored.ok()) who = stored->person;
  ASSIGN_OR_RETURN(auto groups, GroupsAround(erasing.transaction, erasing.person));
  for (StoredGroup& group : groups) {
    if (!RemoveFrom(erasing.person, who, group.group)) continue;
    RETURN_IF_ERROR(SaveGroup(erasing.transaction, group));
    erasing.counts.Erased("mention", 1);
  }
  return absl::OkStatus();
}

// What staff decided and began stays, and nobody's.
absl::Status EraseFromWork(Erasing& erasing) {
  ASSIGN_OR_RETURN(const int64_t decisions,
                   erasing.transaction.Execute("UPDATE succession_decisions SET decided_by = '' "
                                               "WHERE decided_by = :person",
                                               {{"person", erasing.person}}));
  erasing.counts.Kept("succession_decision", Kept::KEEP_REASON_HISTORY, decisions);
  ASSIGN_OR_RETURN(const int64_t corrections,
                   erasing.transaction.Execute("UPDATE membership_corrections SET corrected_by = "
                                               "'' WHERE corrected_by = :person",
                                               {{"person", erasing.person}}));
  erasing.counts.Kept("membership_correction", Kept::KEEP_REASON_HISTORY, corrections);
  ASSIGN_OR_RETURN(const int64_t operations,
                   operation::Disown(erasing.transaction, erasing.person));
  erasing.counts.Kept("operation", Kept::KEEP_REASON_HISTORY, operations);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Mentions> FindMentions(sql::Database& database, const std::string& person,
                                      absl::Time deadline) {
  Mentions mentions;
  RETURN_IF_ERROR(Walk<v1::Avoidance>(
      database,
      "SELECT person, body FROM avoidances WHERE person > :after ORDER BY person LIMIT :limit",
      deadline,
      [&person](const v1::Avoidance& avoidance) {
        const auto& people = avoidance.people();
        return std::find(people.begin(), people.end(), person) != people.end();
      },
      mentions.avoidances));
  RETURN_IF_ERROR(Walk<v1::FormatTask>(
      database, "SELECT id, body FROM format_tasks WHERE id > :after ORDER BY id LIMIT :limit",
      deadline, [&person](const v1::FormatTask& task) { return task.owner() == person; },
      mentions.format_tasks));
  RETURN_IF_ERROR(Walk<v1::Election>(
      database, "SELECT id, body FROM elections WHERE id > :after ORDER BY id LIMIT :limit",
      deadline,
      [&person](const v1::Election& election) {
        const auto& seats = election.memberships();
        return std::any_of(seats.begin(), seats.end(),
                           [&person](const std::string& seat) { return PersonOf(seat) == person; });
      },
      mentions.elections));
  ASSIGN_OR_RETURN(const Keys keys, KeysOf(database, person, deadline));
  RETURN_IF_ERROR(WalkImportRows(database, keys, deadline, mentions));
  return mentions;
}

absl::Status EraseMentions(Erasing& erasing, const Mentions& mentions) {
  RETURN_IF_ERROR(EraseFromAvoidances(erasing, mentions.avoidances));
  RETURN_IF_ERROR(EraseFromTasks(erasing, mentions.format_tasks));
  RETURN_IF_ERROR(EraseFromImports(erasing, mentions.import_rows));
  RETURN_IF_ERROR(EraseFromElections(erasing, mentions.elections));
  RETURN_IF_ERROR(EraseFromGroups(erasing));
  return EraseFromWork(erasing);
}

}  // namespace telemachus::registry
