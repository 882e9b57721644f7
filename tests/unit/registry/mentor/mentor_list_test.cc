#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FILTER_INVALID;
using status::v1::REASON_PAGE_TOKEN_INVALID;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kAll[] = "authorities/-";

class MentorListTest : public testing::TestWithParam<std::string> {
 protected:
  MentorListTest() {
    Populate(world_);
    v1::Mentor ann = world_.Offer("ann");
    ann.add_skills("scrutiny_and_challenge");
    ann.set_places(4);
    ann.set_remote(true);
    Register("ann", ann);
    v1::Mentor bea = world_.Offer("bea");
    bea.set_willing(false);
    bea.add_kinds(programme::v1::KIND_ROLE);
    bea.add_extra_skills("mediation");
    bea.set_visibility(programme::v1::REACH_NATION);
    Register("bea", bea);
    v1::Mentor dot = world_.Offer("dot");
    dot.set_party_usable(true);
    Register("dot", dot);
    for (const char* subject : {"cai", "eve", "officer"}) Register(subject, world_.Offer(subject));
    Speak("bea", {"cy", "en-GB"});
    Speak("cai", {"cy"});
  }

  void Register(const std::string& subject, const v1::Mentor& mentor) {
    v1::CreateMentorRequest request;
    *request.mutable_mentor() = mentor;
    EXPECT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", subject, request), IsOk());
  }
  void Speak(const std::string& subject, const std::vector<std::string>& languages) {
    v1::UpdatePersonRequest request;
    request.mutable_person()->set_name(world_.Person(subject));
    for (const std::string& language : languages) {
      request.mutable_person()->add_languages(language);
    }
    request.mutable_update_mask()->add_paths("languages");
    EXPECT_THAT(world_.Ask<v1::Person>("PersonService/UpdatePerson", subject, request), IsOk());
  }

