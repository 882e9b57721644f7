#include "matching/match_service.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "matching/match_flow.h"
#include "matching/match_rules.h"
#include "matching/offer_store.h"
#include "matching/place_store.h"
#include "matching/relations.h"
#include "matching/request_rules.h"

namespace telemachus::matching {
namespace {

absl::Status NoPlaceLeft() {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_NO_PLACE_LEFT,
                       "the mentor has no place left");
}

// Every mentor ranked was offered, or is the one the mentee named.
absl::Status CheckRanking(const StoredRequest& stored, const std::vector<StoredOffer>& offers,
                          const std::vector<std::string>& ranking) {
  for (size_t i = 0; i < ranking.size(); ++i) {
    const bool offered = absl::c_any_of(
        offers, [&](const StoredOffer& offer) { return offer.offer.mentor() == ranking[i]; });
    if (offered || stored.request.preferences().named_mentor() == ranking[i]) continue;
    return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_NOT_OFFERED,
                         absl::StrCat("ranking[", i, "] was not offered to you"),
                         {{"field", absl::StrCat("ranking[", i, "]")}});
  }
  return absl::OkStatus();
}

bool MayChoose(v1::Request::State state) {
  return state == v1::Request::STATE_WAITING || state == v1::Request::STATE_CHOOSING;
}

}  // namespace

absl::StatusOr<MatchService::Pair> MatchService::LoadPair(sql::Transaction& transaction,
                                                          const std::string& match) {
  Pair pair;
  ASSIGN_OR_RETURN(pair.match, LoadMatch(transaction, match));
  ASSIGN_OR_RETURN(pair.request, LoadRequest(transaction, pair.match.match.request()));
  return pair;
}

absl::StatusOr<registry::v1::MentorFacts> MatchService::CheckMentor(const rpc::Call& call,
                                                                    const StoredRequest& stored,
                                                                    const std::string& mentor,
                                                                    int free_places,
                                                                    programme::v1::Reach& source) {
  ASSIGN_OR_RETURN(Search search, searches_.Prepare(stored, call.deadline()));
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    return SearchLoader::Complete(transaction, search);
  }));
  // A named mentor may come from anywhere: the mentee's wish is what reach is for.
  if (stored.request.preferences().named_mentor() == mentor) {
    search.reach = programme::v1::REACH_ANY_NATION;
  }
  ASSIGN_OR_RETURN(auto found, facts_.Mentors({mentor}, call.deadline()));
  const bool removed = found.empty() || RemovedBy(search, found[0], free_places).has_value();
  if (removed) {
    return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_NOT_AVAILABLE,
                         "the mentor is not available for this request any more");
  }
  if (const auto* seat = SeatOf(found[0], search.seat)) source = DistanceOf(*seat, search.seat);
  return std::move(found[0]);
}

absl::StatusOr<v1::Match> MatchService::ChooseMentor(const rpc::Call& call,
                                                     const v1::ChooseMentorRequest& request) {
  const std::vector<std::string> ranking(request.ranking().begin(), request.ranking().end());
  StoredRequest before;
  std::vector<StoredOffer> offers;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(before, RequireRelated(call, LoadRequest(transaction, request.request()),
                                            [&](const StoredRequest& found) {
                                              return found.request.mentee() == call.person();
                                            }));
    ASSIGN_OR_RETURN(offers, LoadOffers(transaction, request.request()));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(CheckRanking(before, offers, ranking));
  // A place held for this mentee counts as free, and whether one is left is decided below.
  programme::v1::Reach source = programme::v1::REACH_UNSPECIFIED;
  RETURN_IF_ERROR(CheckMentor(call, before, ranking.front(), 1, source).status());
  ASSIGN_OR_RETURN(auto mentors, facts_.Mentors(ranking, call.deadline()));
  StoredMatch asked;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
    if (earlier.has_value()) {
      ASSIGN_OR_RETURN(asked, LoadMatch(transaction, earlier->resource));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(StoredRequest stored, LoadRequest(transaction, request.request()));
    if (!MayChoose(stored.request.state())) {
      return status::WrongState(request.request(), v1::Request::State_Name(stored.request.state()));
    }
    for (const auto& mentor : mentors) RETURN_IF_ERROR(NotePlaces(transaction, mentor));
    RETURN_IF_ERROR(PutRanking(transaction, request.request(), ranking));
    absl::StatusOr<StoredMatch> next = AskNext(transaction, stored, ground_.ids(), now);
    if (absl::IsNotFound(next.status())) return NoPlaceLeft();
    ASSIGN_OR_RETURN(asked, std::move(next));
    return once::Keep(transaction, key, {asked.match.name(), asked.version}, now);
  }));
  return Shown(call, asked);
}

