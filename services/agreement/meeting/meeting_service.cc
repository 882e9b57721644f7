#include "agreement/meeting/meeting_service.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "agreement/meeting/meeting_rules.h"
#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/conflict.h"
#include "agreement/paper/relations.h"
#include "agreement/paper/sealed_text.h"
#include "agreement/paper/version_store.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

// What of a meeting is text.
v1::Meeting TextOf(const v1::Meeting& meeting) {
  v1::Meeting text;
  text.set_place(meeting.place());
  text.set_focus(meeting.focus());
  return text;
}

absl::Status AppendHeld(sql::Transaction& transaction, const std::string& agreement, int64_t number,
                        const v1::Meeting& meeting, absl::Time now) {
  return event::Append(
      transaction,
      {.type = "agreement.meeting.held",
       .resource = meeting.name(),
       .version = 1,
       .codes = {{"agreement", agreement},
                 {"number", absl::StrCat(number)},
                 {"date", time::FormatDate(time::DayOf(time::FromProto(meeting.start_time())))}}},
      now);
}

}  // namespace

absl::StatusOr<v1::Meeting> MeetingService::Shown(const rpc::Call& call,
                                                  const std::string& agreement,
                                                  const StoredMeeting& stored) {
  v1::Meeting text;
  RETURN_IF_ERROR(OpenText(sealer_, MeetingPlace(agreement, stored.text_id), stored.sealed,
                           call.deadline(), text));
  v1::Meeting shown = stored.meeting;
  shown.set_place(text.place());
  shown.set_focus(text.focus());
  return shown;
}

absl::StatusOr<v1::Meeting> MeetingService::PlanMeeting(const rpc::Call& call,
                                                        const v1::PlanMeetingRequest& request) {
  const std::string& agreement = request.parent();
  // Only for parties is anything sealed: a key is made with the first text.
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    return LoadForParty(call, transaction, agreement).status();
  }));
  StoredMeeting draft{.meeting = request.meeting(), .text_id = ground_.ids().Next(), .sealed = ""};
  ASSIGN_OR_RETURN(draft.sealed, SealText(sealer_, MeetingPlace(agreement, draft.text_id),
                                          TextOf(request.meeting()), call.deadline()));
  StoredMeeting stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto parent, LoadForParty(call, transaction, agreement));
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
    if (earlier.has_value()) {
      ASSIGN_OR_RETURN(stored, LoadMeeting(transaction, agreement, NumberOf(earlier->resource)));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(CheckLive(parent.agreement));
    RETURN_IF_ERROR(CheckPlanned(request.meeting(), now));
    ASSIGN_OR_RETURN(int64_t number, NextMeeting(transaction, agreement));
    stored = draft;
    stored.meeting.set_name(absl::StrCat(agreement, "/meetings/", number));
    stored.meeting.set_state(v1::Meeting::STATE_PLANNED);
    RETURN_IF_ERROR(InsertMeeting(transaction, agreement, number, stored));
    return once::Keep(transaction, key, {stored.meeting.name(), 1}, now);
  }));
  return Shown(call, agreement, stored);
}

absl::StatusOr<v1::Meeting> MeetingService::HoldMeeting(const rpc::Call& call,
                                                        const v1::HoldMeetingRequest& request) {
  const std::string agreement = AgreementOf(request.name());
  const int64_t number = NumberOf(request.name());
  StoredMeeting stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto parent, LoadForParty(call, transaction, agreement));
    absl::StatusOr<StoredMeeting> found = LoadMeeting(transaction, agreement, number);
    if (absl::IsNotFound(found.status())) return call.Require(false);
    RETURN_IF_ERROR(found.status());
    stored = *std::move(found);
    RETURN_IF_ERROR(CheckLive(parent.agreement));
    RETURN_IF_ERROR(Hold(request, now, stored.meeting));
    ASSIGN_OR_RETURN(bool saved, SaveHeld(transaction, agreement, number, stored.meeting));
    if (!saved) return ChangedMeanwhile();
    return AppendHeld(transaction, agreement, number, stored.meeting, now);
  }));
  return Shown(call, agreement, stored);
}

absl::StatusOr<v1::ListMeetingsResponse> MeetingService::ListMeetings(
    const rpc::Call& call, const v1::ListMeetingsRequest& request) {
  const std::string& agreement = request.parent();
  const int size = page::Size(request.page_size());
  std::vector<StoredMeeting> rows;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    RETURN_IF_ERROR(LoadForParty(call, transaction, agreement).status());
    ASSIGN_OR_RETURN(std::string position, ground_.tokens().Read(call.person(), request));
    int64_t after = 0;
    if (!position.empty() && !absl::SimpleAtoi(position, &after)) {
      return absl::InternalError("bad position");
    }
    ASSIGN_OR_RETURN(rows, agreement::ListMeetings(transaction, agreement, after, size + 1));
    return absl::OkStatus();
  }));
  v1::ListMeetingsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(ground_.tokens().Make(
        call.person(), request, absl::StrCat(NumberOf(rows.back().meeting.name()))));
  }
  for (const StoredMeeting& row : rows) {
    ASSIGN_OR_RETURN(*response.add_meetings(), Shown(call, agreement, row));
  }
  return response;
}

}  // namespace telemachus::agreement
