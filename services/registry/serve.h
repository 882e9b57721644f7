#ifndef TELEMACHUS_REGISTRY_SERVE_H_
#define TELEMACHUS_REGISTRY_SERVE_H_

#include "common/rpc/server.h"
#include "registry/means.h"
#include "registry/role/local_directory.h"

namespace telemachus::registry {

// Makes the handlers of all services of the registry and registers them. `means` and `directory`
// outlive the bindings, or belong to them.
void Serve(const Means& means, LocalDirectory& directory, rpc::Bindings& bindings);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SERVE_H_
