#include "gateway/forward/routes.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/access/rules.h"

namespace telemachus::gateway {
namespace {

// "matching" of `telemachus.matching.v1`; empty for any other shape.
std::string ServiceOf(const std::string& package) {
  const std::vector<std::string> parts = absl::StrSplit(package, '.');
  if (parts.size() != 3 || parts[0] != "telemachus" || !absl::StartsWith(parts[2], "v")) return "";
  return parts[1];
}

}  // namespace

absl::StatusOr<Routes> Routes::Of(
    const std::vector<const google::protobuf::ServiceDescriptor*>& api) {
  Routes routes;
  std::vector<std::string> faults;
  for (const auto* service : api) {
    for (int i = 0; i < service->method_count(); ++i) routes.Add(*service->method(i), faults);
  }
  if (!faults.empty()) return absl::FailedPreconditionError(absl::StrJoin(faults, "; "));
  return routes;
}

void Routes::Add(const google::protobuf::MethodDescriptor& method,
                 std::vector<std::string>& faults) {
  absl::StatusOr<access::v1::Rule> rule = access::RuleOf(method);
  if (!rule.ok()) {
    faults.push_back(absl::StrCat(method.full_name(), ": ", rule.status().message()));
    return;
  }
  if (!access::IsPublic(*rule)) return;
  Route route;
  route.service = ServiceOf(method.file()->package());
  if (route.service.empty()) {
    faults.push_back(absl::StrCat(method.full_name(), ": no service can be told from its package"));
    return;
  }
  if (method.client_streaming()) {
    faults.push_back(absl::StrCat(method.full_name(), ": streams of requests are not forwarded"));
    return;
  }
  route.name = absl::StrCat(method.service()->full_name(), "/", method.name());
  route.method = absl::StrCat("/", route.name);
  route.rule = *std::move(rule);
  route.streaming = method.server_streaming();
  services_.insert(route.service);
  routes_.emplace(route.method, std::move(route));
}

const Route* Routes::Find(const std::string& method) const {
  const auto found = routes_.find(method);
  return found == routes_.end() ? nullptr : &found->second;
}

}  // namespace telemachus::gateway
