// What a service believes of who calls: an assertion of the gateway or of another service, made
// for this very call, and of somebody who may still call.
#include "common/access/assertion.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "telemachus/event/v1/event.pb.h"
#include "telemachus/matching/v1/request.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/scenarios/journey/methods.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using test::HasReason;
using test::IsOk;
using test::Town;

constexpr char kGetSelf[] = "/telemachus.registry.v1.PersonService/GetSelf";
constexpr char kGetPerson[] = "/telemachus.registry.v1.PersonService/GetPerson";
constexpr char kListMembers[] = "/telemachus.registry.v1.PersonService/ListMembers";
constexpr char kListRequests[] = "/telemachus.matching.v1.RequestService/ListRequests";
constexpr char kFetchEvents[] = "/telemachus.event.v1.EventService/FetchEvents";
// How long a role that was taken away may go on working, and what a lookup may add to it.
constexpr absl::Duration kStale = absl::Seconds(5);
constexpr absl::Duration kLookup = absl::Seconds(1);

absl::Time Soon() { return absl::Now() + kPatience; }

class AssertionTest : public testing::Test {
 protected:
  // Calls a service itself, with this assertion whatever the call is.
  std::unique_ptr<rpc::Channel> Direct(const std::string& service, const std::string& assertion) {
    return rpc::OpenChannel(
        town_.target(service), [assertion](absl::string_view, absl::string_view) {
          return std::make_pair(std::string(access::kAssertionMetadata), assertion);
        });
  }
  // What the gateway says of a user.
  std::string OfUser(const std::string& subject, const std::string& service,
                     const std::string& method, const google::protobuf::Message& request,
                     absl::Time at = absl::Now(), const std::string& signer = "gateway") {
    const test::FakeClock clock(at);
    return town_.SignerOf(signer, clock)
        .ForUser(service, method, issuer::kLocalIssuer, subject, "", request.SerializeAsString());
  }
  absl::Status GetSelf(const std::string& assertion) {
    return Direct("registry", assertion)
        ->Unary<registry::v1::Self>(kGetSelf, registry::v1::GetSelfRequest(), Soon())
        .status();
  }

  Town town_;
  Journey journey_{town_.callers()};
  const registry::v1::GetSelfRequest self_;
};

TEST_F(AssertionTest, IsNeededForEveryMethodOfEveryServiceAndATokenIsNone) {
  const std::string token = town_.callers().Mint({.subject = Town::kStaff});
  int tried = 0;
  for (const std::string& service : Town::services()) {
    const auto bare = rpc::OpenChannel(town_.target(service), nullptr);
    const auto bearer = rpc::OpenChannel(town_.target(service), rpc::WithToken(token));
    std::vector<KnownMethod> methods = {FetchEvents()};
    for (const KnownMethod& method : AllMethods()) {
      if (method.service() == service) methods.push_back(method);
    }
    for (const KnownMethod& method : methods) {
      for (rpc::Channel* channel : {bare.get(), bearer.get()}) {
        EXPECT_THAT(CallMethod(*channel, method, *method.NewRequest()),
                    HasReason(status::v1::REASON_ASSERTION_INVALID))
            << service << " " << method.path();
        ++tried;
      }
    }
  }
  EXPECT_GT(tried, 120);
}

TEST_F(AssertionTest, OfAUserIsWorthNothingForServicesMethodsNorOfAServiceForUsers) {
  const time::SystemClock clock;
  const access::Signer matching = town_.SignerOf("matching", clock);
  for (const KnownMethod& method : AllMethods()) {
    const auto request = method.NewRequest();
    const std::string assertion =
        method.is_public()
            ? matching.ForService(method.service(), method.path(), request->SerializeAsString())
            : OfUser(Town::kStaff, method.service(), method.path(), *request);
    EXPECT_THAT(CallMethod(*Direct(method.service(), assertion), method, *request),
                HasReason(status::v1::REASON_NOT_PERMITTED))
        << method.path();
  }
}

