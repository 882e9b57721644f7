#include "registry/invitation/invitation_rules.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "common/status/status.h"

namespace telemachus::registry {
namespace {

using v1::MentoringInvitation;

// Whether they came into office after a day.
bool SatAfter(const StoredPerson& stored, const std::string& day) {
  return std::any_of(
      stored.memberships.begin(), stored.memberships.end(),
      [&day](const StoredMembership& seat) { return seat.membership.start_date() > day; });
}

Asking NextOfOpen(const Leaver& leaver, const MentoringInvitation& open) {
  if (leaver.willing) return Asking::kAccept;
  if (leaver.step.until_date.empty()) return Asking::kLapse;
  const bool moved =
      open.left_date() != leaver.step.left_date || open.last_day_date() != leaver.step.until_date;
  return moved ? Asking::kMove : Asking::kNothing;
}

}  // namespace

Asking NextAsking(const Leaver& leaver) {
  if (leaver.latest.has_value() && leaver.latest->IsOpen()) {
    return NextOfOpen(leaver, leaver.latest->invitation);
  }
  if (!leaver.step.ask) return Asking::kNothing;
  const bool declined = leaver.latest.has_value() &&
                        leaver.latest->invitation.state() == MentoringInvitation::STATE_DECLINED &&
                        !SatAfter(leaver.person, leaver.latest->invitation.left_date());
  return declined ? Asking::kNothing : Asking::kCreate;
}

bool IsAsked(const Leaver& leaver) {
  const Asking next = NextAsking(leaver);
  const bool open = leaver.latest.has_value() && leaver.latest->IsOpen();
  return next == Asking::kCreate || next == Asking::kMove || (open && next == Asking::kNothing);
}

absl::Status CheckAnswer(const MentoringInvitation& invitation, MentoringInvitation::State answer,
                         absl::string_view day) {
  if (invitation.state() == answer) return absl::OkStatus();
  const bool late = absl::string_view(invitation.last_day_date()) < day;
  if (invitation.state() == MentoringInvitation::STATE_ASKED && !late) return absl::OkStatus();
  const MentoringInvitation::State state = invitation.state() == MentoringInvitation::STATE_ASKED
                                               ? MentoringInvitation::STATE_LAPSED
                                               : invitation.state();
  return status::WrongState(invitation.name(), MentoringInvitation::State_Name(state).substr(6));
}

v1::Mentor OfferOf(const StoredMentor& mentor, bool registered_once) {
  v1::Mentor offer = mentor.mentor;
  offer.set_willing(true);
  offer.set_former_member_willing(true);
  if (registered_once) return offer;
  offer.add_kinds(programme::v1::KIND_ONE_TO_ONE);
  offer.add_kinds(programme::v1::KIND_INDUCTION);
  offer.set_places(1);
  offer.set_visibility(programme::v1::REACH_AUTHORITY);
  return offer;
}

MentoringInvitation Outside(MentoringInvitation invitation, absl::string_view day) {
  if (invitation.state() == MentoringInvitation::STATE_ACCEPTED) return invitation;
  const bool over = absl::string_view(invitation.last_day_date()) < day;
  invitation.set_state(over ? MentoringInvitation::STATE_LAPSED : MentoringInvitation::STATE_ASKED);
  return invitation;
}

}  // namespace telemachus::registry
