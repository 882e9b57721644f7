#include "matching/bind.h"

#include "common/rpc/remote_directory.h"
#include "common/status/macros.h"
#include "common/subject/comparison.h"
#include "common/subject/subject_service.h"
#include "matching/effects.h"
#include "matching/load/load_service.h"
#include "matching/match/match_service.h"
#include "matching/passing/passing.h"
#include "matching/remote_registry_facts.h"
#include "matching/request/request_service.h"
#include "matching/schema.h"
#include "matching/shortlist/mentor_index.h"
#include "matching/shortlist/shortlist_service.h"
#include "matching/subject/holdings.h"

namespace telemachus::matching {
namespace {

MentorIndex& MakeIndex(RegistryFacts& facts, rpc::Channel& registry, rpc::Bindings& bindings) {
  auto& index =
      bindings.Make<MentorIndex>(facts, [&registry](const event::v1::FetchEventsRequest& request) {
        return registry.Unary<event::v1::FetchEventsResponse>(
            "/telemachus.event.v1.EventService/FetchEvents", request,
            absl::Now() + absl::Seconds(5));
      });
  bindings.OnServe(
      [&index] {
        index.Start();
        return absl::OkStatus();
      },
      [&index] { index.Stop(); });
  bindings.ReadyWhen([&index] { return index.Ready(); });
  return index;
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Bindings& bindings) {
  ASSIGN_OR_RETURN(service::Ground * ground,
                   service::Ground::Lay(config.ground, Schema(), bindings));
  rpc::Channel& registry = ground->Connect("registry", config.registry);
  rpc::Channel& agreement = ground->Connect("agreement", config.agreement);
  ground->AdmitBy(bindings.Make<rpc::RemoteDirectory>(registry));
  ground->Follow("agreement", agreement, AgreementEffect(ground->clock()), ConcernsMatches);
  ground->FireTimers(TimerEffects(ground->ids()));

  auto& facts = bindings.Make<RemoteRegistryFacts>(registry);
  auto& passing = bindings.Make<Passing>(facts, ground->clock());
  ground->Follow(
      "registry", registry,
      [&passing](sql::Transaction& transaction, const event::v1::Event& event) {
        return passing.Apply(transaction, event);
      },
      Passing::Concerns);
  MentorIndex& index = MakeIndex(facts, registry, bindings);
  ASSIGN_OR_RETURN(crypto::Sealer * sealer,
                   service::OpenSealer(config.sealing, config.ground, bindings));

  auto& requests = bindings.Make<RequestService>(*ground, facts, *sealer);
  bindings.methods()
      .Begin("telemachus.matching.v1.RequestService")
      .Add("CreateRequest", requests, &RequestService::CreateRequest)
      .Add("ConfirmRequest", requests, &RequestService::ConfirmRequest)
      .Add("GetRequest", requests, &RequestService::GetRequest)
      .Add("ListRequests", requests, &RequestService::ListRequests)
      .Add("ClaimRequest", requests, &RequestService::ClaimRequest)
      .Add("WithdrawRequest", requests, &RequestService::WithdrawRequest)
      .Add("ReadChallenge", requests, &RequestService::ReadChallenge);
  auto& shortlists = bindings.Make<ShortlistService>(*ground, facts, index);
  bindings.methods()
      .Begin("telemachus.matching.v1.ShortlistService")
      .Add("BuildShortlist", shortlists, &ShortlistService::BuildShortlist)
      .Add("OfferMentors", shortlists, &ShortlistService::OfferMentors)
      .Add("ListOffers", shortlists, &ShortlistService::ListOffers);
  auto& matches = bindings.Make<MatchService>(*ground, facts);
  bindings.methods()
      .Begin("telemachus.matching.v1.MatchService")
      .Add("ChooseMentor", matches, &MatchService::ChooseMentor)
      .Add("AcceptMatch", matches, &MatchService::AcceptMatch)
      .Add("DeclineMatch", matches, &MatchService::DeclineMatch)
      .Add("ApproveMatch", matches, &MatchService::ApproveMatch)
      .Add("RefuseMatch", matches, &MatchService::RefuseMatch)
      .Add("GetMatch", matches, &MatchService::GetMatch)
      .Add("ListMatches", matches, &MatchService::ListMatches);
  bindings.methods()
      .Begin("telemachus.matching.v1.MatchFactsService")
      .Add("BatchGetMatchFacts", matches, &MatchService::BatchGetMatchFacts);
  auto& loads = bindings.Make<LoadService>(*ground, facts);
  bindings.methods()
      .Begin("telemachus.matching.v1.LoadService")
      .Add("GetMentorLoad", loads, &LoadService::GetMentorLoad);
  auto& holdings =
      bindings.Make<Holdings>(ground->database(), ground->clock(), ground->ids(), *sealer);
  subject::Serve(holdings, bindings);
  subject::CompareOnStart(holdings, registry, bindings);
  return absl::OkStatus();
}

}  // namespace telemachus::matching
