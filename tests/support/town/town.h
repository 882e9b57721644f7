#ifndef TELEMACHUS_TESTS_SUPPORT_TOWN_TOWN_H_
#define TELEMACHUS_TESTS_SUPPORT_TOWN_TOWN_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/access/assertion.h"
#include "common/rpc/server.h"
#include "common/service/ground.h"
#include "common/time/clock.h"
#include "tests/support/engines.h"
#include "tests/support/private_redis.h"
#include "tests/support/scratch.h"
#include "tests/support/town/callers.h"

namespace telemachus::test {

// How a town is built.
struct TownOptions {
  // The engine under every service, as the parameter of a suite names it.
  std::string engine = "SQLite";
  // Whether the gateway goes on with its callers' traces.
  bool trust_traceparent = false;
  // By which everything in it goes, and outlives it; null: the machine's.
  const time::Clock* clock = nullptr;
};

// The whole product in one process, on free ports of loopback: four services and the gateway, each
// made by its own Bind, with new keys, new databases and a Redis of its own. It ends the program,
// saying why, if something does not start.
class Town {
 public:
  // The subject of the first of the national staff, who can let everybody else in.
  static constexpr char kStaff[] = "national-staff";

  explicit Town(const TownOptions& options = {});
  ~Town();
  Town(const Town&) = delete;
  Town& operator=(const Town&) = delete;

  // Those who call the gateway.
  Callers& callers() { return *callers_; }
  // Where "gateway" or a service listens.
  const std::string& target(const std::string& name) const { return targets_.at(name); }
  // The services, without the gateway.
  static const std::vector<std::string>& services();
  // A signer with the key of "gateway" or of a service.
  access::Signer SignerOf(const std::string& name, const time::Clock& clock) const;

  PrivateRedis& redis() { return redis_; }
  // The targets of all databases, by the service; those of keys are called "matching_keys".
  const std::map<std::string, std::string>& databases() const { return databases_; }
  // The folder of all databases, where the engine is SQLite, and of the keys.
  const std::string& folder() const { return scratch_.path(); }

 private:
  // A running service. Its bindings outlive its server.
  struct House {
    rpc::Bindings bindings;
    std::unique_ptr<rpc::Server> server;
  };

  void MakeKeys();
  std::string KeyPath(const std::string& file) const { return scratch_.File("keys/" + file); }
  // The target of a new database.
  std::string NewDatabase(const std::string& name);
  service::GroundOptions GroundOf(const std::string& service);
  // Makes and starts a service by a function of its bindings, at the port if one is named.
  template <typename Bind>
  void Open(const std::string& service, const Bind& bind, int port = 0);
  void AwaitAgreement();
  void OpenServices();
  void OpenGateway(bool trust_traceparent);

  const std::string engine_;
  const time::SystemClock system_clock_;
  const time::Clock& clock_;
  const Scratch scratch_;
  PrivateRedis redis_;
  std::vector<std::unique_ptr<FreshTarget>> rooms_;  // on PostgreSQL
  std::map<std::string, std::string> databases_;
  std::map<std::string, std::string> targets_;
  std::map<std::string, House> houses_;
  std::unique_ptr<rpc::Server> gateway_;
  std::unique_ptr<Callers> callers_;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_TOWN_TOWN_H_
