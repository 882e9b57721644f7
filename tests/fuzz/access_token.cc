#include <memory>
#include <string>
#include <variant>

#include "gateway/token/key_set.h"
#include "gateway/token/verifier.h"
#include "tests/fuzz/input.h"
#include "tests/support/fake_clock.h"
#include "tools/issuer/token_mint.h"

namespace telemachus::fuzz {
namespace {

// The issuer's document, at hand.
class OneDocument final : public gateway::KeySource {
 public:
  explicit OneDocument(std::string document) : document_(std::move(document)) {}
  absl::StatusOr<std::string> Read() override { return document_; }
  bool Changed() override { return false; }

 private:
  const std::string document_;
};

// An issuer and who verifies its tokens.
struct World {
  World()
      : mint(*issuer::TokenMint::Generate()),
        keys(std::make_unique<OneDocument>(mint.jwks()), clock),
        verifier(rules, keys, clock) {}
  const test::FakeClock clock{absl::FromUnixSeconds(1'800'000'000)};
  const gateway::TokenRules rules{issuer::kLocalIssuer, issuer::kLocalAudience};
  const issuer::TokenMint mint;
  gateway::KeySet keys;
  const gateway::TokenVerifier verifier;
};

void RequireGood(const World& world,
                 const std::variant<gateway::Claims, gateway::TokenFault>& read) {
  const auto* claims = std::get_if<gateway::Claims>(&read);
  if (claims == nullptr) return;
  Require(claims->issuer == world.rules.issuer, "the issuer is ours");
  Require(!claims->subject.empty(), "somebody is spoken of");
  Require(claims->expiry > world.clock.Now() - gateway::kSkew, "it has not expired");
  Require(claims->expiry <= world.clock.Now() + world.rules.longest_life + gateway::kSkew,
          "it does not live for long");
}

// A header and claims, a line each, signed by the issuer whatever they say.
void TrySigned(const World& world, absl::string_view text) {
  const std::string header(TakeUntil('\n', text));
  const std::string token = world.mint.key("ES256").Sign(std::string(text), header);
  if (token.empty()) return;
  RequireGood(world, world.verifier.Verify(token));
}

// A good header, and whatever behind it.
void TryForged(const World& world, absl::string_view text) {
  static const auto* const header = new std::string([&world] {
    const std::string good = *world.mint.Mint({.subject = "s1"}, world.clock);
    return good.substr(0, good.find('.') + 1);
  }());
  Require(std::holds_alternative<gateway::TokenFault>(
              world.verifier.Verify(*header + std::string(text))),
          "nobody else signs");
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace telemachus;  // NOLINT(google-build-using-namespace): one function
  static const auto* const world = new fuzz::World;
  const absl::string_view text = fuzz::Text(data, size);
  fuzz::Require(std::holds_alternative<gateway::TokenFault>(world->verifier.Verify(text)),
                "nobody else makes tokens");
  fuzz::RequireGood(*world, gateway::ReadClaims(text, world->rules, world->clock.Now()));
  fuzz::TrySigned(*world, text);
  fuzz::TryForged(*world, text);
  return 0;
}
