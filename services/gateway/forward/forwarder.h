#ifndef TELEMACHUS_GATEWAY_FORWARD_FORWARDER_H_
#define TELEMACHUS_GATEWAY_FORWARD_FORWARDER_H_

#include <map>
#include <string>

#include "common/access/assertion.h"
#include "common/sync/mutex.h"
#include "gateway/forward/door.h"
#include "gateway/forward/limits.h"
#include "gateway/forward/routes.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"

namespace telemachus::gateway {

// Takes every call there is, as bytes, and forwards those of known methods that the door admits.
// Thread-safe; outlives the server that it is registered with.
class Forwarder final : public grpc::CallbackGenericService {
 public:
  using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

  // Everything a call needs on its way. References outlive the forwarder.
  struct Setting {
    const Routes& routes;
    Door& door;
    const access::Signer& signer;
    Limits limits;
    // Whether a caller's trace goes on here. Only where all callers are our own.
    bool trust_traceparent = false;
  };

  // `targets`: the address of every service of the routes.
  Forwarder(const Setting& setting, const std::map<std::string, std::string>& targets);
  // Waits until the last call has left; the server has been shut down.
  ~Forwarder() override;

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

  const Setting& setting() const { return setting_; }
  // The way to the route's service.
  Stub& stub(const Route& route);
  // Takes a call on, if there are not too many; Leave() when it is over in any case.
  bool Enter(bool streaming);
  void Leave(bool streaming);

 private:
  // Streams have a connection of their own: many idle ones leave room for calls.
  struct Ways {
    Stub calls;
    Stub streams;
  };

  const Setting setting_;
  std::map<std::string, Ways> ways_;
  sync::Mutex mutex_;
  sync::Condition left_;
  int calls_ ABSL_GUARDED_BY(mutex_) = 0;
  int streams_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_GATEWAY_FORWARD_FORWARDER_H_
