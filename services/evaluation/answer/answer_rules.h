#ifndef TELEMACHUS_EVALUATION_ANSWER_ANSWER_RULES_H_
#define TELEMACHUS_EVALUATION_ANSWER_ANSWER_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"

// What an evaluation may say, and how it counts. Pure.
namespace telemachus::evaluation {

// The answer's word in figures: "mostly".
std::string CodeOf(v1::Evaluation::Degree degree);

// INVALID_ARGUMENT naming every choice that stands twice.
absl::Status CheckAnswers(const v1::Evaluation& evaluation);

// The quarter that a day lies in: "2026-Q4".
std::string QuarterOf(absl::CivilDay day);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_ANSWER_ANSWER_RULES_H_
