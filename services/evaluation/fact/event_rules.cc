#include "evaluation/fact/event_rules.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/crypto/hash.h"
#include "common/time/civil.h"

namespace telemachus::evaluation {
namespace {

using event::v1::Event;

constexpr absl::civil_diff_t kSoonDays = 7;
constexpr absl::civil_diff_t kMonthDays = 28;

std::string CodeOf(const Event& event, const std::string& key) {
  const auto found = event.codes().find(key);
  return found == event.codes().end() ? "" : found->second;
}

// The day that the event names, or the day it was committed.
std::string DayOf(const Event& event, const std::string& key) {
  std::string named = CodeOf(event, key);
  if (time::ParseDate(named).ok()) return named;
  return time::FormatDate(time::DayOf(time::FromProto(event.event_time())));
}

Fact Begin(const Event& event, const std::string& date_key) {
  Fact fact;
  fact.type = event.type();
  fact.thing = event.resource();
  fact.scope = {.authority = CodeOf(event, "authority"),
                .region = CodeOf(event, "region"),
                .nation = CodeOf(event, "nation")};
  fact.day = DayOf(event, date_key);
  return fact;
}

Fact Requested(const Event& event) {
  Fact fact = Begin(event, "date");
  fact.kind = CodeOf(event, "kind");
  fact.code = CodeOf(event, "context");
  return fact;
}

Fact Matched(const Event& event) {
  Fact fact = Begin(event, "confirm_date");
  fact.kind = CodeOf(event, "kind");
  // Two tables count matches, one by each word.
  fact.code =
      absl::StrCat(CodeOf(event, "source"), "|", BandOf(CodeOf(event, "request_date"), fact.day));
  return fact;
}

Fact Drafted(const Event& event) {
  Fact fact = Begin(event, "date");
  fact.parent = CodeOf(event, "match");
  return fact;
}

Fact OfAgreement(const Event& event, const std::string& code_key) {
  Fact fact = Begin(event, "date");
  fact.parent = AgreementOf(event);
  fact.code = CodeOf(event, code_key);
  return fact;
}

Fact EndedEarly(const Event& event) {
  Fact fact = OfAgreement(event, "");
  fact.type = kAgreementEndedEarly;
  return fact;
}

// Somebody counts as trained once for an authority, from their first training on, so that quarters
// add up to years. The digest says whether it is somebody new, not who.
Fact Trained(const Event& event) {
  Fact fact = Begin(event, "date");
  fact.type = kPersonTrained;
  fact.thing = absl::BytesToHexString(
      crypto::Sha256(absl::StrCat(CodeOf(event, "person"), "|", fact.scope.authority)));
  return fact;
}

using Reader = std::function<Fact(const Event&)>;

const std::map<std::string, Reader>& Readers() {
  static const auto* const readers = new std::map<std::string, Reader>{
      {kRequestCreated, Requested},
      {kMatchConfirmed, Matched},
      {kAgreementDrafted, Drafted},
      {kAgreementSigned, [](const Event& event) { return OfAgreement(event, ""); }},
      {kAgreementCompleted, [](const Event& event) { return OfAgreement(event, ""); }},
      {"agreement.agreement.withdrawn", EndedEarly},
      {"agreement.agreement.rematched", EndedEarly},
      {kMeetingHeld, [](const Event& event) { return OfAgreement(event, ""); }},
      {kReviewFinal, [](const Event& event) { return OfAgreement(event, "sort"); }},
      {kObjectiveResolved, [](const Event& event) { return OfAgreement(event, "state"); }},
      {"registry.training.recorded", Trained},
  };
  return *readers;
}

bool HasPlace(const Fact& fact) {
  return !fact.parent.empty() || (!fact.scope.authority.empty() && !fact.scope.region.empty() &&
                                  !fact.scope.nation.empty());
}

}  // namespace

bool Concerns(const Event& event) {
  return Readers().contains(event.type()) || OccasionOf(event).has_value();
}

std::optional<Fact> FactOf(const Event& event) {
  const auto reader = Readers().find(event.type());
  if (reader == Readers().end()) return std::nullopt;
  Fact fact = reader->second(event);
  if (!HasPlace(fact)) return std::nullopt;
  return fact;
}

std::optional<v1::Occasion> OccasionOf(const Event& event) {
  if (event.type() == kReviewFinal) {
    if (CodeOf(event, "sort") == "progress") return v1::OCCASION_MID_WAY;
    return std::nullopt;
  }
  static const auto* const occasions = new std::map<std::string, v1::Occasion>{
      {kAgreementCompleted, v1::OCCASION_END},
      {"agreement.agreement.withdrawn", v1::OCCASION_END},
      {"agreement.agreement.rematched", v1::OCCASION_END},
      {"agreement.agreement.closed", v1::OCCASION_AFTERCARE},
  };
  const auto found = occasions->find(event.type());
  if (found == occasions->end()) return std::nullopt;
  return found->second;
}

std::string AgreementOf(const Event& event) {
  const std::string& name = event.resource();
  // "agreements/a1/meetings/2" begins with the name of its agreement.
  const size_t id = name.find('/');
  if (!absl::StartsWith(name, "agreements/") || id == std::string::npos) return "";
  return name.substr(0, name.find('/', id + 1));
}

std::string BandOf(absl::string_view request_date, absl::string_view confirm_date) {
  const auto from = time::ParseDate(request_date);
  const auto until = time::ParseDate(confirm_date);
  if (!from.ok() || !until.ok()) return "";
  const absl::civil_diff_t days = std::max<absl::civil_diff_t>(0, *until - *from);
  if (days <= kSoonDays) return "within_7_days";
  return days <= kMonthDays ? "8_to_28_days" : "over_28_days";
}

}  // namespace telemachus::evaluation
