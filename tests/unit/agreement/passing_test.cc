#include "agreement/outside/passing.h"

#include <gmock/gmock.h>

#include "tests/unit/agreement/world.h"

// The mentee's authority ends, and another looks after the mentee.
namespace telemachus::agreement {
namespace {

using test::HasReason;
using test::IsOk;

constexpr char kNext[] = "authorities/next";
constexpr char kNextRegion[] = "regions/there";

class PassingTest : public testing::TestWithParam<std::string> {
 protected:
  PassingTest() {
    registry::v1::AuthorityFacts next = World::HomeAuthority();
    next.set_authority(kNext);
    next.set_region(kNextRegion);
    world_.registry.authorities[kNext] = next;
  }

  static access::Caller Officer(const std::string& authority) {
    return World::CallerWith("people/officer", access::Role::ROLE_OFFICER, authority);
  }
  absl::Status Pass(const std::string& match) {
    event::v1::Event event;
    event.set_type("matching.match.passed");
    event.set_resource(match);
    (*event.mutable_codes())["authority"] = kNext;
    (*event.mutable_codes())["region"] = kNextRegion;
    (*event.mutable_codes())["nation"] = kNation;
    return world_.ground->database().Transact(
        absl::Now() + absl::Seconds(30),
        [&](sql::Transaction& transaction) { return world_.drafting->Apply(transaction, event); });
  }
  absl::StatusOr<v1::Arrangement> Arrangement(const access::Caller& caller,
                                              const std::string& agreement) {
    v1::GetArrangementRequest request;
    request.set_name("arrangements/" + agreement.substr(11));
    return world_.Do(*world_.arrangements, &ArrangementService::GetArrangement, caller, request);
  }
  int Listed(const std::string& authority) {
    v1::ListArrangementsRequest request;
    request.set_parent(authority);
    const auto page = world_.Do(*world_.arrangements, &ArrangementService::ListArrangements,
                                Officer(authority), request);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->arrangements_size() : -1;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, PassingTest, test::Engines(), test::EngineName);

TEST_P(PassingTest, ShowsTheArrangementToTheSuccessorAlone) {
  const std::string name = world_.Drafted();
  EXPECT_THAT(Arrangement(Officer(kAuthority), name), IsOk());
  EXPECT_THAT(Arrangement(Officer(kNext), name), HasReason(status::v1::REASON_NOT_PERMITTED));
  ASSERT_THAT(Pass("matches/m1"), IsOk());
  EXPECT_THAT(Arrangement(Officer(kAuthority), name), HasReason(status::v1::REASON_NOT_PERMITTED));
  const auto seen = Arrangement(Officer(kNext), name);
  ASSERT_THAT(seen, IsOk());
  EXPECT_EQ(seen->authority(), kAuthority) << "where it began stays as it was";
  EXPECT_EQ(Listed(kNext), 1);
  EXPECT_EQ(Listed(kAuthority), 0);
  const auto adviser = [](const char* region) {
    return World::CallerWith("people/adviser", access::Role::ROLE_ADVISER, region);
  };
  EXPECT_THAT(Arrangement(adviser(kNextRegion), name), IsOk());
  EXPECT_THAT(Arrangement(adviser(kRegion), name), HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_P(PassingTest, LeavesThePartiesWhatTheyWrote) {
  const std::string name = world_.Drafted();
  v1::Sections sections;
  sections.set_motivation("to learn");
  ASSERT_THAT(world_.Write(kMentee, name, sections), IsOk());
  const auto before = world_.Get(kMentor, name);
  ASSERT_THAT(Pass("matches/m1"), IsOk());
  ASSERT_THAT(Pass("matches/m1"), IsOk()) << "an event may come twice";
  const auto after = world_.Get(kMentor, name);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
  EXPECT_THAT(world_.Get("people/officer", name), HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_P(PassingTest, KeepsTheGeographyForReports) {
  const std::string name = world_.Drafted();
  ASSERT_THAT(Pass("matches/m1"), IsOk());
  v1::BatchGetAgreementFactsRequest request;
  request.add_agreements(name);
  const auto facts = world_.Do(*world_.facts, &FactsService::BatchGetAgreementFacts,
                               access::Caller::Service("evaluation"), request);
  ASSERT_THAT(facts, IsOk());
  EXPECT_EQ(facts->agreements(0).authority(), kAuthority);
  EXPECT_EQ(facts->agreements(0).region(), kRegion);
}

TEST_P(PassingTest, HearsOfMatchesThatHaveNoAgreement) {
  EXPECT_THAT(Pass("matches/unknown"), IsOk());
}

}  // namespace
}  // namespace telemachus::agreement
