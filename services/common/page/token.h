#ifndef TELEMACHUS_COMMON_PAGE_TOKEN_H_
#define TELEMACHUS_COMMON_PAGE_TOKEN_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

// Page tokens: sealed, so that they are opaque, and bound to the list they came from, so that one
// is no use elsewhere. A token carries no authority: every page is authorised anew.
namespace telemachus::page {

// Makes and reads tokens under a key of 32 bytes that all replicas share. Thread-safe.
class Tokens {
 public:
  explicit Tokens(std::string key);
  // A token that goes on after `position` (the last row's order key). `request` is the list
  // request; its `page_token` and `page_size` do not count.
  std::string Make(absl::string_view caller, const google::protobuf::Message& request,
                   absl::string_view position) const;
  // The position in `request.page_token`, empty for the first page. INVALID_ARGUMENT with
  // REASON_PAGE_TOKEN_INVALID on field `page_token` for any other token.
  absl::StatusOr<std::string> Read(absl::string_view caller,
                                   const google::protobuf::Message& request) const;

 private:
  const std::string key_;
};

// The rows to return: `page_size` within (0 → 50, over 500 → 500).
int Size(int page_size);

// Cuts rows that were read one beyond the page's size down to it; tells whether there are more.
template <typename Row>
bool Cut(std::vector<Row>& rows, int size) {
  if (rows.size() <= static_cast<size_t>(size)) return false;
  rows.resize(size);
  return true;
}

}  // namespace telemachus::page

#endif  // TELEMACHUS_COMMON_PAGE_TOKEN_H_
