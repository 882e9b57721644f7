#include "registry/election/election_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/timer/timers.h"
#include "registry/election/election_access.h"
#include "registry/election/election_rules.h"
#include "registry/election/election_store.h"
#include "registry/election/result_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

// Until when it has to be applied.
absl::Status AwaitApplying(sql::Transaction& transaction, const v1::Election& election) {
  ASSIGN_OR_RETURN(const absl::CivilDay start, time::ParseDate(election.term_start_date()));
  return timer::Set(transaction, kElectionLeftTimer, election.name(),
                    time::StartOf(start + kAbandonedAfterDays));
}

}  // namespace

absl::StatusOr<v1::Election> ElectionService::CreateElection(
    const rpc::Call& call, const v1::CreateElectionRequest& request) {
  const absl::Time now = means_.Now();
  const std::string name = absl::StrCat(request.parent(), "/elections/", means_.ids.Next());
  v1::Election election;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireKeeper(transaction, call, request.parent(), now).status());
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        StoredElection stored;
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(stored, LoadElection(transaction, earlier->resource));
          RETURN_IF_ERROR(CountInvitations(transaction, stored));
        } else {
          stored.election = Draft(request.election());
          stored.election.set_name(name);
          RETURN_IF_ERROR(CheckAgainstRegister(transaction, stored));
          RETURN_IF_ERROR(InsertElection(transaction, stored));
          RETURN_IF_ERROR(AwaitApplying(transaction, stored.election));
          RETURN_IF_ERROR(once::Keep(transaction, key, {name, stored.version}, now));
        }
        election = std::move(stored.election);
        return absl::OkStatus();
      }));
  return election;
}

absl::StatusOr<v1::Election> ElectionService::GetElection(const rpc::Call& call,
                                                          const v1::GetElectionRequest& request) {
  const absl::Time now = means_.Now();
  v1::Election election;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(KeptElection kept,
                         RequireElection(transaction, call, request.name(), now));
        RETURN_IF_ERROR(CountInvitations(transaction, kept.stored));
        election = std::move(kept.stored.election);
        return absl::OkStatus();
      }));
  return election;
}

absl::StatusOr<v1::ListElectionsResponse> ElectionService::ListElections(
    const rpc::Call& call, const v1::ListElectionsRequest& request) {
  const absl::Time now = means_.Now();
  const int size = page::Size(request.page_size());
  std::vector<StoredElection> rows;
  bool more = false;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireKeeper(transaction, call, request.parent(), now).status());
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(rows,
                         registry::ListElections(transaction, request.parent(), after, size + 1));
        more = page::Cut(rows, size);
        for (StoredElection& row : rows) {
          RETURN_IF_ERROR(CountInvitations(transaction, row));
        }
        return absl::OkStatus();
      }));
  v1::ListElectionsResponse response;
  if (more) {
    response.set_next_page_token(
        means_.tokens.Make(call.caller().Name(), request, PositionOf(rows.back())));
  }
  for (StoredElection& row : rows) *response.add_elections() = std::move(row.election);
  return response;
}

absl::StatusOr<v1::Election> ElectionService::UpdateElection(
    const rpc::Call& call, const v1::UpdateElectionRequest& request) {
  const absl::Time now = means_.Now();
  const std::string& name = request.election().name();
  v1::Election election;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(KeptElection kept, RequireElection(transaction, call, name, now));
        StoredElection& stored = kept.stored;
        const std::string& etag = request.election().etag();
        if (!etag.empty() && etag != stored.election.etag()) return status::StaleEtag(name);
        RETURN_IF_ERROR(CheckOpen(stored.election));
        RETURN_IF_ERROR(field::Apply(request.election(), request.update_mask(), stored.election));
        stored.election = Draft(stored.election);
        RETURN_IF_ERROR(CheckAgainstRegister(transaction, stored));
        RETURN_IF_ERROR(SaveReopened(transaction, "election", stored));
        RETURN_IF_ERROR(AwaitApplying(transaction, stored.election));
        RETURN_IF_ERROR(CountInvitations(transaction, stored));
        election = stored.election;
        return absl::OkStatus();
      }));
  return election;
}

absl::StatusOr<v1::Election> ElectionService::AbandonElection(
    const rpc::Call& call, const v1::AbandonElectionRequest& request) {
  const absl::Time now = means_.Now();
  v1::Election election;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(KeptElection kept,
                         RequireElection(transaction, call, request.name(), now));
        StoredElection& stored = kept.stored;
        if (stored.election.state() != v1::Election::STATE_ABANDONED) {
          if (!request.etag().empty() && request.etag() != stored.election.etag()) {
            return status::StaleEtag(request.name());
          }
          RETURN_IF_ERROR(CheckOpen(stored.election));
          RETURN_IF_ERROR(DeleteAllResults(transaction, request.name()));
          RETURN_IF_ERROR(timer::Clear(transaction, kElectionLeftTimer, request.name()));
          stored.election.set_result_count(0);
          stored.election.set_state(v1::Election::STATE_ABANDONED);
          RETURN_IF_ERROR(SaveElection(transaction, stored));
        }
        RETURN_IF_ERROR(CountInvitations(transaction, stored));
        election = stored.election;
        return absl::OkStatus();
      }));
  return election;
}

}  // namespace telemachus::registry
