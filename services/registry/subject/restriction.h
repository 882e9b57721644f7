#ifndef TELEMACHUS_REGISTRY_SUBJECT_RESTRICTION_H_
#define TELEMACHUS_REGISTRY_SUBJECT_RESTRICTION_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"

// The restriction of people's data, as handlers and stores of the register heed it.
namespace telemachus::registry {

// FAILED_PRECONDITION, REASON_PROCESSING_RESTRICTED, if the call's method begins something new with
// a person (`people/{person}`) whose data are restricted. Asked once the caller's right is proved,
// and not of a call that is repeated.
absl::Status CheckMayGoOn(sql::Transaction& transaction, const rpc::Call& call,
                          const std::string& person);

// A condition on a column that holds people: those whose data may be shown and offered anew.
inline constexpr char kUnrestrictedCondition[] = "NOT IN (SELECT person FROM subject_restrictions)";

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_RESTRICTION_H_
