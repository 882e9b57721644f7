// The main job, from need to evaluation, in one process.
#include "gtest/gtest.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/support/engines.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

class MainJobTest : public testing::TestWithParam<std::string> {
 protected:
  test::Town town_{test::TownOptions{.engine = GetParam()}};
};

TEST_P(MainJobTest, TakesAMemberFromNeedToEvaluation) {
  Journey journey(town_.callers());
  journey.Whole();
}

INSTANTIATE_TEST_SUITE_P(All, MainJobTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::scenario
