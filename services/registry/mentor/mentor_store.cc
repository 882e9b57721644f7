#include "registry/mentor/mentor_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/store/values.h"
#include "registry/succession/succession_store.h"
#include "telemachus/access/v1/rule.pb.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] = "SELECT id, version, body, withdrawn_at FROM mentors ";

StoredMentor FromRow(const sql::Row& row) {
  StoredMentor stored;
  stored.mentor.ParseFromString(row.Blob(2));
  stored.version = row.Int(1);
  stored.withdrawn = row.Time(3);
  stored.mentor.set_etag(absl::StrCat(stored.version));
  return stored;
}

std::vector<StoredMentor> FromRows(const std::vector<sql::Row>& rows) {
  std::vector<StoredMentor> mentors;
  mentors.reserve(rows.size());
  for (const sql::Row& row : rows) mentors.push_back(FromRow(row));
  return mentors;
}

sql::Parameters Columns(const StoredMentor& stored) {
  v1::Mentor body = stored.mentor;
  body.clear_etag();
  body.clear_accredited_until_date();
  body.clear_last_day_date();
  body.clear_officer();
  body.clear_places_meaning();
  return {{"id", body.name()},
          {"version", stored.version},
          {"withdrawn_at", stored.withdrawn},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

}  // namespace

std::string PersonOfMentor(const std::string& mentor) {
  return absl::StrCat("people/", id::LastSegment(mentor));
}
std::string MentorOfPerson(const std::string& person) {
  return absl::StrCat("mentors/", id::LastSegment(person));
}

absl::StatusOr<std::vector<StoredMentor>> LoadMentors(sql::Transaction& transaction,
                                                      absl::Span<const std::string> names) {
  std::vector<StoredMentor> found;
  if (names.empty()) return found;
  const Values values = Values::Of(names).Padded();
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query(absl::StrCat(kColumns, "WHERE id IN (", values.Text(), ")"),
                                     values.Parameters()));
  std::unordered_map<std::string, StoredMentor> mentors;
  for (const sql::Row& row : rows) mentors[row.Text(0)] = FromRow(row);
  for (const std::string& name : names) {
    const auto mentor = mentors.find(name);
    if (mentor != mentors.end()) found.push_back(mentor->second);
  }
  return found;
}

absl::StatusOr<StoredMentor> LoadMentor(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(auto mentors, LoadMentors(transaction, {name}));
  if (mentors.empty()) return absl::NotFoundError("no such mentor");
  return std::move(mentors.front());
}

absl::Status InsertMentor(sql::Transaction& transaction, StoredMentor& stored) {
  stored.version = 1;
  stored.mentor.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"person", PersonOfMentor(stored.mentor.name())});
  ASSIGN_OR_RETURN(const int64_t added,
                   transaction.Execute("INSERT INTO mentors (id, person, version, body, "
                                       "withdrawn_at) VALUES (:id, :person, :version, :body, "
                                       ":withdrawn_at) ON CONFLICT DO NOTHING",
                                       parameters));
  if (added == 1) return absl::OkStatus();
  return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                       "You are registered as a mentor already.");
}

absl::Status SaveMentor(sql::Transaction& transaction, StoredMentor& stored) {
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"next", stored.version + 1});
  ASSIGN_OR_RETURN(const int64_t changed,
                   transaction.Execute("UPDATE mentors SET version = :next, body = :body, "
                                       "withdrawn_at = :withdrawn_at WHERE id = :id AND version "
                                       "= :version",
                                       parameters));
  if (changed != 1) return ChangedMeanwhile();
  stored.mentor.set_etag(absl::StrCat(++stored.version));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<StoredMentor>> WalkMentors(sql::Transaction& transaction,
                                                      const std::string& after, int limit) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query(absl::StrCat(kColumns,
                                                             "WHERE id > :after ORDER BY "
                                                             "id LIMIT :limit"),
                                                {{"after", after}, {"limit", limit}}));
  return FromRows(rows);
}

absl::StatusOr<std::vector<StoredMentor>> ListMentors(sql::Transaction& transaction,
                                                      const std::string& authority,
                                                      const std::string& day,
                                                      const std::string& since,
                                                      const std::string& after, int limit) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(
          absl::StrCat(kColumns,
                       "WHERE id > :after AND withdrawn_at = 0 AND person IN (SELECT m.person FROM "
                       "memberships m WHERE ",
                       ResponsibleCondition(),
                       " AND m.start_date <= :day AND (m.end_date = '' OR m.end_date >= :since) "
                       "UNION SELECT person FROM grants WHERE scope = "
                       ":authority AND role = :officer AND (end_date = '' OR end_date >= :day)) "
                       "ORDER BY id LIMIT :limit"),
          {{"authority", authority},
           {"day", day},
           {"since", since},
           {"officer", int{access::v1::ROLE_OFFICER}},
           {"after", after},
           {"limit", limit}}));
  return FromRows(rows);
}

absl::StatusOr<std::unordered_map<std::string, v1::Avoidance>> LoadAvoidances(
    sql::Transaction& transaction, absl::Span<const std::string> people) {
  std::unordered_map<std::string, v1::Avoidance> avoidances;
  if (people.empty()) return avoidances;
  const Values values = Values::Of(people).Padded();
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query(absl::StrCat("SELECT person, body FROM avoidances WHERE "
                                                  "person IN (",
                                                  values.Text(), ")"),
                                     values.Parameters()));
  for (const sql::Row& row : rows) avoidances[row.Text(0)].ParseFromString(row.Blob(1));
  return avoidances;
}

absl::Status SaveAvoidance(sql::Transaction& transaction, const std::string& person,
                           const v1::Avoidance& avoidance) {
  return transaction
      .Execute(
          "INSERT INTO avoidances (person, body) VALUES (:person, :body) ON CONFLICT (person) "
          "DO UPDATE SET body = excluded.body",
          {{"person", person}, {"body", sql::Bytes{avoidance.SerializeAsString()}}})
      .status();
}

}  // namespace telemachus::registry