  absl::StatusOr<v1::ListMentorsResponse> List(const std::string& as, const std::string& parent,
                                               const std::string& filter,
                                               const std::string& order = "") {
    v1::ListMentorsRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_order_by(order);
    return world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", as, request);
  }
  // The names of those in all authorities, as staff of both nations see them.
  std::vector<std::string> Found(const std::string& filter, const std::string& order = "") {
    return Names(List(World::kNational, kAll, filter, order));
  }
  static std::vector<std::string> Names(const absl::StatusOr<v1::ListMentorsResponse>& page) {
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    if (!page.ok()) return names;
    for (const v1::Mentor& mentor : page->mentors()) names.push_back(mentor.display_name());
    return names;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, MentorListTest, test::Engines(), test::EngineName);

TEST_P(MentorListTest, FindsNamesWhateverTheirCaseAndAccents) {
  EXPECT_THAT(Found("EVANS"), ElementsAre("Bea Évans"));
  EXPECT_THAT(Found("display_name : \"évâns\""), ElementsAre("Bea Évans"));
}

TEST_P(MentorListTest, NarrowsByWhatAMentorOffers) {
  EXPECT_THAT(Found("willing = false"), ElementsAre("Bea Évans"));
  EXPECT_THAT(Found("kinds : KIND_ROLE"), ElementsAre("Bea Évans"));
  EXPECT_THAT(Found("skills : scrutiny_and_challenge AND remote = true"), ElementsAre("Ann Pugh"));
  EXPECT_THAT(Found("extra_skills : mediation"), ElementsAre("Bea Évans"));
  EXPECT_THAT(Found("places >= 3"), ElementsAre("Ann Pugh"));
  EXPECT_THAT(Found("visibility = REACH_NATION"), ElementsAre("Bea Évans"));
  EXPECT_THAT(Found("languages : cy"), UnorderedElementsAre("Bea Évans", "Cai Rees"));
  EXPECT_THAT(Found("languages : cy AND languages != en-GB"), ElementsAre("Cai Rees"));
  EXPECT_THAT(Found("accredited_until_date : *"), IsEmpty());
}

TEST_P(MentorListTest, NarrowsByWhereAMentorBelongsAndAsWhat) {
  EXPECT_THAT(Found("officer = true"), ElementsAre("Person officer"));
  EXPECT_THAT(Found("former_member = true"), ElementsAre("Eve Hill"));
  EXPECT_THAT(Found("authorities : " + world_.Authority("CBD")), ElementsAre("Eve Hill"))
      << "where Cumbria's members went";
  EXPECT_THAT(Found("regions : regions/wales AND places < 3"),
              UnorderedElementsAre("Bea Évans", "Cai Rees", "Person officer"));
}

TEST_P(MentorListTest, ComesInTheOrderAsked) {
  EXPECT_THAT(Found("officer = false", "display_name desc"),
              ElementsAre("Eve Hill", "Dot Day", "Cai Rees", "Bea Évans", "Ann Pugh"));
  EXPECT_THAT(Found("officer = false", "places desc, display_name"),
              ElementsAre("Ann Pugh", "Bea Évans", "Cai Rees", "Dot Day", "Eve Hill"));
  EXPECT_THAT(Found("officer = false", "authorities, display_name desc"),
              ElementsAre("Cai Rees", "Eve Hill", "Dot Day", "Bea Évans", "Ann Pugh"))
      << "Cardiff, Cumberland, Leeds, Powys";
}

TEST_P(MentorListTest, SaysWhereAFilterOrAnOrderIsWrong) {
  const auto filter = List("officer", world_.Authority("POW"), "willing = true AND places > many");
  EXPECT_THAT(filter, FaultOn("filter", REASON_FILTER_INVALID));
  EXPECT_THAT(std::string(filter.status().message()), HasSubstr("at byte 20"));
  EXPECT_THAT(List("officer", world_.Authority("POW"), "", "places, travel"),
              FaultOn("order_by", REASON_FILTER_INVALID));
}

// What the answer does not show, or what would tell of a party, cannot be asked for either.
TEST_P(MentorListTest, IsNoOracleForWhatIsNotShown) {
  for (const char* filter :
       {"party = \"parties/labour\"", "party_usable = true", "gender = female", "email : *",
        "avoidance : *", "people : x", "restricted = true", "withdrawn_at > 0", "etag = 1",
        "council_key = P1", "needs : *", "telephone : *"}) {
    EXPECT_THAT(List(World::kNational, kAll, filter), HasReason(REASON_FILTER_INVALID)) << filter;
  }
  for (const char* order : {"party", "party_usable", "gender", "withdrawn_at"}) {
    EXPECT_THAT(List(World::kNational, kAll, "", order), HasReason(REASON_FILTER_INVALID)) << order;
  }
}

TEST_P(MentorListTest, HidesWhoLeftTheRegisterFromEveryFilter) {
  v1::DeleteMentorRequest request;
  request.set_name(world_.Offer("ann").name());
  ASSERT_THAT(world_.Ask<google::protobuf::Empty>("MentorService/DeleteMentor", "ann", request),
              IsOk());
  EXPECT_THAT(Found("ann"), IsEmpty());
  EXPECT_THAT(Found("NOT willing = true OR skills : scrutiny_and_challenge OR places = 4"),
              ElementsAre("Bea Évans"));
  v1::ListMembersRequest members;
  members.set_parent(world_.Authority("POW"));
  members.set_filter("mentor = true");
  const auto found =
      world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", "officer", members);
  ASSERT_THAT(found, IsOk());
  ASSERT_EQ(found->members_size(), 1);
  EXPECT_EQ(found->members(0).name(), world_.Person("bea"));
}

TEST_P(MentorListTest, SpansAllAuthoritiesOfWhomTheCallerIsStaffAndNoOthers) {
  EXPECT_THAT(Names(List("officer", kAll, "")),
              UnorderedElementsAre("Ann Pugh", "Bea Évans", "Person officer"));
  EXPECT_THAT(Names(List("adviser", kAll, "officer = false")),
              UnorderedElementsAre("Ann Pugh", "Bea Évans", "Cai Rees"));
  EXPECT_THAT(Names(List("english", kAll, "")), UnorderedElementsAre("Dot Day", "Eve Hill"));
  EXPECT_THAT(Names(List("english", kAll, "regions : regions/wales")), IsEmpty());
  EXPECT_THAT(List("ann", kAll, ""), IsNotPermitted());
  for (const std::string& parent : {world_.Authority("LDS"), std::string("authorities/nowhere")}) {
    EXPECT_THAT(List("officer", parent, "willing = true"), IsNotPermitted()) << parent;
    EXPECT_THAT(List("officer", parent, "no filter ("), IsNotPermitted()) << parent;
  }
}

TEST_P(MentorListTest, RefusesAPageOfAnotherFilterOrOrder) {
  v1::ListMentorsRequest request;
  request.set_parent(kAll);
  request.set_filter("willing = true");
  request.set_page_size(1);
  const auto page =
      world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", World::kNational, request);
  ASSERT_THAT(page, IsOk());
  ASSERT_FALSE(page->next_page_token().empty());
  request.set_page_token(page->next_page_token());
  v1::ListMentorsRequest other = request;
  other.set_filter("willing = false");
  v1::ListMentorsRequest ordered = request;
  ordered.set_order_by("places");
  for (const v1::ListMentorsRequest& each : {other, ordered}) {
    EXPECT_THAT(
        world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", World::kNational, each),
        HasReason(REASON_PAGE_TOKEN_INVALID));
  }
}

}  // namespace
}  // namespace telemachus::registry
