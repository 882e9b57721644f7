#ifndef TELEMACHUS_REGISTRY_HOLDING_MENTIONS_H_
#define TELEMACHUS_REGISTRY_HOLDING_MENTIONS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/holding/erasing.h"

// A person in what belongs to others: found in their messages, and taken out of them.
namespace telemachus::registry {

// Where a person is named, as far as only reading everything tells.
struct Mentions {
  // Whose lists of people to avoid name them, `people/{person}`.
  std::vector<std::string> avoidances;
  // Tasks for others that they see or saw to, `people/{person}/formatTasks/{format_task}`.
  std::vector<std::string> format_tasks;
  // Elections in which a seat of theirs was said to be up,
  // `authorities/{authority}/elections/{election}`.
  std::vector<std::string> elections;
  // Rows of lists under the key by which their council knows them: the operation and the place.
  std::vector<std::pair<std::string, int64_t>> import_rows;
};

// Walks everything, so never inside the transaction that erases.
absl::StatusOr<Mentions> FindMentions(sql::Database& database, const std::string& person,
                                      absl::Time deadline);

// Takes the person out of all of them, and of what a question finds: political groups that they
// lead, decisions and operations of theirs as staff. Needs the person and their seats to be there
// still.
absl::Status EraseMentions(Erasing& erasing, const Mentions& mentions);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_HOLDING_MENTIONS_H_
