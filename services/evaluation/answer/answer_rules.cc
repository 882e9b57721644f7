#include "evaluation/answer/answer_rules.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status.h"

namespace telemachus::evaluation {
namespace {

template <typename Choices>
void CheckOnce(const Choices& choices, absl::string_view field, status::FieldFaults& faults) {
  std::set<int> seen;
  for (int i = 0; i < choices.size(); ++i) {
    if (seen.insert(choices.Get(i)).second) continue;
    faults.Add(absl::StrCat("evaluation.", field, "[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
}

}  // namespace

std::string CodeOf(v1::Evaluation::Degree degree) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::Evaluation::Degree_Name(degree), "DEGREE_"));
}

absl::Status CheckAnswers(const v1::Evaluation& evaluation) {
  status::FieldFaults faults;
  CheckOnce(evaluation.helped(), "helped", faults);
  CheckOnce(evaluation.outstanding(), "outstanding", faults);
  return faults.ToStatus();
}

std::string QuarterOf(absl::CivilDay day) {
  return absl::StrCat(day.year(), "-Q", (day.month() - 1) / 3 + 1);
}

}  // namespace telemachus::evaluation
