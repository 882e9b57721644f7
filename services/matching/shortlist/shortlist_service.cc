#include "matching/shortlist/shortlist_service.h"

#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/id/id.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/subject/roll.h"
#include "common/time/civil.h"
#include "matching/event_codes.h"
#include "matching/request/relations.h"
#include "matching/request/request_rules.h"
#include "matching/shortlist/offer_store.h"
#include "matching/shortlist/place_store.h"

namespace telemachus::matching {
namespace {

using registry::v1::MentorFacts;

constexpr int kDefaultLimit = 10;

// A mentor asked for whom a rule removes by now; the caller learns which one and, where anybody may
// know it, why.
absl::Status Removed(int index, v1::HardRule rule) {
  const bool places = rule == v1::HARD_RULE_PLACES;
  return status::Error(
      absl::StatusCode::kFailedPrecondition,
      places ? status::v1::REASON_NO_PLACE_LEFT : status::v1::REASON_NOT_AVAILABLE,
      absl::StrCat("mentors[", index, "] ",
                   places ? "has no place left" : "cannot be offered for this request"),
      {{"field", absl::StrCat("mentors[", index, "]")}, {"rule", v1::HardRule_Name(rule)}});
}

absl::Status CheckMentors(const Search& search, const std::vector<MentorFacts>& mentors,
                          const TakenPlaces& taken) {
  for (size_t i = 0; i < mentors.size(); ++i) {
    const int free = mentors[i].places() - taken(mentors[i].mentor());
    if (const auto rule = RemovedBy(search, mentors[i], free)) {
      return Removed(static_cast<int>(i), *rule);
    }
  }
  return absl::OkStatus();
}

TakenPlaces LookUp(const std::map<std::string, int>& taken) {
  return [&taken](const std::string& mentor) {
    const auto found = taken.find(mentor);
    return found == taken.end() ? 0 : found->second;
  };
}

// Where two exist, the mentee has a choice: at least two are offered, counted with those before.
absl::Status CheckChoice(size_t offered, int eligible) {
  if (offered >= 2 || eligible < 2) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_CHOICE_TOO_SMALL,
                       "at least two mentors are offered where two exist");
}

absl::Status CheckNamedOnce(const v1::OfferMentorsRequest& request) {
  std::set<std::string> seen;
  for (int i = 0; i < request.mentors_size(); ++i) {
    if (seen.insert(request.mentors(i)).second) continue;
    return status::FieldFault(absl::StrCat("mentors[", i, "]"), status::v1::REASON_FIELD_REPEATED,
                              "is named before");
  }
  return absl::OkStatus();
}

// Offers all of them, each with a place: the one that this request holds already, or one taken now.
// Returns how many are offered to the mentee by then.
absl::StatusOr<size_t> OfferAll(sql::Transaction& transaction, const std::string& request,
                                const std::vector<MentorFacts>& mentors,
                                const std::vector<v1::Offer>& offers) {
  ASSIGN_OR_RETURN(auto earlier, LoadOffers(transaction, request));
  int position = earlier.empty() ? 0 : earlier.back().position + 1;
  std::map<std::string, bool> held;
  for (const StoredOffer& offer : earlier) held[offer.offer.mentor()] = offer.held;
  for (size_t i = 0; i < mentors.size(); ++i) {
    bool& is_held = held[mentors[i].mentor()];
    if (!is_held) {
      RETURN_IF_ERROR(NotePlaces(transaction, mentors[i]));
      ASSIGN_OR_RETURN(is_held, TakePlace(transaction, mentors[i].mentor()));
      if (!is_held) return Removed(static_cast<int>(i), v1::HARD_RULE_PLACES);
    }
    RETURN_IF_ERROR(
        PutOffer(transaction, request, {.offer = offers[i], .position = position++, .held = true}));
  }
  return held.size();
}

absl::Status AppendOffered(sql::Transaction& transaction, const StoredRequest& stored,
                           size_t offered, absl::Time now) {
  auto codes = ScopeCodes(stored.scope);
  codes["offered_count"] = absl::StrCat(offered);
  return event::Append(transaction,
                       {.type = "matching.request.offered",
                        .resource = stored.request.name(),
                        .version = stored.version,
                        .codes = std::move(codes)},
                       now);
}

}  // namespace

