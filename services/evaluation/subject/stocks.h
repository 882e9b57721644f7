#ifndef TELEMACHUS_EVALUATION_SUBJECT_STOCKS_H_
#define TELEMACHUS_EVALUATION_SUBJECT_STOCKS_H_

#include <vector>

#include "common/subject/stock.h"

namespace telemachus::evaluation {

// All tables of this service's own, and what of a person stands there.
const std::vector<subject::Stock>& Stocks();

}  // namespace telemachus::evaluation

#endif  // TELEMACHUS_EVALUATION_SUBJECT_STOCKS_H_
