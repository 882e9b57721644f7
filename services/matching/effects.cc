#include "matching/effects.h"

#include "common/status/macros.h"
#include "common/subject/roll.h"
#include "common/timer/timers.h"
#include "matching/match/match_flow.h"
#include "matching/request/request_rules.h"
#include "matching/shortlist/offer_store.h"
#include "matching/shortlist/place_store.h"
#include "matching/timer_kinds.h"

namespace telemachus::matching {
namespace {

absl::Status EndHoldInTime(sql::Transaction& transaction, const std::string& subject,
                           absl::Time /*now*/) {
  const auto [request, mentor] = ParseHoldSubject(subject);
  ASSIGN_OR_RETURN(bool was_held, EndHold(transaction, request, mentor));
  return was_held ? FreePlace(transaction, mentor) : absl::OkStatus();
}

// When a timer looks again that found its request's mentee restricted.
constexpr absl::Duration kRestrictedLook = absl::Hours(24);

// Whether the timer is held because the mentee's data are restricted: then it is set anew.
absl::StatusOr<bool> IsHeld(sql::Transaction& transaction, const char* kind,
                            const std::string& subject, const std::string& mentee, absl::Time now) {
  ASSIGN_OR_RETURN(const bool restricted, subject::IsRestricted(transaction, mentee));
  if (restricted) RETURN_IF_ERROR(timer::Set(transaction, kind, subject, now + kRestrictedLook));
  return restricted;
}

// Silence is a no, without being called one: the match lapses and the next mentor is asked.
absl::Status EndAnswerTime(sql::Transaction& transaction, const std::string& subject,
                           id::IdSource& ids, absl::Time now) {
  ASSIGN_OR_RETURN(StoredMatch match, LoadMatch(transaction, subject));
  if (match.match.state() != v1::Match::STATE_ASKED) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool held,
                   IsHeld(transaction, kAnswerTimer, subject, match.match.mentee(), now));
  if (held) return absl::OkStatus();
  ASSIGN_OR_RETURN(StoredRequest request, LoadRequest(transaction, match.match.request()));
  match.match.set_state(v1::Match::STATE_LAPSED);
  return GiveUp(transaction, match, request, ids, now);
}

// An invitation that nobody took up leaves no trace.
absl::Status EndInvitation(sql::Transaction& transaction, const std::string& subject,
                           absl::Time now) {
  const absl::StatusOr<StoredRequest> stored = LoadRequest(transaction, subject);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  ASSIGN_OR_RETURN(const bool held,
                   IsHeld(transaction, kInvitationTimer, subject, stored->request.mentee(), now));
  if (held) return absl::OkStatus();
  return transaction
      .Execute("DELETE FROM requests WHERE id = :id AND state = :invited",
               {{"id", subject}, {"invited", int{v1::Request::STATE_INVITED}}})
      .status();
}

absl::Status LookFurther(sql::Transaction& transaction, const std::string& subject,
                         absl::Time now) {
  ASSIGN_OR_RETURN(StoredRequest stored, LoadRequest(transaction, subject));
  if (stored.request.state() == v1::Request::STATE_WITHDRAWN ||
      stored.request.state() == v1::Request::STATE_MATCHED) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const bool held,
                   IsHeld(transaction, kOutwardTimer, subject, stored.request.mentee(), now));
  if (held) return absl::OkStatus();
  if (stored.request.state() == v1::Request::STATE_WAITING && MoveOutward(stored.request)) {
    RETURN_IF_ERROR(SaveRequest(transaction, stored));
  }
  return SetOutwardTimer(transaction, stored, now);
}

}  // namespace

std::map<std::string, timer::Effect> TimerEffects(id::IdSource& ids) {
  return {
      {kHoldTimer, EndHoldInTime},
      {kAnswerTimer,
       [&ids](sql::Transaction& transaction, const std::string& subject, absl::Time now) {
         return EndAnswerTime(transaction, subject, ids, now);
       }},
      {kInvitationTimer, EndInvitation},
      {kOutwardTimer, LookFurther},
  };
}

bool ConcernsMatches(const event::v1::Event& event) {
  return event.type() == "agreement.agreement.rematched" ||
         event.type() == "agreement.agreement.completed" ||
         event.type() == "agreement.agreement.withdrawn";
}

event::Effect AgreementEffect(const time::Clock& clock) {
  return [&clock](sql::Transaction& transaction, const event::v1::Event& event) {
    const auto match = event.codes().find("match");
    if (!ConcernsMatches(event) || match == event.codes().end()) return absl::OkStatus();
    return EndMatch(transaction, match->second, event.type() == "agreement.agreement.rematched",
                    clock.Now());
  };
}

}  // namespace telemachus::matching
