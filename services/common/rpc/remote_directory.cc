#include "common/rpc/remote_directory.h"

#include <string>

namespace telemachus::rpc {
namespace {

constexpr char kResolveCaller[] = "/telemachus.access.v1.DirectoryService/ResolveCaller";

}  // namespace

absl::StatusOr<access::v1::Caller> RemoteDirectory::Resolve(absl::string_view issuer,
                                                            absl::string_view subject,
                                                            absl::Time deadline) {
  access::v1::ResolveCallerRequest request;
  request.set_issuer(std::string(issuer));
  request.set_subject(std::string(subject));
  return registry_.Unary<access::v1::Caller>(kResolveCaller, request, deadline);
}

}  // namespace telemachus::rpc
