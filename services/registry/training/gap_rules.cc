#include "registry/training/gap_rules.h"

#include "common/time/civil.h"
#include "registry/training/accreditation_rules.h"

namespace telemachus::registry {

GapTerms TermsOf(const v1::Policy& policy, absl::CivilDay today) {
  GapTerms terms;
  terms.today = time::FormatDate(today);
  terms.lapsing_until = time::FormatDate(today + kFirstReminderDays);
  terms.required = policy.mentor_training() == v1::Policy::TRAINING_REQUIRED;
  if (policy.mentee_orientation() == v1::Policy::ORIENTATION_EXPECTED) {
    const int months =
        policy.induction_months() > 0 ? policy.induction_months() : kUsualInductionMonths;
    terms.new_since = time::FormatDate(time::AddMonths(today, -months));
  }
  return terms;
}

v1::TrainingGap::Kind GapOf(const Trainee& trainee, const GapTerms& terms) {
  if (trainee.mentor) {
    if (trainee.accredited_until.empty()) return v1::TrainingGap::KIND_NOT_ACCREDITED;
    if (trainee.accredited_until < terms.today) return v1::TrainingGap::KIND_LAPSED;
    return trainee.accredited_until <= terms.lapsing_until ? v1::TrainingGap::KIND_LAPSING
                                                           : v1::TrainingGap::KIND_UNSPECIFIED;
  }
  const bool expected = !terms.new_since.empty() && !trainee.first_seat_date.empty() &&
                        trainee.first_seat_date >= terms.new_since;
  return expected && !trainee.oriented ? v1::TrainingGap::KIND_ORIENTATION
                                       : v1::TrainingGap::KIND_UNSPECIFIED;
}

bool IsRequired(v1::TrainingGap::Kind kind, const GapTerms& terms) {
  return terms.required &&
         (kind == v1::TrainingGap::KIND_NOT_ACCREDITED || kind == v1::TrainingGap::KIND_LAPSED ||
          kind == v1::TrainingGap::KIND_LAPSING);
}

}  // namespace telemachus::registry
