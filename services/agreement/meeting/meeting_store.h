#ifndef TELEMACHUS_AGREEMENT_MEETING_MEETING_STORE_H_
#define TELEMACHUS_AGREEMENT_MEETING_MEETING_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agreement/paper/agreement_rules.h"
#include "common/sql/database.h"
#include "telemachus/agreement/v1/meeting.pb.h"

// Where meetings are kept. All functions run inside the caller's transaction.
namespace telemachus::agreement {

// A meeting with place and focus as they are sealed.
struct StoredMeeting {
  // Without place and focus.
  v1::Meeting meeting;
  // What place and focus are sealed as.
  std::string text_id;
  std::string sealed;
};

// One meeting, or NOT_FOUND (bare).
absl::StatusOr<StoredMeeting> LoadMeeting(sql::Transaction& transaction,
                                          const std::string& agreement, int64_t number);
absl::Status InsertMeeting(sql::Transaction& transaction, const std::string& agreement,
                           int64_t number, const StoredMeeting& stored);
// Writes a planned meeting that has now been held. False if it was held meanwhile.
absl::StatusOr<bool> SaveHeld(sql::Transaction& transaction, const std::string& agreement,
                              int64_t number, const v1::Meeting& held);

// Meetings with a greater number, in order.
absl::StatusOr<std::vector<StoredMeeting>> ListMeetings(sql::Transaction& transaction,
                                                        const std::string& agreement, int64_t after,
                                                        int limit);
// What the re-match looks at.
absl::StatusOr<HeldMeetings> LoadHeldMeetings(sql::Transaction& transaction,
                                              const std::string& agreement);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_MEETING_MEETING_STORE_H_
