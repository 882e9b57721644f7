#include "common/rpc/call.h"

#include "common/crypto/hash.h"
#include "common/status/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace telemachus::rpc {
namespace {

// The field by which a caller marks a request that it may send again.
constexpr char kRequestId[] = "request_id";

std::string RequestIdOf(const google::protobuf::Message& request) {
  const google::protobuf::FieldDescriptor* field =
      request.GetDescriptor()->FindFieldByName(kRequestId);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return request.GetReflection()->GetString(request, field);
}

// The same message gives the same bytes, maps included.
std::string DeterministicBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

absl::Status Call::Require(bool relation_holds) const {
  if (!relation_holds) return status::NotPermitted();
  relation_proved_ = true;
  return absl::OkStatus();
}

once::Key Call::OnceKey(const google::protobuf::Message& request) const {
  once::Key key;
  key.caller = caller_.Name();
  key.method = method_;
  key.request_id = RequestIdOf(request);
  key.digest = crypto::Sha256(DeterministicBytes(request));
  return key;
}

}  // namespace telemachus::rpc
