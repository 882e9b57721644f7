#include "matching/match/match_rules.h"

#include "absl/strings/str_cat.h"
#include "common/id/id.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::matching {
namespace {

absl::Status WrongState(const v1::Match& match) {
  return status::WrongState(match.name(), v1::Match::State_Name(match.state()));
}

void ConfirmAt(absl::Time now, v1::Match& match) {
  match.set_state(v1::Match::STATE_CONFIRMED);
  *match.mutable_confirm_time() = time::ToProto(now);
}

bool ApproverIsLate(const StoredMatch& stored, absl::Time now) {
  const absl::CivilDay accepted = time::DayOf(time::FromProto(stored.match.accept_time()));
  return now >= time::StartOf(time::AddWorkingDays(accepted, kApprovalDays) + 1);
}

}  // namespace

absl::Status Accept(const registry::v1::Policy& policy, absl::Time now, v1::Match& match) {
  if (match.state() != v1::Match::STATE_ASKED) return WrongState(match);
  const bool needs_approval = policy.approval() == registry::v1::Policy::APPROVAL_OFFICER ||
                              policy.approval() == registry::v1::Policy::APPROVAL_PANEL;
  *match.mutable_accept_time() = time::ToProto(now);
  if (needs_approval) {
    match.set_state(v1::Match::STATE_ACCEPTED);
  } else {
    ConfirmAt(now, match);
  }
  return absl::OkStatus();
}

absl::Status Decline(v1::Match& match) {
  if (match.state() != v1::Match::STATE_ASKED) return WrongState(match);
  match.set_state(v1::Match::STATE_DECLINED);
  return absl::OkStatus();
}

absl::Status Approve(absl::Time now, v1::Match& match) {
  if (match.state() != v1::Match::STATE_ACCEPTED) return WrongState(match);
  ConfirmAt(now, match);
  return absl::OkStatus();
}

absl::Status Refuse(v1::RefusalGround ground, int refusals, v1::Match& match) {
  if (match.state() != v1::Match::STATE_ACCEPTED) return WrongState(match);
  if (refusals >= kRefusals) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, status::v1::REASON_REFUSAL_NOT_ALLOWED,
        absl::StrCat("approval was refused ", kRefusals, " times; the regional adviser decides"),
        {{"limit", absl::StrCat(kRefusals)}});
  }
  match.set_state(v1::Match::STATE_REFUSED);
  match.set_refusal_ground(ground);
  return absl::OkStatus();
}

bool MayApprove(const access::Caller& caller, const StoredRequest& request,
                const StoredMatch& stored, absl::Time now) {
  const std::string& person = caller.person();
  if (person == stored.match.mentee() || person == PersonOf(stored.match.mentor())) return false;
  const access::Scope own{.authority = stored.Place().authority, .region = "", .nation = ""};
  const bool adviser_decides = request.refusals >= kRefusals || ApproverIsLate(stored, now);
  if (adviser_decides && caller.HasIn(access::Role::ROLE_ADVISER, stored.Place())) return true;
  switch (request.policy.approval()) {
    case registry::v1::Policy::APPROVAL_OFFICER:
      return caller.HasIn(access::Role::ROLE_OFFICER, own);
    case registry::v1::Policy::APPROVAL_PANEL:
      return caller.HasIn(access::Role::ROLE_PANEL, own);
    default:
      return false;
  }
}

bool SeenByStaff(v1::Match::State state) {
  return state == v1::Match::STATE_ACCEPTED || state == v1::Match::STATE_CONFIRMED ||
         state == v1::Match::STATE_ENDED;
}

std::string CounterpartOf(const std::string& person, const v1::Match& match) {
  if (match.mentee() == person) return PersonOf(match.mentor());
  return PersonOf(match.mentor()) == person ? match.mentee() : "";
}

v1::Match SeenBy(const std::string& person, v1::Match match,
                 const registry::v1::PersonFacts& counterpart) {
  if (match.mentee() != person) match.clear_refusal_ground();
  const bool party = !CounterpartOf(person, match).empty();
  // A refusal is not the mentor's to read into.
  if (PersonOf(match.mentor()) == person && match.state() == v1::Match::STATE_REFUSED) {
    match.set_state(v1::Match::STATE_LAPSED);
  }
  if (!party) return match;
  match.set_counterpart_display_name(counterpart.display_name());
  if (match.state() == v1::Match::STATE_ACCEPTED || match.state() == v1::Match::STATE_CONFIRMED) {
    v1::Contact& contact = *match.mutable_counterpart_contact();
    contact.set_email(counterpart.contact().email());
    contact.set_telephone(counterpart.contact().telephone());
    contact.set_postal_address(counterpart.contact().postal_address());
  }
  return match;
}

std::string PersonOf(const std::string& mentor) {
  return absl::StrCat("people/", id::LastSegment(mentor));
}

std::string MentorOf(const std::string& person) {
  return absl::StrCat("mentors/", id::LastSegment(person));
}

}  // namespace telemachus::matching
