#include "agreement/checklist/checklist_rules.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace telemachus::agreement {

absl::Status CheckAnswers(const v1::ChecklistCatalogue& catalogue,
                          const ChecklistAnswers& answers) {
  std::set<int> open;
  for (const auto& statement : catalogue.statements()) open.insert(statement.number());
  const std::set<int> known = open;
  status::FieldFaults faults;
  for (int i = 0; i < answers.size(); ++i) {
    const std::string field = absl::StrCat("answers[", i, "].number");
    if (!known.contains(answers[i].number())) {
      faults.Add(field, status::v1::REASON_CHECKLIST_INCOMPLETE, "a statement of the catalogue");
    } else if (open.erase(answers[i].number()) == 0) {
      faults.Add(field, status::v1::REASON_FIELD_REPEATED, "each statement once");
    }
  }
  if (!open.empty()) {
    faults.Add("answers", status::v1::REASON_CHECKLIST_INCOMPLETE,
               "an answer to every statement of the catalogue");
  }
  return faults.ToStatus();
}

v1::Checklist OwnAnswers(int version, const ChecklistAnswers& answers) {
  std::map<int, v1::Agreeing> by_number;
  for (const auto& answer : answers) by_number[answer.number()] = answer.own();
  v1::Checklist own;
  own.set_version(version);
  for (const auto& [number, agreeing] : by_number) {
    v1::Checklist::Answer& answer = *own.add_answers();
    answer.set_number(number);
    answer.set_own(agreeing);
  }
  return own;
}

void Reveal(const v1::Checklist& other, v1::Checklist& own) {
  std::map<int, v1::Agreeing> theirs;
  for (const auto& answer : other.answers()) theirs[answer.number()] = answer.own();
  own.set_revealed(true);
  for (v1::Checklist::Answer& answer : *own.mutable_answers()) {
    const auto found = theirs.find(answer.number());
    if (found == theirs.end()) continue;
    answer.set_other(found->second);
    if (answer.other() != answer.own()) own.add_differing_numbers(answer.number());
  }
}

}  // namespace telemachus::agreement
