#include <string>

#include "common/page/token.h"
#include "telemachus/test/v1/vessel.pb.h"
#include "tests/fuzz/input.h"

namespace telemachus::fuzz {
namespace {

constexpr char kCaller[] = "people/p1";

// The input as a token: nobody but us makes one.
void TryToken(const page::Tokens& tokens, absl::string_view token) {
  test::v1::ListVesselsRequest request;
  request.set_page_token(std::string(token));
  const auto position = tokens.Read(kCaller, request);
  if (token.empty()) {
    Require(position.ok() && position->empty(), "no token is the first page");
  } else {
    Require(absl::IsInvalidArgument(position.status()), "no other token is read");
  }
}

// The input as a position: it comes back, and from no token that differs in a character.
void TryPosition(const page::Tokens& tokens, absl::string_view position) {
  test::v1::ListVesselsRequest request;
  request.set_parent("fleets/f1");
  std::string token = tokens.Make(kCaller, request, position);
  request.set_page_token(token);
  const auto read = tokens.Read(kCaller, request);
  // Positions are short; a token over 4,096 characters is refused.
  if (token.size() > 4096) return;
  Require(read.ok() && absl::string_view(*read) == position, "a position comes back");
  const size_t place = (position.empty() ? 0 : static_cast<uint8_t>(position[0])) % token.size();
  token[place] = token[place] == 'A' ? 'B' : 'A';
  request.set_page_token(token);
  Require(absl::IsInvalidArgument(tokens.Read(kCaller, request).status()),
          "a changed token is bad");
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const tokens = new telemachus::page::Tokens(std::string(32, 'k'));
  const absl::string_view text = telemachus::fuzz::Text(data, size);
  telemachus::fuzz::TryToken(*tokens, text);
  telemachus::fuzz::TryPosition(*tokens, text);
  return 0;
}
