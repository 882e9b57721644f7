#include "registry/succession/succession_rules.h"

#include <algorithm>
#include <utility>

#include "common/time/civil.h"

namespace telemachus::registry {
namespace {

bool ComesAfter(const Ending& ending, const std::string& successor) {
  return std::find(ending.successors.begin(), ending.successors.end(), successor) !=
         ending.successors.end();
}

// What a decision says of a ward of seats taken in `origin`; empty where it says nothing that still
// makes sense.
std::string DecidedFor(const Ending& ending, const v1::SuccessionDecision& decision,
                       absl::string_view origin, absl::string_view ward) {
  std::string decided = ComesAfter(ending, decision.successor()) ? decision.successor() : "";
  for (const auto& entry : decision.wards()) {
    if (absl::string_view(entry.ward()) != ward || !ComesAfter(ending, entry.successor())) continue;
    if (absl::string_view(entry.authority()) == origin) return entry.successor();
    if (entry.authority().empty()) decided = entry.successor();
  }
  return decided;
}

// What comes next for a ward on a day after the end; empty while that is not decided.
std::string NextOf(const Ending& ending, absl::string_view origin, absl::string_view ward,
                   absl::string_view day) {
  if (ending.successors.size() == 1) return ending.successors.front();
  for (auto decision = ending.decisions.rbegin(); decision != ending.decisions.rend(); ++decision) {
    if (absl::string_view(decision->from_date()) <= day) {
      return DecidedFor(ending, *decision, origin, ward);
    }
  }
  return "";
}

}  // namespace

std::string EffectiveDate(absl::string_view end_date) {
  const absl::StatusOr<absl::CivilDay> day = time::ParseDate(end_date);
  return day.ok() ? time::FormatDate(*day + 1) : std::string();
}

void SuccessionBook::Add(const std::string& authority, Ending ending) {
  if (!ending.end_date.empty()) endings_[authority] = std::move(ending);
}

const Ending* SuccessionBook::Find(absl::string_view authority) const {
  const auto found = endings_.find(authority);
  return found == endings_.end() ? nullptr : &found->second;
}

std::string SuccessionBook::ResponsibleOn(absl::string_view authority, absl::string_view ward,
                                          absl::string_view day) const {
  std::string responsible(authority);
  // No line is longer than there are ends, unless it runs in a circle, which nothing may record.
  for (size_t removes = 0; removes <= endings_.size(); ++removes) {
    const Ending* ending = Find(responsible);
    if (ending == nullptr || day <= absl::string_view(ending->end_date)) return responsible;
    std::string next = NextOf(*ending, authority, ward, day);
    if (next.empty()) return responsible;
    responsible = std::move(next);
  }
  return std::string(authority);
}

std::set<std::string> SuccessionBook::Line(const std::string& authority) const {
  std::set<std::string> line;
  std::vector<std::string> next = {authority};
  while (!next.empty()) {
    const std::string each = std::move(next.back());
    next.pop_back();
    if (!line.insert(each).second) continue;
    const Ending* ending = Find(each);
    if (ending == nullptr) continue;
    next.insert(next.end(), ending->successors.begin(), ending->successors.end());
  }
  return line;
}

bool SuccessionBook::Precedes(const std::string& from, const std::string& to) const {
  return from != to && Line(from).contains(to);
}

std::vector<Stretch> SuccessionBook::StretchesOf(const std::string& authority) const {
  const Ending* own = Find(authority);
  if (own == nullptr) return {};
  const std::string first = EffectiveDate(own->end_date);
  std::set<std::string> days = {first};
  std::set<std::string> wards = {""};
  for (const std::string& each : Line(authority)) {
    const Ending* ending = Find(each);
    if (ending == nullptr) continue;
    days.insert(std::max(first, EffectiveDate(ending->end_date)));
    for (const v1::SuccessionDecision& decision : ending->decisions) {
      days.insert(std::max(first, decision.from_date()));
      for (const auto& entry : decision.wards()) wards.insert(entry.ward());
    }
  }
  std::vector<Stretch> stretches;
  std::vector<Stretch> of_all;
  for (const std::string& ward : wards) {
    std::vector<Stretch> of_ward;
    for (const std::string& day : days) {
      std::string responsible = ResponsibleOn(authority, ward, day);
      if (!of_ward.empty() && of_ward.back().responsible == responsible) continue;
      if (!of_ward.empty()) of_ward.back().until_date = day;
      of_ward.push_back(
          {.ward = "", .from_date = day, .until_date = "", .responsible = std::move(responsible)});
    }
    if (ward.empty()) of_all = of_ward;  // the first in order
    if (!ward.empty() && of_ward == of_all) continue;
    for (Stretch& stretch : of_ward) {
      stretch.ward = ward;
      stretches.push_back(std::move(stretch));
    }
  }
  return stretches;
}

bool IsUndecided(const Ending& ending) {
  if (ending.successors.size() < 2) return false;
  return ending.decisions.empty() || !ComesAfter(ending, ending.decisions.back().successor());
}

bool IsDecidedFor(const v1::SuccessionDecision& decision, const Ward& ward) {
  return std::any_of(decision.wards().begin(), decision.wards().end(), [&ward](const auto& entry) {
    return entry.ward() == ward.name &&
           (entry.authority().empty() || entry.authority() == ward.authority);
  });
}

v1::Succession::State StateOn(const Ending& ending, absl::string_view day) {
  if (ending.successors.size() > 1) {
    return IsUndecided(ending) ? v1::Succession::STATE_UNDECIDED : v1::Succession::STATE_DECIDED;
  }
  if (day <= absl::string_view(ending.end_date)) return v1::Succession::STATE_COMING;
  return ending.successors.empty() ? v1::Succession::STATE_CLOSED : v1::Succession::STATE_PASSED;
}

}  // namespace telemachus::registry
