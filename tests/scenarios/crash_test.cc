// Processes are killed in the middle of the main job, which ends well nevertheless.
#include <string>

#include "gtest/gtest.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/scenarios/journey/processes.h"

namespace telemachus::scenario {
namespace {

class CrashTest : public testing::Test {
 protected:
  CrashTest() { journey_.set_waits(true); }

  // A step of the journey, as long as it goes well.
  void Then(void (Journey::*step)()) {
    if (!HasFailure()) (journey_.*step)();
  }

  Processes processes_{TELEMACHUS_SOURCE, TELEMACHUS_BUILD};
  Journey journey_{processes_.callers()};
};

TEST_F(CrashTest, OfMatchingLosesNoAgreementAndTheLossOfRedisLosesNothing) {
  Then(&Journey::UpToApproval);
  // Nobody is left who could be told of the match before matching goes too.
  processes_.Kill("redis");
  processes_.Kill("agreement");
  Then(&Journey::Approve);
  processes_.Kill("matching");
  processes_.Start("matching");
  processes_.Start("agreement");
  Then(&Journey::FindAgreement);
  Then(&Journey::MeetAndCompare);
  processes_.Start("redis");
  Then(&Journey::WriteAndSign);
  processes_.FlushRedis();
  Then(&Journey::Review);
  processes_.Kill("redis");
  Then(&Journey::Complete);
  Then(&Journey::Evaluate);
  Then(&Journey::ReadReports);
}

TEST_F(CrashTest, OfEachServiceInTurnIsOverOnceItIsBack) {
  const auto crash = [this](const std::string& name) {
    if (HasFailure()) return;
    processes_.Kill(name);
    processes_.Start(name);
  };
  Then(&Journey::BuildRegister);
  crash("registry");
  Then(&Journey::RegisterMentors);
  crash("matching");
  Then(&Journey::AskForMentor);
  crash("gateway");
  Then(&Journey::Approve);
  crash("agreement");
  Then(&Journey::FindAgreement);
  crash("registry");
  Then(&Journey::MeetAndCompare);
  crash("agreement");
  Then(&Journey::WriteAndSign);
  Then(&Journey::Review);
  crash("evaluation");
  Then(&Journey::Complete);
  crash("matching");
  Then(&Journey::Evaluate);
  crash("evaluation");
  Then(&Journey::ReadReports);
}

}  // namespace
}  // namespace telemachus::scenario
