#ifndef TELEMACHUS_MATCHING_SHORTLIST_SCORE_RULES_H_
#define TELEMACHUS_MATCHING_SHORTLIST_SCORE_RULES_H_

#include <string>
#include <vector>

#include "matching/shortlist/eligibility_rules.h"
#include "telemachus/matching/v1/shortlist.pb.h"

namespace telemachus::matching {

// The points of each criterion, most first; they add up to 1,000. No evaluation, withdrawal,
// decline, re-match or self-assessment of anybody is ever among them.
struct Weights {
  int needs = 400;
  int role = 120;
  int party = 120;
  int gender = 60;
  int authority_type = 60;
  int place = 80;
  int language = 60;
  int seniority = 50;
  int load = 50;
};

// The parts of a mentor's score for a search, in the order of the criteria. `load` is how many
// places are taken. Pure; an integer for each part, so that any machine gives the same.
std::vector<v1::ScorePart> ScoreParts(const Search& search, const registry::v1::MentorFacts& mentor,
                                      int load, const Weights& weights);

// Their sum, from 0 to 1,000.
int Total(const std::vector<v1::ScorePart>& parts);

// Whether the need is one of the mentor's skills, subjects or extra skills.
bool HelpsWith(const registry::v1::MentorFacts& mentor, const std::string& need);

// Full years since the mentor was first elected; 0 if that is not known.
int YearsAsMember(const Search& search, const registry::v1::MentorFacts& mentor);

// Puts equal scores in an order that differs between requests, so that the same name is not always
// first, and is the same whenever the same request asks: smaller goes first.
uint64_t Lot(const std::string& request, const std::string& mentor);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_SCORE_RULES_H_
