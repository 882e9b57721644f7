#include "matching/match/match_service.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/subject/roll.h"
#include "common/time/civil.h"
#include "matching/match/match_flow.h"
#include "matching/match/match_rules.h"
#include "matching/request/relations.h"
#include "matching/request/request_rules.h"
#include "matching/shortlist/offer_store.h"
#include "matching/shortlist/place_store.h"

namespace telemachus::matching {
namespace {

absl::Status NoPlaceLeft() {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_NO_PLACE_LEFT,
                       "the mentor has no place left");
}

// Nothing new begins where either side's data are restricted.
absl::Status CheckUnrestricted(sql::Transaction& transaction, const v1::Match& match) {
  RETURN_IF_ERROR(subject::CheckUnrestricted(transaction, match.mentee()));
  return subject::CheckUnrestricted(transaction, PersonOf(match.mentor()));
}

absl::Status CheckRankedOnce(const v1::ChooseMentorRequest& request) {
  std::set<std::string> seen;
  for (int i = 0; i < request.ranking_size(); ++i) {
    if (seen.insert(request.ranking(i)).second) continue;
    return status::FieldFault(absl::StrCat("ranking[", i, "]"), status::v1::REASON_FIELD_REPEATED,
                              "is ranked before");
  }
  return absl::OkStatus();
}

// The mentee may choose now, and every mentor ranked was offered, or is the one they named.
absl::Status CheckChoice(const StoredRequest& stored, const std::vector<StoredOffer>& offers,
                         const v1::ChooseMentorRequest& request) {
  RETURN_IF_ERROR(CheckSearching(stored.request));
  for (int i = 0; i < request.ranking_size(); ++i) {
    const std::string& mentor = request.ranking(i);
    const bool offered = absl::c_any_of(
        offers, [&](const StoredOffer& offer) { return offer.offer.mentor() == mentor; });
    if (offered || stored.request.preferences().named_mentor() == mentor) continue;
    return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_NOT_OFFERED,
                         absl::StrCat("ranking[", i, "] was not offered to you"),
                         {{"field", absl::StrCat("ranking[", i, "]")}});
  }
  return absl::OkStatus();
}

// The match that the same call made when it came before, as it is now. NOT_FOUND (bare) if it is
// new.
absl::StatusOr<StoredMatch> MadeBefore(sql::Transaction& transaction, const once::Key& key) {
  ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
  if (!earlier.has_value()) return absl::NotFoundError("the call is new");
  return LoadMatch(transaction, earlier->resource);
}

v1::MatchFacts FactsOf(const StoredMatch& match, const StoredRequest& request) {
  v1::MatchFacts facts;
  facts.set_match(match.match.name());
  facts.set_version(match.version);
  facts.set_request(match.match.request());
  facts.add_mentees(match.match.mentee());
  facts.add_mentors(PersonOf(match.match.mentor()));
  facts.set_kind(match.match.kind());
  facts.set_authority(match.scope.authority);
  facts.set_region(match.scope.region);
  facts.set_nation(match.scope.nation);
  facts.set_policy(request.request.policy());
  *facts.mutable_governing_policy() = request.policy;
  facts.set_state(match.match.state());
  *facts.mutable_confirm_time() = match.match.confirm_time();
  facts.set_request_date(
      time::FormatDate(time::DayOf(time::FromProto(request.request.create_time()))));
  return facts;
}

}  // namespace

absl::StatusOr<MatchService::Pair> MatchService::LoadPair(sql::Transaction& transaction,
                                                          const std::string& match) {
  Pair pair;
  ASSIGN_OR_RETURN(pair.match, LoadMatch(transaction, match));
  absl::StatusOr<StoredRequest> request = LoadRequest(transaction, pair.match.match.request());
  // Nobody's fault but ours, and no reason to say that there is no such match.
  if (absl::IsNotFound(request.status())) return absl::DataLossError("a match has no request");
  ASSIGN_OR_RETURN(pair.request, std::move(request));
  return pair;
}

absl::StatusOr<MatchService::CheckedMentor> MatchService::CheckMentor(
    const rpc::Call& call, const StoredRequest& stored, std::set<std::string> ended_with,
    const std::string& mentor) {
  ASSIGN_OR_RETURN(Search search, searches_.Load(stored, std::move(ended_with), call.deadline()));
  // A named mentor may come from anywhere: the mentee's wish is what reach is for.
  if (stored.request.preferences().named_mentor() == mentor) {
    search.reach = programme::v1::REACH_ANY_NATION;
  }
  ASSIGN_OR_RETURN(auto found, facts_.Mentors({mentor}, call.deadline()));
  // One place is taken as free: whether there is one is decided in the transaction.
  if (found.empty() || RemovedBy(search, found[0], 1).has_value()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_NOT_AVAILABLE,
                         "the mentor is not available for this request any more");
  }
  CheckedMentor checked;
  if (const auto* seat = SeatOf(search, found[0])) {
    checked.source = DistanceOf(*seat, search.seat);
  }
  checked.facts = std::move(found[0]);
  return checked;
}

