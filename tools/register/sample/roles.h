#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_ROLES_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_ROLES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tools/register/record/member.h"
#include "tools/register/sample/random.h"

namespace telemachus::sample {

// Codes of the roles a member can hold.
namespace role {
constexpr absl::string_view kLeader = "leader";
constexpr absl::string_view kDeputyLeader = "deputy_leader";
constexpr absl::string_view kExecutive = "executive";
constexpr absl::string_view kScrutinyChair = "scrutiny_chair";
constexpr absl::string_view kCommitteeChair = "committee_chair";
constexpr absl::string_view kRegulatoryChair = "regulatory_chair";
constexpr absl::string_view kGroupLeader = "group_leader";
constexpr absl::string_view kChampion = "champion";
constexpr absl::string_view kOppositionLead = "opposition_lead";
constexpr absl::string_view kWardMember = "ward_member";
}  // namespace role

// The most members of an executive, leader and deputy included: the law's own limit in England.
constexpr size_t kMostExecutive = 10;

// Gives the members of one council their roles. Everybody is a ward member. The largest party (the
// independents count as one) has the leader, the deputy and the executive, from among its longer
// serving members as far as it has them; the second largest has the lead of the opposition; each
// party of two or more has a group leader. Nobody holds an office twice, and no member of the
// executive chairs scrutiny. A council too small for all offices goes without the later ones.
void AssignRoles(absl::Span<record::Member> council, Random& random);

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_ROLES_H_
