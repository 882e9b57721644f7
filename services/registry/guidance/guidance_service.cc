#include "registry/guidance/guidance_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/guidance/guidance_rules.h"
#include "registry/guidance/guidance_store.h"

namespace telemachus::registry {
namespace {

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

// The item, or that there is none: what there is to read is no secret.
absl::StatusOr<v1::Guidance> Find(sql::Transaction& transaction, const std::string& name) {
  absl::StatusOr<v1::Guidance> item = LoadGuidance(transaction, name);
  if (absl::IsNotFound(item.status())) return status::NotFound(name);
  return item;
}

// The item as it is now, if that is how the caller read it.
absl::StatusOr<v1::Guidance> FindAsRead(sql::Transaction& transaction, const std::string& name,
                                        const std::string& etag) {
  ASSIGN_OR_RETURN(v1::Guidance item, Find(transaction, name));
  if (!etag.empty() && etag != item.etag()) return status::StaleEtag(name);
  return item;
}

absl::Status SaveAt(sql::Transaction& transaction, absl::Time now, v1::Guidance& item) {
  *item.mutable_create_time() = time::ToProto(now);
  return SaveGuidance(transaction, item);
}

}  // namespace

absl::StatusOr<v1::Guidance> GuidanceService::GetGuidance(const rpc::Call& call,
                                                          const v1::GetGuidanceRequest& request) {
  v1::Guidance item;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(item, Find(transaction, request.name()));
        return absl::OkStatus();
      }));
  return item;
}

absl::StatusOr<v1::ListGuidanceResponse> GuidanceService::ListGuidance(
    const rpc::Call& call, const v1::ListGuidanceRequest& request) {
  const std::string day = time::FormatDate(means_.Today());
  GuidancePage page;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(page, registry::ListGuidance(transaction, request, day, after,
                                                      page::Size(request.page_size())));
        return absl::OkStatus();
      }));
  v1::ListGuidanceResponse response;
  if (!page.next.empty()) {
    response.set_next_page_token(means_.tokens.Make(call.caller().Name(), request, page.next));
  }
  for (v1::Guidance& item : page.items) *response.add_guidance() = std::move(item);
  return response;
}

absl::StatusOr<v1::Guidance> GuidanceService::CreateGuidance(
    const rpc::Call& call, const v1::CreateGuidanceRequest& request) {
  const absl::Time now = means_.Now();
  v1::Guidance item;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(item, LoadGuidance(transaction, earlier->resource));
          return absl::OkStatus();
        }
        item = request.guidance();
        RETURN_IF_ERROR(CheckGuidance(item));
        PutInOrder(item);
        item.set_code(request.guidance_id());
        *item.mutable_create_time() = time::ToProto(now);
        RETURN_IF_ERROR(InsertGuidance(transaction, item));
        return once::Keep(transaction, key, {item.name(), item.version()}, now);
      }));
  return item;
}

absl::StatusOr<v1::Guidance> GuidanceService::UpdateGuidance(
    const rpc::Call& call, const v1::UpdateGuidanceRequest& request) {
  const v1::Guidance& asked = request.guidance();
  const absl::Time now = means_.Now();
  v1::Guidance item;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(item, FindAsRead(transaction, asked.name(), asked.etag()));
        RETURN_IF_ERROR(CheckInForce(item, DayOf(now)));
        RETURN_IF_ERROR(field::Apply(asked, request.update_mask(), item));
        RETURN_IF_ERROR(CheckGuidance(item));
        PutInOrder(item);
        return SaveAt(transaction, now, item);
      }));
  return item;
}

absl::StatusOr<v1::Guidance> GuidanceService::RetireGuidance(
    const rpc::Call& call, const v1::RetireGuidanceRequest& request) {
  const absl::Time now = means_.Now();
  const std::string today = DayOf(now);
  const std::string& end_date = request.end_date().empty() ? today : request.end_date();
  v1::Guidance item;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(item, FindAsRead(transaction, request.name(), request.etag()));
        RETURN_IF_ERROR(CheckRetirement(item, end_date, today));
        item.set_end_date(end_date);
        return SaveAt(transaction, now, item);
      }));
  return item;
}

}  // namespace telemachus::registry
