#ifndef TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_FLOW_H_
#define TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_FLOW_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/subject/subject_store.h"

// The steps of requests about people's data that calls, timers and the driver share. All run inside
// the caller's transaction.
namespace telemachus::registry {

// Writes `registry.subject_request.{what}`: kind, state's dates, and nothing of the person.
absl::Status AppendSubjectEvent(sql::Transaction& transaction, const StoredSubjectRequest& stored,
                                absl::string_view what, absl::Time now);

// A request that was saved as under way begins: it is looked at from now on. For an erasure, nobody
// signs in as the person any more, and what else they asked is withdrawn.
absl::Status BeginSubjectRequest(sql::Transaction& transaction, const StoredSubjectRequest& stored,
                                 absl::Time now);

// Sets when to remind of it next, or takes the reminder away.
absl::Status SetReminder(sql::Transaction& transaction, const v1::SubjectRequest& request,
                         absl::Time now);
// The effect of kSubjectDueTimer.
absl::Status RemindOfSubjectRequest(sql::Transaction& transaction, const std::string& request,
                                    absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_SUBJECT_FLOW_H_
