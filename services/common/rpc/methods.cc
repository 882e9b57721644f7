#include "common/rpc/methods.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/access/rules.h"
#include "google/protobuf/stubs/logging.h"

namespace telemachus::rpc {
namespace {

std::string PathOf(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

}  // namespace

Methods::Service Methods::Begin(absl::string_view service) {
  const google::protobuf::ServiceDescriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  GOOGLE_CHECK(descriptor != nullptr) << "no service " << std::string(service) << " is linked";
  services_.push_back(descriptor);
  return Service(*this, *descriptor);
}

void Methods::Service::Put(absl::string_view name, const google::protobuf::Descriptor* request,
                           const google::protobuf::Descriptor* response, Method method) {
  std::vector<std::string>& faults = methods_.faults_;
  const google::protobuf::MethodDescriptor* found = descriptor_.FindMethodByName(std::string(name));
  if (found == nullptr) {
    faults.push_back(absl::StrCat(descriptor_.full_name(), " has no method ", name));
    return;
  }
  if (found->input_type() != request || found->output_type() != response) {
    faults.push_back(absl::StrCat("the handler of ", found->full_name(), " has other types"));
  }
  if (found->client_streaming() || found->server_streaming() != bool(method.streaming)) {
    faults.push_back(absl::StrCat("the handler of ", found->full_name(), " streams otherwise"));
  }
  absl::StatusOr<access::v1::Rule> rule = access::RuleOf(*found);
  if (!rule.ok()) {
    faults.emplace_back(rule.status().message());
    return;
  }
  method.descriptor = found;
  method.rule = *std::move(rule);
  if (!methods_.methods_.emplace(PathOf(*found), std::move(method)).second) {
    faults.push_back(absl::StrCat(found->full_name(), " has two handlers"));
  }
}

absl::Status Methods::Complete() const {
  std::vector<std::string> faults = faults_;
  for (const google::protobuf::ServiceDescriptor* service : services_) {
    for (int i = 0; i < service->method_count(); ++i) {
      const google::protobuf::MethodDescriptor& method = *service->method(i);
      if (methods_.contains(PathOf(method))) continue;
      faults.push_back(absl::StrCat(method.full_name(), " has no handler"));
    }
  }
  if (faults.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrJoin(faults, "; "));
}

}  // namespace telemachus::rpc
