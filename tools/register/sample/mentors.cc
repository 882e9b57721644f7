#include "tools/register/sample/mentors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/register/record/rows.h"
#include "tools/register/sample/random.h"
#include "tools/register/sample/roles.h"

namespace telemachus::sample {
namespace {

using record::Member;
using Codes = std::vector<absl::string_view>;

constexpr absl::string_view kSkills[] = {"local_leadership",       "partnership_working",
                                         "communication",          "political_understanding",
                                         "scrutiny_and_challenge", "regulating_and_monitoring"};
constexpr absl::string_view kSubjects[] = {"budget_and_finance",
                                           "planning",
                                           "licensing",
                                           "childrens_services",
                                           "adult_care",
                                           "housing",
                                           "media",
                                           "community_engagement",
                                           "time_management",
                                           "ict_and_paperwork",
                                           "procedure_and_standards"};
constexpr absl::string_view kVisibilities[] = {"authority", "region", "nation"};
constexpr double kVisibilityWeights[] = {30, 45, 25};

// What holding a role suggests that somebody can teach.
struct Lesson {
  absl::string_view role;
  absl::string_view skill;
  absl::string_view subject;
};
constexpr Lesson kLessons[] = {
    {role::kLeader, "political_understanding", "media"},
    {role::kDeputyLeader, "partnership_working", "budget_and_finance"},
    {role::kExecutive, "partnership_working", "budget_and_finance"},
    {role::kScrutinyChair, "scrutiny_and_challenge", "budget_and_finance"},
    {role::kCommitteeChair, "regulating_and_monitoring", "procedure_and_standards"},
    {role::kRegulatoryChair, "regulating_and_monitoring", "planning"},
    {role::kGroupLeader, "political_understanding", "procedure_and_standards"},
    {role::kChampion, "communication", "community_engagement"},
    {role::kOppositionLead, "scrutiny_and_challenge", "media"},
};

void AddOnce(absl::string_view code, Codes& codes) {
  if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

// Adds different ones of `all` until there are `count`, which is no more than `all` holds.
void FillUp(absl::Span<const absl::string_view> all, size_t count, Random& random, Codes& codes) {
  while (codes.size() < count) AddOnce(random.Pick(all), codes);
}

// Whether the party has a national office that could nominate for it.
bool HasOffice(absl::string_view party_code) {
  static constexpr absl::string_view kWithOffice[] = {"PP52", "PP53", "PP90", "PP63", "PP77"};
  return std::find(std::begin(kWithOffice), std::end(kWithOffice), party_code) !=
         std::end(kWithOffice);
}

Codes KindsOf(const Member& member, Random& random) {
  Codes kinds;
  if (random.Chance(0.85)) kinds.push_back("one_to_one");
  if (member.roles.size() > 1 && random.Chance(0.35)) kinds.push_back("role");
  const bool leads = member.HasRole(role::kGroupLeader) || member.HasRole(role::kDeputyLeader);
  if (leads && HasOffice(member.party_code) && random.Chance(0.5)) {
    kinds.push_back("political_group");
  }
  if (kinds.empty() || random.Chance(0.5)) kinds.push_back("induction");
  if (random.Chance(0.25)) kinds.push_back("ward_visit");
  return kinds;
}

Mentor Offer(const Member& member, Random& random) {
  Mentor mentor;
  mentor.key = member.key;
  mentor.kinds = KindsOf(member, random);
  for (const Lesson& lesson : kLessons) {
    if (!member.HasRole(lesson.role)) continue;
    AddOnce(lesson.skill, mentor.skills);
    AddOnce(lesson.subject, mentor.subjects);
  }
  FillUp(kSkills, 1 + random.Below(4), random, mentor.skills);
  FillUp(kSubjects, random.Below(5), random, mentor.subjects);
  mentor.places = random.Between(1, 3);
  mentor.hours_a_month = 2 * random.Between(1, 4);
  mentor.remote = random.Chance(0.7);
  mentor.visibility = kVisibilities[random.Weighted(kVisibilityWeights)];
  mentor.willing = random.Chance(0.93);
  return mentor;
}

absl::string_view Word(bool value) { return value ? "true" : "false"; }

}  // namespace

absl::StatusOr<std::vector<Mentor>> MakeMentors(absl::Span<const record::Member> members,
                                                uint64_t seed, double share) {
  if (!(share >= 0 && share <= 1)) {
    return absl::InvalidArgumentError("the share of mentors is not within 0 and 1");
  }
  std::vector<Mentor> mentors;
  for (const Member& member : members) {
    if (member.IsNew()) continue;
    Random random(seed, absl::StrCat("mentors/", member.key));
    if (random.Chance(share)) mentors.push_back(Offer(member, random));
  }
  return mentors;
}

std::string WriteMentors(absl::Span<const Mentor> mentors) {
  std::string out;
  record::AppendRow({"key", "kinds", "skills", "subjects", "places", "hours_a_month", "remote",
                     "visibility", "willing"},
                    out);
  for (const Mentor& mentor : mentors) {
    record::AppendRow({mentor.key, absl::StrJoin(mentor.kinds, ";"),
                       absl::StrJoin(mentor.skills, ";"), absl::StrJoin(mentor.subjects, ";"),
                       absl::StrCat(mentor.places), absl::StrCat(mentor.hours_a_month),
                       Word(mentor.remote), mentor.visibility, Word(mentor.willing)},
                      out);
  }
  return out;
}

}  // namespace telemachus::sample
