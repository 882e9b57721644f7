#include "registry/training/gap_service.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "registry/authority/authority_list.h"
#include "registry/person/sighting.h"
#include "registry/policy/policy_store.h"
#include "registry/role/grant_store.h"
#include "registry/training/gap_rules.h"
#include "registry/training/gap_store.h"

namespace telemachus::registry {
namespace {

// Proves the relation: the caller advises the region or nation, or is its staff. NotPermitted()
// otherwise, and if there is none.
absl::Status RequireOversight(sql::Transaction& transaction, const rpc::Call& call,
                              const std::string& parent) {
  const absl::StatusOr<access::Scope> place = PlaceOf(transaction, parent);
  if (absl::IsNotFound(place.status())) return call.Require(false);
  RETURN_IF_ERROR(place.status());
  return call.Require(call.caller().HasIn(access::Role::ROLE_ADVISER, *place) ||
                      call.caller().HasIn(access::Role::ROLE_NATIONAL, *place));
}

v1::TrainingGap GapFrom(const FoundTrainee& found, const GapTerms& terms) {
  v1::TrainingGap gap;
  gap.set_person(found.person);
  gap.set_display_name(found.display_name);
  gap.set_kind(GapOf(found.trainee, terms));
  gap.set_required(IsRequired(gap.kind(), terms));
  gap.set_accredited_until_date(found.trainee.accredited_until);
  return gap;
}

using TermsByAuthority = std::map<std::string, GapTerms>;

absl::StatusOr<TermsByAuthority> LoadTerms(sql::Transaction& transaction,
                                           const std::vector<std::string>& authorities,
                                           absl::CivilDay today) {
  const std::set<std::string> names(authorities.begin(), authorities.end());
  ASSIGN_OR_RETURN(const PolicyBook policies, LoadPolicies(transaction, names));
  TermsByAuthority terms;
  for (const std::string& authority : authorities) {
    terms[authority] = TermsOf(policies.On(authority, time::FormatDate(today)), today);
  }
  return terms;
}

// The earliest day on which any of the authorities looks back for new members; empty if none does.
std::string NewSince(const TermsByAuthority& terms) {
  std::string earliest;
  for (const auto& [authority, own] : terms) {
    if (own.new_since.empty()) continue;
    earliest = earliest.empty() ? own.new_since : std::min(earliest, own.new_since);
  }
  return earliest;
}

void Add(const TraineeGroup& group, const GapTerms& terms, v1::TrainingGapCounts& counts) {
  if (group.trainee.mentor) counts.set_mentors(counts.mentors() + group.count);
  switch (GapOf(group.trainee, terms)) {
    case v1::TrainingGap::KIND_NOT_ACCREDITED:
      counts.set_not_accredited(counts.not_accredited() + group.count);
      break;
    case v1::TrainingGap::KIND_LAPSED:
      counts.set_lapsed(counts.lapsed() + group.count);
      break;
    case v1::TrainingGap::KIND_LAPSING:
      counts.set_lapsing(counts.lapsing() + group.count);
      break;
    case v1::TrainingGap::KIND_ORIENTATION:
      counts.set_orientation(counts.orientation() + group.count);
      break;
    default:
      break;
  }
}

// The counts of authorities, in their order.
absl::StatusOr<std::vector<v1::TrainingGapCounts>> Count(
    sql::Transaction& transaction, const std::vector<std::string>& authorities,
    absl::CivilDay today) {
  ASSIGN_OR_RETURN(TermsByAuthority terms, LoadTerms(transaction, authorities, today));
  ASSIGN_OR_RETURN(const auto groups, CountTrainees(transaction, authorities,
                                                    time::FormatDate(today), NewSince(terms)));
  std::map<std::string, v1::TrainingGapCounts> by_authority;
  for (const TraineeGroup& group : groups) {
    Add(group, terms[group.authority], by_authority[group.authority]);
  }
  std::vector<v1::TrainingGapCounts> all;
  for (const std::string& authority : authorities) {
    v1::TrainingGapCounts& counts = all.emplace_back(std::move(by_authority[authority]));
    counts.set_authority(authority);
    counts.set_required(terms[authority].required);
  }
  return all;
}

}  // namespace

absl::StatusOr<v1::ListTrainingGapsResponse> GapService::ListTrainingGaps(
    const rpc::Call& call, const v1::ListTrainingGapsRequest& request) {
  const absl::Time now = means_.Now();
  const absl::CivilDay today = time::DayOf(now);
  GapTerms terms;
  TraineePage page;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireStaff(transaction, call, request.parent(), now).status());
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyOn(transaction, request.parent(), time::FormatDate(today)));
        terms = TermsOf(policy, today);
        ASSIGN_OR_RETURN(page, ListTrainees(transaction, request, terms, after,
                                            page::Size(request.page_size())));
        return absl::OkStatus();
      }));
  v1::ListTrainingGapsResponse response;
  if (!page.next.empty()) {
    response.set_next_page_token(means_.tokens.Make(call.caller().Name(), request, page.next));
  }
  for (const FoundTrainee& trainee : page.trainees) {
    *response.add_training_gaps() = GapFrom(trainee, terms);
  }
  return response;
}

absl::StatusOr<v1::SummarizeTrainingGapsResponse> GapService::SummarizeTrainingGaps(
    const rpc::Call& call, const v1::SummarizeTrainingGapsRequest& request) {
  const int size = page::Size(request.page_size());
  const absl::CivilDay today = means_.Today();
  v1::ListAuthoritiesRequest wanted;
  (absl::StartsWith(request.parent(), "regions/") ? *wanted.mutable_region()
                                                  : *wanted.mutable_nation()) = request.parent();
  ASSIGN_OR_RETURN(const AuthorityListing listing, ListingOf(wanted, time::FormatDate(today)));
  std::vector<v1::TrainingGapCounts> counts;
  std::string next;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireOversight(transaction, call, request.parent()));
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(AuthorityPage page, ReadPage(transaction, listing, after, size));
        next = std::move(page.next);
        std::vector<std::string> names;
        for (const StoredAuthority& stored : page.authorities) {
          names.push_back(stored.authority.name());
        }
        ASSIGN_OR_RETURN(counts, Count(transaction, names, today));
        return absl::OkStatus();
      }));
  v1::SummarizeTrainingGapsResponse response;
  if (!next.empty()) {
    response.set_next_page_token(means_.tokens.Make(call.caller().Name(), request, next));
  }
  for (v1::TrainingGapCounts& each : counts) *response.add_counts() = std::move(each);
  return response;
}

}  // namespace telemachus::registry
