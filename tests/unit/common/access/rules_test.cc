#include "common/access/rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/test/v1/rpc_probe.pb.h"
#include "tests/support/status_matchers.h"

namespace telemachus::access {
namespace {

using test::HasCode;
using test::HasReason;
using test::IsOk;
using test::v1::EchoRequest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const google::protobuf::MethodDescriptor& MethodOf(const char* service, const char* method) {
  const auto* found =
      EchoRequest::descriptor()->file()->FindServiceByName(service)->FindMethodByName(method);
  EXPECT_NE(found, nullptr) << service << "." << method;
  return *found;
}

v1::Rule Rule(const char* method) { return *RuleOf(MethodOf("ProbeService", method)); }

v1::Caller Known(Role role, const std::string& scope) {
  v1::Caller known;
  known.set_person("people/p1");
  known.set_language_code("cy");
  v1::Grant& grant = *known.add_grants();
  grant.set_role(role);
  grant.set_scope(scope);
  return known;
}

Caller Officer() { return Caller::User(Known(v1::ROLE_OFFICER, "authorities/a1"), ""); }

TEST(RulesTest, RefusesRulesThatMakeNoSense) {
  const auto* service = EchoRequest::descriptor()->file()->FindServiceByName("FaultyService");
  for (int i = 0; i < service->method_count(); ++i) {
    const absl::StatusOr<v1::Rule> rule = RuleOf(*service->method(i));
    EXPECT_THAT(rule, HasCode(absl::StatusCode::kFailedPrecondition)) << service->method(i)->name();
    EXPECT_THAT(std::string(rule.status().message()), HasSubstr(service->method(i)->full_name()));
  }
}

TEST(RulesTest, ReadsTheRuleOfAMethod) {
  const v1::Rule rule = Rule("EchoInPerson");
  EXPECT_THAT(rule.roles(), ElementsAre(v1::ROLE_SIGNED_IN));
  EXPECT_TRUE(rule.in_person());
  EXPECT_TRUE(IsPublic(rule));
  EXPECT_FALSE(IsPublic(Rule("EchoService")));
}

TEST(RulesTest, AdmitsWhoHoldsOneOfTheRoles) {
  EXPECT_THAT(Admit(Rule("EchoOfficer"), Officer()), IsOk());
  const Caller adviser = Caller::User(Known(v1::ROLE_ADVISER, "regions/r1"), "");
  EXPECT_THAT(Admit(Rule("EchoOfficer"), adviser), IsOk());
}

TEST(RulesTest, RefusesWhoHoldsNoneOfTheRoles) {
  const Caller member = Caller::User(Known(v1::ROLE_MEMBER, "authorities/a1"), "");
  EXPECT_THAT(Admit(Rule("EchoOfficer"), member), HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST(RulesTest, RefusesTheDisabledEverything) {
  v1::Caller known = Known(v1::ROLE_OFFICER, "authorities/a1");
  known.set_disabled(true);
  const Caller disabled = Caller::User(known, "");
  EXPECT_THAT(Admit(Rule("Echo"), disabled), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Admit(Rule("EchoOfficer"), disabled), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_FALSE(disabled.Has(v1::ROLE_SIGNED_IN));
  EXPECT_FALSE(disabled.HasIn(v1::ROLE_OFFICER, {.authority = "authorities/a1"}));
  EXPECT_THAT(disabled.ScopesOf(v1::ROLE_OFFICER), IsEmpty());
}

TEST(RulesTest, TakesNobodyButThePersonWhereItSaysInPerson) {
  const v1::Caller person = Known(v1::ROLE_MEMBER, "authorities/a1");
  EXPECT_THAT(Admit(Rule("EchoInPerson"), Caller::User(person, "")), IsOk());
  EXPECT_THAT(Admit(Rule("EchoInPerson"), Caller::User(person, "assistant")),
              HasCode(absl::StatusCode::kPermissionDenied));
  v1::Caller system = Known(v1::ROLE_COUNCIL_SYSTEM, "authorities/a1");
  system.set_person("systems/s1");
  EXPECT_THAT(Admit(Rule("Echo"), Caller::User(system, "")), IsOk());
  EXPECT_THAT(Admit(Rule("EchoInPerson"), Caller::User(system, "")),
              HasCode(absl::StatusCode::kPermissionDenied));
}

TEST(RulesTest, KeepsUsersAndServicesApart) {
  EXPECT_THAT(Admit(Rule("EchoService"), Caller::Service("matching")), IsOk());
  EXPECT_THAT(Admit(Rule("EchoService"), Caller::Service("evaluation")),
              HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Admit(Rule("EchoService"), Officer()), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Admit(Rule("Echo"), Caller::Service("matching")),
              HasCode(absl::StatusCode::kPermissionDenied));
}

TEST(CallerTest, HoldsARoleWhereItWasGranted) {
  const Caller officer = Officer();
  EXPECT_TRUE(officer.HasIn(v1::ROLE_OFFICER, {.authority = "authorities/a1"}));
  EXPECT_FALSE(officer.HasIn(v1::ROLE_OFFICER, {.authority = "authorities/a2"}));
  EXPECT_FALSE(officer.HasIn(v1::ROLE_PANEL, {.authority = "authorities/a1"}));
  EXPECT_THAT(officer.ScopesOf(v1::ROLE_OFFICER), ElementsAre("authorities/a1"));
  const Caller adviser = Caller::User(Known(v1::ROLE_ADVISER, "regions/r1"), "");
  EXPECT_TRUE(
      adviser.HasIn(v1::ROLE_ADVISER, {.authority = "authorities/a1", .region = "regions/r1"}));
  EXPECT_FALSE(adviser.HasIn(v1::ROLE_ADVISER, {.authority = "authorities/a1"}));
}

TEST(CallerTest, HoldsAGrantWithoutScopeNowhere) {
  const Caller nowhere = Caller::User(Known(v1::ROLE_OFFICER, ""), "");
  EXPECT_FALSE(nowhere.HasIn(v1::ROLE_OFFICER, {}));
  EXPECT_FALSE(nowhere.HasIn(v1::ROLE_OFFICER, {.authority = "authorities/a1"}));
}

TEST(CallerTest, IsKnownToLedgersByName) {
  EXPECT_EQ(Officer().Name(), "people/p1");
  EXPECT_EQ(Officer().language(), "cy");
  EXPECT_EQ(Caller::Service("matching").Name(), "services/matching");
  EXPECT_FALSE(Caller::Service("matching").Has(v1::ROLE_SIGNED_IN));
}

}  // namespace
}  // namespace telemachus::access