absl::StatusOr<v1::Match> MatchService::AcceptMatch(const rpc::Call& call,
                                                    const v1::AcceptMatchRequest& request) {
  Pair before;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(
        before, RequireRelated(call, LoadPair(transaction, request.name()), [&](const Pair& pair) {
          return PersonOf(pair.match.match.mentor()) == call.person();
        }));
    return absl::OkStatus();
  }));
  if (before.match.match.state() != v1::Match::STATE_ASKED) {
    return status::WrongState(request.name(), v1::Match::State_Name(before.match.match.state()));
  }
  programme::v1::Reach source = programme::v1::REACH_UNSPECIFIED;
  RETURN_IF_ERROR(
      CheckMentor(call, before.request, before.match.match.mentor(), 1, source).status());
  StoredMatch accepted;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(Pair pair, LoadPair(transaction, request.name()));
    RETURN_IF_ERROR(Accept(pair.request.policy, now, pair.match.match));
    if (!pair.match.holds_place) {
      ASSIGN_OR_RETURN(bool taken, TakePlace(transaction, pair.match.match.mentor()));
      if (!taken) return NoPlaceLeft();
      pair.match.holds_place = true;
    }
    pair.match.source = source;
    RETURN_IF_ERROR(Conclude(transaction, pair.match, pair.request, now));
    accepted = pair.match;
    return absl::OkStatus();
  }));
  return Shown(call, accepted);
}

absl::StatusOr<v1::Match> MatchService::DeclineMatch(const rpc::Call& call,
                                                     const v1::DeclineMatchRequest& request) {
  StoredMatch declined;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(
        Pair pair,
        RequireRelated(call, LoadPair(transaction, request.name()), [&](const Pair& found) {
          return PersonOf(found.match.match.mentor()) == call.person();
        }));
    RETURN_IF_ERROR(Decline(pair.match.match));
    RETURN_IF_ERROR(GiveUp(transaction, pair.match, pair.request, ground_.ids(), now));
    declined = pair.match;
    return absl::OkStatus();
  }));
  return Shown(call, declined);
}

absl::StatusOr<v1::Match> MatchService::ApproveMatch(const rpc::Call& call,
                                                     const v1::ApproveMatchRequest& request) {
  StoredMatch approved;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(
        Pair pair,
        RequireRelated(call, LoadPair(transaction, request.name()), [&](const Pair& found) {
          return MayApprove(call.caller(), found.request, found.match, now) &&
                 SeenByStaff(found.match.match.state());
        }));
    RETURN_IF_ERROR(Approve(now, pair.match.match));
    RETURN_IF_ERROR(Conclude(transaction, pair.match, pair.request, now));
    approved = pair.match;
    return absl::OkStatus();
  }));
  return Shown(call, approved);
}

absl::StatusOr<v1::Match> MatchService::RefuseMatch(const rpc::Call& call,
                                                    const v1::RefuseMatchRequest& request) {
  StoredMatch refused;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(
        Pair pair,
        RequireRelated(call, LoadPair(transaction, request.name()), [&](const Pair& found) {
          return MayApprove(call.caller(), found.request, found.match, now) &&
                 SeenByStaff(found.match.match.state());
        }));
    RETURN_IF_ERROR(Refuse(request.ground(), pair.request.refusals, pair.match.match));
    ++pair.request.refusals;
    // The mentee chooses anew: what they ranked before was with this mentor first.
    RETURN_IF_ERROR(PutRanking(transaction, pair.request.request.name(), {}));
    RETURN_IF_ERROR(GiveUp(transaction, pair.match, pair.request, ground_.ids(), now));
    refused = pair.match;
    return absl::OkStatus();
  }));
  return Shown(call, refused);
}

