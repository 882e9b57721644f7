#ifndef TELEMACHUS_AGREEMENT_SUBJECT_STOCKS_H_
#define TELEMACHUS_AGREEMENT_SUBJECT_STOCKS_H_

#include <vector>

#include "common/subject/stock.h"

namespace telemachus::agreement {

// All tables of this service's own, and what of a person stands there.
const std::vector<subject::Stock>& Stocks();

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_SUBJECT_STOCKS_H_
