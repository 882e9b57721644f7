#ifndef TELEMACHUS_TESTS_SUPPORT_PRIVATE_REDIS_H_
#define TELEMACHUS_TESTS_SUPPORT_PRIVATE_REDIS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace telemachus::test {

// A Redis of the test's own, on a socket in a folder of its own, that keeps nothing on disk. Gone
// with the object, and with the test program however that ends.
class PrivateRedis {
 public:
  // Starts it, with further words of redis-server's command line; ends the program if it cannot.
  explicit PrivateRedis(std::vector<std::string> settings = {});
  ~PrivateRedis();
  PrivateRedis(const PrivateRedis&) = delete;
  PrivateRedis& operator=(const PrivateRedis&) = delete;

  // For redis::Options.
  std::string target() const { return "unix:" + socket_; }
  // Kills it, at once and with all it holds.
  void Kill();
  // Starts it again, empty, at the same target; returns once it answers.
  void Start();
  // Makes it silent, as a machine that hangs, and lets it go on.
  void Freeze();
  void Thaw();
  // Deletes everything in it, scripts too.
  void Flush();

 private:
  // Sends a command without arguments and returns the first line of the answer; empty if there is
  // none.
  std::string Ask(const std::string& command) const;

  const std::vector<std::string> settings_;
  const Scratch scratch_;
  const std::string socket_ = scratch_.File("redis.sock");
  pid_t process_ = -1;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_PRIVATE_REDIS_H_
