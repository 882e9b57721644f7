#ifndef TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_WORLD_H_
#define TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_WORLD_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/page/token.h"
#include "common/rpc/server.h"
#include "common/sql/database.h"
#include "registry/means.h"
#include "registry/role/local_directory.h"
#include "telemachus/event/v1/event.pb.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/mentor.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "tests/support/engines.h"
#include "tests/support/fake_clock.h"

namespace telemachus::registry {

// A registry on a database of its own, called as its server calls it: by rule, field check, handler
// and proof of the relation. Callers are logins at kIssuer; a service is "services/matching".
class World {
 public:
  static constexpr char kIssuer[] = "https://login.example";
  static constexpr char kNational[] = "national";  // staff of both nations

  explicit World(const std::string& engine);

  // Calls "PersonService/GetPerson" as `subject`. Ends the test program where a handler answers
  // without having proved its relation.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const std::string& method, const std::string& subject,
                               const Request& request, const std::string& delegate = "") {
    absl::StatusOr<std::unique_ptr<google::protobuf::Message>> answer =
        AskAny(method, subject, request, delegate);
    if (!answer.ok()) return answer.status();
    return static_cast<const Response&>(**answer);
  }
  // Sends a file; the messages of the answer.
  template <typename Request>
  absl::StatusOr<std::vector<v1::ImportProgress>> Import(const std::string& method,
                                                         const Request& request) {
    return ImportAny(method, request);
  }
  // Sends a file as national staff; the last message, or the test program ends.
  v1::ImportProgress ImportAuthorities(const std::string& csv);
  v1::ImportProgress ImportSeats(const std::string& csv);
  v1::ImportProgress ImportMembers(const std::string& csv);

  // `authorities/{authority}` of a code; `people/{person}` of a login, empty if nobody has it.
  std::string Authority(const std::string& code);
  std::string Person(const std::string& subject);
  // Adds a person with this login, and gives them a role.
  std::string AddPerson(const std::string& subject);
  v1::Grant Give(const std::string& subject, access::Role role, const std::string& scope);
  // A mentor's offer that is fit in every way.
  v1::Mentor Offer(const std::string& subject);

  // All events after a number, and the number of the newest.
  std::vector<event::v1::Event> Events(int64_t after = 0);
  int64_t Head();

  sql::Database& database() { return *database_; }
  test::FakeClock& clock() { return clock_; }
  const Means& means() const { return means_; }
  // Every method by its path; those of people's data stand in SubjectOffice.
  const std::map<std::string, rpc::Method>& methods() { return bindings_.methods().all(); }
  std::string Today() const { return time::FormatDate(means_.Today()); }

 private:
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> AskAny(
      const std::string& method, const std::string& subject,
      const google::protobuf::Message& request, const std::string& delegate);
  absl::StatusOr<std::vector<v1::ImportProgress>> ImportAny(
      const std::string& method, const google::protobuf::Message& request);
  absl::StatusOr<rpc::Call> CallOf(const rpc::Method& method, const std::string& subject,
                                   const std::string& delegate);

  std::unique_ptr<sql::Database> database_;
  test::FakeClock clock_;
  id::RandomIds ids_;
  page::Tokens tokens_;
  Means means_;
  LocalDirectory directory_;
  rpc::Bindings bindings_;
};

// Authorities, seats and members that most tests begin with: Powys and Cardiff in Wales, Leeds and
// York in Yorkshire and The Humber, Cumbria that came to an end; members "ann" and "bea" of Powys,
// "cai" of Cardiff, "dot" of Leeds, and "eve" who left with Cumbria. "officer" is Powys's,
// "adviser" of Wales's region, "english" staff of England alone.
void Populate(World& world);

// Today of every world: 22 November 2026, at noon.
absl::Time Noon();

}  // namespace telemachus::registry

#endif  // TELEMACHUS_TESTS_UNIT_REGISTRY_SUPPORT_WORLD_H_
