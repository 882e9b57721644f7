// What a call through the gateway leaves in traces and logs.
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/trace/export.h"
#include "common/trace/span.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "tests/unit/gateway/support/gateway_fixture.h"
#include "tests/unit/gateway/support/raw_backend.h"
#include "tests/unit/gateway/support/raw_call.h"

namespace telemachus::gateway {
namespace {

using test::RawCall;
using trace::FinishedSpan;

constexpr char kCallersTrace[] = "0af7651916cd43dd8448eb211c80319c";
constexpr char kEchoName[] = "telemachus.test.v1.ProbeService/Echo";

class GatewayTraceTest : public GatewayFixture {
 protected:
  GatewayTraceTest() { registry_.directory().Add("p1"); }

  // One call by an outside caller that has a trace of its own.
  void CallOnce() {
    StartGateway(backend_.target());
    backend_.Follow({.messages = 1});
    RawCall::Stub stub(grpc::CreateChannel(GatewayTarget(), grpc::InsecureChannelCredentials()));
    RawCall call(stub,
                 {rpc::kEcho,
                  {{"authorization", "Bearer " + token_},
                   {"traceparent", absl::StrCat("00-", kCallersTrace, "-b7ad6b7169203331-01")}},
                  absl::Seconds(20),
                  ""});
    ASSERT_TRUE(call.Finish().ok());
    gateway_->Stop();
  }
  std::vector<FinishedSpan> SpansOf(const std::string& name) const {
    std::vector<FinishedSpan> spans;
    for (const FinishedSpan& span : spans_.Finished()) {
      if (span.name == name) spans.push_back(span);
    }
    return spans;
  }
  static std::string Attribute(const FinishedSpan& span, const std::string& key) {
    for (const auto& [name, value] : span.attributes) {
      if (name == key) return value;
    }
    return "";
  }

  trace::Catcher spans_;
  const std::string token_ = Token("p1");
  test::RawBackend backend_;
};

TEST_F(GatewayTraceTest, BeginsATraceForACallFromOutsideAndNamesTheirs) {
  CallOnce();
  const std::vector<FinishedSpan> echo = SpansOf(kEchoName);
  ASSERT_EQ(echo.size(), 2U);
  const FinishedSpan& client = echo[0];
  const FinishedSpan& server = echo[1];
  EXPECT_EQ(server.parent_span_id, "");
  EXPECT_NE(server.trace_id, kCallersTrace);
  EXPECT_TRUE(absl::StrContains(Attribute(server, "telemachus.linked_trace_ids"), kCallersTrace));
  EXPECT_EQ(Attribute(server, "rpc.status_code"), "OK");
  EXPECT_EQ(client.parent_span_id, server.span_id);
  // The service goes on where the gateway's call to it began.
  const auto metadata = backend_.seen().metadata;
  ASSERT_EQ(metadata.count("traceparent"), 1U);
  EXPECT_TRUE(absl::StrContains(metadata.find("traceparent")->second,
                                absl::StrCat(client.trace_id, "-", client.span_id)));
}

TEST_F(GatewayTraceTest, ShowsTheQuestionToTheRegistryUnderTheCall) {
  CallOnce();
  const auto server = SpansOf(kEchoName).at(1);
  const auto question = SpansOf("telemachus.access.v1.DirectoryService/ResolveCaller");
  ASSERT_EQ(question.size(), 2U);
  for (const FinishedSpan& span : question) EXPECT_EQ(span.trace_id, server.trace_id);
}

TEST_F(GatewayTraceTest, ContinuesTheCallersTraceWhereItIsTrusted) {
  options_.trust_traceparent = true;
  CallOnce();
  const std::vector<FinishedSpan> echo = SpansOf(kEchoName);
  ASSERT_EQ(echo.size(), 2U);
  EXPECT_EQ(echo[1].trace_id, kCallersTrace);
  EXPECT_EQ(echo[1].parent_span_id, "b7ad6b7169203331");
}

TEST_F(GatewayTraceTest, LeavesNothingOfTokenAndCallerBehind) {
  const std::string path = folder_.Path("log");
  log::Open("gateway", path, log::Level::kDebug);
  const std::string canary = "canary-of-a-subject";
  registry_.directory().Add(canary);
  CallOnce();
  gateway_.reset();
  StartGateway(backend_.target());
  RawCall::Stub stub(grpc::CreateChannel(GatewayTarget(), grpc::InsecureChannelCredentials()));
  const std::string forged = Token(canary) + "AAAA";
  for (const std::string& token : {Token(canary), forged, Token("stranger-" + canary)}) {
    RawCall call(stub, {rpc::kEcho, {{"authorization", "Bearer " + token}}, absl::Seconds(20), ""});
    call.Finish();
  }
  gateway_->Stop();
  log::Open("test", "", log::Level::kInfo);

  std::ifstream file(path);
  const std::string lines{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(absl::StrContains(lines, "call refused")) << "the log was not looked at";
  std::string all = lines + metric::Scrape();
  for (const FinishedSpan& span : spans_.Finished()) {
    absl::StrAppend(&all, span.name);
    for (const auto& [name, value] : span.attributes) absl::StrAppend(&all, name, value);
  }
  EXPECT_FALSE(absl::StrContains(all, canary));
  EXPECT_FALSE(absl::StrContains(all, forged.substr(forged.size() - 60)));
  EXPECT_FALSE(absl::StrContains(all, "eyJ"));
}

}  // namespace
}  // namespace telemachus::gateway
