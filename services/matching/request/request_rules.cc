#include "matching/request/request_rules.h"

#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::matching {
namespace {

using registry::v1::PersonFacts;

absl::Status WrongState(const v1::Request& request) {
  return status::WrongState(request.name(), v1::Request::State_Name(request.state()));
}

bool KnownNeed(const registry::v1::CatalogueCodes& codes, const std::string& need) {
  return absl::c_linear_search(codes.skills(), need) ||
         absl::c_linear_search(codes.subjects(), need) ||
         absl::c_linear_search(codes.extra_skills(), need);
}

}  // namespace

absl::StatusOr<PersonFacts::Seat> SeatOfRequest(const v1::Request& request,
                                                const PersonFacts& mentee) {
  std::vector<PersonFacts::Seat> present;
  for (const PersonFacts::Seat& seat : mentee.seats()) {
    if (seat.end_date().empty()) present.push_back(seat);
  }
  if (request.membership().empty()) {
    if (present.size() == 1) return present.front();
    return status::FieldFault("request.membership", status::v1::REASON_FIELD_REQUIRED,
                              "name the seat: the mentee holds none at present, or several");
  }
  for (const PersonFacts::Seat& seat : present) {
    if (seat.membership() == request.membership()) return seat;
  }
  return status::FieldFault("request.membership", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                            "is no seat that the mentee holds at present");
}

absl::Status CheckAsked(const v1::Request& request, const registry::v1::CatalogueCodes& codes,
                        const registry::v1::Policy& policy) {
  status::FieldFaults faults;
  std::set<std::string> seen;
  for (int i = 0; i < request.needs_size(); ++i) {
    const std::string field = absl::StrCat("request.needs[", i, "]");
    if (!KnownNeed(codes, request.needs(i))) {
      faults.Add(field, status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                 "is no skill or subject of the catalogue");
    }
    if (!seen.insert(request.needs(i)).second) {
      faults.Add(field, status::v1::REASON_FIELD_REPEATED, "is named before");
    }
  }
  const std::string& role = request.preferences().role_code();
  if (!role.empty() && !absl::c_linear_search(codes.roles(), role)) {
    faults.Add("request.preferences.role_code", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "is no role of the catalogue");
  }
  const bool group = request.kind() == programme::v1::KIND_POLITICAL_GROUP;
  if (group && request.party_rule() != programme::v1::PARTY_RULE_UNSPECIFIED &&
      request.party_rule() != programme::v1::PARTY_RULE_REQUIRED) {
    faults.Add("request.party_rule", status::v1::REASON_FIELD_CONFLICT,
               "political group mentoring is always by the same party");
  }
  if (!faults.empty()) return faults.ToStatus();
  if (!absl::c_linear_search(policy.kinds(), request.kind())) {
    return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_KIND_NOT_OFFERED,
                         "the authority does not offer this kind of mentoring",
                         {{"kind", programme::v1::Kind_Name(request.kind())}});
  }
  return absl::OkStatus();
}

absl::Status CheckOpen(int open_requests) {
  if (open_requests < kOpenRequests) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_TOO_MANY_REQUESTS,
                       absl::StrCat("a member has at most ", kOpenRequests, " open requests"),
                       {{"limit", absl::StrCat(kOpenRequests)}});
}

int QueueRank(programme::v1::Urgency urgency) {
  switch (urgency) {
    case programme::v1::URGENCY_URGENT:
      return kRematchRank + 1;
    case programme::v1::URGENCY_SOON:
      return kRematchRank + 2;
    default:
      return kRematchRank + 3;
  }
}

bool LooksForMentors(v1::Request::State state) {
  return state == v1::Request::STATE_WAITING || state == v1::Request::STATE_CHOOSING;
}

absl::Status CheckSearching(const v1::Request& request) {
  return LooksForMentors(request.state()) ? absl::OkStatus() : WrongState(request);
}

bool Holds(const v1::Request& request, const std::string& person, absl::Time now) {
  return request.holder() == person && now < time::FromProto(request.hold_expire_time());
}

absl::Status Claim(const std::string& broker, absl::Time now, v1::Request& request) {
  RETURN_IF_ERROR(CheckSearching(request));
  const bool free = request.holder().empty() || request.holder() == broker ||
                    now >= time::FromProto(request.hold_expire_time());
  if (!free) {
    return status::Error(absl::StatusCode::kAborted, status::v1::REASON_CONFLICTING_CHANGE,
                         "somebody else has the request in hand");
  }
  request.set_holder(broker);
  *request.mutable_hold_expire_time() = time::ToProto(now + kClaim);
  return absl::OkStatus();
}

absl::Status Confirm(v1::Request& request) {
  if (request.state() != v1::Request::STATE_INVITED) return WrongState(request);
  request.set_state(v1::Request::STATE_WAITING);
  return absl::OkStatus();
}

absl::Status Withdraw(v1::Request& request) {
  if (request.state() == v1::Request::STATE_MATCHED ||
      request.state() == v1::Request::STATE_WITHDRAWN) {
    return WrongState(request);
  }
  request.set_state(v1::Request::STATE_WITHDRAWN);
  return absl::OkStatus();
}

bool MoveOutward(v1::Request& request) {
  const auto furthest = request.preferences().other_nation() ? programme::v1::REACH_ANY_NATION
                                                             : programme::v1::REACH_NATION;
  if (request.reach() >= furthest) return false;
  request.set_reach(static_cast<programme::v1::Reach>(request.reach() + 1));
  return true;
}

v1::Request SeenBy(const std::string& person, v1::Request request) {
  if (person == request.mentee()) {
    request.clear_holder();
    request.clear_hold_expire_time();
  } else {
    request.clear_avoided_people();
    request.clear_avoided_authorities();
  }
  return request;
}

}  // namespace telemachus::matching
