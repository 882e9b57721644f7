#ifndef TELEMACHUS_REGISTRY_TIMER_KINDS_H_
#define TELEMACHUS_REGISTRY_TIMER_KINDS_H_

namespace telemachus::registry {

// Access that was taken away for a time comes back; the subject is the person.
inline constexpr char kAccessReturnsTimer[] = "access_returns";
// A policy recorded ahead begins to apply; the subject is the policy.
inline constexpr char kPolicyAppliesTimer[] = "policy_applies";
// What a nation laid down ahead begins to apply; the subject is the national policy.
inline constexpr char kNationalPolicyAppliesTimer[] = "national_policy_applies";
// Other services are to learn anew of an authority's mentors; the subject is the authority.
inline constexpr char kMentorsFollowTimer[] = "mentors_follow";
// Something about a seat changes by itself: it, a role or an affiliation begins or has ended; the
// subject is the membership.
inline constexpr char kSeatTurnsTimer[] = "seat_turns";
// The day by which a format is to be provided has passed; the subject is the task.
inline constexpr char kFormatTaskDueTimer[] = "format_task_due";
// A day begins from which services must know a mentor anew, such as the one after their last in
// office; the subject is the person.
inline constexpr char kMentorTurnsTimer[] = "mentor_turns";
// A former member is told that their mentoring ends; the subject is the person.
inline constexpr char kMentorEndingTimer[] = "mentor_ending";

// On a day members pass to another authority; the subject is "{their authority}@{day}".
inline constexpr char kMembersPassTimer[] = "members_pass";
// Accreditation lapses in three months, in one; it has lapsed. The subject is the person.
inline constexpr char kAccreditationFirstReminderTimer[] = "accreditation_first_reminder";
inline constexpr char kAccreditationLastReminderTimer[] = "accreditation_last_reminder";
inline constexpr char kAccreditationLapsedTimer[] = "accreditation_lapsed";
// An invitation to mentor was not answered until its last day; the subject is the invitation.
inline constexpr char kInvitationLapsesTimer[] = "invitation_lapses";
// A term begins for a seat that goes on; the subject is the membership.
inline constexpr char kTermBeginsTimer[] = "term_begins";
// An election was not applied for so long that it is given up; the subject is the election.
inline constexpr char kElectionLeftTimer[] = "election_left";
// Staff are to be reminded of a request about a person's data; the subject is the request.
inline constexpr char kSubjectDueTimer[] = "subject_due";

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TIMER_KINDS_H_
