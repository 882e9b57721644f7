#ifndef TELEMACHUS_REGISTRY_TRANSFER_POST_WORDS_H_
#define TELEMACHUS_REGISTRY_TRANSFER_POST_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"

// What the words of a councillor list mean. Pure.
namespace telemachus::registry {

// The catalogue's code of the role that a key post is, in Welsh or English: "leader" of "Leader of
// the Council". Empty if it is none of the catalogue's.
std::string RoleOfPost(absl::string_view post);

// The name without what a list puts before it: "Councillor", "Cllr", "Y Cynghorydd".
std::string WithoutTitle(absl::string_view name);

// Whether the name says that nobody holds the seat.
bool IsVacancy(absl::string_view name);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_POST_WORDS_H_
