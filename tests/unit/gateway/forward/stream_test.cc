// Calls through a real gateway, looked at closely from both ends.
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "tests/unit/gateway/support/gateway_fixture.h"
#include "tests/unit/gateway/support/raw_backend.h"
#include "tests/unit/gateway/support/raw_call.h"

namespace telemachus::gateway {
namespace {

using grpc::StatusCode;
using rpc::kCount;
using rpc::kEcho;
using test::RawCall;
using test::RawCallOptions;
using test::Seen;

// How soon a service has to see that its caller went away.
constexpr absl::Duration kCancelSeen = absl::Milliseconds(100);

class GatewayStreamTest : public GatewayFixture {
 protected:
  GatewayStreamTest() { registry_.directory().Add("p1"); }

  void Start() {
    StartGateway(backend_.target());
    stub_ = Connect(0);
  }
  // Ways of different numbers share no connection.
  std::unique_ptr<RawCall::Stub> Connect(int number) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt("test.number", number);
    arguments.SetMaxReceiveMessageSize(-1);
    return std::make_unique<RawCall::Stub>(
        grpc::CreateCustomChannel(GatewayTarget(), grpc::InsecureChannelCredentials(), arguments));
  }
  RawCallOptions Calling(const char* method) const {
    return {method, {{"authorization", "Bearer " + Token("p1")}}, absl::Seconds(60), ""};
  }
  std::unique_ptr<RawCall> Call(const RawCallOptions& options) {
    return std::make_unique<RawCall>(*stub_, options);
  }

