#include "common/access/assertion.h"

#include <map>
#include <string>

#include "common/crypto/signature.h"
#include "telemachus/access/v1/directory.pb.h"
#include "tests/fuzz/input.h"
#include "tests/support/fake_clock.h"

namespace telemachus::fuzz {
namespace {

constexpr char kMethod[] = "/telemachus.test.v1.ProbeService/Echo";
constexpr char kAudience[] = "matching";

// Two who sign, and who verifies.
struct World {
  World()
      : gateway(crypto::SigningKey::Generate()),
        agreement(crypto::SigningKey::Generate()),
        verifier(kAudience, {{"gateway", Public(gateway)}, {"agreement", Public(agreement)}},
                 clock) {}
  static crypto::VerifyingKey Public(const crypto::SigningKey& key) {
    return *crypto::VerifyingKey::FromBytes(key.PublicKey());
  }
  const test::FakeClock clock{absl::FromUnixSeconds(1'790'000'000)};
  const crypto::SigningKey gateway;
  const crypto::SigningKey agreement;
  const access::Verifier verifier;
};

bool Refused(const World& world, absl::string_view assertion, absl::string_view request) {
  const auto asserted = world.verifier.Verify(assertion, kMethod, request);
  if (!asserted.ok()) {
    Require(absl::IsUnauthenticated(asserted.status()), "a bad assertion is UNAUTHENTICATED");
  }
  return !asserted.ok();
}

// The input signed as what it is not yet: whoever signs it, it does not fit this request, whose
// digest nothing that was written before can name.
void TrySigned(const World& world, absl::string_view payload) {
  access::v1::SignedAssertion user;
  user.set_signer("gateway");
  user.set_user(std::string(payload));
  user.set_signature(world.gateway.Sign("telemachus.access.v1.UserAssertion", payload));
  const std::string request = "another request";
  Require(Refused(world, user.SerializeAsString(), request), "only its own request fits");
  access::v1::SignedAssertion service;
  service.set_signer("agreement");
  service.set_service(std::string(payload));
  service.set_signature(world.agreement.Sign("telemachus.access.v1.ServiceAssertion", payload));
  Require(Refused(world, service.SerializeAsString(), request), "only its own request fits");
}

// The input as a request: what is signed for it is good for it, and for no other.
void TryRequest(const World& world, absl::string_view request) {
  const access::Signer signer("gateway", world.gateway, world.clock);
  const std::string assertion =
      signer.ForUser(kAudience, kMethod, "https://issuer", "s1", "", request);
  Require(!Refused(world, assertion, request), "a good assertion is accepted");
  const std::string longer = std::string(request) + "x";
  Require(Refused(world, assertion, longer), "not for another request");
}

}  // namespace
}  // namespace telemachus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const world = new telemachus::fuzz::World;
  const absl::string_view text = telemachus::fuzz::Text(data, size);
  telemachus::fuzz::Require(telemachus::fuzz::Refused(*world, text, ""), "nobody else signs");
  telemachus::fuzz::TrySigned(*world, text);
  telemachus::fuzz::TryRequest(*world, text);
  return 0;
}
