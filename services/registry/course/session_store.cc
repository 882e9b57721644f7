#include "registry/course/session_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/course/session_rules.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] =
    "SELECT s.body, s.version, s.booked, s.places, s.cancelled, CASE WHEN b.person IS NULL THEN 0 "
    "ELSE 1 END FROM course_sessions s LEFT JOIN course_bookings b ON b.session = s.id AND "
    "b.person = :caller ";

StoredSession FromRow(const sql::Row& row) {
  StoredSession stored;
  v1::CourseSession& session = stored.session;
  session.ParseFromString(row.Blob(0));
  stored.version = row.Int(1);
  session.set_etag(absl::StrCat(stored.version));
  session.set_booked_count(static_cast<int32_t>(row.Int(2)));
  session.set_full(row.Int(2) >= row.Int(3));
  session.set_cancelled(row.Bool(4));
  session.set_booked(row.Bool(5));
  return stored;
}

sql::Parameters Columns(const StoredSession& stored) {
  v1::CourseSession body = stored.session;
  body.clear_etag();
  body.clear_booked_count();
  body.clear_full();
  body.clear_booked();
  body.clear_cancelled();
  return {{"id", body.name()},
          {"date", body.date()},
          {"places", int64_t{body.places()}},
          {"cancelled", stored.session.cancelled()},
          {"version", stored.version},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

}  // namespace

absl::Status InsertSession(sql::Transaction& transaction, StoredSession& stored,
                           const std::string& authority) {
  stored.version = 1;
  stored.session.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"course", CourseOf(stored.session.name())});
  parameters.push_back({"authority", authority});
  return transaction
      .Execute(
          "INSERT INTO course_sessions (id, course, authority, date, places, booked, "
          "cancelled, version, body) VALUES (:id, :course, :authority, :date, :places, 0, "
          ":cancelled, :version, :body)",
          parameters)
      .status();
}

absl::Status SaveSession(sql::Transaction& transaction, StoredSession& stored) {
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"next", stored.version + 1});
  ASSIGN_OR_RETURN(const int64_t changed,
                   transaction.Execute("UPDATE course_sessions SET date = :date, places = :places, "
                                       "cancelled = :cancelled, version = :next, body = :body "
                                       "WHERE id = :id AND version = :version",
                                       parameters));
  if (changed != 1) return ChangedMeanwhile();
  stored.session.set_etag(absl::StrCat(++stored.version));
  stored.session.set_full(stored.session.booked_count() >= stored.session.places());
  return absl::OkStatus();
}

absl::StatusOr<StoredSession> LoadSession(sql::Transaction& transaction, const std::string& name,
                                          const std::string& caller) {
  ASSIGN_OR_RETURN(sql::Row row, transaction.QueryRow(absl::StrCat(kColumns, "WHERE s.id = :id"),
                                                      {{"id", name}, {"caller", caller}}));
  return FromRow(row);
}

absl::StatusOr<bool> HasSessions(sql::Transaction& transaction, const std::string& course,
                                 const std::string& from_date) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT id FROM course_sessions WHERE course = :course AND "
                                     "date >= :date AND cancelled = 0 LIMIT 1",
                                     {{"course", course}, {"date", from_date}}));
  return !rows.empty();
}

std::string PositionOf(const v1::CourseSession& session) {
  return absl::StrCat(session.date(), "|", session.name());
}

absl::StatusOr<std::vector<v1::CourseSession>> ListSessions(sql::Transaction& transaction,
                                                            const SessionFilter& filter,
                                                            const std::string& after, int limit) {
  const std::pair<std::string, std::string> position =
      absl::StrSplit(after.empty() ? "|" : after, absl::MaxSplits('|', 1));
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat(kColumns,
                       "WHERE s.date >= :from_date AND (s.date > :date OR (s.date = :date AND s.id "
                       "> :id)) AND (:course = '' OR s.course = :course) AND (:authority = '' OR "
                       "s.authority = '' OR s.authority = :authority) AND (:booked_only = 0 OR "
                       "b.person IS NOT NULL) AND (:show_cancelled = 1 OR s.cancelled = 0) ORDER "
                       "BY s.date, s.id LIMIT :limit"),
          {{"caller", filter.caller},
           {"from_date", filter.from_date},
           {"date", position.first},
           {"id", position.second},
           {"course", filter.course},
           {"authority", filter.authority},
           {"booked_only", filter.booked_only},
           {"show_cancelled", filter.show_cancelled},
           {"limit", limit}}));
  std::vector<v1::CourseSession> sessions;
  for (const sql::Row& row : rows) sessions.push_back(FromRow(row).session);
  return sessions;
}

}  // namespace telemachus::registry
