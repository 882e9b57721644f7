#ifndef TELEMACHUS_TESTS_UNIT_COMMON_RPC_PROBE_H_
#define TELEMACHUS_TESTS_UNIT_COMMON_RPC_PROBE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/access/assertion.h"
#include "common/access/directory.h"
#include "common/crypto/signature.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/sync/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/test/v1/rpc_probe.pb.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace telemachus::rpc {

using test::v1::EchoRequest;
using test::v1::EchoResponse;

inline constexpr char kEcho[] = "/telemachus.test.v1.ProbeService/Echo";
inline constexpr char kEchoOfficer[] = "/telemachus.test.v1.ProbeService/EchoOfficer";
inline constexpr char kEchoOwn[] = "/telemachus.test.v1.ProbeService/EchoOwn";
inline constexpr char kEchoInPerson[] = "/telemachus.test.v1.ProbeService/EchoInPerson";
inline constexpr char kEchoService[] = "/telemachus.test.v1.ProbeService/EchoService";
inline constexpr char kCount[] = "/telemachus.test.v1.ProbeService/Count";
inline constexpr char kCountOwn[] = "/telemachus.test.v1.ProbeService/CountOwn";

// Handlers that do what a test tells them.
class Probe {
 public:
  std::function<absl::StatusOr<EchoResponse>(const Call&, const EchoRequest&)> echo =
      [](const Call& call, const EchoRequest& request) -> absl::StatusOr<EchoResponse> {
    EchoResponse response;
    response.set_text(request.text());
    response.set_caller(call.caller().Name());
    return response;
  };
  std::function<absl::Status(const Call&, const EchoRequest&, Writer<EchoResponse>&)> count =
      [](const Call&, const EchoRequest&, Writer<EchoResponse>&) { return absl::OkStatus(); };

  absl::StatusOr<EchoResponse> Echo(const Call& call, const EchoRequest& request) {
    return echo(call, request);
  }
  absl::Status Count(const Call& call, const EchoRequest& request, Writer<EchoResponse>& writer) {
    return count(call, request, writer);
  }
};

// Knows whom a test lets it know.
class ProbeDirectory final : public access::Directory {
 public:
  absl::StatusOr<access::v1::Caller> Resolve(absl::string_view, absl::string_view subject,
                                             absl::Time) override {
    sync::Lock lock(mutex_);
    if (!error_.ok()) return error_;
    const auto found = known_.find(std::string(subject));
    if (found == known_.end()) return status::NotFound("people/-");
    return found->second;
  }
  access::v1::Caller& Add(const std::string& subject) {
    sync::Lock lock(mutex_);
    access::v1::Caller& caller = known_[subject];
    caller.set_person("people/" + subject);
    return caller;
  }
  void Remove(const std::string& subject) {
    sync::Lock lock(mutex_);
    known_.erase(subject);
  }
  void Fail(absl::Status error) {
    sync::Lock lock(mutex_);
    error_ = std::move(error);
  }

 private:
  sync::Mutex mutex_;
  std::map<std::string, access::v1::Caller> known_ ABSL_GUARDED_BY(mutex_);
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
};

// A real server on loopback with the probe behind it, and channels to it as anybody.
class ProbeTest : public testing::Test {
 protected:
  ProbeTest() {
    options_.service = "probe";
    options_.listen = "127.0.0.1:0";
    directory_.Add("p1");
  }
  ~ProbeTest() override { server_.reset(); }

  void Bind() {
    bindings_.methods()
        .Begin("telemachus.test.v1.ProbeService")
        .Add("Echo", probe_, &Probe::Echo)
        .Add("EchoOfficer", probe_, &Probe::Echo)
        .Add("EchoOwn", probe_, &Probe::Echo)
        .Add("EchoInPerson", probe_, &Probe::Echo)
        .Add("EchoService", probe_, &Probe::Echo)
        .Add("Count", probe_, &Probe::Count)
        .Add("CountOwn", probe_, &Probe::Count);
    bindings_.Admit(verifier_, directory_);
  }
  void Start() {
    Bind();
    auto server = Server::Start(options_, bindings_, clock_);
    ASSERT_THAT(server, test::IsOk());
    server_ = *std::move(server);
  }
  std::string Target() const {
    return absl::StrCat(options_.listen.substr(0, options_.listen.rfind(':') + 1), server_->port());
  }

  // As the gateway says of a user.
  Identify AsUser(const std::string& subject, const std::string& delegate = "") const {
    return [this, subject, delegate](absl::string_view method, absl::string_view request) {
      return std::make_pair(
          std::string(access::kAssertionMetadata),
          gateway_.ForUser("probe", method, "https://issuer", subject, delegate, request));
    };
  }
  // With an assertion as it stands.
  static Identify With(const std::string& assertion) {
    return [assertion](absl::string_view, absl::string_view) {
      return std::make_pair(std::string(access::kAssertionMetadata), assertion);
    };
  }
  static EchoRequest Text(const std::string& text) {
    EchoRequest request;
    request.set_text(text);
    return request;
  }
  static absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

  absl::StatusOr<EchoResponse> Ask(const Identify& identify, const char* method = kEcho,
                                   const EchoRequest& request = Text("hello")) const {
    return OpenChannel(Target(), identify)->Unary<EchoResponse>(method, request, Soon());
  }
  absl::StatusOr<EchoResponse> AskAs(const std::string& subject, const char* method = kEcho,
                                     const EchoRequest& request = Text("hello")) const {
    return Ask(AsUser(subject), method, request);
  }

  test::FakeClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  const crypto::SigningKey gateway_key_ = crypto::SigningKey::Generate();
  const crypto::SigningKey matching_key_ = crypto::SigningKey::Generate();
  const access::Signer gateway_{"gateway", gateway_key_, clock_};
  const access::Signer matching_{"matching", matching_key_, clock_};
  const access::Verifier verifier_{
      "probe",
      {{"gateway", *crypto::VerifyingKey::FromBytes(gateway_key_.PublicKey())},
       {"matching", *crypto::VerifyingKey::FromBytes(matching_key_.PublicKey())}},
      clock_};
  ProbeDirectory directory_;
  Probe probe_;
  Bindings bindings_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

}  // namespace telemachus::rpc

#endif  // TELEMACHUS_TESTS_UNIT_COMMON_RPC_PROBE_H_
