#include "registry/succession/succession_service.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/person/changes.h"
#include "registry/role/grant_store.h"
#include "registry/succession/seat_endings.h"
#include "registry/succession/settling.h"
#include "registry/succession/succession_checks.h"
#include "registry/succession/succession_store.h"
#include "registry/succession/succession_words.h"

namespace telemachus::registry {
namespace {

constexpr char kSuccession[] = "/succession";

std::string NameOf(const std::string& authority) { return absl::StrCat(authority, kSuccession); }
std::string EndedOf(const std::string& succession) {
  return succession.substr(0, succession.rfind('/'));
}

// The authorities of some names, in their order; unknown ones are left out.
absl::StatusOr<std::vector<v1::Authority>> LoadAll(
    sql::Transaction& transaction, const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::vector<v1::Authority> authorities;
  for (const std::string& name : names) {
    absl::StatusOr<StoredAuthority> stored = LoadAuthority(transaction, name);
    if (absl::IsNotFound(stored.status())) continue;
    RETURN_IF_ERROR(stored.status());
    authorities.push_back(std::move(stored->authority));
  }
  return authorities;
}

// Whether the one successor comes after this authority alone.
absl::StatusOr<bool> IsSolePredecessor(sql::Transaction& transaction,
                                       const std::vector<v1::Authority>& successors) {
  if (successors.size() != 1) return false;
  const std::string& successor = successors.front().name();
  ASSIGN_OR_RETURN(const auto predecessors, LoadPredecessors(transaction, {successor}));
  const auto found = predecessors.find(successor);
  return found != predecessors.end() && found->second.size() == 1;
}

absl::StatusOr<v1::Succession> Shown(sql::Transaction& transaction, const StoredSuccession& stored,
                                     const std::string& today) {
  const v1::Authority& authority = stored.authority;
  ASSIGN_OR_RETURN(const auto successors, LoadAll(transaction, authority.successors()));
  ASSIGN_OR_RETURN(const bool sole, IsSolePredecessor(transaction, successors));
  v1::Succession shown;
  shown.set_name(NameOf(authority.name()));
  shown.set_authority(authority.name());
  shown.set_kind(KindOf(authority, successors, sole));
  shown.set_state(StateOn(stored.ending, today));
  shown.set_end_date(authority.end_date());
  shown.set_effective_date(EffectiveDate(authority.end_date()));
  *shown.mutable_successors() = authority.successors();
  *shown.mutable_rule() = RuleInWords(shown.kind(), shown.state(), authority, successors);
  shown.mutable_decisions()->Assign(stored.ending.decisions.begin(), stored.ending.decisions.end());
  shown.set_etag(stored.etag);
  return shown;
}

// The same, with the wards that wait.
absl::StatusOr<v1::Succession> ShownInFull(sql::Transaction& transaction,
                                           const StoredSuccession& stored,
                                           const std::string& today) {
  ASSIGN_OR_RETURN(v1::Succession shown, Shown(transaction, stored, today));
  if (shown.state() != v1::Succession::STATE_UNDECIDED) return shown;
  const auto& decisions = stored.ending.decisions;
  ASSIGN_OR_RETURN(const auto wards, WardsUnder(transaction, shown.authority(), today));
  for (const Ward& ward : wards) {
    if (!decisions.empty() && IsDecidedFor(decisions.back(), ward)) continue;
    v1::Succession::OpenWard& waiting = *shown.add_waiting_wards();
    waiting.set_authority(ward.authority);
    waiting.set_ward(ward.name);
    const int last = shown.open_wards_size() - 1;
    if (last < 0 || shown.open_wards(last) != ward.name) shown.add_open_wards(ward.name);
  }
  return shown;
}

// The authority, if the caller is staff of its nation. NotPermitted() otherwise.
absl::StatusOr<StoredAuthority> RequireNational(sql::Transaction& transaction,
                                                const rpc::Call& call, const std::string& name) {
  absl::StatusOr<StoredAuthority> stored = LoadAuthority(transaction, name);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
  RETURN_IF_ERROR(call.Require(
      stored.ok() && call.caller().HasIn(access::Role::ROLE_NATIONAL, ScopeOf(stored->authority))));
  return stored;
}

// Its succession; WRONG_STATE if it has no end.
absl::StatusOr<StoredSuccession> RequireEnd(sql::Transaction& transaction,
                                            const std::string& authority) {
  absl::StatusOr<StoredSuccession> stored = LoadSuccession(transaction, authority);
  if (absl::IsNotFound(stored.status())) return status::WrongState(authority, "LIVING");
  return stored;
}

absl::Status End(sql::Transaction& transaction, const v1::RecordSuccessionRequest& request,
                 absl::Time now, StoredAuthority& stored) {
  const v1::Authority before = stored.authority;
  stored.authority.set_end_date(request.end_date());
  *stored.authority.mutable_successors() = request.successors();
  RETURN_IF_ERROR(SaveAuthority(transaction, stored));
  RETURN_IF_ERROR(AuthorityChanged(transaction, stored.authority, stored.version, now));
  RETURN_IF_ERROR(FollowEnd(transaction, before, stored.authority, now).status());
  return Settle(transaction, now);
}

absl::Status Record(sql::Transaction& transaction, const v1::RecordSuccessionRequest& request,
                    absl::Time now, StoredAuthority& stored) {
  const std::string& etag = request.etag();
  if (!etag.empty() && etag != stored.authority.etag()) {
    return status::StaleEtag(request.authority());
  }
  ASSIGN_OR_RETURN(const auto successors, LoadAll(transaction, request.successors()));
  std::map<std::string, v1::Authority> known;
  for (const v1::Authority& successor : successors) known[successor.name()] = successor;
  ASSIGN_OR_RETURN(const SuccessionBook book, LoadBook(transaction));
  RETURN_IF_ERROR(CheckEnd(request, stored.authority, known, book));
  return End(transaction, request, now, stored);
}

// Lets the authority live as if its end had never been recorded; returns how many seats were given
// back.
absl::StatusOr<int64_t> Withdraw(sql::Transaction& transaction,
                                 const v1::WithdrawSuccessionRequest& request, absl::Time now,
                                 StoredAuthority& stored) {
  ASSIGN_OR_RETURN(const StoredSuccession recorded,
                   RequireEnd(transaction, stored.authority.name()));
  const std::string& etag = request.etag();
  if (!etag.empty() && etag != recorded.etag) return status::StaleEtag(request.name());
  ASSIGN_OR_RETURN(const BuiltOnEnd built, LoadBuiltOn(transaction, stored.authority));
  RETURN_IF_ERROR(CheckWithdrawal(request.name(), recorded.ending, built));
  const v1::Authority before = stored.authority;
  stored.authority.clear_end_date();
  stored.authority.clear_successors();
  RETURN_IF_ERROR(SaveAuthority(transaction, stored));
  RETURN_IF_ERROR(AuthorityChanged(transaction, stored.authority, stored.version, now));
  ASSIGN_OR_RETURN(const int64_t given_back, FollowEnd(transaction, before, stored.authority, now));
  RETURN_IF_ERROR(Settle(transaction, now));
  return given_back;
}

absl::Status Decide(sql::Transaction& transaction, const v1::DecideSuccessionRequest& request,
                    const std::string& decided_by, absl::Time now, StoredSuccession& stored) {
  const std::string today = time::FormatDate(time::DayOf(now));
  const std::string& etag = request.etag();
  if (!etag.empty() && etag != stored.etag) return status::StaleEtag(request.name());
  ASSIGN_OR_RETURN(const auto wards, WardsOf(transaction, stored.authority.name()));
  RETURN_IF_ERROR(CheckDecision(request.decision(), request.name(), stored.ending, wards));
  const auto& earlier = stored.ending.decisions;
  if (!earlier.empty() && SayTheSame(earlier.back(), request.decision())) return absl::OkStatus();
  v1::SuccessionDecision decision = request.decision();
  decision.set_from_date(std::max(today, EffectiveDate(stored.ending.end_date)));
  *decision.mutable_decide_time() = time::ToProto(now);
  RETURN_IF_ERROR(InsertDecision(transaction, stored, decided_by, decision));
  RETURN_IF_ERROR(Settle(transaction, now));
  ASSIGN_OR_RETURN(stored, LoadSuccession(transaction, stored.authority.name()));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Succession> SuccessionService::GetSuccession(
    const rpc::Call& call, const v1::GetSuccessionRequest& request) {
  v1::Succession shown;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const auto stored = LoadSuccession(transaction, EndedOf(request.name()));
        if (absl::IsNotFound(stored.status())) return status::NotFound(request.name());
        RETURN_IF_ERROR(stored.status());
        ASSIGN_OR_RETURN(shown,
                         ShownInFull(transaction, *stored, time::FormatDate(means_.Today())));
        return absl::OkStatus();
      }));
  return shown;
}

