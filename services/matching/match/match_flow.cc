#include "matching/match/match_flow.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "matching/event_codes.h"
#include "matching/match/match_rules.h"
#include "matching/passing/passing.h"
#include "matching/request/request_rules.h"
#include "matching/shortlist/offer_store.h"
#include "matching/shortlist/place_store.h"
#include "matching/timer_kinds.h"

namespace telemachus::matching {
namespace {

absl::StatusOr<bool> SecurePlace(sql::Transaction& transaction, const std::string& request,
                                 const std::string& mentor) {
  ASSIGN_OR_RETURN(bool was_held, EndHold(transaction, request, mentor));
  if (was_held) return true;  // the place passes from the offer to the match
  return TakePlace(transaction, mentor);
}

StoredMatch NewMatch(const StoredRequest& request, const std::string& mentor, id::IdSource& ids,
                     absl::Time now) {
  StoredMatch stored;
  stored.scope = request.scope;
  stored.responsible = request.responsible;
  stored.holds_place = true;
  v1::Match& match = stored.match;
  match.set_name(absl::StrCat("matches/", ids.Next()));
  match.set_request(request.request.name());
  match.set_mentee(request.request.mentee());
  match.set_mentor(mentor);
  match.set_kind(request.request.kind());
  match.set_authority(request.request.authority());
  *match.mutable_needs() = request.request.needs();
  match.set_state(v1::Match::STATE_ASKED);
  *match.mutable_choose_time() = time::ToProto(now);
  return stored;
}

absl::Status FreeItsPlace(sql::Transaction& transaction, StoredMatch& match) {
  if (!match.holds_place) return absl::OkStatus();
  match.holds_place = false;
  return FreePlace(transaction, match.match.mentor());
}

}  // namespace

absl::Status SetOutwardTimer(sql::Transaction& transaction, const StoredRequest& request,
                             absl::Time now) {
  const int days = std::max(1, request.policy.outward_after_days());
  return timer::Set(transaction, kOutwardTimer, request.request.name(),
                    now + absl::Hours(24) * days);
}

absl::StatusOr<StoredMatch> AskNext(sql::Transaction& transaction, StoredRequest& request,
                                    id::IdSource& ids, absl::Time now) {
  const std::string& name = request.request.name();
  while (true) {
    ASSIGN_OR_RETURN(std::optional<std::string> mentor, TakeNextRanked(transaction, name));
    if (!mentor.has_value()) break;
    ASSIGN_OR_RETURN(bool secured, SecurePlace(transaction, name, *mentor));
    if (!secured) continue;
    StoredMatch match = NewMatch(request, *mentor, ids, now);
    RETURN_IF_ERROR(InsertMatch(transaction, match));
    RETURN_IF_ERROR(timer::Set(transaction, kAnswerTimer, match.match.name(),
                               now + absl::Hours(request.policy.hold_hours())));
    request.request.set_state(v1::Request::STATE_CHOSEN);
    request.request.set_match(match.match.name());
    RETURN_IF_ERROR(SaveRequest(transaction, request));
    return match;
  }
  ASSIGN_OR_RETURN(auto offers, LoadOffers(transaction, name));
  request.request.set_state(offers.empty() ? v1::Request::STATE_WAITING
                                           : v1::Request::STATE_CHOOSING);
  request.request.clear_match();
  RETURN_IF_ERROR(SaveRequest(transaction, request));
  return absl::NotFoundError("nobody is left in the ranking");
}

absl::Status GiveUp(sql::Transaction& transaction, StoredMatch& match, StoredRequest& request,
                    id::IdSource& ids, absl::Time now) {
  RETURN_IF_ERROR(FreeItsPlace(transaction, match));
  RETURN_IF_ERROR(timer::Clear(transaction, kAnswerTimer, match.match.name()));
  RETURN_IF_ERROR(SaveMatch(transaction, match));
  if (match.match.state() == v1::Match::STATE_DECLINED) {
    RETURN_IF_ERROR(RemoveOffer(transaction, match.match.request(), match.match.mentor()));
    RETURN_IF_ERROR(event::Append(transaction,
                                  {.type = "matching.match.declined",
                                   .resource = match.match.name(),
                                   .version = match.version,
                                   .codes = ScopeCodes(match.scope)},
                                  now));
  }
  const absl::Status next = AskNext(transaction, request, ids, now).status();
  return absl::IsNotFound(next) ? absl::OkStatus() : next;
}

absl::Status Conclude(sql::Transaction& transaction, StoredMatch& match, StoredRequest& request,
                      absl::Time now) {
  RETURN_IF_ERROR(timer::Clear(transaction, kAnswerTimer, match.match.name()));
  RETURN_IF_ERROR(SaveMatch(transaction, match));
  if (match.match.state() != v1::Match::STATE_CONFIRMED) return absl::OkStatus();
  RETURN_IF_ERROR(ReleaseOffers(transaction, request.request.name()));
  RETURN_IF_ERROR(PutRanking(transaction, request.request.name(), {}));
  RETURN_IF_ERROR(timer::Clear(transaction, kOutwardTimer, request.request.name()));
  request.request.set_state(v1::Request::STATE_MATCHED);
  request.request.set_match(match.match.name());
  RETURN_IF_ERROR(SaveRequest(transaction, request));
  auto codes = ScopeCodes(match.scope);
  codes["request"] = request.request.name();
  codes["kind"] = CodeOf(match.match.kind());
  codes["source"] = CodeOf(match.source);
  codes["request_date"] =
      time::FormatDate(time::DayOf(time::FromProto(request.request.create_time())));
  codes["confirm_date"] = time::FormatDate(time::DayOf(now));
  RETURN_IF_ERROR(event::Append(transaction,
                                {.type = "matching.match.confirmed",
                                 .resource = match.match.name(),
                                 .version = match.version,
                                 .codes = std::move(codes)},
                                now));
  return TellOfPassing(transaction, match, now);
}

absl::Status EndMatch(sql::Transaction& transaction, const std::string& name, bool rematch,
                      absl::Time now) {
  ASSIGN_OR_RETURN(StoredMatch match, LoadMatch(transaction, name));
  if (match.match.state() != v1::Match::STATE_CONFIRMED) return absl::OkStatus();
  match.match.set_state(v1::Match::STATE_ENDED);
  RETURN_IF_ERROR(FreeItsPlace(transaction, match));
  RETURN_IF_ERROR(SaveMatch(transaction, match));
  RETURN_IF_ERROR(AddEndedPair(transaction, match.match.mentee(), PersonOf(match.match.mentor())));
  RETURN_IF_ERROR(event::Append(transaction,
                                {.type = "matching.match.ended",
                                 .resource = match.match.name(),
                                 .version = match.version,
                                 .codes = {{"request", match.match.request()}}},
                                now));
  if (!rematch) return absl::OkStatus();
  ASSIGN_OR_RETURN(StoredRequest request, LoadRequest(transaction, match.match.request()));
  request.queue_rank = kRematchRank;
  request.request.set_state(v1::Request::STATE_WAITING);
  request.request.clear_match();
  RETURN_IF_ERROR(SetOutwardTimer(transaction, request, now));
  return SaveRequest(transaction, request);
}

absl::Status Abandon(sql::Transaction& transaction, StoredRequest& request) {
  const std::string& name = request.request.name();
  absl::StatusOr<StoredMatch> live = LoadLiveMatch(transaction, name);
  if (live.ok()) {
    live->match.set_state(v1::Match::STATE_LAPSED);
    RETURN_IF_ERROR(FreeItsPlace(transaction, *live));
    RETURN_IF_ERROR(timer::Clear(transaction, kAnswerTimer, live->match.name()));
    RETURN_IF_ERROR(SaveMatch(transaction, *live));
  } else if (!absl::IsNotFound(live.status())) {
    return live.status();
  }
  RETURN_IF_ERROR(ReleaseOffers(transaction, name));
  RETURN_IF_ERROR(PutRanking(transaction, name, {}));
  RETURN_IF_ERROR(timer::Clear(transaction, kOutwardTimer, name));
  request.request.clear_match();
  return SaveRequest(transaction, request);
}

}  // namespace telemachus::matching
