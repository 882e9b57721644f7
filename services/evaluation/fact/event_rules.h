#ifndef TELEMACHUS_EVALUATION_FACT_EVENT_RULES_H_
#define TELEMACHUS_EVALUATION_FACT_EVENT_RULES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/access/caller.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"
#include "telemachus/event/v1/event.pb.h"

// What an event means here. Pure.
namespace telemachus::evaluation {

// The types that are counted.
inline constexpr char kRequestCreated[] = "matching.request.created";
inline constexpr char kMatchConfirmed[] = "matching.match.confirmed";
inline constexpr char kAgreementDrafted[] = "agreement.agreement.drafted";
inline constexpr char kAgreementSigned[] = "agreement.agreement.signed";
inline constexpr char kAgreementCompleted[] = "agreement.agreement.completed";
// Withdrawn or re-matched: which of the two is nobody's business, so it is not even kept.
inline constexpr char kAgreementEndedEarly[] = "agreement.agreement.ended_early";
inline constexpr char kMeetingHeld[] = "agreement.meeting.held";
inline constexpr char kReviewFinal[] = "agreement.review.final";
inline constexpr char kObjectiveResolved[] = "agreement.objective.resolved";
inline constexpr char kPersonTrained[] = "registry.person.trained";

// What is kept of an event: codes and dates.
struct Fact {
  std::string type;
  std::string thing;   // with the type, what counts once
  std::string parent;  // an agreement, or of a drafted one its match; empty: placed by `scope`
  std::string kind;    // of mentoring; empty if its place says it
  std::string code;    // what its table counts by
  access::Scope scope;
  std::string day;  // YYYY-MM-DD
};

// Whether anything follows from the event here: a fact to keep, or an invitation.
bool Concerns(const event::v1::Event& event);

// The fact to keep of an event; nothing if it is not counted, or lacks what counting needs.
std::optional<Fact> FactOf(const event::v1::Event& event);

// Of which occasion the event makes the parties be asked for an evaluation; nothing if of none.
std::optional<v1::Occasion> OccasionOf(const event::v1::Event& event);

// The agreement that an event of the agreement service is about.
std::string AgreementOf(const event::v1::Event& event);

// In which band the time from the request to the match lies, both YYYY-MM-DD: "within_7_days",
// "8_to_28_days", "over_28_days"; empty if they are no dates.
std::string BandOf(absl::string_view request_date, absl::string_view confirm_date);

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_FACT_EVENT_RULES_H_
