#include "registry/course/session_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/filter/listing.h"
#include "common/status/macros.h"
#include "common/text/fold.h"
#include "registry/authority/authority_store.h"
#include "registry/course/session_rules.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

using filter::Type;

constexpr char kAllCourses[] = "courses/-";
constexpr int kFilledAtOnce = 1000;

constexpr char kColumns[] =
    "s.body, s.version, s.booked, s.places, s.cancelled, CASE WHEN b.person IS NULL THEN 0 ELSE 1 "
    "END";
constexpr size_t kColumnCount = 6;
constexpr char kFrom[] =
    "course_sessions s LEFT JOIN course_bookings b ON b.session = s.id AND b.person = :caller";

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

// What lists are narrowed and ordered by, beside what is kept in columns anyway.
constexpr char kListColumns[] = "listed = 1, words = :words, language_code = :language_code";

sql::Parameters ListColumns(const v1::CourseSession& session) {
  return {{"id", session.name()},
          {"words", text::Fold(session.place())},
          {"language_code", session.language_code()}};
}

filter::Fields MakeFields(bool staff) {
  filter::Fields fields{{{.path = "date", .type = Type::kDate, .column = "s.date"},
                         {.path = "course", .column = "s.course"},
                         {.path = "language_code", .column = "s.language_code"},
                         {.path = "places", .type = Type::kNumber, .column = "s.places"},
                         {.path = "full",
                          .type = Type::kFlag,
                          .column = "(CASE WHEN s.booked >= s.places THEN 1 ELSE 0 END)"},
                         {.path = "booked",
                          .type = Type::kFlag,
                          .column = "(CASE WHEN b.person IS NULL THEN 0 ELSE 1 END)"},
                         {.path = "cancelled", .type = Type::kFlag, .column = "s.cancelled"}},
                        "s.words"};
  if (staff) {
    fields.fields.push_back({.path = "booked_count", .type = Type::kNumber, .column = "s.booked"});
    fields.fields.push_back(
        {.path = "places_left", .type = Type::kNumber, .column = "(s.places - s.booked)"});
  }
  return fields;
}

// What a reader may ask for, who is staff or not: no more than the answer shows them.
const filter::Fields& SessionFields(bool staff) {
  static const auto* const all = new filter::Fields(MakeFields(true));
  static const auto* const some = new filter::Fields(MakeFields(false));
  return staff ? *all : *some;
}

absl::StatusOr<filter::Order> OrderOf(const std::string& order_by, bool staff) {
  std::vector<filter::OrderField> fields = {
      {"date", "s.date"}, {"course", "s.course"}, {"places", "s.places", true}};
  if (staff) fields.push_back({"places_left", "(s.places - s.booked)", true});
  return filter::Order::Parse(order_by, fields, {"name", "s.id"});
}

sql::Parameters Columns(const StoredSession& stored) {
  v1::CourseSession body = stored.session;
  body.clear_etag();
  body.clear_booked_count();
  body.clear_full();
  body.clear_booked();
  body.clear_cancelled();
  sql::Parameters parameters = ListColumns(body);
  parameters.push_back({"date", body.date()});
  parameters.push_back({"places", int64_t{body.places()}});
  parameters.push_back({"cancelled", stored.session.cancelled()});
  parameters.push_back({"version", stored.version});
  parameters.push_back({"body", sql::Bytes{body.SerializeAsString()}});
  return parameters;
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
          "cancelled, version, body, listed, words, language_code) VALUES (:id, :course, "
          ":authority, :date, :places, 0, :cancelled, :version, :body, 1, :words, "
          ":language_code)",
          parameters)
      .status();
}

absl::Status SaveSession(sql::Transaction& transaction, StoredSession& stored) {
  RETURN_IF_ERROR(
      UpdateVersion(transaction,
                    absl::StrCat("UPDATE course_sessions SET date = :date, places = :places, "
                                 "cancelled = :cancelled, version = :next, body = :body, ",
                                 kListColumns, " WHERE id = :id AND version = :version"),
                    Columns(stored), stored.version));
  stored.session.set_etag(absl::StrCat(stored.version));
  stored.session.set_full(stored.session.booked_count() >= stored.session.places());
  return absl::OkStatus();
}

absl::StatusOr<StoredSession> LoadSession(sql::Transaction& transaction, const std::string& name,
                                          const std::string& caller) {
  ASSIGN_OR_RETURN(sql::Row row, transaction.QueryRow(absl::StrCat("SELECT ", kColumns, " FROM ",
                                                                   kFrom, " WHERE s.id = :id"),
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

absl::Status FillSessionLists(sql::Transaction& transaction) {
  while (true) {
    ASSIGN_OR_RETURN(const auto rows,
                     transaction.Query("SELECT body FROM course_sessions WHERE listed = 0 LIMIT "
                                       ":limit",
                                       {{"limit", kFilledAtOnce}}));
    if (rows.empty()) return absl::OkStatus();
    for (const sql::Row& row : rows) {
      v1::CourseSession session;
      session.ParseFromString(row.Blob(0));
      RETURN_IF_ERROR(
          transaction
              .Execute(absl::StrCat("UPDATE course_sessions SET ", kListColumns, " WHERE id = :id"),
                       ListColumns(session))
              .status());
    }
  }
}

absl::StatusOr<SessionPage> ListSessions(sql::Transaction& transaction,
                                         const v1::ListCourseSessionsRequest& request,
                                         const SessionReader& reader, const std::string& position,
                                         int size) {
  ASSIGN_OR_RETURN(filter::Condition wanted,
                   filter::ConditionOf(request.filter(), SessionFields(reader.staff)));
  ASSIGN_OR_RETURN(const filter::Order order, OrderOf(request.order_by(), reader.staff));
  filter::Listing listing{.columns = kColumns,
                          .column_count = kColumnCount,
                          .from = kFrom,
                          .where = std::move(wanted.text),
                          .parameters = std::move(wanted.parameters)};
  listing.parameters.push_back({"caller", reader.caller});
  const auto narrow = [&](absl::string_view condition, absl::string_view name,
                          const std::string& value) {
    absl::StrAppend(&listing.where, " AND ", condition);
    listing.parameters.push_back({name, value});
  };
  narrow("s.date >= :from_date", "from_date",
         request.from_date().empty() ? reader.today : request.from_date());
  if (request.parent() != kAllCourses) narrow("s.course = :course", "course", request.parent());
  if (!request.authority().empty()) {
    narrow("(s.authority = '' OR s.authority = :authority)", "authority", request.authority());
  }
  if (request.booked_only()) listing.where += " AND b.person IS NOT NULL";
  if (!request.show_cancelled()) listing.where += " AND s.cancelled = 0";
  ASSIGN_OR_RETURN(filter::ListPage page,
                   filter::ReadPage(transaction, listing, order, position, size));
  SessionPage read;
  read.next = std::move(page.next);
  for (const sql::Row& row : page.rows) read.sessions.push_back(FromRow(row).session);
  return read;
}

}  // namespace telemachus::registry
