#include "tests/support/town/town.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "agreement/bind.h"
#include "common/crypto/hash.h"
#include "common/crypto/seal.h"
#include "common/crypto/signature.h"
#include "common/log/log.h"
#include "common/rpc/channel.h"
#include "evaluation/bind.h"
#include "gateway/forward/routes.h"
#include "gateway/gateway.h"
#include "matching/bind.h"
#include "registry/bind.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::test {
namespace {

constexpr int kFirstPort = 20000;  // below those from which connections go out
constexpr int kPorts = 12000;
constexpr int kDatabaseConnections = 4;

void OrDie(const absl::Status& status, absl::string_view what) {
  if (status.ok()) return;
  std::fprintf(stderr, "the town does not stand: %s: %s\n", std::string(what).c_str(),
               status.ToString().c_str());
  std::abort();
}

template <typename T>
T OrDie(absl::StatusOr<T> result, absl::string_view what) {
  OrDie(result.status(), what);
  return *std::move(result);
}

bool IsFree(int port) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  const bool free =
      bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(listener);
  return free;
}

int FreePort() {
  std::random_device random;
  for (int tries = 0; tries < 100; ++tries) {
    const int port = kFirstPort + static_cast<int>(random() % kPorts);
    if (IsFree(port)) return port;
  }
  OrDie(absl::UnavailableError("no free port"), "ports");
  return 0;
}

std::string Address(int port) { return absl::StrCat("127.0.0.1:", port); }

}  // namespace

const std::vector<std::string>& Town::services() {
  static const auto* const names =
      new std::vector<std::string>{"registry", "matching", "agreement", "evaluation"};
  return *names;
}

Town::Town(const TownOptions& options)
    : engine_(options.engine), clock_(options.clock != nullptr ? *options.clock : system_clock_) {
  // What goes well is not worth a line between the results.
  log::SetLevel(log::Level::kError);
  MakeKeys();
  OpenServices();
  OpenGateway(options.trust_traceparent);
}

Town::~Town() {
  callers_.reset();
  gateway_.reset();
  // Those that call go before those that they call.
  for (const char* service : {"evaluation", "agreement", "matching", "registry"}) {
    houses_.at(service).server.reset();
  }
}

void Town::MakeKeys() {
  std::filesystem::create_directories(scratch_.File("keys"));
  for (const char* name : {"gateway", "registry", "matching", "agreement", "evaluation"}) {
    OrDie(crypto::SigningKey::Generate().Save(KeyPath(absl::StrCat(name, ".key"))), name);
  }
  for (const std::string& name : services()) {
    OrDie(crypto::MasterKeys::Create(KeyPath(name + ".master")), name);
  }
  std::ofstream(KeyPath("page.key")) << absl::Base64Escape(crypto::RandomBytes(32)) << "\n";
}

std::string Town::NewDatabase(const std::string& name) {
  if (engine_ != "PostgreSQL") {
    return databases_[name] = absl::StrCat("sqlite:", scratch_.File(name + ".db"));
  }
  return databases_[name] = rooms_.emplace_back(std::make_unique<FreshTarget>(engine_))->target();
}

service::GroundOptions Town::GroundOf(const std::string& service) {
  return {.service = service,
          .database = {.target = NewDatabase(service), .connections = kDatabaseConnections},
          .redis = redis_.target(),
          .key_file = KeyPath(service + ".key"),
          .peer_keys = scratch_.File("keys"),
          .page_key_file = KeyPath("page.key"),
          .clock = &clock_};
}

access::Signer Town::SignerOf(const std::string& name, const time::Clock& clock) const {
  return access::Signer(name, OrDie(crypto::SigningKey::Load(KeyPath(name + ".key")), name), clock);
}

template <typename Bind>
void Town::Open(const std::string& service, const Bind& bind, int port) {
  House& house = houses_[service];
  OrDie(bind(house.bindings), service);
  house.server =
      OrDie(rpc::Server::Start(
                {.service = service, .listen = Address(port), .health_listen = "", .limits = {}},
                house.bindings, clock_),
            service);
  targets_[service] = Address(house.server->port());
}