absl::StatusOr<v1::Match> MatchService::GetMatch(const rpc::Call& call,
                                                 const v1::GetMatchRequest& request) {
  StoredMatch stored;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(
        stored,
        RequireRelated(call, LoadMatch(transaction, request.name()), [&](const StoredMatch& found) {
          const bool party = found.match.mentee() == call.person() ||
                             PersonOf(found.match.mentor()) == call.person();
          const access::Scope own{found.scope.authority, "", ""};
          return party || (SeenByStaff(found.match.state()) &&
                           (Brokers(call.caller(), found.scope) ||
                            call.caller().HasIn(access::Role::ROLE_PANEL, own)));
        }));
    return absl::OkStatus();
  }));
  return Shown(call, stored);
}

absl::StatusOr<v1::ListMatchesResponse> MatchService::ListMatches(
    const rpc::Call& call, const v1::ListMatchesRequest& request) {
  const std::string& parent = request.parent();
  bool related = parent == call.person();
  if (parent.starts_with("authorities/")) {
    auto authority = facts_.Authority(parent, "", call.deadline());
    if (!authority.ok() && !absl::IsNotFound(authority.status())) return authority.status();
    related = authority.ok() &&
              (Brokers(call.caller(), {parent, authority->region(), authority->nation()}) ||
               call.caller().HasIn(access::Role::ROLE_PANEL, {parent, "", ""}));
  }
  RETURN_IF_ERROR(call.Require(related));
  ASSIGN_OR_RETURN(std::string after, ground_.tokens().Read(call.person(), request));
  const int size = page::Size(request.page_size());
  std::vector<StoredMatch> rows;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(rows,
                     matching::ListMatches(transaction, parent, request.state(), after, size + 1));
    return absl::OkStatus();
  }));
  v1::ListMatchesResponse response;
  if (rows.size() > static_cast<size_t>(size)) {
    rows.resize(size);
    response.set_next_page_token(
        ground_.tokens().Make(call.person(), request, PositionOf(rows.back())));
  }
  for (const StoredMatch& row : rows) {
    ASSIGN_OR_RETURN(*response.add_matches(), Shown(call, row));
  }
  return response;
}

absl::StatusOr<v1::BatchGetMatchFactsResponse> MatchService::BatchGetMatchFacts(
    const rpc::Call& call, const v1::BatchGetMatchFactsRequest& request) {
  v1::BatchGetMatchFactsResponse response;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    response.Clear();
    for (const std::string& name : request.matches()) {
      absl::StatusOr<Pair> pair = LoadPair(transaction, name);
      if (absl::IsNotFound(pair.status())) continue;
      if (!pair.ok()) return pair.status();
      v1::MatchFacts& facts = *response.add_matches();
      facts.set_match(name);
      facts.set_version(pair->match.version);
      facts.set_request(pair->match.match.request());
      facts.add_mentees(pair->match.match.mentee());
      facts.add_mentors(PersonOf(pair->match.match.mentor()));
      facts.set_kind(pair->match.match.kind());
      facts.set_authority(pair->match.scope.authority);
      facts.set_region(pair->match.scope.region);
      facts.set_nation(pair->match.scope.nation);
      facts.set_policy(pair->request.request.policy());
      facts.set_state(pair->match.match.state());
      *facts.mutable_confirm_time() = pair->match.match.confirm_time();
      facts.set_request_date(
          time::FormatDate(time::DayOf(time::FromProto(pair->request.request.create_time()))));
    }
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<v1::Match> MatchService::Shown(const rpc::Call& call, const StoredMatch& stored) {
  v1::Match match = stored.match;
  const bool mentee = match.mentee() == call.person();
  const bool mentor = PersonOf(match.mentor()) == call.person();
  if (!mentee) match.clear_refusal_ground();
  // Neither a refusal nor anything after it is the mentor's to read into.
  if (mentor && match.state() == v1::Match::STATE_REFUSED) match.set_state(v1::Match::STATE_LAPSED);
  if (!mentee && !mentor) return match;
  ASSIGN_OR_RETURN(auto other, facts_.Person(mentee ? PersonOf(match.mentor()) : match.mentee(),
                                             call.deadline()));
  match.set_counterpart_display_name(other.display_name());
  if (match.state() == v1::Match::STATE_ACCEPTED || match.state() == v1::Match::STATE_CONFIRMED) {
    match.mutable_counterpart_contact()->set_email(other.contact().email());
    match.mutable_counterpart_contact()->set_telephone(other.contact().telephone());
  }
  return match;
}

}  // namespace telemachus::matching
