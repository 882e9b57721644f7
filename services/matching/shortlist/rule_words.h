#ifndef TELEMACHUS_MATCHING_SHORTLIST_RULE_WORDS_H_
#define TELEMACHUS_MATCHING_SHORTLIST_RULE_WORDS_H_

#include "telemachus/matching/v1/shortlist.pb.h"
#include "telemachus/programme/v1/codes.pb.h"

namespace telemachus::matching {

// What a hard rule says, in both languages: a sentence about each mentor it removes. Of a rule that
// keeps a secret it tells no more than its name. Empty for no rule.
programme::v1::Text WordsOf(v1::HardRule rule);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_RULE_WORDS_H_
