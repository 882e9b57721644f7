// Calls through a real gateway to real servers.
#include "gateway/gateway.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "tests/unit/gateway/support/gateway_fixture.h"

namespace telemachus::gateway {
namespace {

using rpc::EchoRequest;
using rpc::EchoResponse;
using rpc::kCount;
using rpc::kEcho;
using rpc::kEchoInPerson;
using rpc::kEchoOfficer;
using rpc::kEchoService;
using test::HasCode;
using test::HasReason;
using test::IsOk;

class GatewayTest : public GatewayFixture {
 protected:
  GatewayTest() {
    backend_.methods()
        .Begin("telemachus.test.v1.ProbeService")
        .Add("Echo", probe_, &rpc::Probe::Echo)
        .Add("EchoOfficer", probe_, &rpc::Probe::Echo)
        .Add("EchoOwn", probe_, &rpc::Probe::Echo)
        .Add("EchoInPerson", probe_, &rpc::Probe::Echo)
        .Add("EchoService", probe_, &rpc::Probe::Echo)
        .Add("Count", probe_, &rpc::Probe::Count)
        .Add("CountOwn", probe_, &rpc::Probe::Count);
    backend_.Admit(verifier_, registry_.directory());
    registry_.directory().Add("p1");
    options_.limits.message_bytes = 1 << 20;
  }
  void SetUp() override {
    server_ = *rpc::Server::Start(OnLoopback("test"), backend_, clock_);
    StartGateway(absl::StrCat("127.0.0.1:", server_->port()));
  }

  static EchoRequest Text(const std::string& text) {
    EchoRequest request;
    request.set_text(text);
    return request;
  }
  absl::StatusOr<EchoResponse> Ask(const rpc::Identify& identify, const char* method = kEcho,
                                   const EchoRequest& request = Text("hello")) const {
    return rpc::OpenChannel(GatewayTarget(), identify)
        ->Unary<EchoResponse>(method, request, absl::Now() + absl::Seconds(20));
  }
  absl::StatusOr<EchoResponse> AskAs(const std::string& subject, const char* method = kEcho) const {
    return Ask(rpc::WithToken(Token(subject)), method);
  }
  // A server that answers every call with this.
  void Answer(const absl::Status& status) {
    probe_.echo = [status](const rpc::Call&, const EchoRequest&) { return status; };
  }

