#include "matching/request/request_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/subject/roll.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "matching/event_codes.h"
#include "matching/match/match_flow.h"
#include "matching/match/match_rules.h"
#include "matching/passing/passing_store.h"
#include "matching/passing/seat_place.h"
#include "matching/request/challenge_place.h"
#include "matching/request/relations.h"
#include "matching/request/request_rules.h"
#include "matching/timer_kinds.h"

namespace telemachus::matching {
namespace {

absl::Status BeginWaiting(sql::Transaction& transaction, const StoredRequest& stored,
                          absl::Time now) {
  RETURN_IF_ERROR(SetOutwardTimer(transaction, stored, now));
  auto codes = ScopeCodes(stored.scope);
  codes["kind"] = CodeOf(stored.request.kind());
  codes["context"] = CodeOf(stored.request.context());
  codes["urgency"] = CodeOf(stored.request.urgency());
  codes["date"] = time::FormatDate(time::DayOf(now));
  return event::Append(transaction,
                       {.type = "matching.request.created",
                        .resource = stored.request.name(),
                        .version = stored.version,
                        .codes = std::move(codes)},
                       now);
}

// How often a request is drafted anew while authorities succeed one another.
constexpr int kMostAttempts = 5;

absl::Status ChangedMeanwhile() {
  return status::Error(absl::StatusCode::kAborted, status::v1::REASON_CONFLICTING_CHANGE,
                       "the mentee's authority was succeeded meanwhile; try again");
}

// What the same call made when it came before, as it is now. NOT_FOUND (bare) if it is new.
absl::StatusOr<StoredRequest> MadeBefore(sql::Transaction& transaction, const once::Key& key) {
  ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
  if (!earlier.has_value()) return absl::NotFoundError("the call is new");
  absl::StatusOr<StoredRequest> stored = LoadRequest(transaction, earlier->resource);
  // An invitation that was not taken up has left no trace, for its author neither.
  if (absl::IsNotFound(stored.status())) return status::NotPermitted();
  return stored;
}

}  // namespace

absl::StatusOr<v1::Request> RequestService::CreateRequest(const rpc::Call& call,
                                                          const v1::CreateRequestRequest& request) {
  // Members of whatever authority may pass on meanwhile, as when a register is read: that is rare,
  // and no reason to send the caller away.
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<v1::Request> made = Make(call, request);
    if (!absl::IsAborted(made.status()) || attempt == kMostAttempts) return made;
  }
}

absl::StatusOr<v1::Request> RequestService::Make(const rpc::Call& call,
                                                 const v1::CreateRequestRequest& request) {
  const v1::Request& asked = request.request();
  const bool own = asked.mentee() == call.person();
  ASSIGN_OR_RETURN(const int64_t passings, PassingsSoFar(call));
  // Whoever is neither the mentee nor staff learns nothing, not even that the mentee exists.
  absl::StatusOr<registry::v1::PersonFacts> mentee = facts_.Person(asked.mentee(), call.deadline());
  if (!mentee.ok() && !absl::IsNotFound(mentee.status())) return mentee.status();
  if (!mentee.ok()) return call.Require(false);
  if (own) RETURN_IF_ERROR(call.Require(true));
  absl::StatusOr<registry::v1::PersonFacts::Seat> seat = SeatOfRequest(asked, *mentee);
  if (!own) {
    RETURN_IF_ERROR(call.Require(seat.ok() && Brokers(call.caller(), PlaceOf(*seat))));
  }
  if (!seat.ok()) return seat.status();
  StoredRequest stored;
  // A repeat is answered before anything is asked that may have changed since.
  const absl::Status repeat =
      ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
        ASSIGN_OR_RETURN(stored, MadeBefore(transaction, call.OnceKey(request)));
        return absl::OkStatus();
      });
  if (!repeat.ok() && !absl::IsNotFound(repeat)) return repeat;
  if (!repeat.ok()) {
    ASSIGN_OR_RETURN(stored, Draft(call, asked, *seat));
    ASSIGN_OR_RETURN(std::string sealed, Sealed(call, stored, asked.challenge()));
    RETURN_IF_ERROR(Store(call, request, sealed, passings, stored));
  }
  return SeenBy(call.person(), stored.request);
}

absl::StatusOr<int64_t> RequestService::PassingsSoFar(const rpc::Call& call) {
  int64_t passings = 0;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(passings, CountPassings(transaction));
    return absl::OkStatus();
  }));
  return passings;
}

absl::Status RequestService::CheckNamed(const rpc::Call& call, const std::string& mentor) {
  if (mentor.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto found, facts_.Mentors({mentor}, call.deadline()));
  if (!found.empty()) return absl::OkStatus();
  return status::FieldFault("request.preferences.named_mentor",
                            status::v1::REASON_FIELD_UNKNOWN_REFERENCE, "is no mentor");
}