// Matching dialled agreement before it was there, and channels of one process share what they learn
// of an address: nobody is let in before the line is up.
void Town::AwaitAgreement() {
  const access::Signer signer = SignerOf("evaluation", clock_);
  const auto channel = rpc::OpenChannel(target("agreement"), rpc::AsService(signer, "agreement"));
  const absl::Time end = absl::Now() + absl::Seconds(20);
  absl::Status status = absl::UnavailableError("not asked yet");
  for (; absl::IsUnavailable(status) && absl::Now() < end; absl::SleepFor(absl::Milliseconds(10))) {
    status = channel
                 ->Unary<event::v1::FetchEventsResponse>(
                     "/telemachus.event.v1.EventService/FetchEvents",
                     event::v1::FetchEventsRequest(), absl::Now() + absl::Seconds(5))
                 .status();
  }
  OrDie(status, "agreement");
}

void Town::OpenServices() {
  // Matching and agreement follow each other's events, and the registry asks all others what they
  // hold on a person, so that some places are known beforehand.
  const int matching_port = FreePort();
  const int agreement_port = FreePort();
  const int evaluation_port = FreePort();
  const auto sealing = [this](const std::string& service) {
    return service::SealingOptions{.key_database = {.target = NewDatabase(service + "_keys"),
                                                    .connections = kDatabaseConnections},
                                   .master_key_file = KeyPath(service + ".master")};
  };
  Open("registry", [&](rpc::Bindings& bindings) {
    return registry::Bind({.ground = GroundOf("registry"),
                           .first_staff_issuer = issuer::kLocalIssuer,
                           .first_staff_subject = kStaff,
                           .sealing = sealing("registry"),
                           .matching = Address(matching_port),
                           .agreement = Address(agreement_port),
                           .evaluation = Address(evaluation_port)},
                          bindings);
  });
  Open(
      "matching",
      [&](rpc::Bindings& bindings) {
        return matching::Bind({.ground = GroundOf("matching"),
                               .registry = target("registry"),
                               .agreement = Address(agreement_port),
                               .sealing = sealing("matching")},
                              bindings);
      },
      matching_port);
  Open(
      "agreement",
      [&](rpc::Bindings& bindings) {
        return agreement::Bind({.ground = GroundOf("agreement"),
                                .registry = target("registry"),
                                .matching = target("matching"),
                                .sealing = sealing("agreement")},
                               bindings);
      },
      agreement_port);
  AwaitAgreement();
  Open(
      "evaluation",
      [&](rpc::Bindings& bindings) {
        return evaluation::Bind({.ground = GroundOf("evaluation"),
                                 .registry = target("registry"),
                                 .matching = target("matching"),
                                 .agreement = target("agreement"),
                                 .sealing = sealing("evaluation"),
                                 .disclosure = {}},
                                bindings);
      },
      evaluation_port);
}

void Town::OpenGateway(bool trust_traceparent) {
  issuer::TokenMint mint = OrDie(issuer::TokenMint::Generate(), "issuer");
  std::ofstream(scratch_.File("jwks.json")) << mint.jwks();
  gateway::Options options;
  options.listen = Address(0);
  options.targets = targets_;
  options.token.issuer = issuer::kLocalIssuer;
  options.token.audience = issuer::kLocalAudience;
  options.jwks = scratch_.File("jwks.json");
  options.trust_traceparent = trust_traceparent;
  gateway_ = OrDie(gateway::Gateway::Start(
                       options, gateway::ProductApi(),
                       OrDie(crypto::SigningKey::Load(KeyPath("gateway.key")), "gateway"), clock_),
                   "gateway");
  targets_["gateway"] = Address(gateway_->port());
  callers_ = std::make_unique<Callers>(target("gateway"), std::move(mint), &clock_);
}

}  // namespace telemachus::test
