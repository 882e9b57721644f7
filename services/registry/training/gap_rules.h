#ifndef TELEMACHUS_REGISTRY_TRAINING_GAP_RULES_H_
#define TELEMACHUS_REGISTRY_TRAINING_GAP_RULES_H_

#include <string>

#include "absl/time/civil_time.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/training.pb.h"

// Who has yet to be trained, as policies ask for it. Pure. Days are YYYY-MM-DD.
//
// Policies ask nothing of officers, so that courses for them leave no gap. Experience from before,
// in this programme or elsewhere, closes none.
namespace telemachus::registry {

// For how long a newly elected member counts as new where the policy does not say.
inline constexpr int kUsualInductionMonths = 9;

// What an authority's policy asks for on a day.
struct GapTerms {
  std::string today;
  // Accreditation that ends on this day or earlier is a gap.
  std::string lapsing_until;
  // Whether mentors must be accredited.
  bool required = false;
  // Members who first sat somewhere on this day or later are new; empty where none is expected at
  // an orientation.
  std::string new_since;
};
GapTerms TermsOf(const v1::Policy& policy, absl::CivilDay today);

// What of a person decides.
struct Trainee {
  bool mentor = false;
  // Until when accredited; empty: never.
  std::string accredited_until;
  // The first day of any seat; empty: not known, or none.
  std::string first_seat_date;
  // Whether they attended a course for mentees.
  bool oriented = false;
};

// What is missing, or KIND_UNSPECIFIED. Whoever mentors is past orientation.
v1::TrainingGap::Kind GapOf(const Trainee& trainee, const GapTerms& terms);

// Whether the policy requires that a gap of this kind is closed before a mentor is matched.
bool IsRequired(v1::TrainingGap::Kind kind, const GapTerms& terms);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRAINING_GAP_RULES_H_