absl::StatusOr<StoredRequest> RequestService::Draft(const rpc::Call& call, const v1::Request& asked,
                                                    const registry::v1::PersonFacts::Seat& seat) {
  const absl::Time now = ground_.clock().Now();
  ASSIGN_OR_RETURN(
      auto authority,
      facts_.Authority(AuthorityOf(seat), time::FormatDate(time::DayOf(now)), call.deadline()));
  ASSIGN_OR_RETURN(auto codes, facts_.Codes(call.deadline()));
  RETURN_IF_ERROR(CheckAsked(asked, codes, authority.policy()));
  RETURN_IF_ERROR(CheckNamed(call, asked.preferences().named_mentor()));
  StoredRequest stored;
  stored.queue_rank = QueueRank(asked.urgency());
  stored.scope = {
      .authority = AuthorityOf(seat), .region = authority.region(), .nation = authority.nation()};
  stored.policy = authority.policy();
  stored.request = asked;
  v1::Request& draft = stored.request;
  draft.clear_challenge();
  draft.set_name(absl::StrCat("requests/", ground_.ids().Next()));
  draft.set_membership(seat.membership());
  draft.set_authority(AuthorityOf(seat));
  draft.set_policy(authority.policy().name());
  draft.set_reach(authority.policy().first_reach());
  draft.set_state(asked.mentee() == call.person() ? v1::Request::STATE_WAITING
                                                  : v1::Request::STATE_INVITED);
  *draft.mutable_create_time() = time::ToProto(now);
  return stored;
}

absl::StatusOr<std::string> RequestService::Sealed(const rpc::Call& call,
                                                   const StoredRequest& stored,
                                                   const std::string& challenge) {
  // Only the mentee's own words are kept: what staff write for a member is no word of theirs.
  if (challenge.empty() || stored.request.mentee() != call.person()) return std::string();
  return sealer_.Seal(ChallengeHolder(stored.request.name(), stored.request.mentee()),
                      ChallengePlace(stored.request.name()), challenge, call.deadline());
}

absl::Status RequestService::Store(const rpc::Call& call, const v1::CreateRequestRequest& request,
                                   const std::string& sealed, int64_t passings,
                                   StoredRequest& stored) {
  const StoredRequest draft = stored;
  const absl::Time now = time::FromProto(draft.request.create_time());
  return ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    const once::Key key = call.OnceKey(request);
    absl::StatusOr<StoredRequest> earlier = MadeBefore(transaction, key);
    if (!absl::IsNotFound(earlier.status())) {
      ASSIGN_OR_RETURN(stored, std::move(earlier));
      return absl::OkStatus();
    }
    stored = draft;
    // Whose members pass on meanwhile is asked about anew.
    ASSIGN_OR_RETURN(const int64_t passings_now, CountPassings(transaction));
    if (passings_now != passings) return ChangedMeanwhile();
    RETURN_IF_ERROR(subject::CheckUnrestricted(transaction, stored.request.mentee()));
    ASSIGN_OR_RETURN(int open, CountOpenRequests(transaction, stored.request.mentee()));
    RETURN_IF_ERROR(CheckOpen(open));
    RETURN_IF_ERROR(InsertRequest(transaction, stored));
    if (!sealed.empty()) {
      RETURN_IF_ERROR(InsertChallenge(transaction, stored.request.name(), sealed));
    }
    if (stored.request.state() == v1::Request::STATE_WAITING) {
      RETURN_IF_ERROR(BeginWaiting(transaction, stored, now));
    } else {
      RETURN_IF_ERROR(
          timer::Set(transaction, kInvitationTimer, stored.request.name(), now + kInvitation));
    }
    return once::Keep(transaction, key, {stored.request.name(), stored.version}, now);
  });
}

absl::StatusOr<v1::Request> RequestService::ConfirmRequest(
    const rpc::Call& call, const v1::ConfirmRequestRequest& request) {
  StoredRequest stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(stored, RequireRelated(call, LoadRequest(transaction, request.name()),
                                            [&](const StoredRequest& found) {
                                              return found.request.mentee() == call.person();
                                            }));
    RETURN_IF_ERROR(subject::CheckUnrestricted(transaction, stored.request.mentee()));
    RETURN_IF_ERROR(Confirm(stored.request));
    RETURN_IF_ERROR(SaveRequest(transaction, stored));
    RETURN_IF_ERROR(timer::Clear(transaction, kInvitationTimer, request.name()));
    return BeginWaiting(transaction, stored, now);
  }));
  return SeenBy(call.person(), stored.request);
}

absl::StatusOr<v1::Request> RequestService::GetRequest(const rpc::Call& call,
                                                       const v1::GetRequestRequest& request) {
  StoredRequest stored;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(stored, RequireRelated(call, LoadRequest(transaction, request.name()),
                                            [&](const StoredRequest& found) {
                                              return found.request.mentee() == call.person() ||
                                                     Brokers(call.caller(), found.Place());
                                            }));
    return absl::OkStatus();
  }));
  return SeenBy(call.person(), stored.request);
}

