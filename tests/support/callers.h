#ifndef TELEMACHUS_TESTS_SUPPORT_CALLERS_H_
#define TELEMACHUS_TESTS_SUPPORT_CALLERS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/access/caller.h"
#include "common/rpc/call.h"
#include "gtest/gtest.h"

// Callers, and handlers called by them without a wire between.
namespace telemachus::test {

// A user in person, with roles and where they hold.
inline access::Caller CallerWith(const std::string& person,
                                 const std::vector<std::pair<access::Role, std::string>>& grants) {
  access::v1::Caller known;
  known.set_person(person);
  for (const auto& [role, scope] : grants) {
    access::v1::Grant& grant = *known.add_grants();
    grant.set_role(role);
    grant.set_scope(scope);
  }
  return access::Caller::User(known, "");
}

// Calls a handler as the server does; an answer to a user without the relation proved is a fault.
template <typename Service, typename Request, typename Response>
absl::StatusOr<Response> CallAs(const access::Caller& caller, Service& service,
                                absl::StatusOr<Response> (Service::*handler)(const rpc::Call&,
                                                                             const Request&),
                                const Request& request) {
  const rpc::Call call(caller, absl::StrCat("/test/", Request::descriptor()->name()),
                       absl::Now() + absl::Seconds(30));
  absl::StatusOr<Response> response = (service.*handler)(call, request);
  EXPECT_TRUE(!response.ok() || caller.is_service() || call.relation_proved())
      << Request::descriptor()->name() << " answered without its relation";
  return response;
}

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_CALLERS_H_
