#ifndef TELEMACHUS_TESTS_SUPPORT_TOWN_CALLERS_H_
#define TELEMACHUS_TESTS_SUPPORT_TOWN_CALLERS_H_

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/time/clock.h"
#include "tools/issuer/token_mint.h"

namespace telemachus::test {

// Everybody who calls a gateway with a token of their own. Not thread-safe.
class Callers {
 public:
  // `clock` is the gateway's, and outlives this; null: the machine's.
  Callers(std::string gateway, issuer::TokenMint mint, const time::Clock* clock = nullptr)
      : gateway_(std::move(gateway)), mint_(std::move(mint)), clock_(clock) {}

  // The channel of a person, by the subject of their token; the same one each time, until the token
  // is old.
  rpc::Channel& As(const std::string& subject);
  // A channel whose token says something else than the usual, or was made at another time.
  std::unique_ptr<rpc::Channel> With(const issuer::TokenRequest& request,
                                     absl::Time made = absl::Now()) const;
  // A channel without a token.
  std::unique_ptr<rpc::Channel> WithoutToken() const;

  // A token of its own; ends the program if the request makes no sense.
  std::string Mint(const issuer::TokenRequest& request, absl::Time made = absl::Now()) const;
  // The tokens of all that have called so far, by subject.
  const std::map<std::string, std::string>& tokens() const { return tokens_; }

 private:
  // Somebody's line to the gateway.
  struct Line {
    std::unique_ptr<rpc::Channel> channel;
    absl::Time token_made;
  };
  absl::Time Now() const { return clock_ != nullptr ? clock_->Now() : absl::Now(); }

  const std::string gateway_;
  const issuer::TokenMint mint_;
  const time::Clock* const clock_;
  std::map<std::string, std::string> tokens_;
  std::map<std::string, Line> lines_;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_TOWN_CALLERS_H_
