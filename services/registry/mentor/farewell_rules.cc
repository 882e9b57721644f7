#include "registry/mentor/farewell_rules.h"

#include <algorithm>

#include "common/time/civil.h"
#include "registry/mentor/mentor_rules.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

// Until when they may mentor after the last day in office that is known; empty if not at all.
std::string UntilAfterOffice(const StoredPerson& stored, const PolicyBook& policies,
                             absl::string_view left) {
  const std::string first_day = DayAfter(left);
  if (first_day.empty()) return "";
  const std::string last = LastMentoringDay(stored, policies, first_day);
  return last >= first_day ? last : std::string();
}

bool WasBegun(const Farewell& farewell) {
  return !farewell.asked_date.empty() || !farewell.told_date.empty();
}

// Whether they have left all seats, or are known to, and lately one without standing again.
bool LeftForGood(const StoredPerson& stored, absl::string_view day) {
  const std::string left = LastDayInOffice(stored, day);
  if (left.empty()) return false;
  return std::any_of(stored.memberships.begin(), stored.memberships.end(),
                     [&left](const StoredMembership& seat) {
                       const v1::Membership& membership = seat.membership;
                       return membership.leaving() == v1::Membership::LEAVING_DID_NOT_STAND &&
                              IsRecent(membership, left);
                     });
}

void AskIfDue(const StoredMentor& mentor, const StoredPerson& stored, const PolicyBook& policies,
              absl::string_view day, FarewellStep& step) {
  const std::string left = LastDayInOffice(stored, day);
  const std::string until = UntilAfterOffice(stored, policies, left);
  if (until.empty() || absl::string_view(until) < day) return;
  step.left_date = left;
  step.until_date = until;
  const bool trained = absl::string_view(stored.accredited_until) >= day;
  const bool may = trained && !stored.person.restricted();
  if (!may || mentor.mentor.former_member_willing()) return;
  if (step.farewell.asked_date == left) return;
  step.ask = true;
  step.farewell.asked_date = left;
}

// The notices that `days` before the end are due and were not given at `told` days or fewer.
void TellIfDue(const std::string& last, absl::string_view day, FarewellStep& step) {
  const absl::StatusOr<absl::CivilDay> end = time::ParseDate(last);
  const absl::StatusOr<absl::CivilDay> today = time::ParseDate(day);
  if (!end.ok() || !today.ok() || *today > *end) return;
  const int left = static_cast<int>(*end - *today);
  Farewell& told = step.farewell;
  for (const int notice : {kLastNoticeDays, kFirstNoticeDays}) {
    const bool given = told.told_date == last && told.told_days <= notice;
    if (left > notice) {
      step.next_notice_date = time::FormatDate(*end - notice);
    } else if (!given) {
      step.tell_date = last;
      told.told_date = last;
      told.told_days = notice;
    }
  }
}

}  // namespace

FarewellStep NextFarewell(const StoredMentor& mentor, const StoredPerson& stored,
                          const std::vector<OfficerPost>& posts, const PolicyBook& policies,
                          absl::string_view day, const Farewell& before) {
  FarewellStep step;
  step.farewell = before;
  if (!mentor.IsRegistered() || !posts.empty()) return step;
  if (WasBegun(before) && !LeftForGood(stored, day)) {
    step.take_back = true;
    step.farewell = Farewell();
    return step;
  }
  AskIfDue(mentor, stored, policies, day, step);
  if (mentor.mentor.former_member_willing() && MentorsAsFormerMember(stored, posts, day)) {
    TellIfDue(LastMentoringDay(stored, policies, day), day, step);
  }
  return step;
}

}  // namespace telemachus::registry
