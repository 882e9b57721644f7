#ifndef TELEMACHUS_TOOLS_STORY_CHAPTERS_H_
#define TELEMACHUS_TOOLS_STORY_CHAPTERS_H_

#include "absl/status/status.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tools/story/world.h"

// The chapters, in the order of their telling. Each ends at the first step that does not hold.
namespace telemachus::story {

// Authorities, seats and members are imported; staff get their roles; a policy is set.
absl::Status TellRegister(World& world);
// Members register as mentors; training makes them accredited.
absl::Status TellMentors(World& world);
// A course on a day, who comes, until when that accredits, and who has yet to come.
absl::Status TellTraining(World& world);
// A newly elected member asks; a shortlist, a choice, an answer, an approval.
absl::Status TellRequest(World& world);
// What must not happen around a request.
absl::Status TellRefusals(World& world);
// From the draft through meetings, signatures and reviews to the end.
absl::Status TellAgreement(World& world);
// Evaluations that nobody else reads, and a report in which small numbers are protected.
absl::Status TellEvaluation(World& world);

// What somebody says who lets the other side of a match have their e-mail, and nothing else.
registry::v1::UpdatePersonRequest ReleaseEmail(const Actor& actor);

}  // namespace telemachus::story

#endif  // TELEMACHUS_TOOLS_STORY_CHAPTERS_H_
