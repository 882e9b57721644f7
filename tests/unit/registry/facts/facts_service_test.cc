#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_NOT_FOUND;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;

constexpr char kMatching[] = "services/matching";

class FactsServiceTest : public testing::TestWithParam<std::string> {
 protected:
  FactsServiceTest() { Populate(world_); }

  v1::PersonFacts Person(const std::string& subject) {
    v1::BatchGetPersonFactsRequest request;
    request.add_people(world_.Person(subject));
    const auto response = world_.Ask<v1::BatchGetPersonFactsResponse>(
        "FactsService/BatchGetPersonFacts", kMatching, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() && response->people_size() == 1 ? response->people(0) : v1::PersonFacts();
  }
  void Register(const std::string& subject) {
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = world_.Offer(subject);
    ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", subject, request), IsOk());
  }
  absl::StatusOr<v1::ListMentorFactsResponse> Walk(const v1::ListMentorFactsRequest& request) {
    return world_.Ask<v1::ListMentorFactsResponse>("FactsService/ListMentorFacts", kMatching,
                                                   request);
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, FactsServiceTest, test::Engines(), test::EngineName);

TEST_P(FactsServiceTest, TellsAllThatMatchingNeedsOfAPerson) {
  v1::UpdateAvoidanceRequest avoid;
  avoid.mutable_avoidance()->set_name(absl::StrCat(world_.Person("ann"), "/avoidance"));
  avoid.mutable_avoidance()->add_people(world_.Person("bea"));
  ASSERT_THAT(world_.Ask<v1::Avoidance>("MentorService/UpdateAvoidance", "ann", avoid), IsOk());
  world_.ImportMembers(
      "authority_code,key,subject,given_name,family_name,party_code,elected_date,"
      "end_date\nCRF,C9,ann,Ann,Pugh,PP90,2012-05-07,2017-05-04\n");
  const v1::PersonFacts facts = Person("ann");
  EXPECT_EQ(facts.person(), world_.Person("ann"));
  EXPECT_EQ(facts.version(), 3);
  EXPECT_EQ(facts.display_name(), "Ann Pugh");
  EXPECT_EQ(facts.contact().email(), "") << "not released";
  EXPECT_THAT(facts.avoided_people(), ElementsAre(world_.Person("bea")));
  EXPECT_EQ(facts.first_elected_date(), "2012-05-07");
  ASSERT_EQ(facts.seats_size(), 2);
  EXPECT_EQ(facts.seats(0).authority(), world_.Authority("POW")) << "the current seat first";
  EXPECT_EQ(facts.seats(0).region(), "regions/wales");
  EXPECT_EQ(facts.seats(0).nation(), "nations/wales");
  EXPECT_EQ(facts.seats(0).authority_type(), v1::Authority::TYPE_WELSH_PRINCIPAL);
  EXPECT_EQ(facts.seats(0).party(), "parties/liberal-democrat");
  EXPECT_THAT(facts.seats(0).present_roles(), ElementsAre("leader"));
  EXPECT_EQ(facts.seats(1).end_date(), "2017-05-04");
}

TEST_P(FactsServiceTest, ReleasesTheChannelsThatAPersonChoseAndNoOther) {
  v1::UpdatePersonRequest update;
  v1::Person& ann = *update.mutable_person();
  ann.set_name(world_.Person("ann"));
  ann.set_display_name("Ann Pugh");
  ann.set_telephone("01874 000000");
  ann.set_postal_address("1 High Street");
  ann.add_released_channels(v1::Person::CHANNEL_TELEPHONE);
  ASSERT_THAT(world_.Ask<v1::Person>("PersonService/UpdatePerson", "ann", update), IsOk());
  const v1::PersonFacts facts = Person("ann");
  EXPECT_EQ(facts.contact().telephone(), "01874 000000");
  EXPECT_EQ(facts.contact().email(), "");
  EXPECT_EQ(facts.contact().postal_address(), "");
}

TEST_P(FactsServiceTest, TellsThePartyOfTheDay) {
  const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", "ann", v1::GetSelfRequest());
  v1::RecordAffiliationRequest request;
  request.set_name(self->person().memberships(0).name());
  request.mutable_affiliation()->set_party("parties/labour");
  request.mutable_affiliation()->set_start_date("2026-12-01");
  ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/RecordAffiliation", "ann", request),
              IsOk());
  EXPECT_EQ(Person("ann").seats(0).party(), "parties/liberal-democrat");
  world_.clock().Advance(absl::Hours(24 * 9));
  EXPECT_EQ(Person("ann").seats(0).party(), "parties/labour");
}

TEST_P(FactsServiceTest, KeepsTheOrderAskedAndLeavesOutTheUnknown) {
  v1::BatchGetPersonFactsRequest request;
  for (const char* subject : {"dot", "ann", "cai"}) request.add_people(world_.Person(subject));
  request.add_people("people/nobody");
  request.add_people(world_.Person("bea"));
  const auto response = world_.Ask<v1::BatchGetPersonFactsResponse>(
      "FactsService/BatchGetPersonFacts", kMatching, request);
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> names;
  for (const auto& person : response->people()) names.push_back(person.display_name());
  EXPECT_THAT(names, ElementsAre("Dot Day", "Ann Pugh", "Cai Rees", "Bea Évans"));
}

TEST_P(FactsServiceTest, AnswersServicesAlone) {
  v1::BatchGetMentorFactsRequest request;
  request.add_mentors("mentors/x");
  for (const char* other : {"ann", World::kNational, "services/agreement"}) {
    EXPECT_THAT(world_.Ask<v1::BatchGetMentorFactsResponse>("FactsService/BatchGetMentorFacts",
                                                            other, request),
                IsNotPermitted())
        << other;
  }
}

TEST_P(FactsServiceTest, WalksAllMentorsWithAHeadFromBefore) {
  for (const char* subject : {"ann", "bea", "cai", "dot", "eve"}) Register(subject);
  const int64_t head = world_.Head();
  v1::ListMentorFactsRequest request;
  request.set_page_size(2);
  std::set<std::string> mentors;
  int pages = 0;
  do {
    const auto page = Walk(request);
    ASSERT_THAT(page, IsOk());
    ++pages;
    EXPECT_EQ(page->head(), head);
    EXPECT_FALSE(page->epoch().empty());
    for (const auto& mentor : page->mentors()) {
      EXPECT_TRUE(mentors.empty() || *mentors.rbegin() < mentor.mentor());
      mentors.insert(mentor.mentor());
      EXPECT_FALSE(mentor.person().display_name().empty());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(mentors.size(), 5);
  EXPECT_EQ(pages, 3);
}

TEST_P(FactsServiceTest, GivesEveryChangeOfAMentorAHigherVersion) {
  Register("ann");
  const auto version = [&] { return Walk(v1::ListMentorFactsRequest())->mentors(0).version(); };
  int64_t last = version();
  const auto higher = [&] {
    const int64_t now = version();
    return now > std::exchange(last, now);
  };
  world_.Give("ann", access::Role::ROLE_OFFICER, world_.Authority("POW"));
  EXPECT_TRUE(higher());
  v1::DisablePersonRequest disable;
  disable.set_name(world_.Person("ann"));
  ASSERT_THAT(world_.Ask<v1::Person>("PersonService/DisablePerson", World::kNational, disable),
              IsOk());
  EXPECT_TRUE(higher());
  EXPECT_TRUE(Person("ann").disabled());
  world_.ImportAuthorities(
      "code,name,nation,region,type,end_date\nPOW,Powys,Wales,Wales,"
      "Welsh unitary authority,2026-11-01\n");
  EXPECT_TRUE(higher());
}

TEST_P(FactsServiceTest, TellsWhereAnAuthorityLiesAndWhatAppliesThere) {
  v1::GetAuthorityFactsRequest request;
  request.set_authority(world_.Authority("LDS"));
  const auto facts =
      world_.Ask<v1::AuthorityFacts>("FactsService/GetAuthorityFacts", kMatching, request);
  ASSERT_THAT(facts, IsOk());
  EXPECT_EQ(facts->region(), "regions/yorkshire-and-the-humber");
  EXPECT_EQ(facts->nation(), "nations/england");
  EXPECT_EQ(facts->type(), v1::Authority::TYPE_METROPOLITAN);
  EXPECT_EQ(facts->policy().name(), world_.Authority("LDS") + "/policies/0");
  request.set_authority("authorities/nowhere");
  EXPECT_THAT(world_.Ask<v1::AuthorityFacts>("FactsService/GetAuthorityFacts", kMatching, request),
              HasReason(REASON_NOT_FOUND));
}

TEST_P(FactsServiceTest, ListsAllAuthoritiesEndedOnesToo) {
  const auto response = world_.Ask<v1::ListAuthorityFactsResponse>(
      "FactsService/ListAuthorityFacts", kMatching, v1::ListAuthorityFactsRequest());
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->authorities_size(), 6);
  EXPECT_EQ(response->authorities(1).end_date(), "2026-03-31");
  EXPECT_EQ(response->authorities(4).title().welsh(), "Cyngor Sir Powys");
  const auto codes = world_.Ask<v1::CatalogueCodes>("FactsService/GetCatalogueCodes", kMatching,
                                                    v1::GetCatalogueCodesRequest());
  ASSERT_THAT(codes, IsOk());
  EXPECT_EQ(codes->skills_size() + codes->subjects_size() + codes->roles_size(), 27);
  EXPECT_EQ(codes->extra_skills_size(), 7);
}

}  // namespace
}  // namespace telemachus::registry
