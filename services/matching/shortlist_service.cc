#include "matching/shortlist_service.h"

#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/event/outbox.h"
#include "common/id/id.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "matching/event_codes.h"
#include "matching/offer_store.h"
#include "matching/place_store.h"
#include "matching/relations.h"
#include "matching/request_rules.h"

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

// One mentor offered anew: a place is taken, unless this request holds one already.
absl::Status OfferOne(sql::Transaction& transaction, const std::string& request,
                      const MentorFacts& mentor, int index, bool already_held, StoredOffer stored) {
  if (!already_held) {
    RETURN_IF_ERROR(NotePlaces(transaction, mentor));
    ASSIGN_OR_RETURN(bool taken, TakePlace(transaction, mentor.mentor()));
    if (!taken) return Removed(index, v1::HARD_RULE_PLACES);
  }
  stored.held = true;
  return PutOffer(transaction, request, stored);
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
                 Brokers(call.caller(), found.scope);
        }));
    ASSIGN_OR_RETURN(work.taken, LoadTakenPlaces(transaction));
    ASSIGN_OR_RETURN(auto offers, LoadOffers(transaction, request));
    for (const StoredOffer& offer : offers) {
      if (offer.held) --work.taken[offer.offer.mentor()];
    }
    return absl::OkStatus();
  }));
  if (!LooksForMentors(work.stored.request.state())) {
    return status::WrongState(request, v1::Request::State_Name(work.stored.request.state()));
  }
  ASSIGN_OR_RETURN(work.search, searches_.Prepare(work.stored, call.deadline()));
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    return SearchLoader::Complete(transaction, work.search);
  }));
  return work;
}

absl::StatusOr<v1::Shortlist> ShortlistService::BuildShortlist(
    const rpc::Call& call, const v1::BuildShortlistRequest& request) {
  ASSIGN_OR_RETURN(Work work, Begin(call, request.request()));
  RETURN_IF_ERROR(index_.Ready());
  const auto mentors = index_.Snapshot();
  const int limit = request.limit() == 0 ? kDefaultLimit : request.limit();
  return Shorten(work.search, *mentors, LookUp(work.taken), weights_, limit);
}

absl::StatusOr<v1::Request> ShortlistService::OfferMentors(const rpc::Call& call,
                                                           const v1::OfferMentorsRequest& request) {
  ASSIGN_OR_RETURN(Work work, Begin(call, request.request()));
  const std::vector<std::string> names(request.mentors().begin(), request.mentors().end());
  if (std::set<std::string>(names.begin(), names.end()).size() != names.size()) {
    return status::FieldFault("mentors", status::v1::REASON_FIELD_REPEATED, "names a mentor twice");
  }
  ASSIGN_OR_RETURN(auto mentors, facts_.Mentors(names, call.deadline()));
  if (mentors.size() != names.size()) {
    return status::FieldFault("mentors", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                              "names somebody who is no mentor");
  }
  RETURN_IF_ERROR(CheckMentors(work.search, mentors, LookUp(work.taken)));
  return Offer(call, request, work, mentors);
}

absl::StatusOr<v1::Request> ShortlistService::Offer(const rpc::Call& call,
                                                    const v1::OfferMentorsRequest& request,
                                                    const Work& work,
                                                    const std::vector<MentorFacts>& mentors) {
  const absl::Time now = ground_.clock().Now();
  const absl::Time expires = now + absl::Hours(work.stored.policy.hold_hours());
  const std::string& name = request.request();
  RETURN_IF_ERROR(index_.Ready());
  const int eligible =
      Shorten(work.search, *index_.Snapshot(), LookUp(work.taken), weights_, 0).eligible_count();
  v1::Request answer;
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(StoredRequest stored, LoadRequest(transaction, name));
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
    if (earlier.has_value()) {
      answer = stored.request;
      return absl::OkStatus();
    }
    if (!LooksForMentors(stored.request.state())) {
      return status::WrongState(name, v1::Request::State_Name(stored.request.state()));
    }
    ASSIGN_OR_RETURN(auto offers, LoadOffers(transaction, name));
    std::map<std::string, bool> held;
    for (const StoredOffer& offer : offers) held[offer.offer.mentor()] = offer.held;
    int position = static_cast<int>(offers.size());
    for (size_t i = 0; i < mentors.size(); ++i) {
      const v1::Candidate candidate =
          MakeCandidate(work.search, mentors[i], LookUp(work.taken)(mentors[i].mentor()), weights_);
      StoredOffer offer;
      offer.position = position++;
      offer.offer.set_name(absl::StrCat(name, "/offers/", id::LastSegment(candidate.mentor())));
      offer.offer.set_mentor(candidate.mentor());
      offer.offer.set_authority(candidate.authority());
      *offer.offer.mutable_parts() = candidate.parts();
      *offer.offer.mutable_reason() = candidate.reason();
      *offer.offer.mutable_hold_expire_time() = time::ToProto(expires);
      RETURN_IF_ERROR(OfferOne(transaction, name, mentors[i], static_cast<int>(i),
                               held[candidate.mentor()], std::move(offer)));
      held[candidate.mentor()] = true;
    }
    RETURN_IF_ERROR(CheckChoice(held.size(), eligible));
    stored.request.set_state(v1::Request::STATE_CHOOSING);
    RETURN_IF_ERROR(SaveRequest(transaction, stored));
    auto codes = ScopeCodes(stored.scope);
    codes["offered_count"] = absl::StrCat(held.size());
    RETURN_IF_ERROR(event::Append(transaction,
                                  {.type = "matching.request.offered",
                                   .resource = name,
                                   .version = stored.version,
                                   .codes = std::move(codes)},
                                  now));
    answer = stored.request;
    return once::Keep(transaction, key, {name, stored.version}, now);
  }));
  return SeenBy(call.person(), std::move(answer));
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
  for (const StoredOffer& offer : offers) names.push_back(offer.offer.mentor());
  // Names are the registry's: they are asked for when they are shown, and kept nowhere else.
  ASSIGN_OR_RETURN(auto mentors, facts_.Mentors(names, call.deadline()));
  std::map<std::string, std::string> display_names;
  for (const MentorFacts& mentor : mentors) {
    display_names[mentor.mentor()] = mentor.person().display_name();
  }
  for (const StoredOffer& stored : offers) {
    v1::Offer& offer = *response.add_offers();
    offer = stored.offer;
    if (!stored.held) offer.clear_hold_expire_time();
    offer.set_display_name(display_names[offer.mentor()]);
    ASSIGN_OR_RETURN(auto authority, facts_.Authority(offer.authority(), "", call.deadline()));
    *offer.mutable_authority_title() = authority.title();
  }
  return response;
}

}  // namespace telemachus::matching
