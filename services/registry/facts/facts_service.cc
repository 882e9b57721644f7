#include "registry/facts/facts_service.h"

#include <string>
#include <utility>
#include <vector>

#include "common/event/relay.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/authority/policy_store.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/facts/facts_rules.h"
#include "registry/facts/facts_store.h"

namespace telemachus::registry {
namespace {

// Fills a list of a message.
template <typename Messages, typename List>
void MoveInto(Messages& messages, List* list) {
  for (auto& message : messages) *list->Add() = std::move(message);
}

}  // namespace

absl::StatusOr<v1::BatchGetPersonFactsResponse> FactsService::BatchGetPersonFacts(
    const rpc::Call& call, const v1::BatchGetPersonFactsRequest& request) {
  const std::vector<std::string> names(request.people().begin(), request.people().end());
  std::vector<v1::PersonFacts> facts;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(facts, LoadPersonFacts(transaction, names, means_.Now()));
    return absl::OkStatus();
  }));
  v1::BatchGetPersonFactsResponse response;
  MoveInto(facts, response.mutable_people());
  return response;
}

absl::StatusOr<v1::BatchGetMentorFactsResponse> FactsService::BatchGetMentorFacts(
    const rpc::Call& call, const v1::BatchGetMentorFactsRequest& request) {
  const std::vector<std::string> names(request.mentors().begin(), request.mentors().end());
  std::vector<v1::MentorFacts> facts;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(const auto mentors, LoadMentors(transaction, names));
    ASSIGN_OR_RETURN(facts, LoadMentorFacts(transaction, mentors, means_.Now()));
    return absl::OkStatus();
  }));
  v1::BatchGetMentorFactsResponse response;
  MoveInto(facts, response.mutable_mentors());
  return response;
}

absl::StatusOr<v1::ListMentorFactsResponse> FactsService::ListMentorFacts(
    const rpc::Call& call, const v1::ListMentorFactsRequest& request) {
  const std::string caller = call.caller().Name();
  ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
  const int size = page::Size(request.page_size());
  // Before the mentors: an event between the two is read again, none is missed.
  event::v1::FetchEventsRequest head;
  ASSIGN_OR_RETURN(const event::v1::FetchEventsResponse events,
                   event::Fetch(means_.database, head, call.deadline()));
  std::vector<v1::MentorFacts> facts;
  bool more = false;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto mentors, WalkMentors(transaction, after, size + 1));
    more = page::Cut(mentors, size);
    ASSIGN_OR_RETURN(facts, LoadMentorFacts(transaction, mentors, means_.Now()));
    return absl::OkStatus();
  }));
  v1::ListMentorFactsResponse response;
  response.set_epoch(events.epoch());
  response.set_head(events.head());
  if (more) {
    response.set_next_page_token(means_.tokens.Make(caller, request, facts.back().mentor()));
  }
  MoveInto(facts, response.mutable_mentors());
  return response;
}

absl::StatusOr<v1::AuthorityFacts> FactsService::GetAuthorityFacts(
    const rpc::Call& call, const v1::GetAuthorityFactsRequest& request) {
  const std::string day =
      request.date().empty() ? time::FormatDate(means_.Today()) : request.date();
  v1::AuthorityFacts facts;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const auto authority = LoadAuthority(transaction, request.authority());
        if (absl::IsNotFound(authority.status())) return status::NotFound(request.authority());
        RETURN_IF_ERROR(authority.status());
        facts = FactsOf(authority->authority);
        ASSIGN_OR_RETURN(*facts.mutable_policy(), PolicyOn(transaction, request.authority(), day));
        return absl::OkStatus();
      }));
  return facts;
}

absl::StatusOr<v1::CatalogueCodes> FactsService::GetCatalogueCodes(
    const rpc::Call& call, const v1::GetCatalogueCodesRequest& /*request*/) {
  v1::CatalogueCodes codes;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(codes, LoadCodes(transaction));
    return absl::OkStatus();
  }));
  return codes;
}

absl::StatusOr<v1::ListAuthorityFactsResponse> FactsService::ListAuthorityFacts(
    const rpc::Call& call, const v1::ListAuthorityFactsRequest& request) {
  const std::string caller = call.caller().Name();
  ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
  const int size = page::Size(request.page_size());
  std::vector<StoredAuthority> rows;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(rows, ListAuthorities(transaction, {}, after, size + 1));
    return absl::OkStatus();
  }));
  v1::ListAuthorityFactsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(means_.tokens.Make(caller, request, rows.back().authority.code()));
  }
  for (const StoredAuthority& row : rows) *response.add_authorities() = FactsOf(row.authority);
  return response;
}

}  // namespace telemachus::registry
