#include "tests/support/town/callers.h"

#include <cstdio>
#include <cstdlib>

#include "tests/support/fake_clock.h"

namespace telemachus::test {
namespace {

// From which on a token may expire before its next call is over.
constexpr absl::Duration kTokenAge = absl::Minutes(50);
static_assert(kTokenAge < issuer::kLongestLifetime);

}  // namespace

rpc::Channel& Callers::As(const std::string& subject) {
  Line& line = lines_[subject];
  const absl::Time now = Now();
  if (line.channel == nullptr || now - line.token_made > kTokenAge) {
    std::string token = Mint({.subject = subject, .lifetime = issuer::kLongestLifetime}, now);
    tokens_[subject] = token;
    line = {rpc::OpenChannel(gateway_, rpc::WithToken(std::move(token))), now};
  }
  return *line.channel;
}

std::unique_ptr<rpc::Channel> Callers::With(const issuer::TokenRequest& request,
                                            absl::Time made) const {
  return rpc::OpenChannel(gateway_, rpc::WithToken(Mint(request, made)));
}

std::unique_ptr<rpc::Channel> Callers::WithoutToken() const {
  return rpc::OpenChannel(gateway_, nullptr);
}

std::string Callers::Mint(const issuer::TokenRequest& request, absl::Time made) const {
  const FakeClock clock(made);
  absl::StatusOr<std::string> token = mint_.Mint(request, clock);
  if (token.ok()) return *std::move(token);
  std::fprintf(stderr, "no token: %s\n", token.status().ToString().c_str());
  std::abort();
}

}  // namespace telemachus::test
