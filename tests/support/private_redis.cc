#include "tests/support/private_redis.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace telemachus::test {
namespace {

constexpr absl::Duration kStartTime = absl::Seconds(20);

[[noreturn]] void GiveUp(const char* what) {
  std::perror(what);
  std::abort();
}

}  // namespace

PrivateRedis::PrivateRedis(std::vector<std::string> settings) : settings_(std::move(settings)) {
  Start();
}

PrivateRedis::~PrivateRedis() { Kill(); }

void PrivateRedis::Kill() {
  if (process_ < 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

void PrivateRedis::Start() {
  std::vector<std::string> words = {"redis-server",
                                    "--port",
                                    "0",
                                    "--unixsocket",
                                    socket_,
                                    "--save",
                                    "",
                                    "--appendonly",
                                    "no",
                                    "--loglevel",
                                    "warning",
                                    "--logfile",
                                    scratch_.File("log"),
                                    "--dir",
                                    scratch_.path()};
  words.insert(words.end(), settings_.begin(), settings_.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  process_ = fork();
  if (process_ < 0) GiveUp("fork");
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  const absl::Time deadline = absl::Now() + kStartTime;
  while (Ask("PING").empty()) {
    if (absl::Now() > deadline || waitpid(process_, nullptr, WNOHANG) != 0) GiveUp("redis-server");
    absl::SleepFor(absl::Milliseconds(5));
  }
}

void PrivateRedis::Freeze() { kill(process_, SIGSTOP); }

void PrivateRedis::Thaw() { kill(process_, SIGCONT); }

void PrivateRedis::Flush() {
  if (Ask("FLUSHALL") != "+OK\r\n" || Ask("SCRIPT FLUSH") != "+OK\r\n") GiveUp("FLUSHALL");
}

std::string PrivateRedis::Ask(const std::string& command) const {
  const int connection = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_.c_str(), sizeof(address.sun_path) - 1);
  std::string answer;
  if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
    const std::string line = command + "\r\n";
    char buffer[256];
    if (send(connection, line.data(), line.size(), MSG_NOSIGNAL) > 0) {
      const ssize_t size = recv(connection, buffer, sizeof(buffer), 0);
      if (size > 0) answer.assign(buffer, static_cast<size_t>(size));
    }
  }
  close(connection);
  return answer;
}

}  // namespace telemachus::test
