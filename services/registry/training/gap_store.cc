#include "registry/training/gap_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/macros.h"
#include "registry/store/values.h"
#include "registry/succession/succession_store.h"
#include "telemachus/access/v1/rule.pb.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {
namespace {

// Those for whom some authorities are responsible, and their officers, with what decides. Wants
// :day and :officer.
std::string TraineesOf(absl::string_view authorities) {
  const std::string responsible = ResponsibleExpression();
  return absl::StrCat(
      "(SELECT t.place, p.id, p.body, p.accredited_until, CASE WHEN m.id IS NULL THEN 0 ELSE 1 END "
      "AS mentor, COALESCE((SELECT MIN(e.start_date) FROM memberships e WHERE e.person = p.id), "
      "'') AS first_seat, CASE WHEN EXISTS (SELECT 1 FROM training_records r WHERE r.person = p.id "
      "AND r.orients = 1 AND r.withdrawn = 0) THEN 1 ELSE 0 END AS oriented FROM (SELECT ",
      responsible, " AS place, m.person FROM memberships m WHERE (m.authority IN (", authorities,
      ") OR m.authority IN (SELECT authority FROM responsibilities WHERE responsible IN (",
      authorities, "))) AND ", responsible, " IN (", authorities,
      ") AND m.start_date <= :day AND (m.end_date = '' OR m.end_date >= :day) UNION SELECT scope, "
      "person FROM grants WHERE scope IN (",
      authorities,
      ") AND role = :officer AND (end_date = '' OR end_date >= :day)) t JOIN people p ON p.id = "
      "t.person LEFT JOIN mentors m ON m.person = p.id) AS trainees ");
}

// New members whom an orientation awaits. Wants :new_since.
constexpr char kAwaited[] =
    "(mentor = 0 AND :new_since <> '' AND first_seat >= :new_since AND oriented = 0)";

// Columns from `first` on: accredited_until, mentor, first_seat, oriented.
Trainee TraineeFrom(const sql::Row& row, size_t first) {
  return {.mentor = row.Bool(first + 1),
          .accredited_until = row.Text(first),
          .first_seat_date = row.Text(first + 2),
          .oriented = row.Bool(first + 3)};
}

}  // namespace

absl::StatusOr<std::vector<FoundTrainee>> ListTrainees(sql::Transaction& transaction,
                                                       const std::string& authority,
                                                       const GapTerms& terms,
                                                       const std::string& after, int limit) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat("SELECT id, body, accredited_until, mentor, first_seat, oriented FROM ",
                       TraineesOf(":authority"),
                       "WHERE id > :after AND ((mentor = 1 AND accredited_until <= "
                       ":lapsing_until) OR ",
                       kAwaited, ") ORDER BY id LIMIT :limit"),
          {{"authority", authority},
           {"day", terms.today},
           {"officer", int{access::v1::ROLE_OFFICER}},
           {"lapsing_until", terms.lapsing_until},
           {"new_since", terms.new_since},
           {"after", after},
           {"limit", limit}}));
  std::vector<FoundTrainee> found;
  for (const sql::Row& row : rows) {
    v1::Person person;
    person.ParseFromString(row.Blob(1));
    found.push_back({.person = row.Text(0),
                     .display_name = person.display_name(),
                     .trainee = TraineeFrom(row, 2)});
  }
  return found;
}

absl::StatusOr<std::vector<TraineeGroup>> CountTrainees(sql::Transaction& transaction,
                                                        const std::vector<std::string>& authorities,
                                                        const std::string& day,
                                                        const std::string& new_since) {
  std::vector<TraineeGroup> groups;
  if (authorities.empty()) return groups;
  const Values values = Values::Of(authorities).Padded();
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(
          absl::StrCat(
              "SELECT place, COUNT(*), accredited_until, mentor, first_seat, oriented FROM ",
              TraineesOf(values.Text()), "WHERE mentor = 1 OR ", kAwaited,
              " GROUP BY place, accredited_until, mentor, first_seat, oriented"),
          values.Parameters({{"day", day},
                             {"officer", int{access::v1::ROLE_OFFICER}},
                             {"new_since", new_since}})));
  for (const sql::Row& row : rows) {
    groups.push_back({.authority = row.Text(0),
                      .trainee = TraineeFrom(row, 2),
                      .count = static_cast<int>(row.Int(1))});
  }
  return groups;
}

}  // namespace telemachus::registry
