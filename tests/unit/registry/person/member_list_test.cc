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
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

class MemberListTest : public testing::TestWithParam<std::string> {
 protected:
  MemberListTest() {
    Populate(world_);
    world_.ImportMembers(
        "authority_code,key,given_name,family_name,ward_name,roles,term_end_date\n"
        "POW,P7,Siân,Tŷ Mawr,Y Bont,leader;executive,2027-05-06\n"
        "POW,P8,SIAN,Bowen,Y Bont,executive,2030-05-02\n"
        "LDS,L7,Sian,Leeds,Armley,,\n");
  }

  absl::StatusOr<v1::ListMembersResponse> List(const std::string& as, const std::string& parent,
                                               const std::string& filter,
                                               const std::string& order = "") {
    v1::ListMembersRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_order_by(order);
    return world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", as, request);
  }
  // The council's keys of those in Powys, as its officer sees them.
  std::vector<std::string> Found(const std::string& filter, const std::string& order = "") {
    return Keys(List("officer", world_.Authority("POW"), filter, order));
  }
  static std::vector<std::string> Keys(const absl::StatusOr<v1::ListMembersResponse>& page) {
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> keys;
    if (!page.ok()) return keys;
    for (const v1::Person& member : page->members()) {
      keys.push_back(member.memberships(0).council_key());
    }
    return keys;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, MemberListTest, test::Engines(), test::EngineName);

TEST_P(MemberListTest, FindsNamesWhateverTheirCaseAndCircumflex) {
  EXPECT_THAT(Found("sian"), ElementsAre("P8", "P7"));
  EXPECT_THAT(Found("TY SIÂN"), ElementsAre("P7"));
  EXPECT_THAT(Found("display_name : \"tŷ\""), ElementsAre("P7"));
}

TEST_P(MemberListTest, NarrowsByWhatAMemberIs) {
  EXPECT_THAT(Found("ward = \"Y Bont\" AND roles : leader"), ElementsAre("P7"));
  EXPECT_THAT(Found("roles : executive AND NOT roles : leader"), ElementsAre("P8"));
  EXPECT_THAT(Found("term_end_date < 2028-01-01"), ElementsAre("P7"));
  EXPECT_THAT(Found("council_key = P8"), ElementsAre("P8"));
  EXPECT_THAT(Found("sian AND mentor = true"), IsEmpty());
}

TEST_P(MemberListTest, KnowsWhoIsAMentor) {
  v1::CreateMentorRequest request;
  *request.mutable_mentor() = world_.Offer("ann");
  ASSERT_THAT(world_.Ask<v1::Mentor>("MentorService/CreateMentor", "ann", request), IsOk());
  EXPECT_THAT(Found("mentor = true"), ElementsAre("P1"));
}

TEST_P(MemberListTest, ComesInTheOrderAsked) {
  EXPECT_THAT(Found("sian", "display_name desc"), ElementsAre("P7", "P8"));
  EXPECT_THAT(List("officer", world_.Authority("POW"), "", "ward"),
              HasReason(REASON_FILTER_INVALID));
}

TEST_P(MemberListTest, RefusesWhatCannotBeAskedFor) {
  for (const char* filter : {"party = labour", "gender = female", "email : *", "ward >"}) {
    EXPECT_THAT(List("officer", world_.Authority("POW"), filter), HasReason(REASON_FILTER_INVALID))
        << filter;
  }
}

TEST_P(MemberListTest, SpansAllAuthoritiesOfWhomTheCallerIsStaffAndNoOthers) {
  EXPECT_THAT(Keys(List("officer", "authorities/-", "sian")), ElementsAre("P8", "P7"));
  EXPECT_THAT(Keys(List("adviser", "authorities/-", "sian")), ElementsAre("P8", "P7"));
  EXPECT_THAT(Keys(List("english", "authorities/-", "sian")), ElementsAre("L7"));
  EXPECT_THAT(Keys(List(World::kNational, "authorities/-", "sian")), ElementsAre("P8", "L7", "P7"));
  EXPECT_THAT(List("ann", "authorities/-", "sian"), IsNotPermitted());
}

TEST_P(MemberListTest, PagesThroughAllAuthoritiesShowEachMemberOnce) {
  v1::ListMembersRequest request;
  request.set_parent("authorities/-");
  request.set_filter("sian");
  request.set_page_size(1);
  std::vector<std::string> keys;
  do {
    const auto page =
        world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", World::kNational, request);
    ASSERT_THAT(page, IsOk());
    for (const std::string& key : Keys(page)) keys.push_back(key);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(keys, ElementsAre("P8", "L7", "P7"));
}

}  // namespace
}  // namespace telemachus::registry
