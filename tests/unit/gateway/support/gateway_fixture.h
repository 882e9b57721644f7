#ifndef TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_GATEWAY_FIXTURE_H_
#define TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_GATEWAY_FIXTURE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/access/assertion.h"
#include "common/crypto/signature.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "gateway/gateway.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/rpc/probe.h"
#include "tests/unit/gateway/support/private_folder.h"
#include "tools/issuer/token_mint.h"

namespace telemachus::gateway {

// A server on a free port.
inline rpc::ServerOptions OnLoopback(const std::string& service) {
  rpc::ServerOptions options;
  options.service = service;
  options.listen = "127.0.0.1:0";
  return options;
}

// A registry that knows whom a test lets it know.
class ProbeRegistry {
 public:
  ProbeRegistry(const access::Verifier& verifier, const time::Clock& clock) {
    bindings_.methods()
        .Begin("telemachus.access.v1.DirectoryService")
        .Add("ResolveCaller", *this, &ProbeRegistry::ResolveCaller);
    bindings_.Admit(verifier, directory_);
    server_ = *rpc::Server::Start(OnLoopback("registry"), bindings_, clock);
  }

  rpc::ProbeDirectory& directory() { return directory_; }
  int asked() const { return asked_; }
  rpc::Server& server() { return *server_; }

 private:
  absl::StatusOr<access::v1::Caller> ResolveCaller(
      const rpc::Call& call, const access::v1::ResolveCallerRequest& request) {
    ++asked_;
    return directory_.Resolve(request.issuer(), request.subject(), call.deadline());
  }

  std::atomic<int> asked_{0};
  rpc::ProbeDirectory directory_;
  rpc::Bindings bindings_;
  std::unique_ptr<rpc::Server> server_;
};

// A gateway with a registry behind it, and the address of a service that a test names.
class GatewayFixture : public testing::Test {
 protected:
  GatewayFixture() { options_.listen = "127.0.0.1:0"; }

  // Serves the probe's methods, which lie at `target`.
  void StartGateway(const std::string& target) {
    options_.targets = {{"test", target},
                        {"registry", absl::StrCat("127.0.0.1:", registry_.server().port())}};
    options_.token = {issuer::kLocalIssuer, issuer::kLocalAudience};
    options_.jwks = folder_.Write("jwks.json", mint().jwks());
    auto gateway = Gateway::Start(options_, ProbeApi(), gateway_key_, clock_);
    ASSERT_THAT(gateway, test::IsOk());
    gateway_ = *std::move(gateway);
  }
  static std::vector<const google::protobuf::ServiceDescriptor*> ProbeApi() {
    return {test::v1::EchoRequest::descriptor()->file()->FindServiceByName("ProbeService")};
  }
  std::string GatewayTarget() const { return absl::StrCat("127.0.0.1:", gateway_->port()); }

  // Made once: an RSA key takes its time.
  static const issuer::TokenMint& mint() {
    static const auto* const mint = new issuer::TokenMint(*issuer::TokenMint::Generate());
    return *mint;
  }
  std::string Token(const std::string& subject, const std::string& delegate = "") const {
    return *mint().Mint({.subject = subject, .delegate = delegate}, clock_);
  }
  access::Verifier VerifierOf(const std::string& service) const {
    return access::Verifier(
        service, {{"gateway", *crypto::VerifyingKey::FromBytes(gateway_key_.PublicKey())}}, clock_);
  }

  test::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  test::PrivateFolder folder_;
  const crypto::SigningKey gateway_key_ = crypto::SigningKey::Generate();
  const access::Verifier registry_verifier_ = VerifierOf("registry");
  ProbeRegistry registry_{registry_verifier_, clock_};
  Options options_;
  std::unique_ptr<rpc::Server> gateway_;
};

}  // namespace telemachus::gateway

#endif  // TELEMACHUS_TESTS_UNIT_GATEWAY_SUPPORT_GATEWAY_FIXTURE_H_