absl::StatusOr<v1::Match> MatchService::ChooseMentor(const rpc::Call& call,
                                                     const v1::ChooseMentorRequest& request) {
  RETURN_IF_ERROR(CheckRankedOnce(request));
  StoredRequest before;
  std::set<std::string> ended_with;
  absl::StatusOr<StoredMatch> repeat;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(before, RequireRelated(call, LoadRequest(transaction, request.request()),
                                            [&](const StoredRequest& found) {
                                              return found.request.mentee() == call.person();
                                            }));
    repeat = MadeBefore(transaction, call.OnceKey(request));
    if (!absl::IsNotFound(repeat.status())) return repeat.status();
    ASSIGN_OR_RETURN(auto offers, LoadOffers(transaction, request.request()));
    RETURN_IF_ERROR(CheckChoice(before, offers, request));
    ASSIGN_OR_RETURN(ended_with, EndedWith(transaction, before.request.mentee()));
    return absl::OkStatus();
  }));
  if (repeat.ok()) return Shown(call, *repeat);
  RETURN_IF_ERROR(CheckMentor(call, before, std::move(ended_with), request.ranking(0)).status());
  ASSIGN_OR_RETURN(StoredMatch asked, AskFirst(call, request));
  return Shown(call, asked);
}

absl::StatusOr<StoredMatch> MatchService::AskFirst(const rpc::Call& call,
                                                   const v1::ChooseMentorRequest& request) {
  const std::vector<std::string> ranking(request.ranking().begin(), request.ranking().end());
  ASSIGN_OR_RETURN(auto mentors, facts_.Mentors(ranking, call.deadline()));
  StoredMatch asked;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    const once::Key key = call.OnceKey(request);
    absl::StatusOr<StoredMatch> repeat = MadeBefore(transaction, key);
    if (!absl::IsNotFound(repeat.status())) {
      ASSIGN_OR_RETURN(asked, std::move(repeat));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(StoredRequest stored, LoadRequest(transaction, request.request()));
    ASSIGN_OR_RETURN(auto offers, LoadOffers(transaction, request.request()));
    RETURN_IF_ERROR(CheckChoice(stored, offers, request));
    RETURN_IF_ERROR(subject::CheckUnrestricted(transaction, stored.request.mentee()));
    for (const auto& mentor : mentors) RETURN_IF_ERROR(NotePlaces(transaction, mentor));
    RETURN_IF_ERROR(PutRanking(transaction, request.request(), ranking));
    absl::StatusOr<StoredMatch> next = AskNext(transaction, stored, ground_.ids(), now);
    if (absl::IsNotFound(next.status())) return NoPlaceLeft();
    ASSIGN_OR_RETURN(asked, std::move(next));
    return once::Keep(transaction, key, {asked.match.name(), asked.version}, now);
  }));
  return asked;
}

absl::StatusOr<v1::Match> MatchService::AcceptMatch(const rpc::Call& call,
                                                    const v1::AcceptMatchRequest& request) {
  Pair before;
  std::set<std::string> ended_with;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(
        before, RequireRelated(call, LoadPair(transaction, request.name()), [&](const Pair& pair) {
          return PersonOf(pair.match.match.mentor()) == call.person();
        }));
    // A wrong state is said before the registry is asked; what counts is the same check below.
    v1::Match tried = before.match.match;
    RETURN_IF_ERROR(Accept(before.request.policy, now, tried));
    ASSIGN_OR_RETURN(ended_with, EndedWith(transaction, tried.mentee()));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(
      const CheckedMentor mentor,
      CheckMentor(call, before.request, std::move(ended_with), before.match.match.mentor()));
  StoredMatch accepted;
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(Pair pair, LoadPair(transaction, request.name()));
    RETURN_IF_ERROR(Accept(pair.request.policy, now, pair.match.match));
    RETURN_IF_ERROR(CheckUnrestricted(transaction, pair.match.match));
    // The match has its place since the mentee chose; the mentor may have given some up since.
    RETURN_IF_ERROR(NotePlaces(transaction, mentor.facts));
    ASSIGN_OR_RETURN(bool within, WithinPlaces(transaction, mentor.facts.mentor()));
    if (!within) return NoPlaceLeft();
    pair.match.source = mentor.source;
    RETURN_IF_ERROR(Conclude(transaction, pair.match, pair.request, now));
    accepted = pair.match;
    return absl::OkStatus();
  }));
  return Shown(call, accepted);
}

