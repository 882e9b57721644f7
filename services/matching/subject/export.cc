// What matching tells a person of themselves.

#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "matching/match/match_rules.h"
#include "matching/match/match_store.h"
#include "matching/request/challenge_place.h"
#include "matching/request/request_rules.h"
#include "matching/request/request_store.h"
#include "matching/shortlist/offer_store.h"
#include "matching/subject/holdings.h"
#include "matching/subject/subject_store.h"

namespace telemachus::matching {
namespace {

using Origin = subject::v1::SubjectRecord;

// Rows read in one go.
constexpr int kPage = 100;

// A request with all that belongs to it.
struct Asked {
  v1::Request request;
  std::string sealed;
  std::vector<StoredOffer> offers;
  v1::ChooseMentorRequest ranking;
};

absl::Status LoadAsked(sql::Transaction& transaction, const StoredRequest& stored, Asked& asked) {
  const std::string& name = stored.request.name();
  asked.request = SeenBy(stored.request.mentee(), stored.request);
  asked.request.clear_etag();
  absl::StatusOr<std::string> sealed = LoadChallenge(transaction, name);
  if (!sealed.ok() && !absl::IsNotFound(sealed.status())) return sealed.status();
  if (sealed.ok()) asked.sealed = *std::move(sealed);
  ASSIGN_OR_RETURN(asked.offers, LoadOffers(transaction, name));
  ASSIGN_OR_RETURN(const auto ranked, LoadRanking(transaction, name));
  asked.ranking.set_request(name);
  asked.ranking.mutable_ranking()->Assign(ranked.begin(), ranked.end());
  return absl::OkStatus();
}

absl::Status TellAsked(const Asked& asked, const subject::Teller& tell) {
  const std::string& name = asked.request.name();
  RETURN_IF_ERROR(subject::Tell(tell, "request", name, Origin::ORIGIN_WRITTEN, asked.request));
  for (const StoredOffer& stored : asked.offers) {
    v1::Offer offer = stored.offer;
    offer.clear_display_name();  // which is the mentor's
    RETURN_IF_ERROR(subject::Tell(tell, "offer", offer.name(), Origin::ORIGIN_SHARED, offer));
  }
  if (asked.ranking.ranking().empty()) return absl::OkStatus();
  return subject::Tell(tell, "ranking", name, Origin::ORIGIN_WRITTEN, asked.ranking);
}

}  // namespace

absl::Status Holdings::Export(const std::string& person, absl::Time deadline,
                              const subject::Teller& tell) {
  RETURN_IF_ERROR(TellRequests(person, deadline, tell));
  return TellMatches(person, deadline, tell);
}

absl::Status Holdings::TellRequests(const std::string& person, absl::Time deadline,
                                    const subject::Teller& tell) {
  std::string after;
  std::vector<StoredRequest> rows;
  do {
    std::vector<Asked> page;
    RETURN_IF_ERROR(database().Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      page.clear();
      ASSIGN_OR_RETURN(
          rows, ListRequests(transaction, person, v1::Request::STATE_UNSPECIFIED, after, kPage));
      for (const StoredRequest& row : rows) {
        RETURN_IF_ERROR(LoadAsked(transaction, row, page.emplace_back()));
      }
      return absl::OkStatus();
    }));
    for (Asked& asked : page) {
      if (!asked.sealed.empty()) {
        const std::string& name = asked.request.name();
        ASSIGN_OR_RETURN(*asked.request.mutable_challenge(),
                         sealer_.Open(ChallengeHolder(name, person), ChallengePlace(name),
                                      asked.sealed, deadline));
      }
      RETURN_IF_ERROR(TellAsked(asked, tell));
    }
    if (!rows.empty()) after = PositionOf(rows.back());
  } while (rows.size() == kPage);
  return absl::OkStatus();
}

// The other side's name and contact are theirs: they are left out.
absl::Status Holdings::TellMatches(const std::string& person, absl::Time deadline,
                                   const subject::Teller& tell) {
  std::string after;
  std::vector<StoredMatch> rows;
  do {
    RETURN_IF_ERROR(database().Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(
          rows, ListMatches(transaction, person, v1::Match::STATE_UNSPECIFIED, after, kPage));
      return absl::OkStatus();
    }));
    for (const StoredMatch& row : rows) {
      v1::Match match = SeenBy(person, row.match, {});
      match.clear_counterpart_contact();
      match.clear_etag();
      RETURN_IF_ERROR(subject::Tell(tell, "match", match.name(), Origin::ORIGIN_SHARED, match));
    }
    if (!rows.empty()) after = PositionOf(rows.back());
  } while (rows.size() == kPage);
  return absl::OkStatus();
}

}  // namespace telemachus::matching
