#include "matching/subject/subject_store.h"

#include "absl/algorithm/container.h"
#include "common/status/macros.h"
#include "matching/match/match_rules.h"
#include "telemachus/matching/v1/request.pb.h"

namespace telemachus::matching {
namespace {

absl::StatusOr<std::vector<std::string>> Names(sql::Transaction& transaction,
                                               absl::string_view query, const std::string& whose) {
  ASSIGN_OR_RETURN(const auto rows, transaction.Query(query, {{"whose", whose}}));
  std::vector<std::string> names;
  for (const sql::Row& row : rows) names.push_back(row.Text(0));
  return names;
}

bool IsNaming(const v1::Request& request, const std::string& person) {
  return request.holder() == person || absl::c_linear_search(request.avoided_people(), person) ||
         request.preferences().named_mentor() == MentorOf(person);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> LoadRanking(sql::Transaction& transaction,
                                                     const std::string& request) {
  return Names(transaction,
               "SELECT mentor FROM rankings WHERE request = :whose ORDER BY position LIMIT 100",
               request);
}

absl::StatusOr<std::vector<std::string>> RequestsOf(sql::Transaction& transaction,
                                                    const std::string& mentee) {
  return Names(transaction, "SELECT id FROM requests WHERE mentee = :whose ORDER BY id LIMIT 10000",
               mentee);
}

absl::StatusOr<std::vector<std::string>> ChallengesOf(sql::Transaction& transaction,
                                                      const std::string& mentee) {
  return Names(transaction,
               "SELECT c.request FROM challenges c JOIN requests r ON r.id = c.request WHERE "
               "r.mentee = :whose ORDER BY c.request LIMIT 10000",
               mentee);
}

absl::StatusOr<std::vector<std::string>> MatchesOfMentee(sql::Transaction& transaction,
                                                         const std::string& mentee) {
  return Names(transaction, "SELECT id FROM matches WHERE mentee = :whose ORDER BY id LIMIT 10000",
               mentee);
}

absl::StatusOr<std::vector<std::string>> MatchesOfMentor(sql::Transaction& transaction,
                                                         const std::string& mentor) {
  return Names(transaction, "SELECT id FROM matches WHERE mentor = :whose ORDER BY id LIMIT 10000",
               mentor);
}

absl::StatusOr<std::vector<std::string>> RequestsOffering(sql::Transaction& transaction,
                                                          const std::string& mentor) {
  return Names(transaction,
               "SELECT request FROM offers WHERE mentor = :whose ORDER BY request LIMIT 10000",
               mentor);
}

absl::StatusOr<Naming> RequestsNaming(sql::Transaction& transaction, const std::string& person,
                                      const std::string& after, int limit) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT id, body FROM requests WHERE id > :after ORDER BY id "
                                     "LIMIT :limit",
                                     {{"after", after}, {"limit", limit}}));
  Naming naming;
  for (const sql::Row& row : rows) {
    v1::Request request;
    if (!request.ParseFromString(row.Blob(1)))
      return absl::DataLossError("a request does not read");
    if (IsNaming(request, person)) naming.requests.push_back(row.Text(0));
  }
  if (rows.size() == static_cast<size_t>(limit)) naming.last = rows.back().Text(0);
  return naming;
}

absl::StatusOr<int64_t> DeleteOf(sql::Transaction& transaction, absl::string_view statement,
                                 const std::string& whose) {
  return transaction.Execute(statement, {{"whose", whose}});
}

}  // namespace telemachus::matching
