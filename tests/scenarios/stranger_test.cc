// Who may call nothing, or nothing of other people's, tries every method there is.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/scenarios/journey/methods.h"
#include "tests/support/status_matchers.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using test::HasCode;
using test::HasReason;

constexpr char kNobody[] = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

class StrangerTest : public testing::Test {
 protected:
  // Calls every public method with an empty request, of which all must be refused for a reason.
  static void ExpectAllRefused(rpc::Channel& channel, absl::StatusCode code,
                               status::Reason reason) {
    int tried = 0;
    for (const KnownMethod& method : AllMethods()) {
      if (!method.is_public()) continue;
      const absl::Status status = CallMethod(channel, method, *method.NewRequest());
      EXPECT_THAT(status, HasCode(code)) << method.path();
      EXPECT_THAT(status, HasReason(reason)) << method.path();
      ++tried;
    }
    EXPECT_GT(tried, 50) << "the descriptors were not read";
  }

  test::Town town_;
  Journey journey_{town_.callers()};
};

TEST_F(StrangerTest, MayNothingWithoutAToken) {
  ExpectAllRefused(*town_.callers().WithoutToken(), absl::StatusCode::kUnauthenticated,
                   status::v1::REASON_TOKEN_MISSING);
}

TEST_F(StrangerTest, MayNothingWithATokenThatHasExpired) {
  const auto channel =
      town_.callers().With({.subject = test::Town::kStaff}, absl::Now() - absl::Hours(2));
  ExpectAllRefused(*channel, absl::StatusCode::kUnauthenticated, status::v1::REASON_TOKEN_EXPIRED);
}

TEST_F(StrangerTest, MayNothingWithATokenForAnotherAudience) {
  const auto channel = town_.callers().With(
      {.subject = test::Town::kStaff, .audience = "https://elsewhere.invalid"});
  ExpectAllRefused(*channel, absl::StatusCode::kUnauthenticated, status::v1::REASON_TOKEN_INVALID);
}

TEST_F(StrangerTest, MayNothingWhenTheRegistryDoesNotKnowThem) {
  ExpectAllRefused(town_.callers().As("nobody"), absl::StatusCode::kPermissionDenied,
                   status::v1::REASON_NOT_PERMITTED);
}

TEST_F(StrangerTest, MayNothingWithoutARoleButWhatIsForEverybody) {
  journey_.Appoint("newcomer", access::v1::ROLE_UNSPECIFIED, "");
  rpc::Channel& channel = town_.callers().As("newcomer");
  int open = 0;
  for (const KnownMethod& method : AllMethods()) {
    if (!method.is_public()) continue;
    const absl::Status status = CallMethod(channel, method, *method.NewRequest());
    if (method.IsFor(access::v1::ROLE_SIGNED_IN)) {
      ++open;
      EXPECT_FALSE(absl::IsPermissionDenied(status) || absl::IsUnauthenticated(status))
          << method.path() << ": " << status;
    } else {
      EXPECT_THAT(status, HasCode(absl::StatusCode::kPermissionDenied)) << method.path();
      EXPECT_THAT(status, HasReason(status::v1::REASON_NOT_PERMITTED)) << method.path();
    }
  }
  EXPECT_GE(open, 5);
}

TEST_F(StrangerTest, FindsNoMethodAtTheGatewayThatIsForServices) {
  std::vector<KnownMethod> methods = AllMethods();
  methods.push_back(FetchEvents());
  int tried = 0;
  for (const KnownMethod& method : methods) {
    if (method.is_public()) continue;
    ++tried;
    const absl::Status status =
        CallMethod(town_.callers().As(test::Town::kStaff), method, *method.NewRequest());
    EXPECT_THAT(status, HasCode(absl::StatusCode::kUnimplemented)) << method.path();
    EXPECT_THAT(status, HasReason(status::v1::REASON_UNKNOWN_METHOD)) << method.path();
  }
  EXPECT_GE(tried, 9);
}

