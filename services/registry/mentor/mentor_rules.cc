#include "registry/mentor/mentor_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

using Codes = google::protobuf::RepeatedPtrField<std::string>;

void CheckCodes(absl::string_view field, const Codes& offered, const Codes& known,
                status::FieldFaults& faults) {
  const std::set<std::string> codes(known.begin(), known.end());
  std::set<std::string> seen;
  for (int i = 0; i < offered.size(); ++i) {
    const std::string path = absl::StrCat("mentor.", field, "[", i, "]");
    if (codes.count(offered[i]) == 0) {
      faults.Add(path, status::v1::REASON_FIELD_UNKNOWN_REFERENCE, "is no code of the catalogue");
    } else if (!seen.insert(offered[i]).second) {
      faults.Add(path, status::v1::REASON_FIELD_REPEATED, "stands in the list already");
    }
  }
}

void CheckKinds(const v1::Mentor& mentor, status::FieldFaults& faults) {
  std::set<int> seen;
  for (int i = 0; i < mentor.kinds_size(); ++i) {
    if (seen.insert(mentor.kinds(i)).second) continue;
    faults.Add(absl::StrCat("mentor.kinds[", i, "]"), status::v1::REASON_FIELD_REPEATED,
               "stands in the list already");
  }
}

}  // namespace

bool MayMentor(const std::vector<access::v1::Grant>& roles) {
  return std::any_of(roles.begin(), roles.end(), [](const access::v1::Grant& role) {
    return role.role() == access::v1::ROLE_MEMBER || role.role() == access::v1::ROLE_OFFICER;
  });
}

absl::Status CheckOffer(const v1::Mentor& mentor, const v1::CatalogueCodes& codes) {
  status::FieldFaults faults;
  CheckKinds(mentor, faults);
  CheckCodes("skills", mentor.skills(), codes.skills(), faults);
  CheckCodes("subjects", mentor.subjects(), codes.subjects(), faults);
  return faults.ToStatus();
}

void FillIn(const StoredPerson& stored, const PolicyBook& policies, absl::string_view day,
            v1::Mentor& mentor) {
  mentor.set_accredited_until_date(stored.accredited_until);
  mentor.set_last_day_date(LastMentoringDay(stored, policies, day));
}

std::string AccreditedUntil(const v1::Course& course, absl::string_view attended_date) {
  const absl::StatusOr<absl::CivilDay> day = time::ParseDate(attended_date);
  if (course.accredits_months() == 0 || !day.ok()) return "";
  return time::FormatDate(time::AddMonths(*day, course.accredits_months()));
}

}  // namespace telemachus::registry
