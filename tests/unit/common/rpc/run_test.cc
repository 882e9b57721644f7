#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/synchronization/notification.h"
#include "common/config/flags.h"
#include "common/log/log.h"
#include "tests/support/scratch.h"
#include "tests/unit/common/rpc/probe.h"

namespace telemachus::rpc {
namespace {

using testing::ContainsRegex;

class RunTest : public ProbeTest {
 protected:
  RunTest() {
    absl::SetFlag(&FLAGS_listen, "127.0.0.1:0");
    absl::SetFlag(&FLAGS_health_listen, "127.0.0.1:0");
    absl::SetFlag(&FLAGS_metrics_listen, "");
    absl::SetFlag(&FLAGS_otlp, "");
    absl::SetFlag(&FLAGS_log_file, log_);
  }
  ~RunTest() override { log::Open("test", "", log::Level::kInfo); }
  // The rest of a Bind: everything lives as long as the test.
  absl::Status BindProbe(Bindings& bindings) {
    bindings.methods()
        .Begin("telemachus.access.v1.DirectoryService")
        .Add("ResolveCaller", *this, &RunTest::ResolveCaller);
    bindings.Admit(verifier_, directory_);
    bindings.OnServe(
        [this] {
          started_.Notify();
          return absl::OkStatus();
        },
        [this] { stopped_ = true; });
    return absl::OkStatus();
  }
  absl::StatusOr<access::v1::Caller> ResolveCaller(const Call&,
                                                   const access::v1::ResolveCallerRequest&) {
    return access::v1::Caller();
  }
  std::string Log() const {
    std::ifstream file(log_);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }

  const absl::FlagSaver saver_;
  const test::Scratch scratch_;
  const std::string log_ = scratch_.File("run.log");
  absl::Notification started_;
  bool stopped_ = false;
};

TEST_F(RunTest, ServesUntilItIsToldToEnd) {
  int code = -1;
  std::thread process(
      [&] { code = rpc::Run("probe", [&](Bindings& bindings) { return BindProbe(bindings); }); });
  ASSERT_TRUE(started_.WaitForNotificationWithTimeout(absl::Seconds(10)));
  // Run() blocked the signal for its thread; if it does not wait for it yet, it will find it.
  pthread_kill(process.native_handle(), SIGTERM);
  process.join();
  EXPECT_EQ(code, EXIT_SUCCESS);
  EXPECT_TRUE(stopped_);
  EXPECT_THAT(Log(), ContainsRegex("serving.*[\n].*stopping.*[\n].*stopped"));
}

TEST_F(RunTest, SaysWhyItCouldNotStart) {
  testing::internal::CaptureStderr();
  const int code =
      rpc::Run("probe", [](Bindings&) { return absl::NotFoundError("there is no key file"); });
  EXPECT_EQ(code, EXIT_FAILURE);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::HasSubstr("there is no key file"));
}

}  // namespace
}  // namespace telemachus::rpc
