#include "registry/mentor/mentor_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "registry/person/tenure_rules.h"

namespace telemachus::registry {
namespace {

constexpr char kFewerPlacesWelsh[] =
    "Nid oes dim yn newid i'r aelodau sydd gyda chi nawr. Os oes cynifer ohonynt ag sydd gennych o "
    "leoedd, neu fwy, ni chewch eich cynnig i neb newydd nes bod lle unwaith eto.";
constexpr char kFewerPlacesEnglish[] =
    "Nothing changes for the members who are with you now. If they are as many as your places, or "
    "more, you are offered to nobody new until there is room again.";

using Codes = google::protobuf::RepeatedPtrField<std::string>;

void CheckCodes(absl::string_view field, const Codes& offered, const Codes& known,
                status::FieldFaults& faults) {
  const std::set<std::string> codes(known.begin(), known.end());
  std::set<std::string> seen;
  for (int i = 0; i < offered.size(); ++i) {
    const std::string path = absl::StrCat("mentor.", field, "[", i, "]");
    if (!codes.contains(offered[i])) {
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

void CheckOfficersKinds(const v1::Mentor& mentor, status::FieldFaults& faults) {
  for (int i = 0; i < mentor.kinds_size(); ++i) {
    if (IsForOfficers(mentor.kinds(i))) continue;
    faults.Add(absl::StrCat("mentor.kinds[", i, "]"), status::v1::REASON_FIELD_CONFLICT,
               "an officer mentors new members, one to one or at their induction");
  }
}

void CheckPeriod(const v1::Mentor& mentor, status::FieldFaults& faults) {
  const std::string& until = mentor.available_until_date();
  if (until.empty() || mentor.available_from_date() <= until) return;
  faults.Add("mentor.available_until_date", status::v1::REASON_FIELD_CONFLICT,
             "must not be before available_from_date");
}

}  // namespace

bool MayMentor(const std::vector<access::v1::Grant>& roles) {
  return std::any_of(roles.begin(), roles.end(), [](const access::v1::Grant& role) {
    return role.role() == access::v1::ROLE_MEMBER || role.role() == access::v1::ROLE_OFFICER;
  });
}

bool MentorsAsOfficer(const StoredPerson& stored, const std::vector<OfficerPost>& posts,
                      absl::string_view day) {
  return !posts.empty() && !IsMember(stored, day);
}

bool MentorsAsFormerMember(const StoredPerson& stored, const std::vector<OfficerPost>& posts,
                           absl::string_view day) {
  return posts.empty() && !IsMember(stored, day) && !LastDayInOffice(stored, day).empty();
}

bool IsForOfficers(programme::v1::Kind kind) {
  return kind == programme::v1::KIND_ONE_TO_ONE || kind == programme::v1::KIND_INDUCTION;
}

absl::Status CheckOffer(const v1::Mentor& mentor, const v1::CatalogueCodes& codes, bool officer) {
  status::FieldFaults faults;
  CheckKinds(mentor, faults);
  if (officer) CheckOfficersKinds(mentor, faults);
  CheckCodes("skills", mentor.skills(), codes.skills(), faults);
  CheckCodes("subjects", mentor.subjects(), codes.subjects(), faults);
  CheckCodes("extra_skills", mentor.extra_skills(), codes.extra_skills(), faults);
  CheckPeriod(mentor, faults);
  return faults.ToStatus();
}

v1::Mentor Draft(const v1::Mentor& asked, const std::string& name) {
  v1::Mentor mentor = asked;
  mentor.set_name(name);
  if (mentor.visibility() == programme::v1::REACH_UNSPECIFIED) {
    mentor.set_visibility(programme::v1::REACH_AUTHORITY);
  }
  return mentor;
}

void FillIn(const StoredPerson& stored, const std::vector<OfficerPost>& posts,
            const PolicyBook& policies, absl::string_view day, v1::Mentor& mentor) {
  mentor.set_display_name(stored.person.display_name());
  *mentor.mutable_languages() = stored.person.languages();
  std::set<std::string> authorities;
  for (const StoredMembership& seat : stored.memberships) {
    if (IsRecent(seat.membership, day)) authorities.insert(seat.PlaceOn(day).authority);
  }
  for (const OfficerPost& post : posts) authorities.insert(post.place.authority);
  mentor.mutable_authorities()->Assign(authorities.begin(), authorities.end());
  mentor.set_former_member(MentorsAsFormerMember(stored, posts, day));
  mentor.set_accredited_until_date(stored.accredited_until);
  mentor.set_officer(MentorsAsOfficer(stored, posts, day));
  mentor.set_last_day_date(mentor.officer() ? "" : LastMentoringDay(stored, policies, day));
}

void ExplainPlaces(const v1::Mentor& before, v1::Mentor& after) {
  if (after.places() >= before.places()) return;
  after.mutable_places_meaning()->set_welsh(kFewerPlacesWelsh);
  after.mutable_places_meaning()->set_english(kFewerPlacesEnglish);
}

}  // namespace telemachus::registry