TEST_F(AssertionTest, IsForItsOwnCallAlone) {
  const std::string captured = OfUser(Town::kStaff, "registry", kGetSelf, self_);
  ASSERT_THAT(GetSelf(captured), IsOk());
  // Another method with the same, empty request.
  EXPECT_THAT(
      Direct("registry", captured)
          ->Unary<registry::v1::Catalogue>("/telemachus.registry.v1.CatalogueService/GetCatalogue",
                                           registry::v1::GetCatalogueRequest(), Soon()),
      HasReason(status::v1::REASON_ASSERTION_INVALID));
  // The same method with another request.
  registry::v1::GetPersonRequest mine, theirs;
  mine.set_name("people/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  theirs.set_name("people/bbbbbbbbbbbbbbbbbbbbbbbbbb");
  EXPECT_THAT(Direct("registry", OfUser(Town::kStaff, "registry", kGetPerson, mine))
                  ->Unary<registry::v1::Person>(kGetPerson, theirs, Soon()),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
  // Another service.
  EXPECT_THAT(GetSelf(OfUser(Town::kStaff, "matching", kGetSelf, self_)),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
  const time::SystemClock clock;
  const event::v1::FetchEventsRequest fetch;
  const std::string events = town_.SignerOf("evaluation", clock)
                                 .ForService("matching", kFetchEvents, fetch.SerializeAsString());
  EXPECT_THAT(Direct("matching", events)
                  ->Unary<event::v1::FetchEventsResponse>(kFetchEvents, fetch, Soon()),
              IsOk());
  EXPECT_THAT(Direct("agreement", events)
                  ->Unary<event::v1::FetchEventsResponse>(kFetchEvents, fetch, Soon()),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
}

TEST_F(AssertionTest, IsOldAfterThirtySecondsAndNeverMadeForLonger) {
  const absl::Time now = absl::Now();
  EXPECT_THAT(GetSelf(OfUser(Town::kStaff, "registry", kGetSelf, self_, now - absl::Seconds(20))),
              IsOk());
  EXPECT_THAT(GetSelf(OfUser(Town::kStaff, "registry", kGetSelf, self_, now - absl::Seconds(31))),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
  EXPECT_THAT(GetSelf(OfUser(Town::kStaff, "registry", kGetSelf, self_, now + absl::Minutes(1))),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
}

TEST_F(AssertionTest, OfAUserIsTheGatewaysToMake) {
  EXPECT_THAT(GetSelf(OfUser(Town::kStaff, "registry", kGetSelf, self_, absl::Now(), "matching")),
              HasReason(status::v1::REASON_ASSERTION_INVALID));
  std::string changed = OfUser(Town::kStaff, "registry", kGetSelf, self_);
  changed[changed.size() - 3] ^= 1;
  EXPECT_THAT(GetSelf(changed), HasReason(status::v1::REASON_ASSERTION_INVALID));
}

// Two officers who may read what is asked for at home, until they may not.
class LostRoleTest : public AssertionTest {
 protected:
  void SetUp() override {
    journey_.BuildRegister();
    ASSERT_FALSE(HasFailure());
    const std::string deposed = journey_.Appoint("deposed", access::v1::ROLE_UNSPECIFIED, "");
    registry::v1::CreateGrantRequest grant;
    grant.set_parent(deposed);
    grant.mutable_grant()->set_role(access::v1::ROLE_OFFICER);
    grant.mutable_grant()->set_scope(journey_.home());
    grant_ =
        journey_.Does<registry::v1::Grant>("staff", "registry.v1.PersonService/CreateGrant", grant)
            .name();
    disabled_ = journey_.Appoint("disabled", access::v1::ROLE_OFFICER, journey_.home());
    members_.set_parent(journey_.home());
    requests_.set_parent(journey_.home());
  }

  void TakeAway() {
    registry::v1::DeleteGrantRequest remove;
    remove.set_name(grant_);
    journey_.Does<google::protobuf::Empty>("staff", "registry.v1.PersonService/DeleteGrant",
                                           remove);
    registry::v1::DisablePersonRequest disable;
    disable.set_name(disabled_);
    journey_.Does<registry::v1::Person>("staff", "registry.v1.PersonService/DisablePerson",
                                        disable);
  }

  // Whether somebody gets in by all of three ways: the gateway, and an assertion that was captured
  // from it to the registry, and to matching.
  std::vector<absl::Status> Knock(const std::string& who) {
    std::vector<absl::Status> answers;
    answers.push_back(
        town_.callers()
            .As(who)
            .Unary<matching::v1::ListRequestsResponse>(kListRequests, requests_, Soon())
            .status());
    answers.push_back(Direct("registry", captured_[who + " registry"])
                          ->Unary<registry::v1::ListMembersResponse>(kListMembers, members_, Soon())
                          .status());
    answers.push_back(
        Direct("matching", captured_[who + " matching"])
            ->Unary<matching::v1::ListRequestsResponse>(kListRequests, requests_, Soon())
            .status());
    return answers;
  }

  static bool AllRefused(const std::vector<absl::Status>& answers) {
    return std::all_of(answers.begin(), answers.end(),
                       [](const absl::Status& answer) { return absl::IsPermissionDenied(answer); });
  }

  std::string grant_, disabled_;
  registry::v1::ListMembersRequest members_;
  matching::v1::ListRequestsRequest requests_;
  std::map<std::string, std::string> captured_;
};

TEST_F(LostRoleTest, LetsNobodyInFiveSecondsLater) {
  const std::vector<std::string> people = {"deposed", "disabled"};
  for (const std::string& who : people) {
    captured_[who + " registry"] = OfUser(who, "registry", kListMembers, members_);
    captured_[who + " matching"] = OfUser(who, "matching", kListRequests, requests_);
    for (const absl::Status& answer : Knock(who)) ASSERT_THAT(answer, IsOk());
  }
  TakeAway();
  const absl::Time taken = absl::Now();
  for (const std::string& who : people) {
    // The registry remembers nobody.
    EXPECT_THAT(Knock(who)[1], HasReason(status::v1::REASON_NOT_PERMITTED)) << who;
  }
  for (const std::string& who : people) {
    std::vector<absl::Status> answers = Knock(who);
    while (absl::Now() < taken + kStale + kLookup && !AllRefused(answers)) {
      absl::SleepFor(absl::Milliseconds(50));
      answers = Knock(who);
    }
    for (const absl::Status& answer : answers) {
      EXPECT_THAT(answer, HasReason(status::v1::REASON_NOT_PERMITTED)) << who;
    }
  }
}

}  // namespace
}  // namespace telemachus::scenario