  const access::Verifier verifier_ = VerifierOf("test");
  rpc::Probe probe_;
  rpc::Bindings backend_;
  std::unique_ptr<rpc::Server> server_;
};

TEST_F(GatewayTest, BringsACallToItsServiceAndTheAnswerBack) {
  const auto answer = AskAs("p1");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->text(), "hello");
  EXPECT_EQ(answer->caller(), "people/p1");
}

TEST_F(GatewayTest, BringsAStreamBackInOrderWithItsStatus) {
  probe_.count = [](const rpc::Call&, const EchoRequest&, rpc::Writer<EchoResponse>& writer) {
    for (int i = 0; i < 200; ++i) {
      EchoResponse response;
      response.set_number(i);
      EXPECT_THAT(writer.Write(response), IsOk());
    }
    return status::StaleEtag("agreements/a1");
  };
  EchoResponse response;
  int next = 0;
  const absl::Status status = rpc::OpenChannel(GatewayTarget(), rpc::WithToken(Token("p1")))
                                  ->Stream(kCount, Text("count"), absl::Now() + absl::Seconds(20),
                                           response, [&](const google::protobuf::Message&) {
                                             EXPECT_EQ(response.number(), next++);
                                             return absl::OkStatus();
                                           });
  EXPECT_EQ(next, 200);
  EXPECT_EQ(status, status::StaleEtag("agreements/a1"));
}

TEST_F(GatewayTest, KnowsNobodyWithoutAGoodToken) {
  probe_.echo = [](const rpc::Call&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    ADD_FAILURE() << "a call came through";
    return EchoResponse();
  };
  EXPECT_THAT(Ask(nullptr), HasReason(status::v1::REASON_TOKEN_MISSING));
  EXPECT_THAT(Ask(rpc::WithToken("nonsense")), HasReason(status::v1::REASON_TOKEN_INVALID));
  EXPECT_THAT(Ask(rpc::WithToken("")), HasReason(status::v1::REASON_TOKEN_INVALID));
  const std::string token = Token("p1");
  EXPECT_THAT(Ask([&](absl::string_view, absl::string_view) {
                return std::make_pair(std::string("authorization"), "Basic " + token);
              }),
              HasReason(status::v1::REASON_TOKEN_MISSING));
  clock_.Advance(absl::Minutes(11));
  EXPECT_THAT(Ask(rpc::WithToken(token)), HasReason(status::v1::REASON_TOKEN_EXPIRED));
}

TEST_F(GatewayTest, TakesNoIdentityFromOutside) {
  const access::Signer insider("gateway", gateway_key_, clock_);
  EXPECT_THAT(Ask([&](absl::string_view method, absl::string_view request) {
                return std::make_pair(
                    std::string(access::kAssertionMetadata),
                    insider.ForUser("test", method, "https://issuer", "p1", "", request));
              }),
              HasReason(status::v1::REASON_TOKEN_MISSING));
}

TEST_F(GatewayTest, ForgetsNoExpiryOfATokenItRemembers) {
  const std::string token = Token("p1");
  ASSERT_THAT(Ask(rpc::WithToken(token)), IsOk());
  ASSERT_THAT(Ask(rpc::WithToken(token)), IsOk());
  clock_.Advance(absl::Minutes(10) + kSkew);
  EXPECT_THAT(Ask(rpc::WithToken(token)), HasReason(status::v1::REASON_TOKEN_EXPIRED));
}

TEST_F(GatewayTest, ForgetsTokensWhoseKeyWasWithdrawn) {
  const std::string token = Token("p1");
  ASSERT_THAT(Ask(rpc::WithToken(token)), IsOk());
  folder_.Write("jwks.json", issuer::TokenMint::Generate()->jwks());
  // The file is looked at every second, and on the way of every token not yet remembered.
  EXPECT_THAT(Ask(rpc::WithToken(Token("p1"))), HasReason(status::v1::REASON_TOKEN_INVALID));
  EXPECT_THAT(Ask(rpc::WithToken(token)), HasReason(status::v1::REASON_TOKEN_INVALID));
}

TEST_F(GatewayTest, LetsOnlyThoseInWhomTheRuleNames) {
  EXPECT_EQ(AskAs("p1", kEchoOfficer).status(), status::NotPermitted());
  registry_.directory().Add("p2").add_grants()->set_role(access::v1::ROLE_OFFICER);
  EXPECT_THAT(AskAs("p2", kEchoOfficer), IsOk());
}

TEST_F(GatewayTest, SaysTheSameToWhomTheRegistryDoesNotKnowOrHasDisabled) {
  registry_.directory().Add("gone").set_disabled(true);
  EXPECT_EQ(AskAs("nobody").status(), status::NotPermitted());
  EXPECT_EQ(AskAs("gone").status(), status::NotPermitted());
}

TEST_F(GatewayTest, SaysWhoActsForSomebody) {
  EXPECT_THAT(Ask(rpc::WithToken(Token("p1")), kEchoInPerson), IsOk());
  EXPECT_EQ(Ask(rpc::WithToken(Token("p1", "d1")), kEchoInPerson).status(), status::NotPermitted());
  std::atomic<bool> in_person{true};
  probe_.echo = [&](const rpc::Call& call, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    in_person = call.caller().in_person();
    return EchoResponse();
  };
  EXPECT_THAT(Ask(rpc::WithToken(Token("p1", "d1"))), IsOk());
  EXPECT_FALSE(in_person);
}

TEST_F(GatewayTest, HasMethodsForServicesAsLittleAsThoseThatAreNone) {
  EXPECT_THAT(AskAs("p1", kEchoService), HasReason(status::v1::REASON_UNKNOWN_METHOD));
  EXPECT_THAT(AskAs("p1", kEchoService), HasCode(absl::StatusCode::kUnimplemented));
  // Neither does a caller without a token learn which there are.
  EXPECT_EQ(Ask(nullptr, kEchoService).status(), AskAs("p1", kEchoService).status());
}

TEST_F(GatewayTest, AsksTheRegistryOnceInFiveSeconds) {
  for (int i = 0; i < 10; ++i) ASSERT_THAT(AskAs("p1"), IsOk());
  EXPECT_EQ(registry_.asked(), 1);
  clock_.Advance(absl::Seconds(5));
  ASSERT_THAT(AskAs("p1"), IsOk());
  EXPECT_EQ(registry_.asked(), 2);
}

TEST_F(GatewayTest, NoticesWithinFiveSecondsThatAccessWasTakenAway) {
  const std::string token = Token("p1");
  ASSERT_THAT(Ask(rpc::WithToken(token)), IsOk());
  registry_.directory().Remove("p1");
  clock_.Advance(absl::Seconds(5));
  EXPECT_EQ(Ask(rpc::WithToken(token)).status(), status::NotPermitted());
}

TEST_F(GatewayTest, LetsNobodyInWhileTheRegistryIsAway) {
  registry_.server().Stop();
  EXPECT_THAT(AskAs("p1"), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(AskAs("p1"), HasReason(status::v1::REASON_UNAVAILABLE));
}

TEST_F(GatewayTest, PassesErrorsOnWithTheirDetails) {
  status::FieldFaults faults;
  faults.Add("mentor.places", status::v1::REASON_FIELD_OUT_OF_RANGE, "From 1 to 9.");
  faults.Add("skills[2]", status::v1::REASON_FIELD_REPEATED, "Each skill once.");
  for (const absl::Status& status :
       {faults.ToStatus(), status::WrongState("matches/m1", "STATE_ENDED"),
        status::NotFound("people/p9"), status::NotPermitted()}) {
    Answer(status);
    EXPECT_EQ(AskAs("p1").status(), status);
  }
}

TEST_F(GatewayTest, KeepsFaultsOfOursToItself) {
  Answer(absl::InternalError("no such column: secret"));
  const absl::Status internal = AskAs("p1").status();
  EXPECT_THAT(internal, HasReason(status::v1::REASON_INTERNAL));
  EXPECT_FALSE(absl::StrContains(internal.ToString(), "secret"));
  // A fault between gateway and service is not one of the caller's token.
  Answer(status::Error(absl::StatusCode::kUnauthenticated, status::v1::REASON_ASSERTION_INVALID,
                       "secret"));
  const absl::Status unaccepted = AskAs("p1").status();
  EXPECT_THAT(unaccepted, HasReason(status::v1::REASON_INTERNAL));
  EXPECT_FALSE(absl::StrContains(unaccepted.ToString(), "secret"));
}

TEST_F(GatewayTest, SaysThatAServiceIsAwayAndNotWhere) {
  server_->Stop();
  const absl::Status status = AskAs("p1").status();
  EXPECT_THAT(status, HasReason(status::v1::REASON_UNAVAILABLE));
  EXPECT_FALSE(absl::StrContains(status.ToString(), "127.0.0.1")) << status;
}

TEST_F(GatewayTest, TakesNoMessageThatIsTooLarge) {
  EchoRequest request = Text("large");
  request.set_padding(std::string(1 << 20, 'x'));
  const auto answer = Ask(rpc::WithToken(Token("p1")), kEcho, request);
  EXPECT_THAT(answer, HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(answer, HasReason(status::v1::REASON_MESSAGE_TOO_LARGE));
  request.set_padding(std::string(3 << 20, 'x'));
  EXPECT_THAT(Ask(rpc::WithToken(Token("p1")), kEcho, request),
              HasCode(absl::StatusCode::kResourceExhausted));
  request.set_padding(std::string((1 << 20) - 100, 'x'));
  EXPECT_THAT(Ask(rpc::WithToken(Token("p1")), kEcho, request), IsOk());
}

TEST_F(GatewayTest, ConfusesNoAnswersOfManyCallersAtOnce) {
  constexpr int kCallers = 16, kCalls = 50;
  for (int i = 0; i < kCallers; ++i) registry_.directory().Add(absl::StrCat("c", i));
  std::atomic<int> right{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      const auto channel =
          rpc::OpenChannel(GatewayTarget(), rpc::WithToken(Token(absl::StrCat("c", i))));
      for (int k = 0; k < kCalls; ++k) {
        const std::string text = absl::StrCat(i, "-", k);
        const auto answer =
            channel->Unary<EchoResponse>(kEcho, Text(text), absl::Now() + absl::Seconds(30));
        right += answer.ok() && answer->text() == text &&
                 answer->caller() == absl::StrCat("people/c", i);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(right, kCallers * kCalls);
}

TEST_F(GatewayTest, CountsRefusalsByCause) {
  EXPECT_THAT(Ask(nullptr), HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(AskAs("p1", kEchoOfficer), HasCode(absl::StatusCode::kPermissionDenied));
  const std::string metrics = metric::Scrape();
  for (const char* cause : {"missing", "rule"}) {
    EXPECT_TRUE(absl::StrContains(metrics, absl::StrCat("cause=\"", cause, "\""))) << metrics;
  }
}

}  // namespace
}  // namespace telemachus::gateway
