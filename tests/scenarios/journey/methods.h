#ifndef TELEMACHUS_TESTS_SCENARIOS_JOURNEY_METHODS_H_
#define TELEMACHUS_TESTS_SCENARIOS_JOURNEY_METHODS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/rpc/channel.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "telemachus/access/v1/rule.pb.h"

// The methods of the product, read from their descriptors: what is added to the API is tried too.
namespace telemachus::scenario {

// A method with its access rule.
struct KnownMethod {
  const google::protobuf::MethodDescriptor* descriptor;
  access::v1::Rule rule;

  // As it travels.
  std::string path() const;
  // "registry", which serves it.
  std::string service() const;
  bool is_public() const { return rule.services_size() == 0; }
  // Whether anybody of that role may call it.
  bool IsFor(access::v1::Role role) const;
  // An empty request.
  std::unique_ptr<google::protobuf::Message> NewRequest() const;
};

// Those of the four domains.
std::vector<KnownMethod> AllMethods();
// The one that every service has for the others.
KnownMethod FetchEvents();

// Calls with whatever request; of a stream, until its end.
absl::Status CallMethod(rpc::Channel& channel, const KnownMethod& method,
                        const google::protobuf::Message& request);

// A request with a value in each field that must have one, and in each that names a thing.
// `name_of` gives the name for a pattern like "people/*|authorities/*".
std::unique_ptr<google::protobuf::Message> MinimalRequest(
    const KnownMethod& method, const std::function<std::string(const std::string&)>& name_of);

}  // namespace telemachus::scenario

#endif  // TELEMACHUS_TESTS_SCENARIOS_JOURNEY_METHODS_H_
