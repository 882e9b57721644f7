#include <map>
#include <utility>

#include "absl/strings/cord.h"
#include "common/status/status.h"

namespace telemachus::status {

google::rpc::Status ToProto(const absl::Status& status) {
  google::rpc::Status proto;
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(status.message().data(), status.message().size());
  // absl visits payloads in no order; sorted, the same status always gives the same bytes.
  std::map<std::string, std::string> payloads;
  status.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    payloads.emplace(std::string(type_url), std::string(payload));
  });
  for (auto& [type_url, payload] : payloads) {
    auto& detail = *proto.add_details();
    detail.set_type_url(type_url);
    detail.set_value(std::move(payload));
  }
  return proto;
}

absl::Status FromProto(const google::rpc::Status& proto) {
  // A number that is no canonical code reads as UNKNOWN.
  const auto code = absl::Status(static_cast<absl::StatusCode>(proto.code()), "").code();
  absl::Status status(code, proto.message());
  for (const auto& detail : proto.details()) {
    status.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return status;
}

}  // namespace telemachus::status
