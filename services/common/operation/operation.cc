#include "common/operation/operation.h"

namespace telemachus::operation {

google::longrunning::Operation ToProto(const Operation& operation) {
  google::longrunning::Operation proto;
  proto.set_name(operation.name);
  *proto.mutable_metadata() = operation.metadata;
  proto.set_done(operation.state != State::kUnderWay);
  if (operation.state == State::kSucceeded) *proto.mutable_response() = operation.response;
  if (operation.state == State::kFailed) *proto.mutable_error() = operation.error;
  return proto;
}

}  // namespace telemachus::operation
