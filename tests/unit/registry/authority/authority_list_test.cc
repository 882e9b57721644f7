#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/authority/authority_store.h"
#include "registry/store/fill_lists.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FILTER_INVALID;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;

class AuthorityListTest : public testing::TestWithParam<std::string> {
 protected:
  AuthorityListTest() {
    world_.ImportAuthorities(
        "code,gss_code,name,name_cy,nation,region,type,start_date\n"
        "YNM,W06000001,Isle of Anglesey County Council,Cyngor Sir Ynys Môn,Wales,Wales,Welsh "
        "unitary authority,1996-04-01\n"
        "GWN,W06000002,Gwynedd Council,Cyngor Gwynedd,Wales,Wales,Welsh unitary "
        "authority,1996-04-01\n"
        "NNT,E06000061,North Northamptonshire Council,,England,East Midlands,Unitary "
        "authority,2021-04-01\n");
  }

  absl::StatusOr<std::vector<std::string>> Codes(const std::string& filter,
                                                 const std::string& order = "", int size = 1) {
    v1::ListAuthoritiesRequest request;
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(size);
    std::vector<std::string> codes;
    do {
      ASSIGN_OR_RETURN(const auto page,
                       world_.Ask<v1::ListAuthoritiesResponse>("AuthorityService/ListAuthorities",
                                                               World::kNational, request));
      for (const auto& authority : page.authorities()) codes.push_back(authority.code());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return codes;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, AuthorityListTest, test::Engines(), test::EngineName);

TEST_P(AuthorityListTest, FindsEitherNameWhateverItsCaseAndCircumflex) {
  EXPECT_THAT(*Codes("mon"), ElementsAre("YNM"));
  EXPECT_THAT(*Codes("MÔN"), ElementsAre("YNM"));
  EXPECT_THAT(*Codes("anglesey"), ElementsAre("YNM"));
  EXPECT_THAT(*Codes("cyngor"), ElementsAre("GWN", "YNM"));
}

TEST_P(AuthorityListTest, NarrowsByCodesDatesAndType) {
  EXPECT_THAT(*Codes("gss_code = E06000061"), ElementsAre("NNT"));
  EXPECT_THAT(*Codes("start_date >= 2021-01-01"), ElementsAre("NNT"));
  EXPECT_THAT(*Codes("type = TYPE_WELSH_PRINCIPAL"), ElementsAre("GWN", "YNM"));
  EXPECT_THAT(*Codes("nation = nations/england OR code = YNM"), ElementsAre("NNT", "YNM"));
}

TEST_P(AuthorityListTest, ComesInTheOrderAskedPageByPage) {
  EXPECT_THAT(*Codes("", "title"), ElementsAre("GWN", "YNM", "NNT"));
  EXPECT_THAT(*Codes("", "title desc"), ElementsAre("NNT", "YNM", "GWN"));
  EXPECT_THAT(*Codes("", "seat_count desc, code"), ElementsAre("GWN", "NNT", "YNM"));
  EXPECT_THAT(Codes("", "population"), HasReason(REASON_FILTER_INVALID));
  EXPECT_THAT(Codes("population > 3"), HasReason(REASON_FILTER_INVALID));
}

TEST_P(AuthorityListTest, FindsWhatWasKeptBeforeThereWereSuchLists) {
  const absl::Time soon = absl::Now() + absl::Seconds(20);
  ASSERT_THAT(world_.database().Transact(
                  soon,
                  [](sql::Transaction& transaction) {
                    return transaction
                        .Execute("UPDATE authorities SET listed = 0, words = '', gss_code = ''", {})
                        .status();
                  }),
              IsOk());
  ASSERT_THAT(Codes("anglesey"), IsOk());
  EXPECT_THAT(*Codes("anglesey"), testing::IsEmpty());
  ASSERT_THAT(world_.database().Transact(soon, &FillLists), IsOk());
  EXPECT_THAT(*Codes("anglesey gss_code = W06000001"), ElementsAre("YNM"));
}

}  // namespace
}  // namespace telemachus::registry
