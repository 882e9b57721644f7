#include "registry/course/course_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/filter/listing.h"
#include "common/status/macros.h"
#include "common/text/fold.h"
#include "registry/authority/authority_store.h"
#include "registry/course/course_rules.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

using filter::Type;

constexpr int kFilledAtOnce = 1000;
constexpr char kColumns[] = "body, version";
constexpr size_t kColumnCount = 2;

StoredCourse FromRow(const sql::Row& row) {
  StoredCourse stored;
  stored.course.ParseFromString(row.Blob(0));
  stored.version = row.Int(1);
  stored.course.set_etag(absl::StrCat(stored.version));
  return stored;
}

int64_t BitOf(v1::Course::Audience audience) {
  return audience == v1::Course::AUDIENCE_UNSPECIFIED ? 0 : int64_t{1} << audience;
}

int64_t AudiencesOf(const v1::Course& course) {
  int64_t bits = 0;
  for (const auto audience :
       {v1::Course::AUDIENCE_MENTOR, v1::Course::AUDIENCE_MENTEE, v1::Course::AUDIENCE_OFFICER}) {
    if (IsFor(course, audience)) bits |= BitOf(audience);
  }
  return bits;
}

// English first: every course has an English title.
std::string TitleKey(const v1::Course& course) {
  const programme::v1::Text& title = course.title();
  return text::Fold(title.english().empty() ? title.welsh() : title.english());
}

std::string WordsOf(const v1::Course& course) {
  return text::Fold(absl::StrCat(course.title().english(), "\n", course.title().welsh(), "\n",
                                 course.provided_by()));
}

// What lists are narrowed and ordered by.
constexpr char kListColumns[] =
    "listed = 1, title_key = :title_key, words = :words, provider = :provider, accredits_months = "
    ":accredits_months, refresher = :refresher";

sql::Parameters ListColumns(const v1::Course& course) {
  return {{"id", course.name()},
          {"title_key", TitleKey(course)},
          {"words", WordsOf(course)},
          {"provider", int{course.provider()}},
          {"accredits_months", course.accredits_months()},
          {"refresher", course.refresher()}};
}

sql::Parameters Columns(const StoredCourse& stored) {
  v1::Course body = stored.course;
  body.clear_etag();
  sql::Parameters parameters = ListColumns(body);
  parameters.push_back({"audiences", AudiencesOf(body)});
  parameters.push_back({"end_date", body.end_date()});
  parameters.push_back({"version", stored.version});
  parameters.push_back({"body", sql::Bytes{body.SerializeAsString()}});
  return parameters;
}

const filter::Fields& CourseFields() {
  static const auto* const fields = new filter::Fields{
      {{.path = "provider",
        .type = Type::kEnum,
        .column = "provider",
        .values = v1::Course::Provider_descriptor()},
       {.path = "accredits_months", .type = Type::kNumber, .column = "accredits_months"},
       {.path = "refresher", .type = Type::kFlag, .column = "refresher"},
       {.path = "authority", .column = "authority"},
       {.path = "end_date", .type = Type::kDate, .column = "end_date"}},
      "words"};
  return *fields;
}

}  // namespace

absl::Status InsertCourse(sql::Transaction& transaction, StoredCourse& stored) {
  stored.version = 1;
  stored.course.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"authority", stored.course.authority()});
  return transaction
      .Execute(
          "INSERT INTO courses (id, authority, audiences, end_date, version, body, listed, "
          "title_key, words, provider, accredits_months, refresher) VALUES (:id, :authority, "
          ":audiences, :end_date, :version, :body, 1, :title_key, :words, :provider, "
          ":accredits_months, :refresher)",
          parameters)
      .status();
}

absl::Status SaveCourse(sql::Transaction& transaction, StoredCourse& stored) {
  RETURN_IF_ERROR(
      UpdateVersion(transaction,
                    absl::StrCat("UPDATE courses SET audiences = :audiences, end_date = "
                                 ":end_date, version = :next, body = :body, ",
                                 kListColumns, " WHERE id = :id AND version = :version"),
                    Columns(stored), stored.version));
  stored.course.set_etag(absl::StrCat(stored.version));
  return absl::OkStatus();
}

absl::StatusOr<StoredCourse> LoadCourse(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row, transaction.QueryRow(absl::StrCat("SELECT ", kColumns,
                                                                   " FROM courses WHERE id = :id"),
                                                      {{"id", name}}));
  return FromRow(row);
}

absl::Status FillCourseLists(sql::Transaction& transaction) {
  while (true) {
    ASSIGN_OR_RETURN(const auto rows,
                     transaction.Query(absl::StrCat("SELECT ", kColumns,
                                                    " FROM courses WHERE listed = 0 LIMIT :limit"),
                                       {{"limit", kFilledAtOnce}}));
    if (rows.empty()) return absl::OkStatus();
    for (const sql::Row& row : rows) {
      RETURN_IF_ERROR(
          transaction
              .Execute(absl::StrCat("UPDATE courses SET ", kListColumns, " WHERE id = :id"),
                       ListColumns(FromRow(row).course))
              .status());
    }
  }
}

absl::StatusOr<CoursePage> ListCourses(sql::Transaction& transaction,
                                       const v1::ListCoursesRequest& request,
                                       const std::string& day, const std::string& position,
                                       int size) {
  ASSIGN_OR_RETURN(filter::Condition wanted, filter::ConditionOf(request.filter(), CourseFields()));
  ASSIGN_OR_RETURN(
      const filter::Order order,
      filter::Order::Parse(
          request.order_by(),
          {{"name", "id"}, {"title", "title_key"}, {"accredits_months", "accredits_months", true}},
          {"name", "id"}));
  filter::Listing listing{.columns = kColumns,
                          .column_count = kColumnCount,
                          .from = "courses",
                          .where = std::move(wanted.text),
                          .parameters = std::move(wanted.parameters)};
  const auto narrow = [&](absl::string_view condition, absl::string_view name, sql::Value value) {
    absl::StrAppend(&listing.where, " AND ", condition);
    listing.parameters.push_back({name, std::move(value)});
  };
  if (request.audience() != v1::Course::AUDIENCE_UNSPECIFIED) {
    narrow("(audiences & :audience) <> 0", "audience", BitOf(request.audience()));
  }
  if (!request.authority().empty()) {
    narrow("(authority = '' OR authority = :authority)", "authority", request.authority());
  }
  if (!request.show_ended()) narrow("(end_date = '' OR end_date > :day)", "day", day);
  ASSIGN_OR_RETURN(filter::ListPage page,
                   filter::ReadPage(transaction, listing, order, position, size));
  CoursePage read;
  read.next = std::move(page.next);
  for (const sql::Row& row : page.rows) read.courses.push_back(FromRow(row).course);
  return read;
}

}  // namespace telemachus::registry