// After a whole journey, one of each kind of thing is there to be asked for.
class OtherPeoplesThingsTest : public StrangerTest {
 protected:
  void SetUp() override {
    journey_.Whole();
    ASSERT_FALSE(HasFailure());
    const std::string member = journey_.PersonOf("member-0");
    const std::string officer = journey_.PersonOf("officer");
    const std::string membership =
        journey_
            .Does<registry::v1::Self>("member-0", "registry.v1.PersonService/GetSelf",
                                      registry::v1::GetSelfRequest())
            .person()
            .memberships(0)
            .name();
    things_ = {{"authorities/*", journey_.home()},
               {"regions/*", journey_.region()},
               {"people/*", member},
               {"people/*/memberships/*", membership},
               {"people/*/grants/*", officer + "/grants/" + kNobody},
               {"people/*/avoidance", member + "/avoidance"},
               {"mentors/*", "mentors/" + journey_.PersonOf("mentor-0").substr(7)},
               {"mentors/*/load", "mentors/" + journey_.PersonOf("mentor-0").substr(7) + "/load"},
               {"courses/*", std::string("courses/") + kNobody},
               {"requests/*", journey_.request()},
               {"requests/*/challenge", journey_.request() + "/challenge"},
               {"matches/*", journey_.match()},
               {"agreements/*", journey_.agreement()},
               {"agreements/*/versions/*", journey_.agreement() + "/versions/1"},
               {"agreements/*/checklist", journey_.agreement() + "/checklist"},
               {"agreements/*/meetings/*", journey_.agreement() + "/meetings/1"},
               {"arrangements/*", "arrangements/" + journey_.agreement().substr(11)},
               {"evaluationInvitations/*", journey_.invitation()},
               {"evaluations/*", journey_.evaluation()}};
  }

  // The thing that there is of a kind; nobody's id where the kind is not among them.
  std::string Existing(const std::string& pattern) const {
    const std::string first(*absl::StrSplit(pattern, '|').begin());
    const auto thing = things_.find(first);
    return thing == things_.end() ? Absent(first) : thing->second;
  }
  // A name of that kind that nothing has.
  static std::string Absent(const std::string& pattern) {
    const std::string first(*absl::StrSplit(pattern, '|').begin());
    return absl::StrReplaceAll(first, {{"*", kNobody}});
  }

  void ExpectNothingTold(const std::string& who) {
    int tried = 0;
    for (const KnownMethod& method : AllMethods()) {
      if (!method.is_public() || method.rule.relation() == access::v1::RELATION_NONE) continue;
      ++tried;
      rpc::Channel& channel = town_.callers().As(who);
      const absl::Status existing = CallMethod(
          channel, method,
          *MinimalRequest(method, [this](const std::string& kind) { return Existing(kind); }));
      const absl::Status absent = CallMethod(channel, method, *MinimalRequest(method, &Absent));
      EXPECT_THAT(existing, HasReason(status::v1::REASON_NOT_PERMITTED)) << method.path();
      EXPECT_EQ(existing, absent) << method.path();
    }
    EXPECT_GT(tried, 40);
  }

  std::map<std::string, std::string> things_;
};

TEST_F(OtherPeoplesThingsTest, AreToAMemberOfAnotherAuthorityAsIfTheyWereNot) {
  ExpectNothingTold("outsider");
}

TEST_F(OtherPeoplesThingsTest, AreToOfficersElsewhereAsIfTheyWereNot) {
  const std::string far =
      journey_.Appoint("everything-far", access::v1::ROLE_OFFICER, journey_.far());
  for (const auto& [role, scope] :
       {std::pair<access::v1::Role, std::string>{access::v1::ROLE_PANEL, journey_.far()},
        {access::v1::ROLE_COMMITTEE, journey_.far()},
        {access::v1::ROLE_ADVISER, "regions/yorkshire-and-the-humber"}}) {
    registry::v1::CreateGrantRequest grant;
    grant.set_parent(far);
    grant.mutable_grant()->set_role(role);
    grant.mutable_grant()->set_scope(scope);
    journey_.Does<registry::v1::Grant>("staff", "registry.v1.PersonService/CreateGrant", grant);
  }
  ExpectNothingTold("everything-far");
}

}  // namespace
}  // namespace telemachus::scenario