absl::StatusOr<v1::ListSuccessionsResponse> SuccessionService::ListSuccessions(
    const rpc::Call& call, const v1::ListSuccessionsRequest& request) {
  const std::string today = time::FormatDate(means_.Today());
  const int size = page::Size(request.page_size());
  std::vector<StoredSuccession> rows;
  v1::ListSuccessionsResponse response;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const auto place = PlaceOf(transaction, request.parent());
        if (!place.ok() && !absl::IsNotFound(place.status())) return place.status();
        RETURN_IF_ERROR(
            call.Require(place.ok() && (call.caller().HasIn(access::Role::ROLE_NATIONAL, *place) ||
                                        call.caller().HasIn(access::Role::ROLE_ADVISER, *place))));
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        const bool region = absl::StartsWith(request.parent(), "regions/");
        const SuccessionFilter filter{.region = region ? request.parent() : std::string(),
                                      .nation = region ? std::string() : request.parent(),
                                      .undecided_only = request.undecided_only()};
        ASSIGN_OR_RETURN(rows, registry::ListSuccessions(transaction, filter, after, size + 1));
        response.Clear();
        if (page::Cut(rows, size)) {
          response.set_next_page_token(
              means_.tokens.Make(call.caller().Name(), request, PositionOf(rows.back())));
        }
        for (const StoredSuccession& row : rows) {
          ASSIGN_OR_RETURN(*response.add_successions(), Shown(transaction, row, today));
        }
        return absl::OkStatus();
      }));
  return response;
}

