#ifndef TELEMACHUS_TESTS_SCENARIOS_JOURNEY_PROCESSES_H_
#define TELEMACHUS_TESTS_SCENARIOS_JOURNEY_PROCESSES_H_

#include <memory>
#include <string>

#include "tests/support/scratch.h"
#include "tests/support/town/callers.h"

namespace telemachus::scenario {

// The whole product as processes of their own, as tools/shell/system.sh starts it, to be killed.
// Whatever does not start is a failure of the test.
class Processes {
 public:
  // `source` is the folder of the repository, `build` that of the programs.
  Processes(std::string source, std::string build);
  ~Processes();
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  // Ends "redis", "gateway" or a service at once, as the loss of its machine does; returns when it
  // is gone.
  void Kill(const std::string& name);
  // Starts it again on its own data, and waits until it is ready.
  void Start(const std::string& name);
  // Empties Redis.
  void FlushRedis();

  // Those who call the gateway.
  test::Callers& callers() { return *callers_; }

 private:
  // Runs lines of bash with the functions of system.sh; $state, $build and $port are set.
  void Run(const std::string& lines);

  const std::string source_;
  const std::string build_;
  const test::Scratch scratch_;
  std::string port_;
  std::unique_ptr<test::Callers> callers_;
};

}  // namespace telemachus::scenario

#endif  // TELEMACHUS_TESTS_SCENARIOS_JOURNEY_PROCESSES_H_
