#ifndef TELEMACHUS_REGISTRY_TRAINING_GAP_STORE_H_
#define TELEMACHUS_REGISTRY_TRAINING_GAP_STORE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "registry/training/gap_rules.h"
#include "telemachus/registry/v1/training.pb.h"

// People as far as training gaps ask. All functions run inside the caller's transaction.
namespace telemachus::registry {

// Somebody who has a gap.
struct FoundTrainee {
  std::string person;
  std::string display_name;
  Trainee trainee;
};

// Some of them, and where the next page begins.
struct TraineePage {
  std::vector<FoundTrainee> trainees;
  std::string next;
};
// Those of whom a request asks: for whom its authority is responsible on the day of `terms`, or who
// are its officers, and who have a gap by them. After a position. INVALID_ARGUMENT if filter, order
// or position is none.
absl::StatusOr<TraineePage> ListTrainees(sql::Transaction& transaction,
                                         const v1::ListTrainingGapsRequest& request,
                                         const GapTerms& terms, const std::string& position,
                                         int size);

// People of an authority who are alike in all that decides.
struct TraineeGroup {
  std::string authority;
  Trainee trainee;
  int count = 0;
};

// All mentors of some authorities on a day (YYYY-MM-DD), and, unless it is empty, their members who
// first sat somewhere on `new_since` or later and attended no course for mentees.
absl::StatusOr<std::vector<TraineeGroup>> CountTrainees(sql::Transaction& transaction,
                                                        const std::vector<std::string>& authorities,
                                                        const std::string& day,
                                                        const std::string& new_since);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_GAP_STORE_H_