absl::StatusOr<ShortlistService::Work> ShortlistService::Begin(const rpc::Call& call,
                                                               const std::string& request) {
  Work work;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(
        work.stored,
        RequireRelated(call, LoadRequest(transaction, request), [&](const StoredRequest& found) {
          return Holds(found.request, call.person(), ground_.clock().Now()) &&
                 Brokers(call.caller(), found.Place());
        }));
    ASSIGN_OR_RETURN(work.taken, LoadTakenPlaces(transaction));
    ASSIGN_OR_RETURN(auto offers, LoadOffers(transaction, request));
    for (const StoredOffer& offer : offers) {
      if (offer.held) --work.taken[offer.offer.mentor()];
    }
    ASSIGN_OR_RETURN(work.search.ended_with, EndedWith(transaction, work.stored.request.mentee()));
    return absl::OkStatus();
  }));
  return work;
}

absl::Status ShortlistService::Complete(const rpc::Call& call, Work& work) {
  RETURN_IF_ERROR(CheckSearching(work.stored.request));
  RETURN_IF_ERROR(index_.Ready());
  ASSIGN_OR_RETURN(work.search,
                   searches_.Load(work.stored, std::move(work.search.ended_with), call.deadline()));
  return absl::OkStatus();
}

absl::StatusOr<v1::Shortlist> ShortlistService::BuildShortlist(
    const rpc::Call& call, const v1::BuildShortlistRequest& request) {
  ASSIGN_OR_RETURN(Work work, Begin(call, request.request()));
  RETURN_IF_ERROR(Complete(call, work));
  const auto mentors = index_.Snapshot();
  const int limit = request.limit() == 0 ? kDefaultLimit : request.limit();
  return Shorten(work.search, *mentors, LookUp(work.taken), weights_, limit);
}

absl::StatusOr<v1::Request> ShortlistService::OfferMentors(const rpc::Call& call,
                                                           const v1::OfferMentorsRequest& request) {
  RETURN_IF_ERROR(CheckNamedOnce(request));
  ASSIGN_OR_RETURN(Work work, Begin(call, request.request()));
  std::optional<once::Result> repeat;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(repeat, once::Find(transaction, call.OnceKey(request)));
    return absl::OkStatus();
  }));
  if (!repeat.has_value()) {
    RETURN_IF_ERROR(Complete(call, work));
    ASSIGN_OR_RETURN(auto mentors, KnownMentors(call, request));
    RETURN_IF_ERROR(CheckMentors(work.search, mentors, LookUp(work.taken)));
    ASSIGN_OR_RETURN(work.stored, Offer(call, request, work, mentors));
  }
  return SeenBy(call.person(), std::move(work.stored.request));
}

absl::StatusOr<std::vector<MentorFacts>> ShortlistService::KnownMentors(
    const rpc::Call& call, const v1::OfferMentorsRequest& request) {
  ASSIGN_OR_RETURN(
      auto mentors,
      facts_.Mentors({request.mentors().begin(), request.mentors().end()}, call.deadline()));
  // Unknown ones are left out of the answer, which keeps the order.
  for (int i = 0; i < request.mentors_size(); ++i) {
    const auto at = static_cast<size_t>(i);
    if (at < mentors.size() && mentors[at].mentor() == request.mentors(i)) continue;
    return status::FieldFault(absl::StrCat("mentors[", i, "]"),
                              status::v1::REASON_FIELD_UNKNOWN_REFERENCE, "is no mentor");
  }
  return mentors;
}

