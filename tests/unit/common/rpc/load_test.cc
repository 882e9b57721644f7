#include <atomic>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/client_unary_call.h"
#include "tests/unit/common/rpc/probe.h"

namespace telemachus::rpc {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;

constexpr char kHealthCheck[] = "/grpc.health.v1.Health/Check";
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

// Sends bytes as they are.
grpc::Status CallBytes(int port, const char* method, const std::string& request,
                       std::string& answer) {
  const auto channel =
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  const grpc::internal::RpcMethod transport(method, grpc::internal::RpcMethod::NORMAL_RPC);
  grpc::Slice slice(request);
  grpc::ByteBuffer bytes(&slice, 1), answered;
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall(channel.get(), transport, &context, bytes, &answered);
  grpc::Slice flat;
  if (status.ok() && answered.DumpToSingleSlice(&flat).ok()) {
    answer.assign(reinterpret_cast<const char*>(flat.begin()), flat.size());
  }
  return status;
}

std::string Health(int port, const std::string& service) {
  std::string request, answer;
  if (!service.empty()) request = absl::StrCat("\x0a", std::string(1, service.size()), service);
  const grpc::Status status = CallBytes(port, kHealthCheck, request, answer);
  return status.ok() ? answer : absl::StrCat("code ", status.error_code());
}

bool Eventually(const std::function<bool()>& condition) {
  const absl::Time until = absl::Now() + absl::Seconds(10);
  while (!condition()) {
    if (absl::Now() > until) return false;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return true;
}

class LoadTest : public ProbeTest {
 protected:
  ~LoadTest() override {
    Release();
    for (std::thread& thread : threads_) thread.join();
  }
  // Handlers wait until released.
  void Hold() {
    probe_.echo = [this](const Call&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
      ++held_;
      released_.WaitForNotification();
      return EchoResponse();
    };
  }
  void Release() {
    if (!released_.HasBeenNotified()) released_.Notify();
  }
  void InBackground(std::function<void()> run) { threads_.emplace_back(std::move(run)); }

  std::atomic<int> held_{0};
  absl::Notification released_;
  std::vector<std::thread> threads_;
};

TEST_F(LoadTest, RefusesAtOnceWhatItCannotTakeOn) {
  options_.limits.threads = 1;
  options_.limits.queue = 2;
  Start();
  Hold();
  std::atomic<int> refused{0}, answered{0};
  for (int i = 0; i < 8; ++i) {
    // The first one takes the thread.
    if (i == 1) {
      ASSERT_TRUE(Eventually([&] { return held_ == 1; }));
    }
    InBackground([&] {
      const auto response = AskAs("p1");
      if (response.ok()) {
        ++answered;
        return;
      }
      EXPECT_THAT(response, HasCode(absl::StatusCode::kResourceExhausted));
      EXPECT_THAT(response, HasReason(status::v1::REASON_OVERLOADED));
      EXPECT_TRUE(response.status().GetPayload("type.googleapis.com/google.rpc.RetryInfo"));
      ++refused;
    });
  }
  EXPECT_TRUE(Eventually([&] { return refused == 5; })) << refused;
  EXPECT_EQ(answered, 0);
  Release();
  EXPECT_TRUE(Eventually([&] { return answered == 3; })) << answered;
}

TEST_F(LoadTest, DropsCallsWhoseTimeRanOutInTheQueue) {
  options_.limits.threads = 1;
  Start();
  Hold();
  InBackground([&] { EXPECT_THAT(AskAs("p1"), IsOk()); });
  ASSERT_TRUE(Eventually([&] { return held_ == 1; }));
  const absl::Time deadline = absl::Now() + absl::Milliseconds(150);
  EXPECT_THAT(
      OpenChannel(Target(), AsUser("p1"))->Unary<EchoResponse>(kEcho, Text("late"), deadline),
      HasCode(absl::StatusCode::kDeadlineExceeded));
  // The server counts from when the call came in, a little later than the caller.
  while (absl::Now() < deadline + absl::Milliseconds(500)) absl::SleepFor(absl::Milliseconds(10));
  Release();
  server_->Stop();
  EXPECT_EQ(held_, 1);
}

TEST_F(LoadTest, GivesACallWithoutADeadlineOne) {
  options_.limits.default_deadline = absl::Milliseconds(200);
  Start();
  Hold();
  // Through a channel of no house: it names no deadline.
  const auto channel = grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials());
  grpc::ClientContext context;
  const std::string request = Text("hello").SerializeAsString();
  const auto [key, value] = AsUser("p1")(kEcho, request);
  context.AddMetadata(key, value);
  const grpc::internal::RpcMethod transport(kEcho, grpc::internal::RpcMethod::NORMAL_RPC);
  grpc::Slice slice(request);
  grpc::ByteBuffer bytes(&slice, 1), answer;
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall(channel.get(), transport, &context, bytes, &answer);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(held_, 1);
}

TEST_F(LoadTest, ReturnsFromStopWhateverHandlersDo) {
  options_.limits.drain = absl::Milliseconds(300);
  Start();
  Hold();
  InBackground([&] { EXPECT_FALSE(AskAs("p1").ok()); });
  ASSERT_TRUE(Eventually([&] { return held_ == 1; }));
  const absl::Time began = absl::Now();
  server_->Stop();
  EXPECT_LT(absl::Now() - began, options_.limits.drain + absl::Seconds(1));
  EXPECT_EQ(server_->abandoned(), 1);
  server_->Stop();
}

TEST_F(LoadTest, LetsCallsFinishWhenItStops) {
  Start();
  Hold();
  absl::StatusOr<EchoResponse> response = absl::UnknownError("not yet");
  InBackground([&] { response = AskAs("p1"); });
  ASSERT_TRUE(Eventually([&] { return held_ == 1; }));
  InBackground([&] {
    absl::SleepFor(absl::Milliseconds(100));
    Release();
  });
  server_->Stop();
  EXPECT_EQ(server_->abandoned(), 0);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  EXPECT_THAT(response, IsOk());
}

TEST_F(LoadTest, RunsLoopsWhileItServes) {
  std::vector<std::string> seen;
  for (const std::string name : {"a", "b"}) {
    bindings_.OnServe(
        [&seen, name] {
          seen.push_back(name + " starts");
          return absl::OkStatus();
        },
        [&seen, name] { seen.push_back(name + " stops"); });
  }
  Start();
  EXPECT_THAT(AskAs("p1"), IsOk());
  server_->Stop();
  server_->Stop();
  EXPECT_THAT(seen, testing::ElementsAre("a starts", "b starts", "b stops", "a stops"));
}

TEST_F(LoadTest, AnswersProbesWhileEveryThreadIsBusy) {
  options_.limits.threads = 1;
  options_.health_listen = "127.0.0.1:0";
  std::atomic<bool> ready{true};
  bindings_.ReadyWhen(
      [&] { return ready ? absl::OkStatus() : absl::UnavailableError("no database"); });
  Start();
  Hold();
  InBackground([&] { AskAs("p1").status().IgnoreError(); });
  ASSERT_TRUE(Eventually([&] { return held_ == 1; }));
  EXPECT_EQ(Health(server_->health_port(), ""), kServing);
  ready = false;
  EXPECT_TRUE(Eventually([&] { return Health(server_->health_port(), "") == kNotServing; }));
  EXPECT_EQ(Health(server_->health_port(), "readiness"), kNotServing);
  EXPECT_EQ(Health(server_->health_port(), "liveness"), kServing);
  EXPECT_EQ(Health(server_->health_port(), "absent"), "code 5");
  // The methods' port knows no health, the health port no methods.
  EXPECT_EQ(Health(server_->port(), ""), "code 12");
  std::string answer;
  EXPECT_EQ(CallBytes(server_->health_port(), kEcho, "", answer).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(LoadTest, IsNotReadyWhileItDrains) {
  options_.health_listen = "127.0.0.1:0";
  Start();
  Hold();
  InBackground([&] { EXPECT_THAT(AskAs("p1"), IsOk()); });
  ASSERT_TRUE(Eventually([&] { return held_ == 1; }));
  const int port = server_->health_port();
  ASSERT_EQ(Health(port, ""), kServing);
  InBackground([&] { server_->Stop(); });
  EXPECT_TRUE(Eventually([&] { return Health(port, "") == kNotServing; }));
  Release();
}

TEST_F(LoadTest, SaysWhatBytesItCannotRead) {
  Start();
  const std::string garbage = "\xff\xff\xff\xff";
  grpc::ClientContext context;
  context.AddMetadata(access::kAssertionMetadata,
                      gateway_.ForUser("probe", kEcho, "https://issuer", "p1", "", garbage));
  const auto channel = grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials());
  const grpc::internal::RpcMethod transport(kEcho, grpc::internal::RpcMethod::NORMAL_RPC);
  grpc::Slice slice(garbage);
  grpc::ByteBuffer bytes(&slice, 1), answer;
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall(channel.get(), transport, &context, bytes, &answer);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_THAT(status::FromProto(details), HasReason(status::v1::REASON_FIELD_MALFORMED));
}

TEST_F(LoadTest, KnowsNoMethodThatIsNotThere) {
  Start();
  std::string answer;
  const grpc::Status status =
      CallBytes(server_->port(), "/telemachus.test.v1.ProbeService/Absent", "", answer);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_THAT(status::FromProto(details), HasReason(status::v1::REASON_UNKNOWN_METHOD));
}

TEST_F(LoadTest, TakesNoMessageLargerThanItsLimit) {
  options_.limits.message_bytes = 100'000;
  Start();
  EchoRequest request = Text("large");
  request.set_padding(std::string(99'000, 'x'));
  EXPECT_THAT(AskAs("p1", kEcho, request), IsOk());
  request.set_padding(std::string(101'000, 'x'));
  const auto response = AskAs("p1", kEcho, request);
  EXPECT_THAT(response, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(response, HasReason(status::v1::REASON_MESSAGE_TOO_LARGE));
  probe_.echo = [](const Call&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    EchoResponse large;
    large.set_padding(std::string(101'000, 'x'));
    return large;
  };
  EXPECT_THAT(AskAs("p1"), HasReason(status::v1::REASON_INTERNAL));
}

}  // namespace
}  // namespace telemachus::rpc
