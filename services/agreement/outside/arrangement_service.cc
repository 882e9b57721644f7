#include "agreement/outside/arrangement_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/relations.h"
#include "common/id/id.h"
#include "common/page/token.h"
#include "common/status/macros.h"

namespace telemachus::agreement {
namespace {

v1::Arrangement ArrangementOf(const StoredAgreement& stored) {
  return agreement::ArrangementOf(stored.agreement, stored.scope.authority, stored.terms);
}

}  // namespace

absl::StatusOr<v1::Arrangement> ArrangementService::GetArrangement(
    const rpc::Call& call, const v1::GetArrangementRequest& request) {
  const std::string name = absl::StrCat("agreements/", id::LastSegment(request.name()));
  StoredAgreement stored;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    absl::StatusOr<StoredAgreement> found = LoadAgreement(transaction, name);
    if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
    RETURN_IF_ERROR(call.Require(found.ok() && SeesArrangements(call.caller(), found->Place())));
    stored = *std::move(found);
    return absl::OkStatus();
  }));
  return ArrangementOf(stored);
}

absl::StatusOr<v1::ListArrangementsResponse> ArrangementService::ListArrangements(
    const rpc::Call& call, const v1::ListArrangementsRequest& request) {
  const std::string& parent = request.parent();
  // Where the authority lies decides about advisers; an unknown one is nobody's.
  auto authority = registry_.Authority(parent, "", call.deadline());
  if (!authority.ok() && !absl::IsNotFound(authority.status())) return authority.status();
  RETURN_IF_ERROR(call.Require(
      authority.ok() &&
      SeesArrangements(call.caller(), {parent, authority->region(), authority->nation()})));
  Listing listing;
  listing.authority = parent;
  ASSIGN_OR_RETURN(listing.after, ground_.tokens().Read(call.person(), request));
  const int size = page::Size(request.page_size());
  listing.limit = size + 1;
  std::vector<StoredAgreement> rows;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(rows, ListAgreements(transaction, listing));
    return absl::OkStatus();
  }));
  v1::ListArrangementsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        ground_.tokens().Make(call.person(), request, PositionOf(rows.back())));
  }
  for (const StoredAgreement& row : rows) *response.add_arrangements() = ArrangementOf(row);
  return response;
}

}  // namespace telemachus::agreement
