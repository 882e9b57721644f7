#ifndef TELEMACHUS_MATCHING_SHORTLIST_REASON_RULES_H_
#define TELEMACHUS_MATCHING_SHORTLIST_REASON_RULES_H_

#include "matching/shortlist/eligibility_rules.h"
#include "telemachus/programme/v1/codes.pb.h"

namespace telemachus::matching {

// Why this mentor, in a few sentences and both languages: the needs they can help with, the role
// they know, where they are from, how long they have sat. Says nothing of party or gender: the
// mentee knows what they asked for, and others may read over their shoulder.
programme::v1::Text ReasonOf(const Search& search, const registry::v1::MentorFacts& mentor);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_REASON_RULES_H_