absl::StatusOr<v1::ListRequestsResponse> RequestService::ListRequests(
    const rpc::Call& call, const v1::ListRequestsRequest& request) {
  const std::string& parent = request.parent();
  bool related = parent == call.person();
  if (parent.starts_with("regions/")) {
    related = call.caller().HasIn(access::Role::ROLE_ADVISER, {"", parent, ""});
  } else if (parent.starts_with("authorities/")) {
    // Where the authority lies decides about advisers; an unknown one is nobody's.
    auto authority = facts_.Authority(parent, "", call.deadline());
    if (!authority.ok() && !absl::IsNotFound(authority.status())) return authority.status();
    related = authority.ok() &&
              Brokers(call.caller(), {parent, authority->region(), authority->nation()});
  }
  RETURN_IF_ERROR(call.Require(related));
  ASSIGN_OR_RETURN(std::string after, ground_.tokens().Read(call.person(), request));
  const int size = page::Size(request.page_size());
  std::vector<StoredRequest> rows;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(rows,
                     matching::ListRequests(transaction, parent, request.state(), after, size + 1));
    return absl::OkStatus();
  }));
  v1::ListRequestsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        ground_.tokens().Make(call.person(), request, PositionOf(rows.back())));
  }
  for (const StoredRequest& row : rows) {
    *response.add_requests() = SeenBy(call.person(), row.request);
  }
  return response;
}

absl::StatusOr<v1::Request> RequestService::ClaimRequest(const rpc::Call& call,
                                                         const v1::ClaimRequestRequest& request) {
  StoredRequest stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(stored, RequireRelated(call, LoadRequest(transaction, request.name()),
                                            [&](const StoredRequest& found) {
                                              // Nobody brokers what they ask for themselves.
                                              return found.request.mentee() != call.person() &&
                                                     Brokers(call.caller(), found.Place());
                                            }));
    RETURN_IF_ERROR(subject::CheckUnrestricted(transaction, stored.request.mentee()));
    RETURN_IF_ERROR(Claim(call.person(), now, stored.request));
    return SaveRequest(transaction, stored);
  }));
  return SeenBy(call.person(), stored.request);
}

absl::StatusOr<v1::Request> RequestService::WithdrawRequest(
    const rpc::Call& call, const v1::WithdrawRequestRequest& request) {
  StoredRequest stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(stored, RequireRelated(call, LoadRequest(transaction, request.name()),
                                            [&](const StoredRequest& found) {
                                              return found.request.mentee() == call.person();
                                            }));
    const bool was_invited = stored.request.state() == v1::Request::STATE_INVITED;
    RETURN_IF_ERROR(Withdraw(stored.request));
    RETURN_IF_ERROR(Abandon(transaction, stored));
    // An invitation that nobody took up leaves no trace.
    if (was_invited) return timer::Clear(transaction, kInvitationTimer, request.name());
    return event::Append(transaction,
                         {.type = "matching.request.withdrawn",
                          .resource = request.name(),
                          .version = stored.version,
                          .codes = ScopeCodes(stored.scope)},
                         now);
  }));
  return SeenBy(call.person(), stored.request);
}

absl::StatusOr<v1::Challenge> RequestService::ReadChallenge(
    const rpc::Call& call, const v1::ReadChallengeRequest& request) {
  const std::string name = request.name().substr(0, request.name().rfind('/'));
  std::optional<std::string> sealed;
  std::string holder;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    absl::StatusOr<StoredMatch> match = LoadLiveMatch(transaction, name);
    if (!match.ok() && !absl::IsNotFound(match.status())) return match.status();
    ASSIGN_OR_RETURN(
        StoredRequest stored,
        RequireRelated(call, LoadRequest(transaction, name), [&](const StoredRequest& found) {
          if (found.request.mentee() == call.person()) return true;
          return match.ok() && match->match.state() != v1::Match::STATE_ASKED &&
                 PersonOf(match->match.mentor()) == call.person();
        }));
    holder = ChallengeHolder(name, stored.request.mentee());
    absl::StatusOr<std::string> found = LoadChallenge(transaction, name);
    if (absl::IsNotFound(found.status())) return absl::OkStatus();
    RETURN_IF_ERROR(found.status());
    sealed = *std::move(found);
    return absl::OkStatus();
  }));
  v1::Challenge challenge;
  challenge.set_name(request.name());
  if (sealed.has_value()) {
    ASSIGN_OR_RETURN(*challenge.mutable_content(),
                     sealer_.Open(holder, ChallengePlace(name), *sealed, call.deadline()));
  }
  return challenge;
}

}  // namespace telemachus::matching