std::vector<v1::Offer> ShortlistService::MakeOffers(const Work& work,
                                                    const std::vector<MentorFacts>& mentors,
                                                    absl::Time expires) const {
  std::vector<v1::Offer> offers;
  for (const MentorFacts& mentor : mentors) {
    const v1::Candidate candidate =
        MakeCandidate(work.search, mentor, LookUp(work.taken)(mentor.mentor()), weights_);
    v1::Offer& offer = offers.emplace_back();
    offer.set_name(
        absl::StrCat(work.stored.request.name(), "/offers/", id::LastSegment(candidate.mentor())));
    offer.set_mentor(candidate.mentor());
    offer.set_authority(candidate.authority());
    *offer.mutable_parts() = candidate.parts();
    *offer.mutable_reason() = candidate.reason();
    *offer.mutable_hold_expire_time() = time::ToProto(expires);
  }
  return offers;
}

absl::StatusOr<StoredRequest> ShortlistService::Offer(const rpc::Call& call,
                                                      const v1::OfferMentorsRequest& request,
                                                      const Work& work,
                                                      const std::vector<MentorFacts>& mentors) {
  const absl::Time now = ground_.clock().Now();
  const std::vector<v1::Offer> offers =
      MakeOffers(work, mentors, now + absl::Hours(work.stored.policy.hold_hours()));
  const int eligible =
      Shorten(work.search, *index_.Snapshot(), LookUp(work.taken), weights_, 0).eligible_count();
  StoredRequest stored;
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(stored, LoadRequest(transaction, request.request()));
    ASSIGN_OR_RETURN(std::optional<once::Result> repeat, once::Find(transaction, key));
    if (repeat.has_value()) return absl::OkStatus();
    // It may have been withdrawn, chosen from, or taken in hand by another since it was read.
    RETURN_IF_ERROR(call.Require(Holds(stored.request, call.person(), now)));
    RETURN_IF_ERROR(CheckSearching(stored.request));
    RETURN_IF_ERROR(subject::CheckUnrestricted(transaction, stored.request.mentee()));
    ASSIGN_OR_RETURN(size_t offered, OfferAll(transaction, request.request(), mentors, offers));
    RETURN_IF_ERROR(CheckChoice(offered, eligible));
    stored.request.set_state(v1::Request::STATE_CHOOSING);
    RETURN_IF_ERROR(SaveRequest(transaction, stored));
    RETURN_IF_ERROR(AppendOffered(transaction, stored, offered, now));
    return once::Keep(transaction, key, {request.request(), stored.version}, now);
  }));
  return stored;
}

absl::StatusOr<v1::ListOffersResponse> ShortlistService::ListOffers(
    const rpc::Call& call, const v1::ListOffersRequest& request) {
  std::vector<StoredOffer> offers;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    RETURN_IF_ERROR(RequireRelated(call, LoadRequest(transaction, request.parent()),
                                   [&](const StoredRequest& found) {
                                     return found.request.mentee() == call.person();
                                   })
                        .status());
    ASSIGN_OR_RETURN(offers, LoadOffers(transaction, request.parent()));
    return absl::OkStatus();
  }));
  v1::ListOffersResponse response;
  if (offers.empty()) return response;
  std::vector<std::string> names;
  names.reserve(offers.size());
  for (const StoredOffer& offer : offers) names.push_back(offer.offer.mentor());
  // Names are the registry's: they are asked for when they are shown, and kept nowhere else.
  ASSIGN_OR_RETURN(auto mentors, facts_.Mentors(names, call.deadline()));
  std::map<std::string, std::string> display_names;
  for (const MentorFacts& mentor : mentors) {
    display_names[mentor.mentor()] = mentor.person().display_name();
  }
  std::map<std::string, programme::v1::Text> titles;  // of authorities, each asked for once
  for (const StoredOffer& stored : offers) {
    v1::Offer& offer = *response.add_offers();
    offer = stored.offer;
    if (!stored.held) offer.clear_hold_expire_time();
    offer.set_display_name(display_names[offer.mentor()]);
    if (!titles.contains(offer.authority())) {
      ASSIGN_OR_RETURN(auto authority, facts_.Authority(offer.authority(), "", call.deadline()));
      titles[offer.authority()] = authority.title();
    }
    *offer.mutable_authority_title() = titles[offer.authority()];
  }
  return response;
}

}  // namespace telemachus::matching
