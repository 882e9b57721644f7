#include "registry/bind.h"

#include <memory>

#include "absl/time/clock.h"
#include "common/operation/store.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
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
#include "registry/succession/settling.h"
#include "registry/timer_kinds.h"
#include "registry/training/accreditation.h"
#include "registry/training/accreditation_rules.h"

namespace telemachus::registry {
namespace {

constexpr absl::Duration kFillTimeout = absl::Seconds(30);

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
                      {kAccreditationLapsedTimer, &TellOfLapse}});
  return absl::OkStatus();
}

}  // namespace telemachus::registry
