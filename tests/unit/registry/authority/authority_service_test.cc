#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_NOT_FOUND;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;

class AuthorityServiceTest : public testing::TestWithParam<std::string> {
 protected:
  AuthorityServiceTest() { Populate(world_); }

  std::vector<std::string> Codes(v1::ListAuthoritiesRequest request) {
    std::vector<std::string> codes;
    do {
      const auto page = world_.Ask<v1::ListAuthoritiesResponse>("AuthorityService/ListAuthorities",
                                                                "ann", request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const auto& authority : page->authorities()) codes.push_back(authority.code());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return codes;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, AuthorityServiceTest, test::Engines(), test::EngineName);

TEST_P(AuthorityServiceTest, ReturnsAnAuthorityWithItsSeats) {
  v1::GetAuthorityRequest request;
  request.set_name(world_.Authority("POW"));
  const auto powys = world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "cai", request);
  ASSERT_THAT(powys, IsOk());
  EXPECT_EQ(powys->title().welsh(), "Cyngor Sir Powys");
  EXPECT_EQ(powys->region(), "regions/wales");
  EXPECT_EQ(powys->seat_count(), 2);
  request.set_name("authorities/nowhere");
  EXPECT_THAT(world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "cai", request),
              HasReason(REASON_NOT_FOUND));
  EXPECT_THAT(world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "stranger", request),
              IsNotPermitted());
}

TEST_P(AuthorityServiceTest, ListsAuthoritiesByCodePageByPage) {
  v1::ListAuthoritiesRequest request;
  request.set_page_size(2);
  EXPECT_THAT(Codes(request), ElementsAre("CBD", "CRF", "LDS", "POW", "YOR"));
  request.set_show_ended(true);
  EXPECT_THAT(Codes(request), ElementsAre("CBD", "CMA", "CRF", "LDS", "POW", "YOR"));
  request.set_nation("nations/wales");
  EXPECT_THAT(Codes(request), ElementsAre("CRF", "POW"));
  request.clear_nation();
  request.set_region("regions/yorkshire-and-the-humber");
  EXPECT_THAT(Codes(request), ElementsAre("LDS", "YOR"));
}

}  // namespace
}  // namespace telemachus::registry
