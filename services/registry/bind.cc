#include "registry/bind.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "common/operation/store.h"
#include "common/status/macros.h"
#include "common/subject/remote_holdings.h"
#include "common/subject/subject_service.h"
#include "registry/holding/holdings.h"
#include "registry/invitation/inviting.h"
#include "registry/means.h"
#include "registry/membership/seat_change.h"
#include "registry/mentor/farewell.h"
#include "registry/need/format_tasks.h"
#include "registry/person/changes.h"
#include "registry/person/person_service.h"
#include "registry/policy/policy_changes.h"
#include "registry/role/first_staff.h"
#include "registry/role/local_directory.h"
#include "registry/schema.h"
#include "registry/serve.h"
#include "registry/store/fill_lists.h"
#include "registry/subject/subject_flow.h"
#include "registry/subject/subject_request_service.h"
#include "registry/subject/worker.h"
#include "registry/succession/settling.h"
#include "registry/term/applying.h"
#include "registry/timer_kinds.h"
#include "registry/training/accreditation.h"
#include "registry/training/accreditation_rules.h"

namespace telemachus::registry {
namespace {

constexpr absl::Duration kFillTimeout = absl::Seconds(30);

// All services that hold data on people, along the calls between them.
const Holders& MakeHolders(const Config& config, const Means& means, crypto::Sealer& sealer,
                           service::Ground& ground, rpc::Bindings& bindings) {
  auto& holders = bindings.Make<Holders>();
  auto& own = bindings.Make<Holdings>(means, sealer);
  // The others bring their log of erasures up to this one when they start.
  subject::Serve(own, bindings);
  holders.emplace_back("registry", &own);
  const std::pair<std::string, std::string> others[] = {{"matching", config.matching},
                                                        {"agreement", config.agreement},
                                                        {"evaluation", config.evaluation}};
  for (const auto& [service, target] : others) {
    holders.emplace_back(service,
                         &bindings.Make<subject::RemoteHoldings>(ground.Connect(service, target)));
  }
  return holders;
}

// Carries requests about people's data out, beside the calls.
void DriveSubjects(const Means& means, crypto::Sealer& sealer, const Holders& holders,
                   rpc::Bindings& bindings) {
  auto& worker = bindings.Make<Worker>(bindings.Make<Driver>(means, sealer, holders));
  bindings.OnServe(
      [&worker] {
        worker.Start();
        return absl::OkStatus();
      },
      [&worker] { worker.Stop(); });
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Bindings& bindings) {
  ASSIGN_OR_RETURN(service::Ground * ground,
                   service::Ground::Lay(config.ground, Schema(), bindings));
  RETURN_IF_ERROR(sql::Migrate(ground->database(), "operation", operation::Schema()));
  const Means& means = bindings.Own(std::unique_ptr<Means>(
      new Means{ground->database(), ground->clock(), ground->ids(), ground->tokens()}));
  v1::Login first;
  first.set_issuer(config.first_staff_issuer);
  first.set_subject(config.first_staff_subject);
  RETURN_IF_ERROR(AddFirstStaff(means, first));
  RETURN_IF_ERROR(SettleOnStart(means));
  RETURN_IF_ERROR(means.database.Transact(absl::Now() + kFillTimeout, &FillLists));

  auto& directory = bindings.Make<LocalDirectory>(means);
  ground->AdmitBy(directory, absl::ZeroDuration());
  Serve(means, directory, bindings);
  ASSIGN_OR_RETURN(crypto::Sealer * sealer,
                   service::OpenSealer(config.sealing, config.ground, bindings));
  const Holders& holders = MakeHolders(config, means, *sealer, *ground, bindings);
  ServeSubjects(means, *sealer, holders, bindings);
  DriveSubjects(means, *sealer, holders, bindings);
  ground->FireTimers({{kAccessReturnsTimer, &ReturnAccess},
                      {kPolicyAppliesTimer, &ApplyPolicy},
                      {kMembersPassTimer, &PassMembers},
                      {kNationalPolicyAppliesTimer, &ApplyNationalPolicy},
                      {kMentorsFollowTimer, &MentorsChanged},
                      {kSeatTurnsTimer, &TurnSeat},
                      {kFormatTaskDueTimer, &TellOverdue},
                      {kMentorTurnsTimer, &PersonChanged},
                      {kMentorEndingTimer, &FollowTenure},
                      {kAccreditationFirstReminderTimer, RemindOfLapse(kFirstReminderDays)},
                      {kAccreditationLastReminderTimer, RemindOfLapse(kLastReminderDays)},
                      {kAccreditationLapsedTimer, &TellOfLapse},
                      {kInvitationLapsesTimer, &LapseInvitation},
                      {kTermBeginsTimer, &BeginTerm},
                      {kElectionLeftTimer, &LeaveElection},
                      {kSubjectDueTimer, &RemindOfSubjectRequest}});
  return absl::OkStatus();
}

}  // namespace telemachus::registry
