#include "common/rpc/server.h"

namespace telemachus::rpc {

Bindings::~Bindings() {
  while (!owned_.empty()) owned_.pop_back();
}

}  // namespace telemachus::rpc
