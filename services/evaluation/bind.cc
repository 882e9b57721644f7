#include "evaluation/bind.h"

#include <vector>

#include "common/event/consumer.h"
#include "common/rpc/remote_directory.h"
#include "common/status/macros.h"
#include "common/subject/comparison.h"
#include "common/subject/subject_service.h"
#include "evaluation/answer/evaluation_service.h"
#include "evaluation/fact/effects.h"
#include "evaluation/fact/event_rules.h"
#include "evaluation/remote_facts.h"
#include "evaluation/report/publisher.h"
#include "evaluation/report/report_service.h"
#include "evaluation/schema.h"
#include "evaluation/subject/holdings.h"

namespace telemachus::evaluation {
namespace {

// Brings all three to their producers' heads.
std::function<absl::Status(absl::Time)> CatchUpAll(std::vector<event::Consumer*> consumers) {
  return [consumers = std::move(consumers)](absl::Time deadline) -> absl::Status {
    for (event::Consumer* consumer : consumers) RETURN_IF_ERROR(consumer->CatchUp(deadline));
    return absl::OkStatus();
  };
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Bindings& bindings) {
  RETURN_IF_ERROR(CheckRule(config.disclosure));
  ASSIGN_OR_RETURN(service::Ground * ground,
                   service::Ground::Lay(config.ground, Schema(), bindings));
  rpc::Channel& registry = ground->Connect("registry", config.registry);
  rpc::Channel& matching = ground->Connect("matching", config.matching);
  rpc::Channel& agreement = ground->Connect("agreement", config.agreement);
  ground->AdmitBy(bindings.Make<rpc::RemoteDirectory>(registry));
  auto& registry_facts = bindings.Make<RemoteRegistryFacts>(registry);
  auto& agreement_facts = bindings.Make<RemoteAgreementFacts>(agreement);
  const std::vector<event::Consumer*> consumers = {
      &ground->Follow("registry", registry, FactEffect("registry"), Concerns),
      &ground->Follow("matching", matching, FactEffect("matching"), Concerns),
      &ground->Follow("agreement", agreement,
                      AgreementEffect(agreement_facts, ground->ids(), ground->clock()), Concerns)};
  ASSIGN_OR_RETURN(crypto::Sealer * sealer,
                   service::OpenSealer(config.sealing, config.ground, bindings));

  auto& evaluations = bindings.Make<EvaluationService>(
      AnswerGround{ground->database(), ground->clock(), ground->ids(), ground->tokens(), *sealer});
  bindings.methods()
      .Begin("telemachus.evaluation.v1.EvaluationService")
      .Add("ListInvitations", evaluations, &EvaluationService::ListInvitations)
      .Add("CreateEvaluation", evaluations, &EvaluationService::CreateEvaluation)
      .Add("GetEvaluation", evaluations, &EvaluationService::GetEvaluation);
  auto& publisher =
      bindings.Make<Publisher>(PublisherGround{ground->database(), ground->clock(), registry_facts,
                                               CatchUpAll(consumers), config.disclosure});
  auto& reports = bindings.Make<ReportService>(publisher, registry_facts, ground->clock());
  bindings.methods()
      .Begin("telemachus.evaluation.v1.ReportService")
      .Add("GetReport", reports, &ReportService::GetReport);
  auto& holdings = bindings.Make<Holdings>(ground->database(), ground->clock(), *sealer);
  subject::Serve(holdings, bindings);
  subject::CompareOnStart(holdings, registry, bindings);
  return absl::OkStatus();
}

}  // namespace telemachus::evaluation
