// Processes are killed in the middle of the main job, which ends well nevertheless.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/longrunning/operations.pb.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/transfer.pb.h"
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

TEST_F(CrashTest, OfTheRegistryInTheMiddleOfAnImportDoublesAndLosesNoRow) {
  constexpr int kRows = 6000;
  Then(&Journey::BuildRegister);
  if (HasFailure()) return;
  registry::v1::StartImportRequest request;
  request.set_parent(journey_.far());
  request.set_list(registry::v1::IMPORT_LIST_MEMBERS);
  request.set_format(registry::v1::TRANSFER_FORMAT_CSV);
  std::string content = "key,display_name,ward_name\n";
  for (int i = 0; i < kRows; ++i) absl::StrAppend(&content, "K", i, ",Aelod ", i, ",Ward\n");
  request.set_content(content);
  google::longrunning::Operation operation = journey_.Does<google::longrunning::Operation>(
      "staff", "registry.v1.TransferService/StartImport", request);
  google::longrunning::GetOperationRequest get;
  get.set_name(operation.name());
  const auto done = [&] {
    registry::v1::ImportProgress progress;
    operation = journey_.Does<google::longrunning::Operation>(
        "staff", "registry.v1.OperationService/GetOperation", get);
    EXPECT_TRUE(operation.metadata().UnpackTo(&progress));
    return progress.rows_done();
  };
  // Killed twice, each time after it has gone some way further.
  int64_t before = 0;
  for (int kills = 0; kills < 2 && !HasFailure(); ++kills) {
    const absl::Time end = absl::Now() + absl::Seconds(60);
    while (done() <= before && absl::Now() < end) absl::SleepFor(absl::Milliseconds(2));
    ASSERT_FALSE(operation.done()) << "too late for a crash in the middle";
    processes_.Kill("registry");
    processes_.Start("registry");
    before = done();
  }
  google::longrunning::WaitOperationRequest wait;
  wait.set_name(operation.name());
  wait.mutable_timeout()->set_seconds(5);
  const absl::Time end = absl::Now() + absl::Minutes(2);
  while (!HasFailure() && !operation.done() && absl::Now() < end) {
    operation = journey_.Does<google::longrunning::Operation>(
        "staff", "registry.v1.OperationService/WaitOperation", wait);
  }
  registry::v1::ImportReport report;
  ASSERT_TRUE(operation.response().UnpackTo(&report)) << operation.error().code();
  EXPECT_EQ(report.created(), kRows);
  EXPECT_EQ(report.updated() + report.unchanged() + report.rejected(), 0);
  // Sent again, each row is there, once.
  request.set_validate_only(true);
  request.set_full_list(registry::v1::StartImportRequest::FULL_LIST_PREVIEW);
  operation = journey_.Does<google::longrunning::Operation>(
      "staff", "registry.v1.TransferService/StartImport", request);
  wait.set_name(operation.name());
  while (!HasFailure() && !operation.done() && absl::Now() < end) {
    operation = journey_.Does<google::longrunning::Operation>(
        "staff", "registry.v1.OperationService/WaitOperation", wait);
  }
  ASSERT_TRUE(operation.response().UnpackTo(&report));
  EXPECT_EQ(report.unchanged(), kRows);
}

}  // namespace
}  // namespace telemachus::scenario
