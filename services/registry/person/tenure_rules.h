#ifndef TELEMACHUS_REGISTRY_PERSON_TENURE_RULES_H_
#define TELEMACHUS_REGISTRY_PERSON_TENURE_RULES_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "registry/national/policy_bounds.h"
#include "registry/person/person_record.h"
#include "registry/policy/policy_book.h"

// Who sits in an authority on a day, and who may still mentor after leaving. Pure. Days are
// YYYY-MM-DD; an empty end is open, an empty beginning has been.
namespace telemachus::registry {

// The day before or after a date; empty if it is none.
std::string DayBefore(absl::string_view date);
std::string DayAfter(absl::string_view date);

// Whether the day lies between beginning and end, both included.
bool IsPresent(absl::string_view start_date, absl::string_view end_date, absl::string_view day);
bool IsPresent(const v1::Membership& membership, absl::string_view day);

// Whether the membership is present, or ended so lately that its holder may still have to do with
// the authority: within kMostFormerMonths.
bool IsRecent(const v1::Membership& membership, absl::string_view day);

// The earliest last day in office after which a membership is recent on `day`.
std::string RecentSince(absl::string_view day);

// The last day on which the holder of an ended membership counts as a former member, after the
// policy in force on the last day in office, of the authority that was responsible then; that day
// itself where it gives them no time. How they left plays no part: who did not stand again, and who
// was not elected, both finish what they have begun. Empty while no end is known.
std::string LastFormerDay(const StoredMembership& seat, const PolicyBook& policies);

// The last day on which the holder of an ended membership may mentor new members: the same day, but
// for those alone who left at the end of the term without standing again. Where it is not recorded
// how they left, as after an import, it was not so. Empty if they may not, or no end is known.
std::string LastMentoringDay(const StoredMembership& seat, const PolicyBook& policies);

// The same of a person: the latest of their memberships' days. Empty for who sits somewhere on
// `day`, and for who never sat.
std::string LastMentoringDay(const StoredPerson& stored, const PolicyBook& policies,
                             absl::string_view day);

// The last day in office of who sits nowhere, or is known on `day` to leave all seats they hold;
// empty if a seat goes on, and for who never sat.
std::string LastDayInOffice(const StoredPerson& stored, absl::string_view day);

// The next day after `day` on which something of the above, or of the roles held, reads otherwise
// by the passage of time alone; empty if there is none.
std::string NextTurn(const StoredPerson& stored, const PolicyBook& policies, absl::string_view day);

// The authorities whose policies are needed for the above: all in which they sat till lately, or
// sit.
std::set<std::string> AuthoritiesServed(const StoredPerson& stored, absl::string_view day);

// Whether the person sits somewhere on the day.
bool IsMember(const StoredPerson& stored, absl::string_view day);

// The authorities left lately.
std::set<std::string> AuthoritiesLeft(const StoredPerson& stored, absl::string_view day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_PERSON_TENURE_RULES_H_
