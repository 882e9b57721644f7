#ifndef TELEMACHUS_MATCHING_SUBJECT_SUBJECT_STORE_H_
#define TELEMACHUS_MATCHING_SUBJECT_SUBJECT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sql/database.h"

// Where one person is found in what matching keeps. All functions run inside the caller's
// transaction.
namespace telemachus::matching {

// What the mentee ranks next, without taking it.
absl::StatusOr<std::vector<std::string>> LoadRanking(sql::Transaction& transaction,
                                                     const std::string& request);

// All requests of a mentee; those of them that have sealed words.
absl::StatusOr<std::vector<std::string>> RequestsOf(sql::Transaction& transaction,
                                                    const std::string& mentee);
absl::StatusOr<std::vector<std::string>> ChallengesOf(sql::Transaction& transaction,
                                                      const std::string& mentee);
// All matches of a mentee, and of a mentor.
absl::StatusOr<std::vector<std::string>> MatchesOfMentee(sql::Transaction& transaction,
                                                         const std::string& mentee);
absl::StatusOr<std::vector<std::string>> MatchesOfMentor(sql::Transaction& transaction,
                                                         const std::string& mentor);
// Requests in which the mentor is offered.
absl::StatusOr<std::vector<std::string>> RequestsOffering(sql::Transaction& transaction,
                                                          const std::string& mentor);

// Of the requests after one, up to `limit`: where the walk stands by then, and which of them name
// the person, as somebody to avoid, as the mentor wanted or as the broker who has it in hand.
struct Naming {
  std::string last;  // empty: there are no more
  std::vector<std::string> requests;
};
absl::StatusOr<Naming> RequestsNaming(sql::Transaction& transaction, const std::string& person,
                                      const std::string& after, int limit);

// Deletes by the only parameter of the statement; returns how many.
absl::StatusOr<int64_t> DeleteOf(sql::Transaction& transaction, absl::string_view statement,
                                 const std::string& whose);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SUBJECT_SUBJECT_STORE_H_
