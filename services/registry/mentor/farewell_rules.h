#ifndef TELEMACHUS_REGISTRY_MENTOR_FAREWELL_RULES_H_
#define TELEMACHUS_REGISTRY_MENTOR_FAREWELL_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "registry/mentor/mentor_record.h"
#include "registry/person/person_record.h"
#include "registry/policy/policy_book.h"

// What a mentor who leaves office is asked and told, and when. Pure. Days are YYYY-MM-DD.
namespace telemachus::registry {

// So many days before their last one, former members are told that it comes.
inline constexpr int kFirstNoticeDays = 56;
inline constexpr int kLastNoticeDays = 14;

// What is due on a day.
struct FarewellStep {
  // The last day in office and, after it, of mentoring new members, as far as known; empty where
  // they go on sitting, or may not.
  std::string left_date;
  std::string until_date;
  // Ask whether they mentor on as a former member, until `until_date` at most.
  bool ask = false;
  // Tell that mentoring ends on this day; empty: nothing to tell.
  std::string tell_date;
  // Tell that what they were asked and told of leaving is void.
  bool take_back = false;
  // What they have been asked and told after that.
  Farewell farewell;
  // The day of the next notice; empty if none is known to come.
  std::string next_notice_date;
};

// They are asked once for each last day in office: as soon as it is recorded that they leave
// without standing again, if they are accredited on `day` and have not said yes yet; not while
// their data may be used for nothing new. Who has said yes is told of the end kFirstNoticeDays and
// kLastNoticeDays before it, or at once where fewer are left; anew when the day changes. Nobody is
// told of a day that has passed.
// Who has been asked or told, and after all does not mentor on, for they sit again, never left or
// left otherwise, learns that it is void; if they leave later, all begins anew.
FarewellStep NextFarewell(const StoredMentor& mentor, const StoredPerson& stored,
                          const std::vector<OfficerPost>& posts, const PolicyBook& policies,
                          absl::string_view day, const Farewell& before);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MENTOR_FAREWELL_RULES_H_
