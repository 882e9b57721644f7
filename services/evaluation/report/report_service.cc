#include "evaluation/report/report_service.h"

#include <set>

#include "absl/strings/match.h"
#include "common/status/macros.h"
#include "common/time/civil.h"

namespace telemachus::evaluation {
namespace {

// The authorities in which the caller may read reports.
std::set<std::string> AuthoritiesOf(const access::Caller& caller) {
  std::set<std::string> authorities;
  for (const access::Role role : {access::Role::ROLE_OFFICER, access::Role::ROLE_COMMITTEE}) {
    for (const std::string& scope : caller.ScopesOf(role)) authorities.insert(scope);
  }
  return authorities;
}

}  // namespace

absl::StatusOr<bool> ReportService::MayRead(const rpc::Call& call, const std::string& scope) {
  const access::Caller& caller = call.caller();
  const std::set<std::string> authorities = AuthoritiesOf(caller);
  if (absl::StartsWith(scope, "authorities/")) return authorities.contains(scope);
  const bool is_region = absl::StartsWith(scope, "regions/");
  if (is_region && caller.HasIn(access::Role::ROLE_ADVISER, {.region = scope})) return true;
  if (!is_region && caller.HasIn(access::Role::ROLE_NATIONAL, {.nation = scope})) return true;
  for (const std::string& authority : authorities) {
    const auto place = registry_.Place(authority, call.deadline());
    if (!place.ok() && !absl::IsNotFound(place.status())) return place.status();
    if (place.ok() && (place->region == scope || place->nation == scope)) return true;
  }
  return false;
}

absl::StatusOr<v1::Report> ReportService::GetReport(const rpc::Call& call,
                                                    const v1::GetReportRequest& request) {
  ASSIGN_OR_RETURN(bool may_read, MayRead(call, request.scope()));
  RETURN_IF_ERROR(call.Require(may_read));
  ASSIGN_OR_RETURN(Period period, ParsePeriod(request.period(), time::DayOf(clock_.Now())));
  return publisher_.Publish(request.scope(), period, call.deadline());
}

}  // namespace telemachus::evaluation
