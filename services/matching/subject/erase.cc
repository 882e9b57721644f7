// How matching erases a person.

#include <set>

#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/subject/roll.h"
#include "common/timer/timers.h"
#include "matching/event_codes.h"
#include "matching/match/match_flow.h"
#include "matching/match/match_rules.h"
#include "matching/request/challenge_place.h"
#include "matching/request/request_rules.h"
#include "matching/shortlist/offer_store.h"
#include "matching/shortlist/place_store.h"
#include "matching/subject/holdings.h"
#include "matching/subject/subject_store.h"
#include "matching/timer_kinds.h"

namespace telemachus::matching {
namespace {

using Kept = subject::v1::SubjectCount;

// Requests looked at in one go.
constexpr int kPage = 500;

// Within one transaction: who goes, and what was done.
struct Erasing {
  sql::Transaction& transaction;
  const std::string& person;
  id::IdSource& ids;
  absl::Time now;
  subject::Counts counts;
};

// Of a request nothing stays but that there was one, where and when, and what became of it.
v1::Request Bare(const v1::Request& request) {
  v1::Request bare;
  bare.set_name(request.name());
  bare.set_mentee(request.mentee());
  bare.set_membership(request.membership());
  bare.set_kind(request.kind());
  bare.set_context(request.context());
  bare.set_urgency(request.urgency());
  bare.set_state(request.state());
  bare.set_authority(request.authority());
  bare.set_policy(request.policy());
  bare.set_reach(request.reach());
  bare.set_match(request.match());
  *bare.mutable_create_time() = request.create_time();
  return bare;
}

absl::Status WithdrawOpen(Erasing& erasing, StoredRequest& stored) {
  if (stored.request.state() == v1::Request::STATE_MATCHED) {
    return EndMatch(erasing.transaction, stored.request.match(), /*rematch=*/false, erasing.now);
  }
  if (!Withdraw(stored.request).ok()) return absl::OkStatus();  // it was withdrawn before
  RETURN_IF_ERROR(Abandon(erasing.transaction, stored));
  return event::Append(erasing.transaction,
                       {.type = "matching.request.withdrawn",
                        .resource = stored.request.name(),
                        .version = stored.version,
                        .codes = ScopeCodes(stored.scope)},
                       erasing.now);
}

absl::Status EraseRequest(Erasing& erasing, const std::string& name) {
  ASSIGN_OR_RETURN(StoredRequest stored, LoadRequest(erasing.transaction, name));
  if (stored.request.state() == v1::Request::STATE_INVITED) {
    // Nobody took it up: it leaves no trace.
    RETURN_IF_ERROR(timer::Clear(erasing.transaction, kInvitationTimer, name));
    RETURN_IF_ERROR(
        DeleteOf(erasing.transaction, "DELETE FROM passings WHERE request = :whose", name)
            .status());
    ASSIGN_OR_RETURN(const int64_t gone,
                     DeleteOf(erasing.transaction, "DELETE FROM requests WHERE id = :whose", name));
    erasing.counts.Erased("request", gone);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(WithdrawOpen(erasing, stored));
  // Whom they were offered and preferred goes, whatever became of the request.
  RETURN_IF_ERROR(ReleaseOffers(erasing.transaction, name));
  RETURN_IF_ERROR(PutRanking(erasing.transaction, name, {}));
  stored.request = Bare(stored.request);
  erasing.counts.Kept("request", Kept::KEEP_REASON_HISTORY, 1);
  return SaveRequest(erasing.transaction, stored);
}

absl::Status EraseAsMentee(Erasing& erasing) {
  ASSIGN_OR_RETURN(
      const int64_t challenges,
      DeleteOf(erasing.transaction,
               "DELETE FROM challenges WHERE request IN (SELECT id FROM requests WHERE mentee = "
               ":whose)",
               erasing.person));
  erasing.counts.Erased("challenge", challenges);
  ASSIGN_OR_RETURN(const auto requests, RequestsOf(erasing.transaction, erasing.person));
  for (const std::string& name : requests) RETURN_IF_ERROR(EraseRequest(erasing, name));
  ASSIGN_OR_RETURN(const auto matches, MatchesOfMentee(erasing.transaction, erasing.person));
  for (const std::string& name : matches) {
    ASSIGN_OR_RETURN(StoredMatch stored, LoadMatch(erasing.transaction, name));
    stored.match.clear_needs();
    stored.match.clear_refusal_ground();
    RETURN_IF_ERROR(SaveMatch(erasing.transaction, stored));
  }
  erasing.counts.Kept("match", Kept::KEEP_REASON_HISTORY, static_cast<int64_t>(matches.size()));
  return absl::OkStatus();
}

// Ends what is live; whoever waited for an answer goes on with the next of their ranking.
absl::Status EndAsMentor(Erasing& erasing, const std::string& name) {
  ASSIGN_OR_RETURN(StoredMatch stored, LoadMatch(erasing.transaction, name));
  const v1::Match::State state = stored.match.state();
  if (state == v1::Match::STATE_CONFIRMED) {
    return EndMatch(erasing.transaction, name, /*rematch=*/false, erasing.now);
  }
  if (state != v1::Match::STATE_ASKED && state != v1::Match::STATE_ACCEPTED) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(StoredRequest request, LoadRequest(erasing.transaction, stored.match.request()));
  stored.match.set_state(v1::Match::STATE_LAPSED);
  return GiveUp(erasing.transaction, stored, request, erasing.ids, erasing.now);
}

absl::Status EraseAsMentor(Erasing& erasing) {
  const std::string mentor = MentorOf(erasing.person);
  // First out of the rankings, so that nobody is given to them again.
  ASSIGN_OR_RETURN(
      const int64_t ranked,
      DeleteOf(erasing.transaction, "DELETE FROM rankings WHERE mentor = :whose", mentor));
  erasing.counts.Erased("ranking", ranked);
  ASSIGN_OR_RETURN(const auto offering, RequestsOffering(erasing.transaction, mentor));
  for (const std::string& request : offering) {
    ASSIGN_OR_RETURN(const bool held, EndHold(erasing.transaction, request, mentor));
    if (held) RETURN_IF_ERROR(FreePlace(erasing.transaction, mentor));
    RETURN_IF_ERROR(RemoveOffer(erasing.transaction, request, mentor));
  }
  erasing.counts.Erased("offer", static_cast<int64_t>(offering.size()));
  ASSIGN_OR_RETURN(const auto matches, MatchesOfMentor(erasing.transaction, mentor));
  for (const std::string& name : matches) RETURN_IF_ERROR(EndAsMentor(erasing, name));
  erasing.counts.Kept("match", Kept::KEEP_REASON_OTHER_PERSON,
                      static_cast<int64_t>(matches.size()));
  ASSIGN_OR_RETURN(
      const int64_t places,
      DeleteOf(erasing.transaction, "DELETE FROM places WHERE mentor = :whose", mentor));
  erasing.counts.Erased("places", places);
  return absl::OkStatus();
}

absl::Status EraseFromLists(Erasing& erasing, const std::vector<std::string>& naming) {
  const std::string mentor = MentorOf(erasing.person);
  for (const std::string& name : naming) {
    absl::StatusOr<StoredRequest> stored = LoadRequest(erasing.transaction, name);
    if (absl::IsNotFound(stored.status())) continue;
    RETURN_IF_ERROR(stored.status());
    auto& avoided = *stored->request.mutable_avoided_people();
    avoided.erase(std::remove(avoided.begin(), avoided.end(), erasing.person), avoided.end());
    auto& preferences = *stored->request.mutable_preferences();
    if (preferences.named_mentor() == mentor) preferences.clear_named_mentor();
    if (stored->request.holder() == erasing.person) {
      stored->request.clear_holder();
      stored->request.clear_hold_expire_time();
    }
    RETURN_IF_ERROR(SaveRequest(erasing.transaction, *stored));
    erasing.counts.Erased("mention", 1);
  }
  ASSIGN_OR_RETURN(
      const int64_t pairs,
      DeleteOf(erasing.transaction,
               "DELETE FROM ended_pairs WHERE mentee = :whose OR mentor = :whose", erasing.person));
  erasing.counts.Erased("ended_pair", pairs);
  return absl::OkStatus();
}

// Who named the person. Outside of the erasing transaction, for it walks everything.
absl::StatusOr<std::vector<std::string>> FindNaming(sql::Database& database,
                                                    const std::string& person,
                                                    absl::Time deadline) {
  std::vector<std::string> found;
  Naming naming;
  do {
    const std::string after = naming.last;
    RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(naming, RequestsNaming(transaction, person, after, kPage));
      return absl::OkStatus();
    }));
    found.insert(found.end(), naming.requests.begin(), naming.requests.end());
  } while (!naming.last.empty());
  return found;
}

}  // namespace

