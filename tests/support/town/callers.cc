#include "tests/support/town/callers.h"

#include <cstdio>
#include <cstdlib>

#include "tests/support/fake_clock.h"

namespace telemachus::test {

rpc::Channel& Callers::As(const std::string& subject) {
  std::unique_ptr<rpc::Channel>& channel = channels_[subject];
  if (channel == nullptr) {
    std::string token = Mint({.subject = subject, .lifetime = issuer::kLongestLifetime});
    tokens_[subject] = token;
    channel = rpc::OpenChannel(gateway_, rpc::WithToken(std::move(token)));
  }
  return *channel;
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
