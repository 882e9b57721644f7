#ifndef TELEMACHUS_COMMON_STATUS_DETAILS_H_
#define TELEMACHUS_COMMON_STATUS_DETAILS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// How google.rpc details ride in an absl::Status: one payload each, under the type URL that
// google.protobuf.Any gives the message.
namespace telemachus::status {

// The domain of every ErrorInfo made in this house.
inline constexpr char kErrorDomain[] = "telemachus";
// The longest wait that a caller is ever asked for.
inline constexpr absl::Duration kMaxRetryDelay = absl::Hours(24);

// The type URL of a message type, "type.googleapis.com/google.rpc.ErrorInfo".
template <typename Detail>
std::string TypeUrl() {
  return absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name());
}

// Puts `detail` into `status`, in place of one of its type. Does nothing to an OK status.
template <typename Detail>
void SetDetail(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

// The detail of this type, if there is a readable one.
template <typename Detail>
std::optional<Detail> GetDetail(const absl::Status& status) {
  const auto payload = status.GetPayload(TypeUrl<Detail>());
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

}  // namespace telemachus::status

#endif  // TELEMACHUS_COMMON_STATUS_DETAILS_H_
