#include "registry/serve.h"

#include <functional>
#include <string>

#include "common/operation/handlers.h"
#include "common/operation/runner.h"
#include "common/status/macros.h"
#include "registry/authority/authority_service.h"
#include "registry/catalogue/catalogue_service.h"
#include "registry/course/booking_service.h"
#include "registry/course/course_service.h"
#include "registry/course/session_service.h"
#include "registry/election/election_service.h"
#include "registry/election/election_work.h"
#include "registry/election/plan_service.h"
#include "registry/election/result_service.h"
#include "registry/facts/facts_service.h"
#include "registry/group/group_service.h"
#include "registry/guidance/framework_service.h"
#include "registry/guidance/guidance_service.h"
#include "registry/invitation/invitation_service.h"
#include "registry/membership/membership_correction_service.h"
#include "registry/membership/membership_service.h"
#include "registry/mentor/avoidance_service.h"
#include "registry/mentor/mentor_service.h"
#include "registry/national/national_policy_service.h"
#include "registry/need/format_task_service.h"
#include "registry/person/person_service.h"
#include "registry/person/sight_rules.h"
#include "registry/policy/policy_service.h"
#include "registry/policy/policy_version_service.h"
#include "registry/role/directory_service.h"
#include "registry/role/member_role_service.h"
#include "registry/role/role_service.h"
#include "registry/succession/succession_service.h"
#include "registry/succession/succession_store.h"
#include "registry/training/attendance_service.h"
#include "registry/training/gap_service.h"
#include "registry/training/training_service.h"
#include "registry/transfer/import_service.h"
#include "registry/transfer/import_work.h"
#include "registry/transfer/transfer_service.h"

