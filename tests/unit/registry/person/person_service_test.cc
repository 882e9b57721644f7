#include "registry/person/person_service.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/timer_kinds.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_ALREADY_EXISTS;
using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_MASK_INVALID;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_NOT_FOUND;
using status::v1::REASON_PAGE_TOKEN_INVALID;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_STALE_ETAG;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d11";

class PersonServiceTest : public testing::TestWithParam<std::string> {
 protected:
  PersonServiceTest() { Populate(world_); }

  absl::StatusOr<v1::Person> Get(const std::string& as, const std::string& name) {
    v1::GetPersonRequest request;
    request.set_name(name);
    return world_.Ask<v1::Person>("PersonService/GetPerson", as, request);
  }
  absl::StatusOr<v1::Person> Update(const std::string& as, const v1::Person& person,
                                    const std::vector<std::string>& paths) {
    v1::UpdatePersonRequest request;
    *request.mutable_person() = person;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return world_.Ask<v1::Person>("PersonService/UpdatePerson", as, request);
  }
  absl::StatusOr<v1::Person> Disable(const std::string& name, absl::Time until) {
    v1::DisablePersonRequest request;
    request.set_name(name);
    if (until != absl::InfiniteFuture()) {
      *request.mutable_until_time() = time::ToProto(until);
    }
    return world_.Ask<v1::Person>("PersonService/DisablePerson", World::kNational, request);
  }
  absl::StatusOr<v1::ListMembersResponse> List(const std::string& as,
                                               const v1::ListMembersRequest& request) {
    return world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", as, request);
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, PersonServiceTest, test::Engines(), test::EngineName);

TEST_P(PersonServiceTest, TellsTheCallerWhoTheyAre) {
  const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", "ann", v1::GetSelfRequest());
  ASSERT_THAT(self, IsOk());
  EXPECT_EQ(self->person().name(), world_.Person("ann"));
  EXPECT_EQ(self->person().gender(), "female");
  ASSERT_EQ(self->grants_size(), 1);
  EXPECT_EQ(self->grants(0).role(), access::v1::ROLE_MEMBER);
  EXPECT_EQ(self->grants(0).scope(), world_.Authority("POW"));
}

TEST_P(PersonServiceTest, KnowsNobodyElse) {
  EXPECT_THAT(world_.Ask<v1::Self>("PersonService/GetSelf", "stranger", v1::GetSelfRequest()),
              IsNotPermitted());
}

TEST_P(PersonServiceTest, ShowsPeopleToWhomTheyConcernAndToNobodyElse) {
  const std::string ann = world_.Person("ann");
  EXPECT_EQ(Get("ann", ann)->gender(), "female");
  EXPECT_EQ(Get("officer", ann)->gender(), "female");
  EXPECT_EQ(Get("officer", ann)->logins_size(), 1);
  EXPECT_EQ(Get("adviser", ann)->gender(), "");
  EXPECT_EQ(Get(World::kNational, ann)->gender(), "");
  for (const char* other : {"bea", "cai", "english"}) {
    EXPECT_THAT(Get(other, ann), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Get("officer", world_.Person("cai")), IsNotPermitted());
  EXPECT_THAT(Get("officer", "people/nobody"), IsNotPermitted());
  EXPECT_THAT(Get(World::kNational, "people/nobody"), IsNotPermitted());
}

TEST_P(PersonServiceTest, LetsPeopleAndTheirOfficersKeepTheProfile) {
  v1::Person ann = *Get("ann", world_.Person("ann"));
  ann.set_telephone("01874 000000");
  ann.set_email("new@example.org");
  const auto own = Update("ann", ann, {"telephone"});
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(own->telephone(), "01874 000000");
  EXPECT_EQ(own->email(), "ann@example.org");
  EXPECT_NE(own->etag(), ann.etag());
  EXPECT_THAT(Update("ann", ann, {"email"}), HasReason(REASON_STALE_ETAG));
  ann.set_etag(own->etag());
  EXPECT_THAT(Update("officer", ann, {"email"}), IsOk());
  EXPECT_EQ(Get("ann", ann.name())->email(), "new@example.org");
  EXPECT_THAT(Update("bea", ann, {"email"}), IsNotPermitted());
}

TEST_P(PersonServiceTest, ChangesNoLoginAndNoMembership) {
  const v1::Person before = *Get("ann", world_.Person("ann"));
  v1::Person ann = before;
  ann.clear_logins();
  for (const char* path : {"logins", "logins.subject", "memberships", "disabled", "nonsense"}) {
    EXPECT_THAT(Update("ann", ann, {path}), HasReason(REASON_FIELD_MASK_INVALID)) << path;
  }
  ASSERT_THAT(Update("ann", ann, {"*"}), IsOk());
  const v1::Person after = *Get("ann", ann.name());
  EXPECT_EQ(after.logins_size(), 1);
  EXPECT_EQ(after.memberships_size(), 1);
}

TEST_P(PersonServiceTest, SaysThatAPersonChangedAndNotWhat) {
  const int64_t head = world_.Head();
  v1::Person ann = *Get("ann", world_.Person("ann"));
  ann.set_gender("other");
  ASSERT_THAT(Update("ann", ann, {"gender"}), IsOk());
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0].type(), "registry.person.changed");
  EXPECT_EQ(events[0].resource(), ann.name());
  EXPECT_EQ(events[0].version(), 2);
  EXPECT_TRUE(events[0].codes().empty());
}

