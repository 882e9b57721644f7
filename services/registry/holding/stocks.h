#ifndef TELEMACHUS_REGISTRY_HOLDING_STOCKS_H_
#define TELEMACHUS_REGISTRY_HOLDING_STOCKS_H_

#include <vector>

#include "common/subject/stock.h"

namespace telemachus::registry {

using subject::Stock;

// All tables of the registry's own, and what of a person stands there, in the order in which they
// are erased.
const std::vector<Stock>& Stocks();

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_HOLDING_STOCKS_H_
