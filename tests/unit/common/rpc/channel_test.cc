#include "common/rpc/channel.h"

#include <algorithm>

#include "common/rpc/remote_directory.h"
#include "common/trace/export.h"
#include "common/trace/span.h"
#include "tests/unit/common/rpc/probe.h"

namespace telemachus::rpc {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;

class ChannelTest : public ProbeTest {
 protected:
  void SetUp() override { Start(); }
};

TEST_F(ChannelTest, KeepsBackSomeTimeToAnswerItself) {
  const auto channel = OpenChannel(Target(), AsUser("p1"));
  EXPECT_THAT(channel->Unary<EchoResponse>(kEcho, Text("a"), absl::Now() + absl::Milliseconds(19)),
              HasReason(status::v1::REASON_DEADLINE_EXCEEDED));
  EXPECT_THAT(channel->Unary<EchoResponse>(kEcho, Text("a"), absl::InfiniteFuture()), IsOk());
}

TEST_F(ChannelTest, RefusesTypesThatAreNotTheMethods) {
  const auto channel = OpenChannel(Target(), AsUser("p1"));
  EXPECT_THAT(channel->Unary<EchoRequest>(kEcho, Text("a"), Soon()),
              HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(channel->Unary<EchoResponse>(kEcho, EchoResponse(), Soon()),
              HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(channel->Unary<EchoResponse>(kCount, Text("a"), Soon()),
              HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(
      channel->Unary<EchoResponse>("/telemachus.test.v1.ProbeService/Absent", Text("a"), Soon()),
      HasCode(absl::StatusCode::kInternal));
}

TEST_F(ChannelTest, SaysUnavailableOfAServerThatIsNotThere) {
  const std::string target = Target();
  server_->Stop();
  const auto response =
      OpenChannel(target, AsUser("p1"))->Unary<EchoResponse>(kEcho, Text("a"), Soon());
  EXPECT_THAT(response, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(response, HasReason(status::v1::REASON_UNAVAILABLE));
  EXPECT_THAT(response.status().ToString(), testing::Not(testing::HasSubstr("127.0.0.1")));
}

class ReturnTest : public ProbeTest {
 protected:
  // Connections that go out take ports of 127.0.0.1: none takes this one while nobody listens.
  ReturnTest() {
    options_.listen = "127.0.0.2:0";
    Start();
  }
};

TEST_F(ReturnTest, FindsAServerThatIsBack) {
  const auto channel = OpenChannel(Target(), AsUser("p1"));
  ASSERT_THAT(channel->Unary<EchoResponse>(kEcho, Text("a"), Soon()), IsOk());
  options_.listen = Target();
  server_.reset();
  ASSERT_FALSE(channel->Unary<EchoResponse>(kEcho, Text("a"), Soon()).ok());
  auto server = Server::Start(options_, bindings_, clock_);
  ASSERT_THAT(server, IsOk());
  server_ = *std::move(server);
  const absl::Time until = absl::Now() + absl::Seconds(5);
  while (!channel->Unary<EchoResponse>(kEcho, Text("a"), Soon()).ok()) {
    ASSERT_LT(absl::Now(), until);
  }
}

TEST_F(ChannelTest, ContinuesTheTraceOnTheOtherSide) {
  const trace::Catcher catcher;
  std::string inside;
  probe_.echo = [&](const Call&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    const trace::Span work("work");
    inside = work.TraceId();
    return EchoResponse();
  };
  {
    const trace::Span span("test");
    ASSERT_THAT(AskAs("p1"), IsOk());
  }
  const auto spans = catcher.Finished();
  const auto named = [&](const std::string& name, size_t nth = 0) {
    for (const auto& span : spans) {
      if (span.name == name && nth-- == 0) return span;
    }
    return trace::FinishedSpan();
  };
  ASSERT_EQ(spans.size(), 4u);
  const std::string method = "telemachus.test.v1.ProbeService/Echo";
  const auto test = named("test"), work = named("work");
  const auto server = named(method, 0), client = named(method, 1);
  EXPECT_EQ(client.parent_span_id, test.span_id);
  EXPECT_EQ(server.parent_span_id, client.span_id);
  EXPECT_EQ(work.parent_span_id, server.span_id);
  for (const auto& span : spans) EXPECT_EQ(span.trace_id, test.trace_id);
  EXPECT_EQ(inside, test.trace_id);
  for (const auto& span : {server, client}) {
    EXPECT_THAT(
        span.attributes,
        testing::IsSupersetOf({std::make_pair(std::string("rpc.system.name"), std::string("grpc")),
                               std::make_pair(std::string("rpc.method"), method),
                               std::make_pair(std::string("rpc.status_code"), std::string("OK"))}));
  }
}

TEST_F(ChannelTest, AFaultOfTheCallerIsNoErrorOfTheServersSpan) {
  const trace::Catcher catcher;
  ASSERT_THAT(AskAs("p1", kEcho, Text("")), HasCode(absl::StatusCode::kInvalidArgument));
  const auto spans = catcher.Finished();
  ASSERT_EQ(spans.size(), 2u);
  const auto failed = [](const trace::FinishedSpan& span) {
    return std::any_of(span.attributes.begin(), span.attributes.end(),
                       [](const auto& attribute) { return attribute.first == "error.type"; });
  };
  EXPECT_FALSE(failed(spans[0]));
  EXPECT_TRUE(failed(spans[1]));
}

// Stands in for the registry.
struct Registry {
  absl::StatusOr<access::v1::Caller> ResolveCaller(
      const Call& call, const access::v1::ResolveCallerRequest& request) {
    asked_by = call.caller().Name();
    if (request.subject() != "s1") return status::NotFound("people/-");
    access::v1::Caller caller;
    caller.set_person("people/p1");
    return caller;
  }
  std::string asked_by;
};

TEST_F(ChannelTest, AsksTheRegistryWhoIsBehindAToken) {
  Registry registry;
  Bindings bindings;
  bindings.methods()
      .Begin("telemachus.access.v1.DirectoryService")
      .Add("ResolveCaller", registry, &Registry::ResolveCaller);
  bindings.Admit(verifier_, directory_);
  const auto server = Server::Start(options_, bindings, clock_);
  ASSERT_THAT(server, IsOk());
  const auto channel =
      OpenChannel(absl::StrCat("127.0.0.1:", (*server)->port()), AsService(matching_, "probe"));
  RemoteDirectory remote(*channel);
  const auto caller = remote.Resolve("https://issuer", "s1", Soon());
  ASSERT_THAT(caller, IsOk());
  EXPECT_EQ(caller->person(), "people/p1");
  EXPECT_EQ(registry.asked_by, "services/matching");
  EXPECT_THAT(remote.Resolve("https://issuer", "s2", Soon()), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace telemachus::rpc
