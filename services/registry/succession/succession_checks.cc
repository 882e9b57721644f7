#include "registry/succession/succession_checks.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;

template <typename List>
bool Holds(const List& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool IsAmong(const std::vector<Ward>& wards, const v1::SuccessionDecision::WardSuccessor& entry) {
  return std::any_of(wards.begin(), wards.end(), [&entry](const Ward& ward) {
    return ward.name == entry.ward() &&
           (entry.authority().empty() || ward.authority == entry.authority());
  });
}

// What speaks against one successor.
void CheckSuccessor(const std::string& field, const v1::Authority& successor,
                    const v1::RecordSuccessionRequest& request, const v1::Authority& authority,
                    const SuccessionBook& book, status::FieldFaults& faults) {
  if (successor.nation() != authority.nation()) {
    faults.Add(field, REASON_FIELD_CONFLICT, "must lie in the same nation");
  }
  if (!successor.end_date().empty() && successor.end_date() < EffectiveDate(request.end_date())) {
    faults.Add(field, REASON_FIELD_CONFLICT, "must not have ended before its predecessor");
  }
  if (book.Precedes(successor.name(), authority.name())) {
    faults.Add(field, REASON_FIELD_CONFLICT, "must not be one that the authority comes after");
  }
}

}  // namespace

absl::Status CheckEnd(const v1::RecordSuccessionRequest& request, const v1::Authority& authority,
                      const std::map<std::string, v1::Authority>& known,
                      const SuccessionBook& book) {
  status::FieldFaults faults;
  if (request.end_date() < authority.start_date()) {
    faults.Add("end_date", REASON_FIELD_OUT_OF_RANGE,
               absl::StrCat("must not be before ", authority.start_date(), ", when it began"));
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.successors_size(); ++i) {
    const std::string field = absl::StrCat("successors[", i, "]");
    const std::string& name = request.successors(i);
    const auto successor = known.find(name);
    if (!seen.insert(name).second) {
      faults.Add(field, REASON_FIELD_REPEATED, "stands in the list already");
    } else if (name == authority.name()) {
      faults.Add(field, REASON_FIELD_CONFLICT, "must be another authority");
    } else if (successor == known.end()) {
      faults.Add(field, REASON_FIELD_UNKNOWN_REFERENCE, "is no authority of the register");
    } else {
      CheckSuccessor(field, successor->second, request, authority, book, faults);
    }
  }
  return faults.ToStatus();
}

absl::Status CheckDecision(const v1::SuccessionDecision& decision, const std::string& name,
                           const Ending& ending, const std::vector<Ward>& wards) {
  if (ending.successors.size() < 2) {
    return status::WrongState(name, ending.successors.empty() ? "CLOSED" : "PASSED");
  }
  if (decision.successor().empty() && decision.wards().empty()) {
    return status::FieldFault("decision.successor", REASON_FIELD_REQUIRED,
                              "is needed where nothing is decided for a ward");
  }
  status::FieldFaults faults;
  if (!decision.successor().empty() && !Holds(ending.successors, decision.successor())) {
    faults.Add("decision.successor", REASON_FIELD_UNKNOWN_REFERENCE, "does not come after it");
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < decision.wards_size(); ++i) {
    const std::string field = absl::StrCat("decision.wards[", i, "]");
    const auto& entry = decision.wards(i);
    if (!seen.emplace(entry.authority(), entry.ward()).second) {
      faults.Add(field + ".ward", REASON_FIELD_REPEATED, "stands in the list already");
    } else if (!IsAmong(wards, entry)) {
      faults.Add(field + ".ward", REASON_FIELD_UNKNOWN_REFERENCE,
                 "is no ward that members sit for");
    }
    if (!Holds(ending.successors, entry.successor())) {
      faults.Add(field + ".successor", REASON_FIELD_UNKNOWN_REFERENCE, "does not come after it");
    }
  }
  return faults.ToStatus();
}

absl::Status CheckWithdrawal(const std::string& name, const Ending& ending,
                             const BuiltOnEnd& built) {
  if (!ending.decisions.empty()) return status::WrongState(name, "DECIDED");
  if (built.seats_taken > 0) return status::WrongState(name, "SEATS_TAKEN");
  if (built.groups_joined > 0) return status::WrongState(name, "GROUPS_JOINED");
  return absl::OkStatus();
}

bool SayTheSame(const v1::SuccessionDecision& one, const v1::SuccessionDecision& other) {
  const auto said = [](const v1::SuccessionDecision& decision) {
    std::set<std::tuple<std::string, std::string, std::string>> wards;
    for (const auto& entry : decision.wards()) {
      wards.emplace(entry.authority(), entry.ward(), entry.successor());
    }
    return std::make_pair(decision.successor(), wards);
  };
  return said(one) == said(other);
}

}  // namespace telemachus::registry
