#include "registry/facts/facts_service.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/event/relay.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/facts/facts_rules.h"
#include "registry/facts/facts_store.h"
#include "registry/policy/policy_store.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

// Fills a list of a message.
template <typename Messages, typename List>
void MoveInto(Messages& messages, List* list) {
  for (auto& message : messages) *list->Add() = std::move(message);
}

// Of authorities, and where their members are looked after today.
absl::StatusOr<std::vector<v1::AuthorityFacts>> FactsOfAll(
    sql::Transaction& transaction, const std::vector<StoredAuthority>& authorities,
    absl::CivilDay today) {
  const std::string day = time::FormatDate(today);
  std::set<std::string> ended;
  for (const StoredAuthority& stored : authorities) {
    if (!stored.authority.end_date().empty()) ended.insert(stored.authority.name());
  }
  ASSIGN_OR_RETURN(auto responsibilities, LoadResponsibilities(transaction, ended));
  std::vector<v1::AuthorityFacts> facts;
  for (const StoredAuthority& stored : authorities) {
    facts.push_back(FactsOf(stored.authority));
    facts.back().set_responsible_authority(
        ResponsibleForAll(responsibilities[stored.authority.name()], stored.authority.name(), day));
  }
  return facts;
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
        ASSIGN_OR_RETURN(const auto place, ResponsibleScope(transaction, request.authority(), day));
        ASSIGN_OR_RETURN(auto all, FactsOfAll(transaction, {*authority}, means_.Today()));
        facts = std::move(all.front());
        ASSIGN_OR_RETURN(*facts.mutable_policy(), PolicyOn(transaction, place.authority, day));
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
  std::vector<v1::AuthorityFacts> facts;
  v1::ListAuthorityFactsResponse response;
  RETURN_IF_ERROR(means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto rows, WalkAuthorities(transaction, after, size + 1));
    response.Clear();
    if (page::Cut(rows, size)) {
      response.set_next_page_token(
          means_.tokens.Make(caller, request, rows.back().authority.code()));
    }
    ASSIGN_OR_RETURN(facts, FactsOfAll(transaction, rows, means_.Today()));
    return absl::OkStatus();
  }));
  MoveInto(facts, response.mutable_authorities());
  return response;
}

}  // namespace telemachus::registry