namespace telemachus::registry {
namespace {

// Lets the runner of operations look at once.
using Wake = std::function<void()>;

void ServeAuthorities(const Means& means, ImportService& import, rpc::Bindings& bindings) {
  auto& authorities = bindings.Make<AuthorityService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.AuthorityService")
      .Add("ImportAuthorities", import, &ImportService::ImportAuthorities)
      .Add("ImportSeats", import, &ImportService::ImportSeats)
      .Add("GetAuthority", authorities, &AuthorityService::GetAuthority)
      .Add("ListAuthorities", authorities, &AuthorityService::ListAuthorities);
}

void ServePolicies(const Means& means, rpc::Bindings& bindings) {
  auto& policies = bindings.Make<PolicyService>(means);
  auto& versions = bindings.Make<PolicyVersionService>(means);
  auto& national = bindings.Make<NationalPolicyService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.PolicyService")
      .Add("CreatePolicy", policies, &PolicyService::CreatePolicy)
      .Add("GetEffectivePolicy", policies, &PolicyService::GetEffectivePolicy);
  bindings.methods()
      .Begin("telemachus.registry.v1.PolicyVersionService")
      .Add("GetPolicy", versions, &PolicyVersionService::GetPolicy)
      .Add("ListPolicies", versions, &PolicyVersionService::ListPolicies)
      .Add("WithdrawPolicy", versions, &PolicyVersionService::WithdrawPolicy)
      .Add("ExplainEffectivePolicy", versions, &PolicyVersionService::ExplainEffectivePolicy);
  bindings.methods()
      .Begin("telemachus.registry.v1.NationalPolicyService")
      .Add("CreateNationalPolicy", national, &NationalPolicyService::CreateNationalPolicy)
      .Add("GetEffectiveNationalPolicy", national,
           &NationalPolicyService::GetEffectiveNationalPolicy)
      .Add("GetNationalPolicy", national, &NationalPolicyService::GetNationalPolicy)
      .Add("ListNationalPolicies", national, &NationalPolicyService::ListNationalPolicies)
      .Add("WithdrawNationalPolicy", national, &NationalPolicyService::WithdrawNationalPolicy);
}

void ServePeople(const Means& means, ImportService& import, LocalDirectory& local,
                 rpc::Bindings& bindings) {
  auto& people = bindings.Make<PersonService>(means);
  auto& roles = bindings.Make<RoleService>(means);
  auto& member_roles = bindings.Make<MemberRoleService>(means);
  auto& directory = bindings.Make<DirectoryService>(local);
  bindings.methods()
      .Begin("telemachus.registry.v1.PersonService")
      .Add("GetSelf", people, &PersonService::GetSelf)
      .Add("ImportMembers", import, &ImportService::ImportMembers)
      .Add("CreatePerson", people, &PersonService::CreatePerson)
      .Add("GetPerson", people, &PersonService::GetPerson)
      .Add("UpdatePerson", people, &PersonService::UpdatePerson)
      .Add("ListMembers", people, &PersonService::ListMembers)
      .Add("CreateMemberRole", member_roles, &MemberRoleService::CreateMemberRole)
      .Add("CreateGrant", roles, &RoleService::CreateGrant)
      .Add("DeleteGrant", roles, &RoleService::DeleteGrant)
      .Add("DisablePerson", people, &PersonService::DisablePerson);
  bindings.methods()
      .Begin("telemachus.access.v1.DirectoryService")
      .Add("ResolveCaller", directory, &DirectoryService::ResolveCaller);
}

void ServeMemberships(const Means& means, rpc::Bindings& bindings) {
  auto& memberships = bindings.Make<MembershipService>(means);
  auto& corrections = bindings.Make<MembershipCorrectionService>(means);
  auto& roles = bindings.Make<MemberRoleService>(means);
  auto& groups = bindings.Make<GroupService>(means);
  auto& tasks = bindings.Make<FormatTaskService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.MembershipService")
      .Add("CreateMembership", memberships, &MembershipService::CreateMembership)
      .Add("UpdateMembership", memberships, &MembershipService::UpdateMembership)
      .Add("EndMembership", memberships, &MembershipService::EndMembership)
      .Add("RecordAffiliation", memberships, &MembershipService::RecordAffiliation)
      .Add("ListMemberRoles", roles, &MemberRoleService::ListMemberRoles)
      .Add("EndMemberRole", roles, &MemberRoleService::EndMemberRole);
  bindings.methods()
      .Begin("telemachus.registry.v1.MembershipCorrectionService")
      .Add("CorrectMembership", corrections, &MembershipCorrectionService::CorrectMembership)
      .Add("ListMembershipCorrections", corrections,
           &MembershipCorrectionService::ListMembershipCorrections);
  bindings.methods()
      .Begin("telemachus.registry.v1.PoliticalGroupService")
      .Add("CreatePoliticalGroup", groups, &GroupService::CreatePoliticalGroup)
      .Add("UpdatePoliticalGroup", groups, &GroupService::UpdatePoliticalGroup)
      .Add("EndPoliticalGroup", groups, &GroupService::EndPoliticalGroup)
      .Add("GetPoliticalGroup", groups, &GroupService::GetPoliticalGroup)
      .Add("ListPoliticalGroups", groups, &GroupService::ListPoliticalGroups);
  bindings.methods()
      .Begin("telemachus.registry.v1.FormatTaskService")
      .Add("ListFormatTasks", tasks, &FormatTaskService::ListFormatTasks)
      .Add("GetFormatTask", tasks, &FormatTaskService::GetFormatTask)
      .Add("ClaimFormatTask", tasks, &FormatTaskService::ClaimFormatTask)
      .Add("CompleteFormatTask", tasks, &FormatTaskService::CompleteFormatTask);
}

void ServeMentors(const Means& means, rpc::Bindings& bindings) {
  auto& mentors = bindings.Make<MentorService>(means);
  auto& avoidance = bindings.Make<AvoidanceService>(means);
  auto& catalogue = bindings.Make<CatalogueService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.MentorService")
      .Add("CreateMentor", mentors, &MentorService::CreateMentor)
      .Add("GetMentor", mentors, &MentorService::GetMentor)
      .Add("UpdateMentor", mentors, &MentorService::UpdateMentor)
      .Add("DeleteMentor", mentors, &MentorService::DeleteMentor)
      .Add("ListMentors", mentors, &MentorService::ListMentors)
      .Add("GetAvoidance", avoidance, &AvoidanceService::GetAvoidance)
      .Add("UpdateAvoidance", avoidance, &AvoidanceService::UpdateAvoidance);
  bindings.methods()
      .Begin("telemachus.registry.v1.CatalogueService")
      .Add("GetCatalogue", catalogue, &CatalogueService::GetCatalogue);
}

void ServeTraining(const Means& means, rpc::Bindings& bindings) {
  auto& courses = bindings.Make<CourseService>(means);
  auto& training = bindings.Make<TrainingService>(means);
  auto& attendance = bindings.Make<AttendanceService>(means);
  auto& gaps = bindings.Make<GapService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.TrainingService")
      .Add("CreateCourse", courses, &CourseService::CreateCourse)
      .Add("CreateTrainingRecord", training, &TrainingService::CreateTrainingRecord)
      .Add("ListTrainingRecords", training, &TrainingService::ListTrainingRecords);
  bindings.methods()
      .Begin("telemachus.registry.v1.CourseService")
      .Add("GetCourse", courses, &CourseService::GetCourse)
      .Add("ListCourses", courses, &CourseService::ListCourses)
      .Add("UpdateCourse", courses, &CourseService::UpdateCourse)
      .Add("EndCourse", courses, &CourseService::EndCourse)
      .Add("ApproveCourse", courses, &CourseService::ApproveCourse);
  bindings.methods()
      .Begin("telemachus.registry.v1.AttendanceService")
      .Add("RecordAttendance", attendance, &AttendanceService::RecordAttendance)
      .Add("WithdrawTrainingRecord", training, &TrainingService::WithdrawTrainingRecord);
  bindings.methods()
      .Begin("telemachus.registry.v1.TrainingGapService")
      .Add("ListTrainingGaps", gaps, &GapService::ListTrainingGaps)
      .Add("SummarizeTrainingGaps", gaps, &GapService::SummarizeTrainingGaps);
}

void ServeSessions(const Means& means, rpc::Bindings& bindings) {
  auto& sessions = bindings.Make<SessionService>(means);
  auto& bookings = bindings.Make<BookingService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.CourseSessionService")
      .Add("CreateCourseSession", sessions, &SessionService::CreateCourseSession)
      .Add("GetCourseSession", sessions, &SessionService::GetCourseSession)
      .Add("ListCourseSessions", sessions, &SessionService::ListCourseSessions)
      .Add("UpdateCourseSession", sessions, &SessionService::UpdateCourseSession)
      .Add("CancelCourseSession", sessions, &SessionService::CancelCourseSession)
      .Add("CreateBooking", bookings, &BookingService::CreateBooking)
      .Add("CancelBooking", bookings, &BookingService::CancelBooking)
      .Add("ListBookings", bookings, &BookingService::ListBookings);
}

void ServeGuidance(const Means& means, rpc::Bindings& bindings) {
  auto& guidance = bindings.Make<GuidanceService>(means);
  auto& frameworks = bindings.Make<FrameworkService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.GuidanceService")
      .Add("GetGuidance", guidance, &GuidanceService::GetGuidance)
      .Add("ListGuidance", guidance, &GuidanceService::ListGuidance)
      .Add("CreateGuidance", guidance, &GuidanceService::CreateGuidance)
      .Add("UpdateGuidance", guidance, &GuidanceService::UpdateGuidance)
      .Add("RetireGuidance", guidance, &GuidanceService::RetireGuidance);
  bindings.methods()
      .Begin("telemachus.registry.v1.SkillFrameworkService")
      .Add("GetSkillFramework", frameworks, &FrameworkService::GetSkillFramework)
      .Add("CreateSkillFramework", frameworks, &FrameworkService::CreateSkillFramework);
}

void ServeFacts(const Means& means, rpc::Bindings& bindings) {
  auto& facts = bindings.Make<FactsService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.FactsService")
      .Add("BatchGetPersonFacts", facts, &FactsService::BatchGetPersonFacts)
      .Add("BatchGetMentorFacts", facts, &FactsService::BatchGetMentorFacts)
      .Add("ListMentorFacts", facts, &FactsService::ListMentorFacts)
      .Add("GetAuthorityFacts", facts, &FactsService::GetAuthorityFacts)
      .Add("GetCatalogueCodes", facts, &FactsService::GetCatalogueCodes)
      .Add("ListAuthorityFacts", facts, &FactsService::ListAuthorityFacts);
}

void ServeSuccessions(const Means& means, rpc::Bindings& bindings) {
  auto& successions = bindings.Make<SuccessionService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.SuccessionService")
      .Add("GetSuccession", successions, &SuccessionService::GetSuccession)
      .Add("ListSuccessions", successions, &SuccessionService::ListSuccessions)
      .Add("RecordSuccession", successions, &SuccessionService::RecordSuccession)
      .Add("DecideSuccession", successions, &SuccessionService::DecideSuccession)
      .Add("WithdrawSuccession", successions, &SuccessionService::WithdrawSuccession);
}

// Carried out by whichever replica takes them up.
operation::Handlers& ServeOperations(const Means& means, const operation::Kinds& kinds,
                                     rpc::Bindings& bindings) {
  auto& operations = bindings.Make<operation::Handlers>(
      means.database, means.clock, means.tokens, kinds,
      [&means](sql::Transaction& transaction, const rpc::Call& call,
               const std::string& authority) -> absl::StatusOr<bool> {
        const auto scope =
            ResponsibleScope(transaction, authority, time::FormatDate(means.Today()));
        if (absl::IsNotFound(scope.status())) return false;
        RETURN_IF_ERROR(scope.status());
        return StaffOf(call.caller(), *scope);
      });
  bindings.methods()
      .Begin("telemachus.registry.v1.OperationService")
      .Add("GetOperation", operations, &operation::Handlers::GetOperation)
      .Add("ListOperations", operations, &operation::Handlers::ListOperations)
      .Add("CancelOperation", operations, &operation::Handlers::CancelOperation)
      .Add("DeleteOperation", operations, &operation::Handlers::DeleteOperation)
      .Add("WaitOperation", operations, &operation::Handlers::WaitOperation);
  return operations;
}

void ServeTransfers(const Means& means, const operation::Handlers& operations, const Wake& wake,
                    rpc::Bindings& bindings) {
  auto& transfers = bindings.Make<TransferService>(means, operations, wake);
  bindings.methods()
      .Begin("telemachus.registry.v1.TransferService")
      .Add("StartImport", transfers, &TransferService::StartImport)
      .Add("ListImportRows", transfers, &TransferService::ListImportRows)
      .Add("ExportMembers", transfers, &TransferService::ExportMembers);
}

void ServeElections(const Means& means, const Wake& wake, rpc::Bindings& bindings) {
  auto& elections = bindings.Make<ElectionService>(means);
  auto& results = bindings.Make<ResultService>(means);
  auto& plans = bindings.Make<PlanService>(means, wake);
  auto& invitations = bindings.Make<InvitationService>(means);
  bindings.methods()
      .Begin("telemachus.registry.v1.ElectionService")
      .Add("CreateElection", elections, &ElectionService::CreateElection)
      .Add("GetElection", elections, &ElectionService::GetElection)
      .Add("ListElections", elections, &ElectionService::ListElections)
      .Add("UpdateElection", elections, &ElectionService::UpdateElection)
      .Add("AbandonElection", elections, &ElectionService::AbandonElection)
      .Add("RecordElectionResults", results, &ResultService::RecordElectionResults)
      .Add("RemoveElectionResults", results, &ResultService::RemoveElectionResults)
      .Add("RecordElectionList", results, &ResultService::RecordElectionList)
      .Add("ListElectionResults", results, &ResultService::ListElectionResults)
      .Add("PreviewElection", plans, &PlanService::PreviewElection)
      .Add("ListElectionRows", plans, &PlanService::ListElectionRows)
      .Add("ApplyElection", plans, &PlanService::ApplyElection);
  bindings.methods()
      .Begin("telemachus.registry.v1.MentoringInvitationService")
      .Add("GetMentoringInvitation", invitations, &InvitationService::GetMentoringInvitation)
      .Add("ListMentoringInvitations", invitations, &InvitationService::ListMentoringInvitations)
      .Add("AcceptMentoringInvitation", invitations, &InvitationService::AcceptMentoringInvitation)
      .Add("DeclineMentoringInvitation", invitations,
           &InvitationService::DeclineMentoringInvitation);
}

// What takes longer than a call, and what begins it.
void ServeLongWork(const Means& means, rpc::Bindings& bindings) {
  const operation::Kinds kinds = {{kImportKind, &bindings.Make<ImportKind>(means)},
                                  {kElectionKind, &bindings.Make<ElectionKind>(means)}};
  auto& operations = ServeOperations(means, kinds, bindings);
  auto& runner = bindings.Make<operation::Runner>(means.database, means.clock, means.ids, kinds);
  bindings.OnServe(
      [&runner] {
        runner.Start();
        return absl::OkStatus();
      },
      [&runner] { runner.Stop(); });
  const Wake wake = [&runner] { runner.Wake(); };
  ServeTransfers(means, operations, wake, bindings);
  ServeElections(means, wake, bindings);
}

}  // namespace

void Serve(const Means& means, LocalDirectory& directory, rpc::Bindings& bindings) {
  auto& import = bindings.Make<ImportService>(means);
  ServeAuthorities(means, import, bindings);
  ServePolicies(means, bindings);
  ServePeople(means, import, directory, bindings);
  ServeMemberships(means, bindings);
  ServeMentors(means, bindings);
  ServeGuidance(means, bindings);
  ServeTraining(means, bindings);
  ServeSessions(means, bindings);
  ServeFacts(means, bindings);
  ServeSuccessions(means, bindings);
  ServeLongWork(means, bindings);
}

}  // namespace telemachus::registry
