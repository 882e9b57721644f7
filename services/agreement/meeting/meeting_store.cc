#include "agreement/meeting/meeting_store.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

constexpr char kColumns[] =
    "SELECT body, text_id, sealed FROM meetings WHERE agreement = :agreement ";

StoredMeeting FromRow(const sql::Row& row) {
  StoredMeeting stored;
  stored.meeting.ParseFromString(row.Blob(0));
  stored.text_id = row.Text(1);
  stored.sealed = row.Blob(2);
  return stored;
}

sql::Bytes Body(v1::Meeting meeting) {
  meeting.clear_place();
  meeting.clear_focus();
  return {meeting.SerializeAsString()};
}

}  // namespace

absl::StatusOr<StoredMeeting> LoadMeeting(sql::Transaction& transaction,
                                          const std::string& agreement, int64_t number) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "AND number = :number"),
                                        {{"agreement", agreement}, {"number", number}}));
  return FromRow(row);
}

absl::Status InsertMeeting(sql::Transaction& transaction, const std::string& agreement,
                           int64_t number, const StoredMeeting& stored) {
  return transaction
      .Execute(
          "INSERT INTO meetings (agreement, number, text_id, state, start_at, sealed, body) VALUES "
          "(:agreement, :number, :text_id, :state, :start_at, :sealed, :body)",
          {{"agreement", agreement},
           {"number", number},
           {"text_id", stored.text_id},
           {"state", static_cast<int>(stored.meeting.state())},
           {"start_at", time::FromProto(stored.meeting.start_time())},
           {"sealed", sql::Bytes{stored.sealed}},
           {"body", Body(stored.meeting)}})
      .status();
}

absl::StatusOr<bool> SaveHeld(sql::Transaction& transaction, const std::string& agreement,
                              int64_t number, const v1::Meeting& held) {
  ASSIGN_OR_RETURN(
      int64_t changed,
      transaction.Execute("UPDATE meetings SET state = :held, body = :body WHERE agreement = "
                          ":agreement AND number = :number AND state = :planned",
                          {{"held", int{v1::Meeting::STATE_HELD}},
                           {"planned", int{v1::Meeting::STATE_PLANNED}},
                           {"agreement", agreement},
                           {"number", number},
                           {"body", Body(held)}}));
  return changed == 1;
}

absl::StatusOr<std::vector<StoredMeeting>> ListMeetings(sql::Transaction& transaction,
                                                        const std::string& agreement, int64_t after,
                                                        int limit) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(absl::StrCat(kColumns, "AND number > :after ORDER BY number LIMIT :limit"),
                        {{"agreement", agreement}, {"after", after}, {"limit", limit}}));
  std::vector<StoredMeeting> meetings;
  meetings.reserve(rows.size());
  for (const sql::Row& row : rows) meetings.push_back(FromRow(row));
  return meetings;
}

absl::StatusOr<HeldMeetings> LoadHeldMeetings(sql::Transaction& transaction,
                                              const std::string& agreement) {
  ASSIGN_OR_RETURN(
      sql::Row row,
      transaction.QueryRow("SELECT COUNT(*), MIN(start_at) FROM meetings WHERE agreement = "
                           ":agreement AND state = :held",
                           {{"agreement", agreement}, {"held", int{v1::Meeting::STATE_HELD}}}));
  HeldMeetings held{.count = row.Int(0)};
  if (held.count > 0) held.first = row.Time(1);
  return held;
}

}  // namespace telemachus::agreement
