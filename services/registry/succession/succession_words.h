#ifndef TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_WORDS_H_
#define TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_WORDS_H_

#include <vector>

#include "registry/succession/succession_rules.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/succession.pb.h"

// What people are told of a succession. Pure.
namespace telemachus::registry {

// What becomes of `authority`. `successors` are those that come after it, and `sole_predecessor`
// says whether it is the only one that its one successor comes after.
v1::Succession::Kind KindOf(const v1::Authority& authority,
                            const std::vector<v1::Authority>& successors, bool sole_predecessor);

// By which rule members pass, in both languages.
programme::v1::Text RuleInWords(v1::Succession::Kind kind, v1::Succession::State state,
                                const v1::Authority& authority,
                                const std::vector<v1::Authority>& successors);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUCCESSION_SUCCESSION_WORDS_H_