TEST_P(PersonServiceTest, ReleasesOnlyChannelsThatHaveAValue) {
  v1::Person ann = *Get("ann", world_.Person("ann"));
  ann.clear_etag();
  ann.add_released_channels(v1::Person::CHANNEL_EMAIL);
  ann.add_released_channels(v1::Person::CHANNEL_POST);
  EXPECT_THAT(Update("ann", ann, {"released_channels"}),
              FaultOn("person.released_channels[1]", REASON_FIELD_CONFLICT));
  ann.set_postal_address("1 High Street");
  EXPECT_THAT(Update("ann", ann, {"released_channels", "postal_address"}), IsOk());
  ann.clear_email();
  EXPECT_THAT(Update("ann", ann, {"email"}),
              FaultOn("person.released_channels[0]", REASON_FIELD_CONFLICT));
  ann.add_preferred_channels(v1::Person::CHANNEL_TELEPHONE);
  EXPECT_THAT(Update("ann", ann, {"preferred_channels"}),
              FaultOn("person.preferred_channels[0]", REASON_FIELD_CONFLICT));
  ann.add_released_channels(v1::Person::CHANNEL_POST);
  EXPECT_THAT(Update("ann", ann, {"released_channels"}),
              FaultOn("person.released_channels[2]", REASON_FIELD_REPEATED));
  EXPECT_EQ(Get("ann", ann.name())->released_channels_size(), 2) << "as it was accepted";
}

TEST_P(PersonServiceTest, LeavesReleasingToThePerson) {
  v1::Person ann = *Get("ann", world_.Person("ann"));
  ann.clear_etag();
  ann.add_released_channels(v1::Person::CHANNEL_EMAIL);
  EXPECT_THAT(Update("officer", ann, {"released_channels"}),
              FaultOn("person.released_channels", REASON_FIELD_CONFLICT));
  v1::UpdatePersonRequest delegated;
  *delegated.mutable_person() = ann;
  EXPECT_THAT(world_.Ask<v1::Person>("PersonService/UpdatePerson", "ann", delegated, "helper"),
              FaultOn("person.released_channels", REASON_FIELD_CONFLICT));
  EXPECT_THAT(Update("ann", ann, {"released_channels"}), IsOk());
  ann.set_telephone("01874 000000");
  EXPECT_THAT(Update("officer", ann, {"telephone"}), IsOk());
  ann.clear_released_channels();
  EXPECT_THAT(Update("officer", ann, {"released_channels"}), IsOk());
  EXPECT_EQ(Get("ann", ann.name())->released_channels_size(), 0);
}

