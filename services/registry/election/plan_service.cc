#include "registry/election/plan_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/operation/store.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "registry/election/election_access.h"
#include "registry/election/election_rules.h"
#include "registry/election/election_store.h"
#include "registry/election/election_work.h"
#include "registry/election/row_store.h"
#include "registry/term/register_view.h"
#include "registry/term/term_plan.h"

namespace telemachus::registry {
namespace {

using v1::Election;

// Places of rows that are told where a preview is stale.
constexpr size_t kPlacesTold = 10;

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

absl::StatusOr<std::vector<PlannedRow>> Plan(sql::Transaction& transaction,
                                             const StoredElection& stored, absl::Time now) {
  ASSIGN_OR_RETURN(const RegisterView view, LoadView(transaction, stored, DayOf(now)));
  return PlanTerm(stored, view, DayOf(now));
}

absl::Status Stale(const std::string& election, const std::string& places) {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::v1::REASON_PREVIEW_STALE,
                       places.empty()
                           ? "Another preview has been made since: read it first."
                           : absl::StrCat("The register has changed since the preview, in rows ",
                                          places, ": preview the election again."),
                       {{"resource", election}, {"places", places}});
}

// The first places at which rows are others than those that were previewed.
absl::StatusOr<std::string> PlacesChanged(sql::Transaction& transaction,
                                          const std::string& election,
                                          const std::vector<PlannedRow>& now) {
  ASSIGN_OR_RETURN(const auto before, LoadRows(transaction, {.election = election}, 0,
                                               static_cast<int>(2 * kMostResults)));
  std::vector<size_t> places;
  for (size_t i = 0; i < std::max(before.size(), now.size()); ++i) {
    const bool same = i < before.size() && i < now.size() && before[i].digest == now[i].digest;
    if (!same && places.size() < kPlacesTold) places.push_back(i + 1);
  }
  return absl::StrJoin(places, ", ");
}

// Whether the preview may be applied, and is what would be done now.
absl::Status CheckPreview(sql::Transaction& transaction, const StoredElection& stored,
                          const std::string& digest, absl::Time now) {
  const Election& election = stored.election;
  if (election.state() != Election::STATE_PREVIEWED) {
    return status::WrongState(election.name(), Election::State_Name(election.state()).substr(6));
  }
  if (digest != election.preview_digest()) return Stale(election.name(), "");
  if (election.counts().problems() > 0) {
    return status::WrongState(election.name(), election.counts().open() > 0 ? "OPEN" : "PROBLEMS");
  }
  ASSIGN_OR_RETURN(const auto rows, Plan(transaction, stored, now));
  if (DigestOf(rows) == digest) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string places, PlacesChanged(transaction, election.name(), rows));
  return Stale(election.name(), places);
}

// Whether this preview is being applied, or has been.
bool IsUnderWay(const Election& election, const std::string& digest) {
  const bool begun =
      election.state() == Election::STATE_APPLYING || election.state() == Election::STATE_APPLIED;
  return begun && election.preview_digest() == digest;
}

absl::StatusOr<operation::Operation> FindOperation(sql::Transaction& transaction,
                                                   const std::string& name) {
  absl::StatusOr<operation::Operation> found = operation::Load(transaction, name);
  if (absl::IsNotFound(found.status())) return status::NotFound(name);
  return found;
}

}  // namespace

absl::StatusOr<Election> PlanService::PreviewElection(const rpc::Call& call,
                                                      const v1::PreviewElectionRequest& request) {
  const absl::Time now = means_.Now();
  Election election;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(KeptElection kept,
                         RequireElection(transaction, call, request.name(), now));
        StoredElection& stored = kept.stored;
        RETURN_IF_ERROR(CheckOpen(stored.election));
        RETURN_IF_ERROR(CheckAgainstRegister(transaction, stored));
        ASSIGN_OR_RETURN(const auto rows, Plan(transaction, stored, now));
        RETURN_IF_ERROR(ReplaceRows(transaction, request.name(), rows));
        stored.election.set_state(Election::STATE_PREVIEWED);
        stored.election.set_preview_digest(DigestOf(rows));
        *stored.election.mutable_preview_time() = time::ToProto(now);
        *stored.election.mutable_counts() = CountRows(rows);
        RETURN_IF_ERROR(SaveElection(transaction, stored));
        RETURN_IF_ERROR(CountInvitations(transaction, stored));
        election = stored.election;
        return absl::OkStatus();
      }));
  return election;
}

absl::StatusOr<v1::ListElectionRowsResponse> PlanService::ListElectionRows(
    const rpc::Call& call, const v1::ListElectionRowsRequest& request) {
  const absl::Time now = means_.Now();
  const int size = page::Size(request.page_size());
  const RowFilter filter{.election = request.parent(),
                         .outcome = request.outcome(),
                         .problems_only = request.problems_only()};
  std::vector<StoredRow> rows;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireElection(transaction, call, request.parent(), now).status());
        ASSIGN_OR_RETURN(const std::string position,
                         means_.tokens.Read(call.caller().Name(), request));
        int64_t after = 0;
        if (!position.empty() && !absl::SimpleAtoi(position, &after)) {
          return absl::InternalError("a page token holds no place");
        }
        ASSIGN_OR_RETURN(rows, LoadRows(transaction, filter, after, size + 1));
        return absl::OkStatus();
      }));
  v1::ListElectionRowsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(call.caller().Name(), request, absl::StrCat(rows.back().row.place())));
  }
  for (StoredRow& row : rows) *response.add_rows() = std::move(row.row);
  return response;
}

absl::StatusOr<google::longrunning::Operation> PlanService::ApplyElection(
    const rpc::Call& call, const v1::ApplyElectionRequest& request) {
  const absl::Time now = means_.Now();
  operation::Operation draft;
  draft.name = absl::StrCat("operations/", means_.ids.Next());
  draft.kind = kElectionKind;
  draft.owner = call.caller().Name();
  draft.scope = AuthorityOfElection(request.name());
  draft.cursor = FirstCursor(request.name());
  draft.created = now;
  operation::Operation kept_operation;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(KeptElection kept,
                         RequireElection(transaction, call, request.name(), now));
        StoredElection& stored = kept.stored;
        if (IsUnderWay(stored.election, request.preview_digest())) {
          ASSIGN_OR_RETURN(kept_operation, FindOperation(transaction, stored.election.operation()));
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(CheckPreview(transaction, stored, request.preview_digest(), now));
        kept_operation = draft;
        kept_operation.metadata.PackFrom(stored.election.counts());
        RETURN_IF_ERROR(operation::Insert(transaction, kept_operation));
        stored.election.set_state(Election::STATE_APPLYING);
        stored.election.set_operation(draft.name);
        return SaveElection(transaction, stored);
      }));
  wake_();
  return operation::ToProto(kept_operation);
}

}  // namespace telemachus::registry