absl::StatusOr<subject::v1::EraseSubjectResponse> Holdings::Erase(const std::string& person,
                                                                  absl::Time deadline) {
  ASSIGN_OR_RETURN(const auto naming, FindNaming(database(), person, deadline));
  std::set<std::string> destroyed;
  subject::v1::EraseSubjectResponse response;
  // A key goes before the row that names it, so that none is forgotten, whatever happens between.
  for (bool all = false; !all;) {
    std::vector<std::string> sealed;
    RETURN_IF_ERROR(database().Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(sealed, ChallengesOf(transaction, person));
      return absl::OkStatus();
    }));
    for (const std::string& request : sealed) {
      RETURN_IF_ERROR(sealer_.Destroy(ChallengeHolder(request, person), deadline));
      destroyed.insert(request);
    }
    RETURN_IF_ERROR(
        database().Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
          ASSIGN_OR_RETURN(const auto there, ChallengesOf(transaction, person));
          all = std::all_of(there.begin(), there.end(), [&](const std::string& request) {
            return destroyed.contains(request);
          });
          if (!all) return absl::OkStatus();
          Erasing erasing{transaction, person, ids_, Now(), {}};
          erasing.counts.Erased("key", static_cast<int64_t>(there.size()));
          RETURN_IF_ERROR(EraseAsMentee(erasing));
          RETURN_IF_ERROR(EraseAsMentor(erasing));
          RETURN_IF_ERROR(EraseFromLists(erasing, naming));
          ASSIGN_OR_RETURN(response,
                           subject::NoteErasure(transaction, person, erasing.counts, erasing.now));
          return absl::OkStatus();
        }));
  }
  return response;
}

}  // namespace telemachus::matching
