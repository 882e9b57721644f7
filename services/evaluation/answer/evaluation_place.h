#ifndef TELEMACHUS_EVALUATION_ANSWER_EVALUATION_PLACE_H_
#define TELEMACHUS_EVALUATION_ANSWER_EVALUATION_PLACE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/crypto/seal.h"

// How an evaluation lies.
namespace telemachus::evaluation {

// Under whose key it is sealed: its author's, for this one alone.
inline std::string EvaluationHolder(const std::string& evaluation, const std::string& author) {
  return absl::StrCat(evaluation, "|", author);
}

// What it is sealed as.
inline crypto::Place EvaluationPlace(const std::string& evaluation) {
  return {.thing = evaluation, .field = "evaluation", .format = 1};
}

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_ANSWER_EVALUATION_PLACE_H_
