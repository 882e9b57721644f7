#ifndef TELEMACHUS_GATEWAY_FORWARD_ROUTES_H_
#define TELEMACHUS_GATEWAY_FORWARD_ROUTES_H_

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "telemachus/access/v1/rule.pb.h"

namespace telemachus::gateway {

// Where calls of one public method go.
struct Route {
  // As it travels: `/package.Service/Method`.
  std::string method;
  // As spans and metrics name it: `package.Service/Method`.
  std::string name;
  // The service behind: "matching" of the package `telemachus.matching.v1`.
  std::string service;
  access::v1::Rule rule;
  // Whether the answer is a stream.
  bool streaming = false;
};

// The public methods, read from descriptors once at start. What is meant for services alone is not
// in it, and so as unknown to users as what does not exist. Thread-safe.
class Routes {
 public:
  // FAILED_PRECONDITION naming all that is wrong: a method without a sensible access rule, one
  // with a stream of requests, or a package that is not `telemachus.{service}.v{number}`.
  static absl::StatusOr<Routes> Of(
      const std::vector<const google::protobuf::ServiceDescriptor*>& api);

  // Null if there is no such public method.
  const Route* Find(const std::string& method) const;
  // The services that have public methods.
  const std::set<std::string>& services() const { return services_; }
  size_t size() const { return routes_.size(); }

 private:
  void Add(const google::protobuf::MethodDescriptor& method, std::vector<std::string>& faults);

  std::unordered_map<std::string, Route> routes_;
  std::set<std::string> services_;
};

// The gRPC services of the product's four domains.
std::vector<const google::protobuf::ServiceDescriptor*> ProductApi();

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_FORWARD_ROUTES_H_