TEST_P(PersonServiceTest, ShowsNeedsAndPartyToThePersonAndTheirOfficerAlone) {
  v1::Person ann = *Get("ann", world_.Person("ann"));
  ann.add_format_needs(v1::Person::FORMAT_BRAILLE);
  ann.set_access_needs("A room without steps.");
  ann.set_postal_address("1 High Street");
  ASSERT_THAT(Update("ann", ann, {"format_needs", "access_needs", "postal_address"}), IsOk());
  for (const char* sees : {"ann", "officer"}) {
    const auto seen = Get(sees, ann.name());
    EXPECT_EQ(seen->format_needs_size(), 1) << sees;
    EXPECT_EQ(seen->access_needs(), "A room without steps.") << sees;
    EXPECT_EQ(seen->postal_address(), "1 High Street") << sees;
    EXPECT_EQ(seen->memberships(0).party(), "parties/liberal-democrat") << sees;
  }
  for (const char* sees_less : {"adviser", World::kNational}) {
    const auto seen = Get(sees_less, ann.name());
    EXPECT_EQ(seen->format_needs_size(), 0) << sees_less;
    EXPECT_EQ(seen->access_needs(), "") << sees_less;
    EXPECT_EQ(seen->postal_address(), "") << sees_less;
    EXPECT_EQ(seen->memberships(0).party(), "") << sees_less;
    EXPECT_EQ(seen->memberships(0).affiliations_size(), 0) << sees_less;
  }
  world_.ImportMembers(
      "authority_code,key,subject,given_name,family_name,party_code\nCRF,C9,ann,Ann,Pugh,PP53\n");
  const auto seen = Get("officer", ann.name());
  ASSERT_EQ(seen->memberships_size(), 2);
  for (const v1::Membership& seat : seen->memberships()) {
    EXPECT_EQ(seat.party().empty(), seat.authority() != world_.Authority("POW"))
        << "the party stated in another authority";
  }
}

TEST_P(PersonServiceTest, AddsAPersonOnce) {
  v1::CreatePersonRequest request;
  request.set_request_id(kRequestId);
  request.mutable_person()->set_display_name("New Officer");
  request.mutable_person()->add_logins()->set_issuer(World::kIssuer);
  request.mutable_person()->mutable_logins(0)->set_subject("new");
  const auto create = [&] {
    return world_.Ask<v1::Person>("PersonService/CreatePerson", World::kNational, request);
  };
  const auto first = create();
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->language_code(), "en-GB");
  EXPECT_EQ(world_.Person("new"), first->name());
  EXPECT_EQ(create()->name(), first->name());
  request.mutable_person()->set_display_name("Other Officer");
  EXPECT_THAT(create(), HasReason(REASON_REQUEST_ID_REUSED));
  request.clear_request_id();
  EXPECT_THAT(create(), HasReason(REASON_ALREADY_EXISTS));
  *request.mutable_person()->add_logins() = request.person().logins(0);
  EXPECT_THAT(create(), FaultOn("person.logins[1]", REASON_FIELD_REPEATED));
  EXPECT_THAT(world_.Ask<v1::Person>("PersonService/CreatePerson", "officer", request),
              IsNotPermitted());
}

