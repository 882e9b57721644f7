#include "registry/training/gap_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/filter/condition.h"
#include "common/filter/listing.h"
#include "common/status/macros.h"
#include "registry/store/values.h"
#include "registry/succession/succession_store.h"
#include "telemachus/access/v1/rule.pb.h"
#include "telemachus/registry/v1/person.pb.h"

namespace telemachus::registry {
namespace {

using filter::Type;

// Those for whom some authorities are responsible, and their officers, with what decides. Wants
// :day and :officer.
std::string TraineesOf(absl::string_view authorities) {
  const std::string responsible = ResponsibleExpression();
  return absl::StrCat(
      "(SELECT t.place, p.id, p.body, p.sort_key, p.accredited_until, CASE WHEN m.id IS NULL THEN "
      "0 ELSE 1 END "
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
      "t.person LEFT JOIN mentors m ON m.person = p.id AND m.withdrawn_at = 0) AS "
      "trainees ");
}

// New members whom an orientation awaits. Wants :new_since.
constexpr char kAwaited[] =
    "(mentor = 0 AND :new_since <> '' AND first_seat >= :new_since AND oriented = 0)";

// What is missing of those who lack something, as GapOf() has it. Wants :day.
static_assert(v1::TrainingGap::KIND_NOT_ACCREDITED == 1 && v1::TrainingGap::KIND_LAPSED == 2 &&
              v1::TrainingGap::KIND_LAPSING == 3 && v1::TrainingGap::KIND_ORIENTATION == 4);
constexpr char kKind[] =
    "(CASE WHEN mentor = 0 THEN 4 WHEN accredited_until = '' THEN 1 WHEN accredited_until < :day "
    "THEN 2 ELSE 3 END)";

// `required`: whether the policy requires that mentors be accredited.
filter::Fields GapFields(bool required) {
  return {{{.path = "display_name", .type = Type::kText, .column = "sort_key"},
           {.path = "kind",
            .type = Type::kEnum,
            .column = kKind,
            .values = v1::TrainingGap::Kind_descriptor()},
           {.path = "required",
            .type = Type::kFlag,
            .column = required ? "(CASE WHEN mentor = 1 THEN 1 ELSE 0 END)" : "(0 * mentor)"},
           {.path = "accredited_until_date", .type = Type::kDate, .column = "accredited_until"}},
          "sort_key"};
}

// Columns from `first` on: accredited_until, mentor, first_seat, oriented.
Trainee TraineeFrom(const sql::Row& row, size_t first) {
  return {.mentor = row.Bool(first + 1),
          .accredited_until = row.Text(first),
          .first_seat_date = row.Text(first + 2),
          .oriented = row.Bool(first + 3)};
}

}  // namespace

absl::StatusOr<TraineePage> ListTrainees(sql::Transaction& transaction,
                                         const v1::ListTrainingGapsRequest& request,
                                         const GapTerms& terms, const std::string& position,
                                         int size) {
  ASSIGN_OR_RETURN(filter::Condition wanted,
                   filter::ConditionOf(request.filter(), GapFields(terms.required)));
  ASSIGN_OR_RETURN(const filter::Order order,
                   filter::Order::Parse(request.order_by(),
                                        {{"person", "id"},
                                         {"display_name", "sort_key"},
                                         {"kind", kKind, true},
                                         {"accredited_until_date", "accredited_until"}},
                                        {"person", "id"}));
  filter::Listing listing{
      .columns = "id, body, accredited_until, mentor, first_seat, oriented",
      .column_count = 6,
      .from = TraineesOf(":authority"),
      .where = absl::StrCat("((mentor = 1 AND accredited_until <= :lapsing_until) OR ", kAwaited,
                            ") AND ", wanted.text),
      .parameters = std::move(wanted.parameters)};
  listing.parameters.push_back({"authority", request.parent()});
  listing.parameters.push_back({"day", terms.today});
  listing.parameters.push_back({"officer", int{access::v1::ROLE_OFFICER}});
  listing.parameters.push_back({"lapsing_until", terms.lapsing_until});
  listing.parameters.push_back({"new_since", terms.new_since});
  ASSIGN_OR_RETURN(filter::ListPage page,
                   filter::ReadPage(transaction, listing, order, position, size));
  TraineePage read;
  read.next = std::move(page.next);
  for (const sql::Row& row : page.rows) {
    v1::Person person;
    person.ParseFromString(row.Blob(1));
    read.trainees.push_back({.person = row.Text(0),
                             .display_name = person.display_name(),
                             .trainee = TraineeFrom(row, 2)});
  }
  return read;
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
