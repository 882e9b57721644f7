#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_PLACES_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_PLACES_H_

#include <string>
#include <vector>

#include "tools/register/record/authority.h"
#include "tools/register/sample/random.h"

namespace telemachus::sample {

// `count` invented ward names, all different, Welsh ones in Wales. Some hold commas and
// apostrophes, as real ones do.
std::vector<std::string> WardNames(const record::Authority& authority, size_t count,
                                   Random& random);

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_PLACES_H_
