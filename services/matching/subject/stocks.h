#ifndef TELEMACHUS_MATCHING_SUBJECT_STOCKS_H_
#define TELEMACHUS_MATCHING_SUBJECT_STOCKS_H_

#include <vector>

#include "common/subject/stock.h"

namespace telemachus::matching {

// All tables of this service's own, and what of a person stands there.
const std::vector<subject::Stock>& Stocks();

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SUBJECT_STOCKS_H_
