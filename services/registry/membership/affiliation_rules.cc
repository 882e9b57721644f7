#include "registry/membership/affiliation_rules.h"

#include <algorithm>
#include <vector>

#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

bool SaysNothing(const v1::Affiliation& affiliation) {
  return affiliation.party().empty() && affiliation.political_group().empty();
}

bool SaysTheSame(const v1::Affiliation& a, const v1::Affiliation& b) {
  return a.party() == b.party() && a.political_group() == b.political_group();
}

// The last day of what lasts until `end_date`, which may be open, or the membership's end.
std::string Earlier(const std::string& end_date, const std::string& limit) {
  if (end_date.empty()) return limit;
  return limit.empty() ? end_date : std::min(end_date, limit);
}

absl::Status CheckStart(const v1::Affiliation& asked, const v1::Membership& membership) {
  status::FieldFaults faults;
  const std::string& start = asked.start_date();
  const bool early = !start.empty() && start < membership.start_date();
  const bool late = !membership.end_date().empty() && start > membership.end_date();
  if (early || late) {
    faults.Add("affiliation.start_date", status::v1::REASON_FIELD_OUT_OF_RANGE,
               "must lie within the membership");
  }
  if (!asked.end_date().empty()) {
    faults.Add("affiliation.end_date", status::v1::REASON_FIELD_CONFLICT,
               "follows from what is recorded later and is not set");
  }
  return faults.ToStatus();
}

// What stands before a day, ended on the day before it.
std::vector<v1::Affiliation> Before(const std::string& start, const v1::Membership& membership) {
  std::vector<v1::Affiliation> before;
  for (const v1::Affiliation& held : membership.affiliations()) {
    if (start.empty() || held.start_date() >= start) break;
    before.push_back(held);
    before.back().set_end_date(Earlier(held.end_date(), DayBefore(start)));
  }
  return before;
}

}  // namespace

v1::Affiliation AffiliationOn(const v1::Membership& membership, absl::string_view day) {
  const std::string& end = membership.end_date();
  const absl::string_view on = !end.empty() && absl::string_view(end) < day ? end : day;
  for (const v1::Affiliation& held : membership.affiliations()) {
    if (IsPresent(held.start_date(), held.end_date(), on)) return held;
  }
  return {};
}

void SetPresent(absl::string_view day, v1::Membership& membership) {
  const v1::Affiliation present = AffiliationOn(membership, day);
  membership.set_party(present.party());
  membership.set_political_group(present.political_group());
}

absl::Status Affiliate(const v1::Affiliation& asked, v1::Membership& membership) {
  RETURN_IF_ERROR(CheckStart(asked, membership));
  v1::Affiliation added = asked;
  if (added.start_date() == membership.start_date()) added.clear_start_date();
  added.set_end_date(membership.end_date());
  std::vector<v1::Affiliation> all = Before(added.start_date(), membership);
  if (!all.empty() && SaysTheSame(all.back(), added) &&
      all.back().end_date() == DayBefore(added.start_date())) {
    all.back().set_end_date(added.end_date());
  } else if (!SaysNothing(added)) {
    all.push_back(added);
  }
  if (all.size() > kMostAffiliations) {
    return status::FieldFault("affiliation", status::v1::REASON_FIELD_OUT_OF_RANGE,
                              "there are as many as are kept of one membership");
  }
  membership.mutable_affiliations()->Assign(all.begin(), all.end());
  return absl::OkStatus();
}

void EndAffiliations(const std::string& last_end_date, v1::Membership& membership) {
  const std::string& end = membership.end_date();
  std::vector<v1::Affiliation> kept;
  for (const v1::Affiliation& held : membership.affiliations()) {
    if (!end.empty() && held.start_date() > end) break;
    kept.push_back(held);
    const bool until_the_end = held.end_date().empty() || held.end_date() == last_end_date;
    kept.back().set_end_date(until_the_end ? end : Earlier(held.end_date(), end));
  }
  membership.mutable_affiliations()->Assign(kept.begin(), kept.end());
}

bool LeaveGroup(const std::string& group, const std::string& end_date, v1::Membership& membership) {
  bool changed = false;
  std::vector<v1::Affiliation> all;
  for (const v1::Affiliation& held : membership.affiliations()) {
    const bool stays = !held.end_date().empty() && held.end_date() <= end_date;
    if (held.political_group() != group || stays) {
      all.push_back(held);
      continue;
    }
    changed = true;
    v1::Affiliation after = held;
    after.clear_political_group();
    if (held.start_date() <= end_date) {
      all.push_back(held);
      all.back().set_end_date(end_date);
      after.set_start_date(DayAfter(end_date));
    }
    if (!SaysNothing(after)) all.push_back(after);
  }
  membership.mutable_affiliations()->Assign(all.begin(), all.end());
  return changed;
}

}  // namespace telemachus::registry
