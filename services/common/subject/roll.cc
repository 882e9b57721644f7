#include "common/subject/roll.h"

#include "common/once/forget.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::subject {
namespace {

// What was counted before; empty if the person was not erased.
absl::StatusOr<Counts> EarlierCounts(sql::Transaction& transaction, const std::string& person) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT counts FROM subject_erasures WHERE person = :person LIMIT 1",
                        {{"person", person}}));
  v1::EraseSubjectResponse earlier;
  if (!rows.empty() && !earlier.ParseFromString(rows.front().Blob(0))) {
    return absl::DataLossError("counts of an erasure do not read");
  }
  Counts counts;
  for (const v1::SubjectCount& count : earlier.counts()) counts.Add(count);
  return counts;
}

}  // namespace

absl::StatusOr<v1::EraseSubjectResponse> NoteErasure(sql::Transaction& transaction,
                                                     const std::string& person,
                                                     const Counts& counts, absl::Time now) {
  ASSIGN_OR_RETURN(Counts all, EarlierCounts(transaction, person));
  all.Add(counts);
  v1::EraseSubjectResponse response;
  all.WriteTo(*response.mutable_counts());
  RETURN_IF_ERROR(
      transaction
          .Execute("INSERT INTO subject_erasures (person, erased_at, counts) VALUES (:person, "
                   ":now, :counts) ON CONFLICT (person) DO UPDATE SET counts = excluded.counts",
                   {{"person", person},
                    {"now", now},
                    {"counts", sql::Bytes{response.SerializeAsString()}}})
          .status());
  RETURN_IF_ERROR(SetRestricted(transaction, person, false));
  RETURN_IF_ERROR(once::ForgetCaller(transaction, person));
  return response;
}

absl::StatusOr<bool> IsErased(sql::Transaction& transaction, const std::string& person) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT person FROM subject_erasures WHERE person = :person LIMIT 1",
                        {{"person", person}}));
  return !rows.empty();
}

absl::StatusOr<std::vector<v1::Erasure>> ListErasures(sql::Transaction& transaction,
                                                      const std::string& after, int limit) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT person, erased_at FROM subject_erasures WHERE person "
                                     "> :after ORDER BY person LIMIT :limit",
                                     {{"after", after}, {"limit", limit}}));
  std::vector<v1::Erasure> erasures;
  for (const sql::Row& row : rows) {
    v1::Erasure& erasure = erasures.emplace_back();
    erasure.set_person(row.Text(0));
    *erasure.mutable_erase_time() = time::ToProto(row.Time(1));
  }
  return erasures;
}

absl::Status SetRestricted(sql::Transaction& transaction, const std::string& person,
                           bool restricted) {
  return transaction
      .Execute(restricted ? "INSERT INTO subject_restrictions (person) VALUES (:person) "
                            "ON CONFLICT DO NOTHING"
                          : "DELETE FROM subject_restrictions WHERE person = :person",
               {{"person", person}})
      .status();
}

absl::StatusOr<bool> IsRestricted(sql::Transaction& transaction, const std::string& person) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query("SELECT person FROM subject_restrictions WHERE person = :person LIMIT 1",
                        {{"person", person}}));
  return !rows.empty();
}

absl::Status CheckUnrestricted(sql::Transaction& transaction, const std::string& person) {
  ASSIGN_OR_RETURN(const bool restricted, IsRestricted(transaction, person));
  if (!restricted) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition,
                       status::v1::REASON_PROCESSING_RESTRICTED,
                       "somebody's data are restricted at their wish: nothing new begins");
}

}  // namespace telemachus::subject
