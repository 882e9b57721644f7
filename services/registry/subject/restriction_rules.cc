#include "registry/subject/restriction_rules.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/strip.h"

namespace telemachus::registry {
namespace {

// Everything that changes the register, by its bearing.
constexpr absl::string_view kBeginning[] = {
    // Places, roles and offers that the person did not have.
    "CourseSessionService/CreateBooking",
    "MentorService/CreateMentor",
    "MentorService/UpdateMentor",
    "MentoringInvitationService/AcceptMentoringInvitation",
    "PersonService/CreateGrant",
    "PersonService/CreateMemberRole",
    "PoliticalGroupService/CreatePoliticalGroup",
    "PoliticalGroupService/UpdatePoliticalGroup",
};
constexpr absl::string_view kGoingOn[] = {
    // What is so: seats, parties and training are facts, whether or not anybody may use them.
    "AttendanceService/RecordAttendance",
    "AttendanceService/WithdrawTrainingRecord",
    "ElectionService/ApplyElection",
    "ElectionService/RecordElectionList",
    "ElectionService/RecordElectionResults",
    "ElectionService/RemoveElectionResults",
    "MembershipCorrectionService/CorrectMembership",
    "MembershipService/CreateMembership",
    "MembershipService/RecordAffiliation",
    "MembershipService/UpdateMembership",
    "PersonService/CreatePerson",
    "PersonService/ImportMembers",
    "PersonService/UpdatePerson",
    "TrainingService/CreateTrainingRecord",
    "TransferService/StartImport",
    // What they need and choose for themselves.
    "FormatTaskService/ClaimFormatTask",
    "FormatTaskService/CompleteFormatTask",
    "MentorService/UpdateAvoidance",
    "MentoringInvitationService/DeclineMentoringInvitation",
    "SubjectRequestService/ConfirmErasure",
    "SubjectRequestService/CreateSubjectRequest",
    "SubjectRequestService/ExtendSubjectRequest",
    "SubjectRequestService/WithdrawSubjectRequest",
    // Ends.
    "CourseSessionService/CancelBooking",
    "MembershipService/EndMemberRole",
    "MembershipService/EndMembership",
    "MentorService/DeleteMentor",
    "PersonService/DeleteGrant",
    "PersonService/DisablePerson",
    "PoliticalGroupService/EndPoliticalGroup",
};
constexpr absl::string_view kAboutNobody[] = {
    // Lists, policies, courses, texts.
    "AuthorityService/ImportAuthorities",
    "AuthorityService/ImportSeats",
    "CourseService/ApproveCourse",
    "CourseService/EndCourse",
    "CourseService/UpdateCourse",
    "CourseSessionService/CancelCourseSession",
    "CourseSessionService/CreateCourseSession",
    "CourseSessionService/UpdateCourseSession",
    "ElectionService/AbandonElection",
    "ElectionService/CreateElection",
    "ElectionService/PreviewElection",
    "ElectionService/UpdateElection",
    "GuidanceService/CreateGuidance",
    "GuidanceService/RetireGuidance",
    "GuidanceService/UpdateGuidance",
    "NationalPolicyService/CreateNationalPolicy",
    "NationalPolicyService/WithdrawNationalPolicy",
    "OperationService/CancelOperation",
    "OperationService/DeleteOperation",
    "PolicyService/CreatePolicy",
    "PolicyVersionService/WithdrawPolicy",
    "SkillFrameworkService/CreateSkillFramework",
    "SuccessionService/DecideSuccession",
    "SuccessionService/RecordSuccession",
    "SuccessionService/WithdrawSuccession",
    "TrainingService/CreateCourse",
};

template <size_t size>
bool Has(const absl::string_view (&methods)[size], absl::string_view method) {
  return std::find(std::begin(methods), std::end(methods), method) != std::end(methods);
}

}  // namespace

std::optional<Bearing> BearingOf(absl::string_view method) {
  if (!absl::ConsumePrefix(&method, "/telemachus.registry.v1.")) return std::nullopt;
  if (Has(kBeginning, method)) return Bearing::kBegins;
  if (Has(kGoingOn, method)) return Bearing::kGoesOn;
  if (Has(kAboutNobody, method)) return Bearing::kOfNobody;
  return std::nullopt;
}

}  // namespace telemachus::registry
