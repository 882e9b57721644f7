#include "matching/passing/passing.h"

#include <algorithm>
#include <map>

#include "absl/time/clock.h"
#include "common/event/outbox.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "matching/event_codes.h"
#include "matching/passing/passing_store.h"
#include "matching/passing/seat_place.h"

namespace telemachus::matching {
namespace {

constexpr char kSucceeded[] = "registry.authority.succeeded";
constexpr size_t kBatch = 500;  // of people in one question

}  // namespace

bool Passing::Concerns(const event::v1::Event& event) { return event.type() == kSucceeded; }

absl::Status Passing::Apply(sql::Transaction& transaction, const event::v1::Event& event) {
  if (!Concerns(event)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto requests, RequestsUnder(transaction, event.resource()));
  for (size_t first = 0; first < requests.size(); first += kBatch) {
    const size_t end = std::min(requests.size(), first + kBatch);
    RETURN_IF_ERROR(PassOn(transaction, {requests.begin() + static_cast<std::ptrdiff_t>(first),
                                         requests.begin() + static_cast<std::ptrdiff_t>(end)}));
  }
  return NotePassing(transaction, event.resource());
}

absl::Status Passing::PassOn(sql::Transaction& transaction,
                             const std::vector<StoredRequest>& requests) {
  std::vector<std::string> mentees;
  mentees.reserve(requests.size());
  for (const StoredRequest& stored : requests) mentees.push_back(stored.request.mentee());
  std::sort(mentees.begin(), mentees.end());
  mentees.erase(std::unique(mentees.begin(), mentees.end()), mentees.end());
  ASSIGN_OR_RETURN(auto found, facts_.People(mentees, absl::Now() + kFactsTimeout));
  std::map<std::string, registry::v1::PersonFacts> people;
  for (registry::v1::PersonFacts& facts : found) people[facts.person()] = std::move(facts);
  for (const StoredRequest& stored : requests) {
    RETURN_IF_ERROR(PassOn(transaction, stored, people[stored.request.mentee()]));
  }
  return absl::OkStatus();
}

absl::Status Passing::PassOn(sql::Transaction& transaction, const StoredRequest& stored,
                             const registry::v1::PersonFacts& mentee) {
  const absl::Time now = clock_.Now();
  for (const auto& seat : mentee.seats()) {
    const access::Scope place = PlaceOf(seat);
    if (seat.membership() != stored.request.membership()) continue;
    if (place.authority == stored.Place().authority) continue;
    const std::string& request = stored.request.name();
    RETURN_IF_ERROR(PassTo(transaction, request, time::FormatDate(time::DayOf(now)), place));
    ASSIGN_OR_RETURN(const auto matches, ConfirmedMatches(transaction, request));
    for (const std::string& name : matches) {
      ASSIGN_OR_RETURN(const StoredMatch match, LoadMatch(transaction, name));
      RETURN_IF_ERROR(TellOfPassing(transaction, match, now));
    }
  }
  return absl::OkStatus();
}

absl::Status TellOfPassing(sql::Transaction& transaction, const StoredMatch& match,
                           absl::Time now) {
  if (match.responsible.authority.empty()) return absl::OkStatus();
  return event::Append(transaction,
                       {.type = "matching.match.passed",
                        .resource = match.match.name(),
                        .version = match.version,
                        .codes = ScopeCodes(match.responsible)},
                       now);
}

}  // namespace telemachus::matching
