#ifndef TELEMACHUS_COMMON_TEXT_FOLD_H_
#define TELEMACHUS_COMMON_TEXT_FOLD_H_

#include <string>

#include "absl/strings/string_view.h"

// Texts as keys: what databases order and search by, on every engine alike.
namespace telemachus::text {

// `text` without case and diacritics, so that "Siân" and "SIAN" are the same key: Unicode's
// compatible case folding (NFKC_Casefold), then without combining marks. Folding a folded text
// changes nothing. Bytes that are no UTF-8 become U+FFFD. Thread-safe.
std::string Fold(absl::string_view text);

}  // namespace telemachus::text

#endif  // TELEMACHUS_COMMON_TEXT_FOLD_H_
