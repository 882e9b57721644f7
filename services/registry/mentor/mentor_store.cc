#include "registry/mentor/mentor_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/store/values.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

constexpr int kFilledAtOnce = 1000;
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

v1::Mentor BodyOf(const v1::Mentor& mentor) {
  v1::Mentor body = mentor;
  body.clear_etag();
  body.clear_accredited_until_date();
  body.clear_last_day_date();
  body.clear_officer();
  body.clear_places_meaning();
  body.clear_display_name();
  body.clear_languages();
  body.clear_authorities();
  body.clear_former_member();
  return body;
}

std::vector<std::string> KindsOf(const v1::Mentor& mentor) {
  std::vector<std::string> kinds;
  for (const int kind : mentor.kinds()) {
    kinds.push_back(programme::v1::Kind_Name(static_cast<programme::v1::Kind>(kind)));
  }
  return kinds;
}

// What lists are narrowed and ordered by.
constexpr char kListColumns[] =
    "listed = 1, willing = :willing, kinds = :kinds, skills = :skills, subjects = :subjects, "
    "extra_skills = :extra_skills, places = :places, hours_a_month = :hours_a_month, remote = "
    ":remote, travel_km = :travel_km, visibility = :visibility, former_member_willing = "
    ":former_member_willing, available_from_date = :available_from_date, available_until_date = "
    ":available_until_date";

sql::Parameters ListColumns(const v1::Mentor& mentor) {
  return {{"id", mentor.name()},
          {"willing", mentor.willing()},
          {"kinds", filter::CodesColumn(KindsOf(mentor))},
          {"skills", filter::CodesColumn(mentor.skills())},
          {"subjects", filter::CodesColumn(mentor.subjects())},
          {"extra_skills", filter::CodesColumn(mentor.extra_skills())},
          {"places", mentor.places()},
          {"hours_a_month", mentor.hours_a_month()},
          {"remote", mentor.remote()},
          {"travel_km", mentor.travel_km()},
          {"visibility", int{mentor.visibility()}},
          {"former_member_willing", mentor.former_member_willing()},
          {"available_from_date", mentor.available_from_date()},
          {"available_until_date", mentor.available_until_date()}};
}

sql::Parameters Columns(const StoredMentor& stored) {
  sql::Parameters parameters = ListColumns(stored.mentor);
  parameters.push_back({"version", stored.version});
  parameters.push_back({"withdrawn_at", stored.withdrawn});
  parameters.push_back({"body", sql::Bytes{BodyOf(stored.mentor).SerializeAsString()}});
  return parameters;
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
                   transaction.Execute(
                       "INSERT INTO mentors (id, person, version, body, withdrawn_at, listed, "
                       "willing, kinds, skills, subjects, extra_skills, places, hours_a_month, "
                       "remote, travel_km, visibility, former_member_willing, "
                       "available_from_date, available_until_date) VALUES (:id, :person, :version, "
                       ":body, :withdrawn_at, 1, :willing, :kinds, :skills, :subjects, "
                       ":extra_skills, :places, :hours_a_month, :remote, :travel_km, :visibility, "
                       ":former_member_willing, :available_from_date, :available_until_date) ON "
                       "CONFLICT DO NOTHING",
                       parameters));
  if (added == 1) return absl::OkStatus();
  return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                       "You are registered as a mentor already.");
}

absl::Status SaveMentor(sql::Transaction& transaction, StoredMentor& stored) {
  RETURN_IF_ERROR(
      UpdateVersion(transaction,
                    absl::StrCat("UPDATE mentors SET version = :next, body = "
                                 ":body, withdrawn_at = :withdrawn_at, ",
                                 kListColumns, " WHERE id = :id AND version = :version"),
                    Columns(stored), stored.version));
  stored.mentor.set_etag(absl::StrCat(stored.version));
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

absl::Status FillMentorLists(sql::Transaction& transaction) {
  while (true) {
    ASSIGN_OR_RETURN(const auto rows,
                     transaction.Query(absl::StrCat(kColumns, "WHERE listed = 0 LIMIT :limit"),
                                       {{"limit", kFilledAtOnce}}));
    if (rows.empty()) return absl::OkStatus();
    for (const StoredMentor& stored : FromRows(rows)) {
      RETURN_IF_ERROR(
          transaction
              .Execute(absl::StrCat("UPDATE mentors SET ", kListColumns, " WHERE id = :id"),
                       ListColumns(stored.mentor))
              .status());
    }
  }
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