TEST_P(PersonServiceTest, ListsMembersInTheOrderOfTheirNames) {
  world_.ImportMembers(
      "authority_code,key,given_name,family_name\n"
      "POW,P3,Élodie,Ab\nPOW,P4,elin,Zed\nPOW,P5,ANN,PUGH\n");
  v1::ListMembersRequest request;
  request.set_parent(world_.Authority("POW"));
  request.set_page_size(2);
  std::vector<std::string> names;
  std::set<std::string> people;
  do {
    const auto page = List("officer", request);
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->members_size(), 2);
    for (const v1::Person& member : page->members()) {
      names.push_back(member.display_name());
      people.insert(member.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  ASSERT_EQ(names.size(), 5);
  EXPECT_EQ(people.size(), 5);
  std::sort(names.begin(), names.begin() + 2);  // "Ann Pugh" and "ANN PUGH" are one key
  EXPECT_THAT(names, ElementsAre("ANN PUGH", "Ann Pugh", "Bea Évans", "elin Zed", "Élodie Ab"));
}

TEST_P(PersonServiceTest, FindsAMemberByTheCouncilsKey) {
  v1::ListMembersRequest request;
  request.set_parent(world_.Authority("POW"));
  request.set_council_key("P2");
  ASSERT_EQ(List("officer", request)->members_size(), 1);
  EXPECT_EQ(List("officer", request)->members(0).display_name(), "Bea Évans");
}

TEST_P(PersonServiceTest, ListsMembersToStaffOfTheAuthorityAlone) {
  v1::ListMembersRequest request;
  request.set_parent(world_.Authority("CRF"));
  EXPECT_THAT(List("officer", request), IsNotPermitted());
  EXPECT_THAT(List("english", request), IsNotPermitted());
  EXPECT_THAT(List("cai", request), IsNotPermitted());
  const auto seen = List("adviser", request);
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(seen->members(0).gender(), "");
  request.set_parent("authorities/nowhere");
  EXPECT_THAT(List(World::kNational, request), IsNotPermitted());
  request.set_parent(world_.Authority("CMA"));
  EXPECT_EQ(List(World::kNational, request)->members_size(), 0) << "they have left";
}

TEST_P(PersonServiceTest, TakesNoPageTokenOfAnotherList) {
  v1::ListMembersRequest request;
  request.set_parent(world_.Authority("POW"));
  request.set_page_size(1);
  request.set_page_token(List("officer", request)->next_page_token());
  EXPECT_THAT(List("officer", request), IsOk());
  EXPECT_THAT(List("adviser", request), HasReason(REASON_PAGE_TOKEN_INVALID));
  request.set_council_key("P1");
  EXPECT_THAT(List("officer", request), HasReason(REASON_PAGE_TOKEN_INVALID));
}

TEST_P(PersonServiceTest, TakesAccessAwayAtOnceAndGivesItBack) {
  const std::string ann = world_.Person("ann");
  ASSERT_THAT(Disable(ann, absl::InfiniteFuture()), IsOk());
  EXPECT_THAT(Get("ann", ann), IsNotPermitted());
  EXPECT_TRUE(Get("officer", ann)->disabled());
  ASSERT_THAT(Disable(ann, world_.clock().Now()), IsOk());
  EXPECT_FALSE(Get("ann", ann)->disabled());
  EXPECT_THAT(Disable("people/nobody", absl::InfiniteFuture()), HasReason(REASON_NOT_FOUND));
}

TEST_P(PersonServiceTest, TellsWhenAccessTakenForATimeReturns) {
  const std::string ann = world_.Person("ann");
  timer::Timers timers(world_.database(), world_.clock(), {{kAccessReturnsTimer, &ReturnAccess}});
  ASSERT_THAT(Disable(ann, world_.clock().Now() + absl::Hours(1)), IsOk());
  const int64_t head = world_.Head();
  EXPECT_EQ(*timers.FireDue(), 0);
  EXPECT_THAT(world_.Events(head), IsEmpty());
  world_.clock().Advance(absl::Hours(1));
  EXPECT_EQ(*timers.FireDue(), 1);
  ASSERT_EQ(world_.Events(head).size(), 1);
  EXPECT_EQ(world_.Events(head)[0].resource(), ann);
  EXPECT_THAT(Get("ann", ann), IsOk());
}

}  // namespace
}  // namespace telemachus::registry