  test::RawBackend backend_;
  std::unique_ptr<RawCall::Stub> stub_;
};

TEST_F(GatewayStreamTest, PassesTrailingMetadataOfCallsAndStreams) {
  Start();
  backend_.Follow({.messages = 1, .trailers = {{"x-place", "here"}, {"x-place-bin", "\x01\x02"}}});
  for (const char* method : {kEcho, kCount}) {
    const auto call = Call(Calling(method));
    EXPECT_TRUE(call->Read().has_value());
    EXPECT_FALSE(call->Read().has_value());
    EXPECT_TRUE(call->Finish().ok()) << call->Finish().error_message();
    EXPECT_EQ(call->Trailer("x-place"), "here");
    EXPECT_EQ(call->Trailer("x-place-bin"), "\x01\x02");
  }
}

TEST_F(GatewayStreamTest, DropsTheCallersMetadataButForTheLanguage) {
  Start();
  backend_.Follow({.messages = 1});
  RawCallOptions options = Calling(kEcho);
  options.metadata.insert({{"accept-language", "cy, en;q=0.5"},
                           {"x-other", "1"},
                           {access::kAssertionMetadata, "forged"},
                           {"cookie", "a=b"}});
  const auto call = Call(options);
  EXPECT_TRUE(call->Read().has_value());
  EXPECT_TRUE(call->Finish().ok());
  const auto metadata = backend_.seen().metadata;
  EXPECT_EQ(metadata.count("authorization") + metadata.count("x-other") + metadata.count("cookie"),
            0U);
  ASSERT_EQ(metadata.count("accept-language"), 1U);
  EXPECT_EQ(metadata.find("accept-language")->second, "cy, en;q=0.5");
  ASSERT_EQ(metadata.count(access::kAssertionMetadata), 1U);
  EXPECT_NE(metadata.find(access::kAssertionMetadata)->second, "forged");
}

TEST_F(GatewayStreamTest, LeavesTheServiceSomewhatLessTimeThanTheCallerHas) {
  Start();
  backend_.Follow({.messages = 1});
  RawCallOptions options = Calling(kEcho);
  // Below a second the time travels in whole milliseconds.
  options.timeout = absl::Milliseconds(900);
  const absl::Time begin = absl::Now();
  EXPECT_TRUE(Call(options)->Finish().ok());
  EXPECT_LT(backend_.seen().deadline, absl::Now() + absl::Milliseconds(900 - 19));
  EXPECT_GT(backend_.seen().deadline, begin + absl::Milliseconds(500));
}

TEST_F(GatewayStreamTest, GivesEveryCallADeadline) {
  Start();
  backend_.Follow({.messages = 1});
  RawCallOptions options = Calling(kEcho);
  options.timeout.reset();
  Call(options)->Finish();
  // Long times travel rounded up.
  EXPECT_LE(backend_.seen().deadline, absl::Now() + options_.limits.default_deadline * 1.02);
  options = Calling(kCount);
  options.timeout.reset();
  Call(options)->Finish();
  EXPECT_LE(backend_.seen().deadline, absl::Now() + options_.limits.longest_stream * 1.02);
}

TEST_F(GatewayStreamTest, EndsACallWhoseTimeRanOut) {
  Start();
  backend_.Follow({.hold = true});
  for (const char* method : {kEcho, kCount}) {
    RawCallOptions options = Calling(method);
    options.timeout = absl::Milliseconds(300);
    const int cancelled = backend_.seen().cancelled;
    EXPECT_EQ(Call(options)->Finish().error_code(), StatusCode::DEADLINE_EXCEEDED) << method;
    EXPECT_TRUE(backend_.Await([&](const Seen& seen) { return seen.cancelled > cancelled; }));
  }
}

TEST_F(GatewayStreamTest, TellsTheServiceAtOnceThatTheCallerIsGone) {
  Start();
  backend_.Follow({.hold = true});
  for (const char* method : {kEcho, kCount}) {
    const int before = backend_.seen().cancelled;
    const int calls = backend_.seen().calls;
    const auto call = Call(Calling(method));
    ASSERT_TRUE(backend_.Await([&](const Seen& seen) { return seen.calls > calls; }));
    const absl::Time gone = absl::Now();
    call->Cancel();
    ASSERT_TRUE(backend_.Await([&](const Seen& seen) { return seen.cancelled > before; }));
    EXPECT_LT(backend_.seen().cancelled_at - gone, kCancelSeen) << method;
  }
}

TEST_F(GatewayStreamTest, HoldsNoMoreThanAMessageForASlowReader) {
  Start();
  constexpr int kMessages = 1000;  // 100 MB; sockets alone hold some
  backend_.Follow({.messages = kMessages, .bytes = 100'000});
  const auto call = Call(Calling(kCount));
  ASSERT_TRUE(call->Read().has_value());
  // Until the service has come to rest.
  int before = -1;
  while (before != backend_.seen().written) {
    before = backend_.seen().written;
    absl::SleepFor(absl::Milliseconds(300));
  }
  EXPECT_LT(before, kMessages / 2);
  int read = 1;
  while (call->Read().has_value()) ++read;
  EXPECT_EQ(read, kMessages);
  EXPECT_TRUE(call->Finish().ok());
}

TEST_F(GatewayStreamTest, EndsAStreamWhoseServiceDies) {
  Start();
  backend_.Follow({.messages = 3, .hold = true});
  const auto call = Call(Calling(kCount));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(call->Read().has_value());
  backend_.Die();
  EXPECT_FALSE(call->Read().has_value());
  EXPECT_EQ(call->Finish().error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(GatewayStreamTest, WaitsForNoRequestThatDoesNotCome) {
  options_.limits.request_time = absl::Milliseconds(200);
  Start();
  RawCallOptions options = Calling(kEcho);
  options.request.reset();
  EXPECT_EQ(Call(options)->Finish().error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(backend_.seen().calls, 0);
}

TEST_F(GatewayStreamTest, EndsAStreamOnceItsCallerMayNoLongerHaveIt) {
  options_.limits.recheck = absl::Milliseconds(50);
  Start();
  backend_.Follow({.messages = 1, .hold = true});
  const auto call = Call(Calling(kCount));
  ASSERT_TRUE(call->Read().has_value());
  registry_.directory().Remove("p1");
  clock_.Advance(absl::Seconds(5));
  EXPECT_FALSE(call->Read().has_value());
  EXPECT_EQ(call->Finish().error_code(), StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(backend_.Await([](const Seen& seen) { return seen.cancelled == 1; }));
}

TEST_F(GatewayStreamTest, EndsAStreamWithItsToken) {
  options_.limits.recheck = absl::Milliseconds(50);
  Start();
  backend_.Follow({.messages = 1, .hold = true});
  const auto call = Call(Calling(kCount));
  ASSERT_TRUE(call->Read().has_value());
  clock_.Advance(absl::Minutes(11));
  EXPECT_EQ(call->Finish().error_code(), StatusCode::UNAUTHENTICATED);
}

TEST_F(GatewayStreamTest, EndsAStreamOnWhichNothingPasses) {
  options_.limits.recheck = absl::Milliseconds(50);
  options_.limits.longest_silence = absl::Milliseconds(200);
  Start();
  backend_.Follow({.messages = 1, .hold = true});
  const auto call = Call(Calling(kCount));
  ASSERT_TRUE(call->Read().has_value());
  EXPECT_EQ(call->Finish().error_code(), StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(GatewayStreamTest, EndsAStreamWhoseReaderTakesNothing) {
  options_.limits.recheck = absl::Milliseconds(50);
  options_.limits.longest_silence = absl::Milliseconds(300);
  Start();
  backend_.Follow({.messages = 400, .bytes = 100'000});
  const auto call = Call(Calling(kCount));
  ASSERT_TRUE(call->Read().has_value());
  EXPECT_TRUE(backend_.Await([](const Seen& seen) { return seen.cancelled == 1; }));
  EXPECT_LT(backend_.seen().written, 400);
}

TEST_F(GatewayStreamTest, CarriesThousandsOfIdleStreamsBesideItsCalls) {
  constexpr int kStreams = 2000, kConnections = 8;
  Start();
  RawCallOptions quick = Calling(kEcho);
  quick.timeout = absl::Seconds(5);
  // From here on the gateway knows the token: none waits in the queue for its verification.
  backend_.Follow({.messages = 1});
  ASSERT_EQ(Call(quick)->Finish().error_code(), StatusCode::OK);
  backend_.Follow({.messages = 1, .hold = true});
  std::vector<std::unique_ptr<RawCall::Stub>> stubs;
  for (int i = 1; i <= kConnections; ++i) stubs.push_back(Connect(i));
  std::vector<std::unique_ptr<RawCall>> streams;
  RawCallOptions options = Calling(kCount);
  options.timeout = absl::Seconds(300);
  for (int i = 0; i < kStreams; ++i) {
    streams.push_back(std::make_unique<RawCall>(*stubs[i % kConnections], options));
  }
  for (const auto& stream : streams) ASSERT_TRUE(stream->Read().has_value());

  const auto one_more = Call(options);
  EXPECT_EQ(one_more->Finish().error_code(), StatusCode::RESOURCE_EXHAUSTED);
  backend_.Follow({.messages = 1});
  EXPECT_EQ(Call(quick)->Finish().error_code(), StatusCode::OK);

  for (const auto& stream : streams) stream->Cancel();
  EXPECT_TRUE(backend_.Await([](const Seen& seen) { return seen.cancelled == kStreams; }));
  streams.clear();
  EXPECT_EQ(Call(quick)->Finish().error_code(), StatusCode::OK);
}

TEST_F(GatewayStreamTest, StopsWithinItsTimeHoweverManyStreamsAreOpen) {
  options_.limits.drain = absl::Milliseconds(200);
  Start();
  backend_.Follow({.messages = 1, .hold = true});
  std::vector<std::unique_ptr<RawCall>> streams;
  for (int i = 0; i < 20; ++i) streams.push_back(Call(Calling(kCount)));
  for (const auto& stream : streams) ASSERT_TRUE(stream->Read().has_value());
  const absl::Time begin = absl::Now();
  gateway_->Stop();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(2));
  for (const auto& stream : streams) EXPECT_FALSE(stream->Finish().ok());
  gateway_.reset();
}

}  // namespace
}  // namespace telemachus::gateway
