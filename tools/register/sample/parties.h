#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_PARTIES_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_PARTIES_H_

#include <string>
#include <vector>

#include "tools/register/record/authority.h"
#include "tools/register/sample/random.h"

namespace telemachus::sample {

// A party, or the independents.
struct Party {
  std::string code;  // as the Electoral Commission registers it; empty: independents
  std::string name;
};

// The parties of one council and how strong they are there: invented, but near what its region and
// type make likely. The City of London has independents alone.
class PartyMix {
 public:
  PartyMix(const record::Authority& authority, Random& random);

  // A party, as likely as it is strong. Lives as long as the mix.
  const Party& Draw(Random& random) const { return parties_[random.Weighted(weights_)]; }

 private:
  std::vector<Party> parties_;
  std::vector<double> weights_;
};

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_PARTIES_H_
