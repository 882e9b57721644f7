#ifndef TELEMACHUS_MATCHING_MATCH_MATCH_SERVICE_H_
#define TELEMACHUS_MATCHING_MATCH_MATCH_SERVICE_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/service/ground.h"
#include "matching/match/match_store.h"
#include "matching/registry_facts.h"
#include "matching/request/request_store.h"
#include "matching/shortlist/search_loader.h"
#include "telemachus/matching/v1/match.pb.h"

namespace telemachus::matching {

// Handlers of MatchService and MatchFactsService; what each does stands in its proto. Thread-safe.
class MatchService {
 public:
  MatchService(service::Ground& ground, RegistryFacts& facts)
      : ground_(ground), facts_(facts), searches_(facts, ground.clock()) {}

  absl::StatusOr<v1::Match> ChooseMentor(const rpc::Call& call,
                                         const v1::ChooseMentorRequest& request);
  absl::StatusOr<v1::Match> AcceptMatch(const rpc::Call& call,
                                        const v1::AcceptMatchRequest& request);
  absl::StatusOr<v1::Match> DeclineMatch(const rpc::Call& call,
                                         const v1::DeclineMatchRequest& request);
  absl::StatusOr<v1::Match> ApproveMatch(const rpc::Call& call,
                                         const v1::ApproveMatchRequest& request);
  absl::StatusOr<v1::Match> RefuseMatch(const rpc::Call& call,
                                        const v1::RefuseMatchRequest& request);
  absl::StatusOr<v1::Match> GetMatch(const rpc::Call& call, const v1::GetMatchRequest& request);
  absl::StatusOr<v1::ListMatchesResponse> ListMatches(const rpc::Call& call,
                                                      const v1::ListMatchesRequest& request);
  absl::StatusOr<v1::BatchGetMatchFactsResponse> BatchGetMatchFacts(
      const rpc::Call& call, const v1::BatchGetMatchFactsRequest& request);

 private:
  struct Pair {
    StoredMatch match;
    StoredRequest request;
  };
  // One word on a match: loads it with its request if `related` holds of them, takes `step` and
  // shows what became of it, all in one transaction.
  absl::StatusOr<v1::Match> Decide(
      const rpc::Call& call, const std::string& name,
      const std::function<bool(const Pair&)>& related,
      const std::function<absl::Status(sql::Transaction&, Pair&)>& step);
  // Whether the caller approves or refuses this match.
  static bool MayDecide(const access::Caller& caller, const Pair& pair, absl::Time now);
  absl::StatusOr<Pair> LoadPair(sql::Transaction& transaction, const std::string& match);
  // A mentor, and how far their seat lies from the mentee's.
  struct CheckedMentor {
    registry::v1::MentorFacts facts;
    programme::v1::Reach source = programme::v1::REACH_UNSPECIFIED;
  };
  // The mentor as the registry knows them now; FAILED_PRECONDITION if a hard rule other than that
  // of places removes them by now.
  absl::StatusOr<CheckedMentor> CheckMentor(const rpc::Call& call, const StoredRequest& stored,
                                            std::set<std::string> ended_with,
                                            const std::string& mentor);
  // Keeps the mentee's ranking and asks the first who has a place.
  absl::StatusOr<StoredMatch> AskFirst(const rpc::Call& call,
                                       const v1::ChooseMentorRequest& request);
  // Matches as the caller may see them.
  absl::StatusOr<std::vector<v1::Match>> AllShown(const rpc::Call& call,
                                                  const std::vector<StoredMatch>& rows);
  absl::StatusOr<v1::Match> Shown(const rpc::Call& call, const StoredMatch& stored);

  service::Ground& ground_;
  RegistryFacts& facts_;
  const SearchLoader searches_;
};

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_MATCH_MATCH_SERVICE_H_