absl::StatusOr<v1::Succession> SuccessionService::RecordSuccession(
    const rpc::Call& call, const v1::RecordSuccessionRequest& request) {
  const absl::Time now = means_.Now();
  v1::Succession shown;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(StoredAuthority stored,
                         RequireNational(transaction, call, request.authority()));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (!earlier.has_value()) {
          RETURN_IF_ERROR(Record(transaction, request, now, stored));
          RETURN_IF_ERROR(
              once::Keep(transaction, key, {NameOf(request.authority()), stored.version}, now));
        }
        ASSIGN_OR_RETURN(const StoredSuccession recorded,
                         RequireEnd(transaction, request.authority()));
        ASSIGN_OR_RETURN(shown,
                         ShownInFull(transaction, recorded, time::FormatDate(time::DayOf(now))));
        return absl::OkStatus();
      }));
  return shown;
}

absl::StatusOr<v1::Succession> SuccessionService::DecideSuccession(
    const rpc::Call& call, const v1::DecideSuccessionRequest& request) {
  const absl::Time now = means_.Now();
  const std::string authority = EndedOf(request.name());
  v1::Succession shown;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireNational(transaction, call, authority).status());
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        ASSIGN_OR_RETURN(StoredSuccession stored, RequireEnd(transaction, authority));
        if (!earlier.has_value()) {
          RETURN_IF_ERROR(Decide(transaction, request, call.person(), now, stored));
          RETURN_IF_ERROR(once::Keep(transaction, key, {request.name(), 1}, now));
        }
        ASSIGN_OR_RETURN(shown,
                         ShownInFull(transaction, stored, time::FormatDate(time::DayOf(now))));
        return absl::OkStatus();
      }));
  return shown;
}

absl::StatusOr<v1::WithdrawSuccessionResponse> SuccessionService::WithdrawSuccession(
    const rpc::Call& call, const v1::WithdrawSuccessionRequest& request) {
  const absl::Time now = means_.Now();
  int64_t given_back = 0;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(StoredAuthority stored,
                         RequireNational(transaction, call, EndedOf(request.name())));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          given_back = earlier->version;
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(given_back, Withdraw(transaction, request, now, stored));
        return once::Keep(transaction, key, {request.name(), given_back}, now);
      }));
  v1::WithdrawSuccessionResponse response;
  response.set_seats_given_back(static_cast<int32_t>(given_back));
  return response;
}

}  // namespace telemachus::registry
