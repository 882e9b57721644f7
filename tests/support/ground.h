#ifndef TELEMACHUS_TESTS_SUPPORT_GROUND_H_
#define TELEMACHUS_TESTS_SUPPORT_GROUND_H_

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/crypto/signature.h"
#include "common/event/relay.h"
#include "common/rpc/server.h"
#include "common/service/ground.h"
#include "common/sql/database.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/scratch.h"
#include "tests/support/status_matchers.h"

namespace telemachus::test {

// What a service's ground is laid on, fresh, in a folder that goes away with this object: an empty
// database on an engine, a signing key, everybody's public keys (its own), a key of page tokens.
class GroundFiles {
 public:
  GroundFiles(const std::string& service, const std::string& engine)
      : service_(service), database_(engine) {
    std::filesystem::create_directory(File("keys"));
    EXPECT_THAT(crypto::SigningKey::Generate().Save(KeyFile()), IsOk());
    std::ofstream(File("page")) << absl::Base64Escape(std::string(32, 'k'));
  }

  // Without Redis; `clock` may be null.
  service::GroundOptions Options(const time::Clock* clock) const {
    service::GroundOptions options;
    options.service = service_;
    options.database.target = database_.target();
    options.key_file = KeyFile();
    options.peer_keys = File("keys");
    options.page_key_file = File("page");
    options.clock = clock;
    return options;
  }
  // Room for what the service has beside.
  std::string File(const std::string& name) const { return scratch_.File(name); }

 private:
  std::string KeyFile() const { return absl::StrCat(File("keys"), "/", service_, ".key"); }

  const std::string service_;
  const Scratch scratch_;
  const FreshTarget database_;
};

// The ground of one service on an engine, without Redis and without a server: loops run when they
// are told to. Ends the process if it cannot be laid.
class LaidGround {
 public:
  // `service` names it, `schema` is its own; `clock` outlives this.
  LaidGround(const std::string& service, const std::string& engine,
             absl::Span<const sql::Migration> schema, const time::Clock& clock)
      : files_(service, engine),
        ground_(service::Ground::Lay(files_.Options(&clock), schema, bindings_).value()) {}

  service::Ground& ground() { return *ground_; }
  sql::Database& database() { return ground_->database(); }
  // Owns what a service's Bind would make.
  rpc::Bindings& bindings() { return bindings_; }

  // Everything told so far, oldest first, up to 1,000.
  std::vector<event::v1::Event> Events() {
    event::v1::FetchEventsRequest request;
    request.set_limit(1000);
    const auto fetched = event::Fetch(database(), request, absl::Now() + absl::Seconds(30));
    EXPECT_THAT(fetched, IsOk());
    if (!fetched.ok()) return {};
    return {fetched->events().begin(), fetched->events().end()};
  }
  // The types of those about one resource.
  std::vector<std::string> EventTypes(const std::string& resource) {
    std::vector<std::string> types;
    for (const event::v1::Event& event : Events()) {
      if (event.resource() == resource) types.push_back(event.type());
    }
    return types;
  }

 private:
  const GroundFiles files_;
  rpc::Bindings bindings_;
  service::Ground* const ground_;
};

}  // namespace telemachus::test

#endif  // TELEMACHUS_TESTS_SUPPORT_GROUND_H_
