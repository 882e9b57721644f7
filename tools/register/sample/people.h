#ifndef TELEMACHUS_TOOLS_REGISTER_SAMPLE_PEOPLE_H_
#define TELEMACHUS_TOOLS_REGISTER_SAMPLE_PEOPLE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "tools/register/record/authority.h"
#include "tools/register/sample/random.h"

namespace telemachus::sample {

// The name of a person who does not exist.
struct PersonName {
  std::string given;
  std::string family;
  std::string preferred;  // where it is not the given name
};

// An invented name as people of the authority's region bear them today: mostly Welsh ones in Wales,
// elsewhere those of all who live in England. `gender` is "female", "male" or empty: either.
PersonName MakeName(const record::Authority& authority, absl::string_view gender, Random& random);

// The share of an authority's members who choose Welsh as their language; 0 outside Wales.
double WelshShare(const record::Authority& authority);

}  // namespace telemachus::sample

#endif  // TELEMACHUS_TOOLS_REGISTER_SAMPLE_PEOPLE_H_
