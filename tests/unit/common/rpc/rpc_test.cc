#include <stdexcept>

#include "common/metric/metric.h"
#include "google/rpc/error_details.pb.h"
#include "tests/unit/common/rpc/probe.h"

namespace telemachus::rpc {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;
using testing::HasSubstr;
using testing::Not;

class RpcTest : public ProbeTest {
 protected:
  void SetUp() override { Start(); }
};

TEST_F(RpcTest, TellsTheHandlerWhoCalls) {
  const auto response = AskAs("p1");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->text(), "hello");
  EXPECT_EQ(response->caller(), "people/p1");
  const auto of_service = Ask(AsService(matching_, "probe"), kEchoService);
  ASSERT_THAT(of_service, IsOk());
  EXPECT_EQ(of_service->caller(), "services/matching");
}

TEST_F(RpcTest, GivesTheHandlerTheDeadlineAndTheMethod) {
  absl::Time deadline;
  std::string method;
  probe_.echo = [&](const Call& call, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    deadline = call.deadline();
    method = call.method();
    return EchoResponse();
  };
  const absl::Time until = absl::Now() + absl::Seconds(5);
  ASSERT_THAT(OpenChannel(Target(), AsUser("p1"))->Unary<EchoResponse>(kEcho, Text("a"), until),
              IsOk());
  EXPECT_LT(deadline, until);
  EXPECT_GT(deadline, until - absl::Seconds(1));
  EXPECT_EQ(method, kEcho);
}

