#include "registry/course/course_store.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/course/course_rules.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] = "SELECT body, version FROM courses ";

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

sql::Parameters Columns(const StoredCourse& stored) {
  v1::Course body = stored.course;
  body.clear_etag();
  return {{"id", body.name()},
          {"audiences", AudiencesOf(body)},
          {"end_date", body.end_date()},
          {"version", stored.version},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

}  // namespace

absl::Status InsertCourse(sql::Transaction& transaction, StoredCourse& stored) {
  stored.version = 1;
  stored.course.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"authority", stored.course.authority()});
  return transaction
      .Execute(
          "INSERT INTO courses (id, authority, audiences, end_date, version, body) VALUES "
          "(:id, :authority, :audiences, :end_date, :version, :body)",
          parameters)
      .status();
}

absl::Status SaveCourse(sql::Transaction& transaction, StoredCourse& stored) {
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"next", stored.version + 1});
  ASSIGN_OR_RETURN(const int64_t changed,
                   transaction.Execute("UPDATE courses SET audiences = :audiences, end_date = "
                                       ":end_date, version = :next, body = :body WHERE id = :id "
                                       "AND version = :version",
                                       parameters));
  if (changed != 1) return ChangedMeanwhile();
  stored.course.set_etag(absl::StrCat(++stored.version));
  return absl::OkStatus();
}

absl::StatusOr<StoredCourse> LoadCourse(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<std::vector<v1::Course>> ListCourses(sql::Transaction& transaction,
                                                    const CourseFilter& filter,
                                                    const std::string& after, int limit) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat(kColumns,
                       "WHERE id > :after AND (:audience = 0 OR (audiences & :audience) <> 0) AND "
                       "(:authority = '' OR authority = '' OR authority = :authority) AND (:day = "
                       "'' OR end_date = '' OR end_date > :day) ORDER BY id LIMIT :limit"),
          {{"after", after},
           {"audience", BitOf(filter.audience)},
           {"authority", filter.authority},
           {"day", filter.given_on},
           {"limit", limit}}));
  std::vector<v1::Course> courses;
  for (const sql::Row& row : rows) courses.push_back(FromRow(row).course);
  return courses;
}

}  // namespace telemachus::registry
