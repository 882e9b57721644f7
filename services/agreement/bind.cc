#include "agreement/bind.h"

#include <memory>
#include <utility>

#include "agreement/checklist/checklist_service.h"
#include "agreement/meeting/meeting_service.h"
#include "agreement/meeting/objective_service.h"
#include "agreement/outside/arrangement_service.h"
#include "agreement/outside/drafting.h"
#include "agreement/outside/facts_service.h"
#include "agreement/outside/remote_facts.h"
#include "agreement/paper/agreement_events.h"
#include "agreement/paper/agreement_service.h"
#include "agreement/review/review_service.h"
#include "agreement/schema.h"
#include "agreement/subject/holdings.h"
#include "common/rpc/remote_directory.h"
#include "common/status/macros.h"
#include "common/subject/comparison.h"
#include "common/subject/subject_service.h"

namespace telemachus::agreement {
namespace {

// The sealer over the database of keys.
void AddAgreements(rpc::Methods& methods, AgreementService& agreements,
                   ArrangementService& arrangements, FactsService& facts) {
  methods.Begin("telemachus.agreement.v1.AgreementService")
      .Add("GetAgreement", agreements, &AgreementService::GetAgreement)
      .Add("GetAgreementVersion", agreements, &AgreementService::GetAgreementVersion)
      .Add("ListAgreements", agreements, &AgreementService::ListAgreements)
      .Add("UpdateAgreement", agreements, &AgreementService::UpdateAgreement)
      .Add("SignAgreement", agreements, &AgreementService::SignAgreement)
      .Add("CompleteAgreement", agreements, &AgreementService::CompleteAgreement)
      .Add("WithdrawFromAgreement", agreements, &AgreementService::WithdrawFromAgreement)
      .Add("RequestRematch", agreements, &AgreementService::RequestRematch);
  methods.Begin("telemachus.agreement.v1.ArrangementService")
      .Add("GetArrangement", arrangements, &ArrangementService::GetArrangement)
      .Add("ListArrangements", arrangements, &ArrangementService::ListArrangements);
  methods.Begin("telemachus.agreement.v1.AgreementFactsService")
      .Add("BatchGetAgreementFacts", facts, &FactsService::BatchGetAgreementFacts);
}

void AddTogether(rpc::Methods& methods, ChecklistService& checklists, MeetingService& meetings,
                 ObjectiveService& objectives, ReviewService& reviews) {
  methods.Begin("telemachus.agreement.v1.ChecklistService")
      .Add("GetChecklistCatalogue", checklists, &ChecklistService::GetChecklistCatalogue)
      .Add("AnswerChecklist", checklists, &ChecklistService::AnswerChecklist)
      .Add("GetChecklist", checklists, &ChecklistService::GetChecklist);
  methods.Begin("telemachus.agreement.v1.MeetingService")
      .Add("PlanMeeting", meetings, &MeetingService::PlanMeeting)
      .Add("HoldMeeting", meetings, &MeetingService::HoldMeeting)
      .Add("ListMeetings", meetings, &MeetingService::ListMeetings);
  methods.Begin("telemachus.agreement.v1.ObjectiveService")
      .Add("CreateObjective", objectives, &ObjectiveService::CreateObjective)
      .Add("ResolveObjective", objectives, &ObjectiveService::ResolveObjective)
      .Add("ListObjectives", objectives, &ObjectiveService::ListObjectives);
  methods.Begin("telemachus.agreement.v1.ReviewService")
      .Add("CreateReview", reviews, &ReviewService::CreateReview)
      .Add("SubmitReview", reviews, &ReviewService::SubmitReview)
      .Add("AgreeReview", reviews, &ReviewService::AgreeReview)
      .Add("GetReview", reviews, &ReviewService::GetReview)
      .Add("ListReviews", reviews, &ReviewService::ListReviews);
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Bindings& bindings) {
  ASSIGN_OR_RETURN(service::Ground * ground,
                   service::Ground::Lay(config.ground, Schema(), bindings));
  ASSIGN_OR_RETURN(crypto::Sealer * sealer,
                   service::OpenSealer(config.sealing, config.ground, bindings));
  rpc::Channel& registry = ground->Connect("registry", config.registry);
  rpc::Channel& matching = ground->Connect("matching", config.matching);
  ground->AdmitBy(bindings.Make<rpc::RemoteDirectory>(registry));
  auto& people = bindings.Make<RemoteRegistryFacts>(registry);
  auto& matches = bindings.Make<RemoteMatchingFacts>(matching);

  auto& drafting = bindings.Make<Drafting>(matches, people, ground->ids(), ground->clock());
  event::Consumer& confirmed = ground->Follow(
      "matching", matching,
      [&drafting](sql::Transaction& transaction, const event::v1::Event& event) {
        return drafting.Apply(transaction, event);
      },
      Drafting::Concerns);
  ground->FireTimers({{kAftercareTimer, &CloseWhenDue}});

  AddAgreements(bindings.methods(),
                bindings.Make<AgreementService>(
                    *ground, people, *sealer,
                    [&confirmed](absl::Time deadline) { return confirmed.CatchUp(deadline); }),
                bindings.Make<ArrangementService>(*ground, people),
                bindings.Make<FactsService>(*ground));
  AddTogether(bindings.methods(), bindings.Make<ChecklistService>(*ground, *sealer),
              bindings.Make<MeetingService>(*ground, *sealer),
              bindings.Make<ObjectiveService>(*ground, *sealer),
              bindings.Make<ReviewService>(*ground, *sealer));
  auto& holdings = bindings.Make<Holdings>(
      ground->database(), ground->clock(), *sealer,
      [&confirmed](absl::Time deadline) { return confirmed.CatchUp(deadline); });
  subject::Serve(holdings, bindings);
  subject::CompareOnStart(holdings, registry, bindings);
  return absl::OkStatus();
}

}  // namespace telemachus::agreement
