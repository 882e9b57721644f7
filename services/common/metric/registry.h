#ifndef TELEMACHUS_COMMON_METRIC_REGISTRY_H_
#define TELEMACHUS_COMMON_METRIC_REGISTRY_H_

#include <memory>

#include "prometheus/registry.h"

namespace telemachus::metric {

// The process's one registry; it is never destroyed, so that a thread may count until the end.
const std::shared_ptr<prometheus::Registry>& ProcessRegistry();

}  // namespace telemachus::metric

#endif  // TELEMACHUS_COMMON_METRIC_REGISTRY_H_