TEST_F(RpcTest, RefusesCallsWithoutAnAssertion) {
  EXPECT_THAT(Ask(nullptr), HasCode(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(Ask(nullptr), HasReason(status::v1::REASON_ASSERTION_INVALID));
  EXPECT_THAT(Ask(With("")), HasReason(status::v1::REASON_ASSERTION_INVALID));
  EXPECT_THAT(Ask(WithToken("a token")), HasReason(status::v1::REASON_ASSERTION_INVALID));
}

TEST_F(RpcTest, RefusesAnAssertionReplayedElsewhere) {
  const EchoRequest request = Text("hello");
  const auto assertion = [&](const char* audience, const char* method,
                             const EchoRequest& signed_for) {
    return With(gateway_.ForUser(audience, method, "https://issuer", "p1", "",
                                 signed_for.SerializeAsString()));
  };
  ASSERT_THAT(Ask(assertion("probe", kEcho, request), kEcho, request), IsOk());
  const auto refused = HasReason(status::v1::REASON_ASSERTION_INVALID);
  EXPECT_THAT(Ask(assertion("registry", kEcho, request), kEcho, request), refused);
  EXPECT_THAT(Ask(assertion("probe", kEchoOwn, request), kEcho, request), refused);
  EXPECT_THAT(Ask(assertion("probe", kEcho, request), kEcho, Text("other")), refused);
  const Identify early = assertion("probe", kEcho, request);
  clock_.Advance(access::kAssertionLife);
  EXPECT_THAT(Ask(early, kEcho, request), refused);
}

TEST_F(RpcTest, AsksTheDirectoryForEveryCall) {
  const std::string assertion = gateway_.ForUser("probe", kEcho, "https://issuer", "p1", "",
                                                 Text("hello").SerializeAsString());
  ASSERT_THAT(Ask(With(assertion)), IsOk());
  directory_.Add("p1").set_disabled(true);
  EXPECT_THAT(Ask(With(assertion)), HasReason(status::v1::REASON_NOT_PERMITTED));
  directory_.Remove("p1");
  EXPECT_THAT(Ask(With(assertion)), HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_F(RpcTest, AllowsNothingWhileTheDirectoryIsAway) {
  directory_.Fail(absl::UnavailableError("postgresql://user@host refuses"));
  const auto response = AskAs("p1");
  EXPECT_THAT(response, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(response, HasReason(status::v1::REASON_UNAVAILABLE));
  EXPECT_THAT(response.status().ToString(), Not(HasSubstr("host")));
  EXPECT_THAT(Ask(AsService(matching_, "probe"), kEchoService), IsOk());
}

TEST_F(RpcTest, AdmitsByTheMethodsRule) {
  const auto refused = HasReason(status::v1::REASON_NOT_PERMITTED);
  EXPECT_THAT(AskAs("p1", kEchoOfficer), refused);
  auto& grant = *directory_.Add("officer").add_grants();
  grant.set_role(access::v1::ROLE_OFFICER);
  grant.set_scope("authorities/a1");
  EXPECT_THAT(AskAs("officer", kEchoOfficer), IsOk());
  EXPECT_THAT(Ask(AsUser("p1", "assistant"), kEchoInPerson), refused);
  EXPECT_THAT(AskAs("p1", kEchoInPerson), IsOk());
  EXPECT_THAT(AskAs("p1", kEchoService), refused);
  EXPECT_THAT(Ask(AsService(matching_, "probe"), kEcho), refused);
}

TEST_F(RpcTest, NamesTheFieldThatIsWrong) {
  const auto response = AskAs("p1", kEcho, Text("a text of more than twenty characters"));
  EXPECT_THAT(response, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(response, HasReason(status::v1::REASON_FIELD_TOO_LONG));
  google::rpc::BadRequest faults;
  bool found = false;
  const google::rpc::Status sent = status::ToProto(response.status());
  for (const auto& detail : sent.details()) {
    found = found || detail.UnpackTo(&faults);
  }
  ASSERT_TRUE(found);
  ASSERT_EQ(faults.field_violations_size(), 1);
  EXPECT_EQ(faults.field_violations(0).field(), "text");
}

TEST_F(RpcTest, ChecksFieldsOnlyForWhoMayCall) {
  EXPECT_THAT(AskAs("p1", kEchoOfficer, Text("")), HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_F(RpcTest, CarriesDetailsToTheCaller) {
  probe_.echo = [](const Call&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    return status::StaleEtag("agreements/a1");
  };
  EXPECT_EQ(AskAs("p1").status(), status::StaleEtag("agreements/a1"));
}

TEST_F(RpcTest, AnswersInternalWhereTheRelationWasNotProved) {
  EXPECT_THAT(AskAs("p1", kEchoOwn), HasReason(status::v1::REASON_INTERNAL));
  probe_.echo = [](const Call& call, const EchoRequest& request) -> absl::StatusOr<EchoResponse> {
    const absl::Status own = call.Require(request.text() == call.person());
    if (!own.ok()) return own;
    return EchoResponse();
  };
  EXPECT_THAT(AskAs("p1", kEchoOwn, Text("people/p1")), IsOk());
  EXPECT_THAT(AskAs("p1", kEchoOwn, Text("people/p2")),
              HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_F(RpcTest, KeepsItsFaultsToItself) {
  for (const auto code :
       {absl::StatusCode::kInternal, absl::StatusCode::kUnknown, absl::StatusCode::kDataLoss}) {
    probe_.echo = [code](const Call&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
      return absl::Status(code, "row of Jo Bloggs is torn");
    };
    const auto response = AskAs("p1");
    EXPECT_THAT(response, HasCode(absl::StatusCode::kInternal));
    EXPECT_THAT(response, HasReason(status::v1::REASON_INTERNAL));
    EXPECT_THAT(response.status().ToString(), Not(HasSubstr("Bloggs")));
  }
}

TEST_F(RpcTest, OutlivesAHandlerThatThrows) {
  probe_.echo = [](const Call&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    throw std::runtime_error("row of Jo Bloggs is torn");
  };
  const auto response = AskAs("p1");
  EXPECT_THAT(response, HasReason(status::v1::REASON_INTERNAL));
  EXPECT_THAT(response.status().ToString(), Not(HasSubstr("Bloggs")));
  probe_.echo = [](const Call&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    throw std::bad_alloc();
  };
  EXPECT_THAT(AskAs("p1"), HasReason(status::v1::REASON_INTERNAL));
  probe_.echo = Probe().echo;
  EXPECT_THAT(AskAs("p1"), IsOk());
}

TEST_F(RpcTest, CountsCallsByMethodAndCode) {
  ASSERT_THAT(AskAs("p1"), IsOk());
  EXPECT_THAT(metric::Scrape(),
              testing::ContainsRegex("rpc_server_call_duration_seconds_count\\{"
                                     "rpc_method=\"telemachus.test.v1.ProbeService/Echo\","
                                     "rpc_status_code=\"OK\"\\} [1-9]"));
}

TEST(CallTest, KnowsARequestByItsContent) {
  access::v1::Caller known;
  known.set_person("people/p1");
  const Call call(access::Caller::User(known, ""), kEcho, absl::InfiniteFuture());
  EchoRequest request;
  request.set_text("a");
  request.set_request_id("4d6b1b3e-3b0c-4c6e-9d5c-0d6e4f1f2a3b");
  for (const char* label : {"x", "y", "z"}) (*request.mutable_labels())[label] = label;
  EchoRequest same;
  for (const char* label : {"z", "x", "y"}) (*same.mutable_labels())[label] = label;
  same.set_request_id(request.request_id());
  same.set_text("a");
  const once::Key key = call.OnceKey(request);
  EXPECT_EQ(key.caller, "people/p1");
  EXPECT_EQ(key.method, kEcho);
  EXPECT_EQ(key.request_id, request.request_id());
  EXPECT_EQ(key.digest.size(), 32u);
  EXPECT_EQ(key.digest, call.OnceKey(same).digest);
  same.set_text("b");
  EXPECT_NE(key.digest, call.OnceKey(same).digest);
  EXPECT_EQ(call.OnceKey(EchoResponse()).request_id, "");
}

}  // namespace
}  // namespace telemachus::rpc
