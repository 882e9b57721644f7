#ifndef TELEMACHUS_EVALUATION_ANSWER_TALLY_H_
#define TELEMACHUS_EVALUATION_ANSWER_TALLY_H_

#include <cstdint>
#include <string>

#include "common/access/caller.h"

namespace telemachus::evaluation {

// How many gave an answer to a question in a place.
struct Tally {
  access::Scope scope;
  std::string question;  // "successful"
  std::string answer;    // "mostly"
  int64_t given = 0;
};

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_ANSWER_TALLY_H_