absl::StatusOr<v1::Match> MatchService::Decide(
    const rpc::Call& call, const std::string& name, const std::function<bool(const Pair&)>& related,
    const std::function<absl::Status(sql::Transaction&, Pair&)>& step) {
  StoredMatch decided;
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(Pair pair, RequireRelated(call, LoadPair(transaction, name), related));
    RETURN_IF_ERROR(step(transaction, pair));
    decided = pair.match;
    return absl::OkStatus();
  }));
  return Shown(call, decided);
}

absl::StatusOr<v1::Match> MatchService::DeclineMatch(const rpc::Call& call,
                                                     const v1::DeclineMatchRequest& request) {
  const absl::Time now = ground_.clock().Now();
  return Decide(
      call, request.name(),
      [&](const Pair& pair) { return PersonOf(pair.match.match.mentor()) == call.person(); },
      [&](sql::Transaction& transaction, Pair& pair) -> absl::Status {
        RETURN_IF_ERROR(Decline(pair.match.match));
        return GiveUp(transaction, pair.match, pair.request, ground_.ids(), now);
      });
}

absl::StatusOr<v1::Match> MatchService::ApproveMatch(const rpc::Call& call,
                                                     const v1::ApproveMatchRequest& request) {
  const absl::Time now = ground_.clock().Now();
  return Decide(
      call, request.name(), [&](const Pair& pair) { return MayDecide(call.caller(), pair, now); },
      [&](sql::Transaction& transaction, Pair& pair) -> absl::Status {
        RETURN_IF_ERROR(Approve(now, pair.match.match));
        RETURN_IF_ERROR(CheckUnrestricted(transaction, pair.match.match));
        return Conclude(transaction, pair.match, pair.request, now);
      });
}

absl::StatusOr<v1::Match> MatchService::RefuseMatch(const rpc::Call& call,
                                                    const v1::RefuseMatchRequest& request) {
  const absl::Time now = ground_.clock().Now();
  return Decide(
      call, request.name(), [&](const Pair& pair) { return MayDecide(call.caller(), pair, now); },
      [&](sql::Transaction& transaction, Pair& pair) -> absl::Status {
        RETURN_IF_ERROR(Refuse(request.ground(), pair.request.refusals, pair.match.match));
        ++pair.request.refusals;
        // The mentee chooses anew: what they ranked before was with this mentor first.
        RETURN_IF_ERROR(PutRanking(transaction, pair.request.request.name(), {}));
        return GiveUp(transaction, pair.match, pair.request, ground_.ids(), now);
      });
}

bool MatchService::MayDecide(const access::Caller& caller, const Pair& pair, absl::Time now) {
  return MayApprove(caller, pair.request, pair.match, now) && SeenByStaff(pair.match.match.state());
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
          const access::Scope own{found.Place().authority, "", ""};
          return party || (SeenByStaff(found.match.state()) &&
                           (Brokers(call.caller(), found.Place()) ||
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
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        ground_.tokens().Make(call.person(), request, PositionOf(rows.back())));
  }
  ASSIGN_OR_RETURN(auto shown, AllShown(call, rows));
  response.mutable_matches()->Assign(shown.begin(), shown.end());
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
      *response.add_matches() = FactsOf(pair->match, pair->request);
    }
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<std::vector<v1::Match>> MatchService::AllShown(
    const rpc::Call& call, const std::vector<StoredMatch>& rows) {
  std::set<std::string> names;
  for (const StoredMatch& row : rows) {
    const std::string counterpart = CounterpartOf(call.person(), row.match);
    if (!counterpart.empty()) names.insert(counterpart);
  }
  // Somebody whom the registry does not know any more is shown without a name.
  std::map<std::string, registry::v1::PersonFacts> people;
  if (!names.empty()) {
    ASSIGN_OR_RETURN(auto found, facts_.People({names.begin(), names.end()}, call.deadline()));
    for (auto& person : found) people[person.person()] = std::move(person);
  }
  std::vector<v1::Match> shown;
  shown.reserve(rows.size());
  for (const StoredMatch& row : rows) {
    shown.push_back(
        SeenBy(call.person(), row.match, people[CounterpartOf(call.person(), row.match)]));
  }
  return shown;
}

absl::StatusOr<v1::Match> MatchService::Shown(const rpc::Call& call, const StoredMatch& stored) {
  ASSIGN_OR_RETURN(auto shown, AllShown(call, {stored}));
  return std::move(shown.front());
}

}  // namespace telemachus::matching
