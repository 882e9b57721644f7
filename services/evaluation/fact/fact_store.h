#ifndef TELEMACHUS_EVALUATION_FACT_FACT_STORE_H_
#define TELEMACHUS_EVALUATION_FACT_FACT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/access/caller.h"
#include "common/sql/database.h"
#include "evaluation/fact/event_rules.h"
#include "evaluation/fact/fact_count.h"

namespace telemachus::evaluation {

// Keeps a fact. One that is there already stays as it was, but for what became of an objective,
// where the latest word holds.
absl::Status PutFact(sql::Transaction& transaction, const Fact& fact, absl::string_view producer,
                     int64_t number);

// Counts the facts of days from `first` to the one before `end`, both YYYY-MM-DD.
absl::StatusOr<std::vector<FactCount>> CountFacts(sql::Transaction& transaction,
                                                  const std::string& first, const std::string& end);

// The day of the first fact; empty if there is none.
absl::StatusOr<std::string> FirstDay(sql::Transaction& transaction);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_FACT_FACT_STORE_H_
