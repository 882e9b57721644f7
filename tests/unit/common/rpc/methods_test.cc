#include "common/rpc/methods.h"

#include "tests/unit/common/rpc/probe.h"

namespace telemachus::rpc {
namespace {

using test::HasCode;
using test::IsOk;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Answers with the wrong message.
struct WrongType {
  absl::StatusOr<EchoRequest> Echo(const Call&, const EchoRequest& request) { return request; }
};

TEST(MethodsTest, NamesEveryMethodWithoutAHandler) {
  Probe probe;
  Methods methods;
  methods.Begin("telemachus.test.v1.ProbeService").Add("Echo", probe, &Probe::Echo);
  const absl::Status status = methods.Complete();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("ProbeService.EchoOwn has no handler"),
                    HasSubstr("ProbeService.Count has no handler"),
                    Not(HasSubstr("ProbeService.Echo has no handler"))));
}

TEST(MethodsTest, RefusesHandlersThatDoNotFit) {
  Probe probe;
  WrongType wrong;
  Methods methods;
  methods.Begin("telemachus.test.v1.ProbeService")
      .Add("Echo", wrong, &WrongType::Echo)
      .Add("EchoOwn", probe, &Probe::Count)
      .Add("Count", probe, &Probe::Echo)
      .Add("EchoOfficer", probe, &Probe::Echo)
      .Add("EchoOfficer", probe, &Probe::Echo)
      .Add("Absent", probe, &Probe::Echo);
  EXPECT_THAT(std::string(methods.Complete().message()),
              AllOf(HasSubstr("ProbeService.Echo has other types"),
                    HasSubstr("ProbeService.EchoOwn streams otherwise"),
                    HasSubstr("ProbeService.Count streams otherwise"),
                    HasSubstr("EchoOfficer has two handlers"), HasSubstr("no method Absent")));
}

TEST(MethodsTest, RefusesRulesThatMakeNoSense) {
  Probe probe;
  Methods methods;
  methods.Begin("telemachus.test.v1.FaultyService").Add("NoRule", probe, &Probe::Echo);
  EXPECT_THAT(std::string(methods.Complete().message()), HasSubstr("NoRule has no access rule"));
}

using StartTest = ProbeTest;

TEST_F(StartTest, NeedsEveryMethodAndSomebodyWhoSaysWhoMayCall) {
  EXPECT_THAT(Server::Start(options_, bindings_, clock_),
              HasCode(absl::StatusCode::kFailedPrecondition));
  bindings_.Admit(verifier_, directory_);
  bindings_.methods().Begin("telemachus.test.v1.ProbeService");
  EXPECT_THAT(Server::Start(options_, bindings_, clock_),
              HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(StartTest, SaysThatTheAddressIsTaken) {
  Start();
  ServerOptions same = options_;
  same.listen = Target();
  EXPECT_THAT(Server::Start(same, bindings_, clock_), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(StartTest, StopsTheLoopsThatStartedWhenOneDoesNot) {
  std::vector<std::string> seen;
  Bind();
  bindings_.OnServe(
      [&] {
        seen.push_back("first starts");
        return absl::OkStatus();
      },
      [&] { seen.push_back("first stops"); });
  bindings_.OnServe([] { return absl::AbortedError("no"); },
                    [&] { seen.push_back("second stops"); });
  EXPECT_THAT(Server::Start(options_, bindings_, clock_), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(seen, testing::ElementsAre("first starts", "first stops"));
}

// Notes the order of deaths.
struct Mortal {
  Mortal(std::string name, std::string& deaths) : name(std::move(name)), deaths(deaths) {}
  ~Mortal() { deaths += name; }
  const std::string name;
  std::string& deaths;
};

TEST(BindingsTest, LetsOwnedThingsDieInReverseOrder) {
  std::string deaths;
  {
    Bindings bindings;
    bindings.Make<Mortal>("a", deaths);
    bindings.Own(std::make_unique<Mortal>("b", deaths));
    bindings.Make<Mortal>("c", deaths);
  }
  EXPECT_EQ(deaths, "cba");
}

}  // namespace
}  // namespace telemachus::rpc
