#include "tests/scenarios/journey/processes.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/redis/client.h"
#include "gtest/gtest.h"

namespace telemachus::scenario {
namespace {

constexpr absl::Duration kDeath = absl::Seconds(10);

constexpr char kStartRedis[] =
    "system_spawn \"$state\" redis redis-server --port 0 --unixsocket \"$state/redis.sock\" "
    "--save '' --appendonly no --loglevel warning --dir \"$state\"\n"
    "system_await \"$state\" redis test -S \"$state/redis.sock\"\n";

}  // namespace

Processes::Processes(std::string source, std::string build)
    : source_(std::move(source)), build_(std::move(build)) {
  Run("system_free_port >\"$state/port\"");
  std::ifstream(scratch_.File("port")) >> port_;
  Run("system_start \"$state\" \"$build\" \"$port\"");
  auto mint = issuer::TokenMint::Load(scratch_.File("issuer"));
  EXPECT_TRUE(mint.ok()) << mint.status();
  callers_ = std::make_unique<test::Callers>(absl::StrCat("127.0.0.1:", port_), *std::move(mint));
}

Processes::~Processes() {
  callers_.reset();
  Run("system_stop \"$state\"");
}

void Processes::Run(const std::string& lines) {
  const std::string script = absl::StrCat(
      "source \"$0/tools/shell/console.sh\"\nsource \"$0/tools/shell/system.sh\"\n"
      "build=$1 state=$2 port=${3:-}\n",
      lines);
  const pid_t shell = fork();
  if (shell == 0) {
    execlp("bash", "bash", "-c", script.c_str(), source_.c_str(), build_.c_str(),
           scratch_.path().c_str(), port_.c_str(), nullptr);
    _exit(127);
  }
  int status = -1;
  waitpid(shell, &status, 0);
  EXPECT_EQ(status, 0) << lines;
}

void Processes::Kill(const std::string& name) {
  const std::string file = scratch_.File("pids/" + name);
  pid_t process = 0;
  std::ifstream(file) >> process;
  ASSERT_GT(process, 0) << name;
  ASSERT_EQ(kill(process, SIGKILL), 0) << name;
  const absl::Time end = absl::Now() + kDeath;
  while (kill(process, 0) == 0 && absl::Now() < end) absl::SleepFor(absl::Milliseconds(5));
  unlink(file.c_str());
  if (name == "redis") unlink(scratch_.File("redis.sock").c_str());
}

void Processes::Start(const std::string& name) {
  if (name == "redis") return Run(kStartRedis);
  Run(absl::StrCat("system_program \"$state\" \"$build\" \"$port\" ", name,
                   "\nsystem_await \"$state\" ", name, " system_ready $(($(system_port ", name,
                   " \"$port\") + 10))\n"));
}

void Processes::FlushRedis() {
  const auto client = redis::Open({.target = "unix:" + scratch_.File("redis.sock")});
  ASSERT_TRUE(client.ok()) << client.status();
  const auto reply = (*client)->Command({"FLUSHALL"});
  EXPECT_TRUE(reply.ok()) << reply.status();
}

}  // namespace telemachus::scenario
