#ifndef TELEMACHUS_COMMON_ACCESS_RULES_H_
#define TELEMACHUS_COMMON_ACCESS_RULES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/access/caller.h"
#include "google/protobuf/descriptor.h"
#include "telemachus/access/v1/rule.pb.h"

// The access rule of a method, as its proto says it. Gateway and service read the same one.
namespace telemachus::access {

// The method's rule. FAILED_PRECONDITION if it has none, or one that makes no sense (no roles and
// no services, both, services with in_person, no relation): the server must not start then.
absl::StatusOr<v1::Rule> RuleOf(const google::protobuf::MethodDescriptor& method);

// Whether `caller` may call a method with this rule at all; NotPermitted() otherwise. A relation
// to the thing is the handler's to prove.
absl::Status Admit(const v1::Rule& rule, const Caller& caller);

// Whether users may call it (it belongs to the public API) and not services.
inline bool IsPublic(const v1::Rule& rule) { return rule.services_size() == 0; }

}  // namespace telemachus::access

#endif  // TELEMACHUS_COMMON_ACCESS_RULES_H_
