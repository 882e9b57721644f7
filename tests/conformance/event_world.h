#ifndef TELEMACHUS_TESTS_CONFORMANCE_EVENT_WORLD_H_
#define TELEMACHUS_TESTS_CONFORMANCE_EVENT_WORLD_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/event/consumer.h"
#include "common/event/outbox.h"
#include "common/event/relay.h"
#include "common/redis/client.h"
#include "common/sql/database.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/private_redis.h"
#include "tests/support/status_matchers.h"

namespace telemachus::event {

constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr absl::Duration kNever = absl::Hours(1);

inline absl::Time Soon() { return absl::Now() + kPatience; }

// Whether it becomes true before patience runs out.
inline bool Eventually(const std::function<bool()>& condition) {
  const absl::Time deadline = Soon();
  while (absl::Now() < deadline) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return condition();
}

inline std::unique_ptr<redis::Client> OpenRedis(const test::PrivateRedis& server) {
  auto client = redis::Open({.target = server.target(), .connections = 8});
  EXPECT_THAT(client, test::IsOk());
  return *std::move(client);
}

// A producer with a database of its own.
class Producer {
 public:
  explicit Producer(const std::string& engine) : database(test::OpenFresh(engine)) {
    EXPECT_THAT(sql::Migrate(*database, "event", Schema()), test::IsOk());
  }

  // Appends one event in a transaction of its own.
  void Emit(absl::string_view resource, int64_t version = 1) {
    ASSERT_THAT(database->Transact(Soon(),
                                   [&](sql::Transaction& transaction) {
                                     return Append(transaction, ChangeOf(resource, version),
                                                   absl::Now());
                                   }),
                test::IsOk());
  }

  static Change ChangeOf(absl::string_view resource, int64_t version) {
    return {.type = "test.thing.changed",
            .resource = std::string(resource),
            .version = version,
            .codes = {{"state", "OPEN"}}};
  }

  // Everything, as a consumer would get it.
  std::vector<v1::Event> History() {
    v1::FetchEventsRequest request;
    request.set_limit(1000);
    const auto response = Fetch(*database, request, Soon());
    EXPECT_THAT(response, test::IsOk());
    return {response->events().begin(), response->events().end()};
  }

  FetchFunction Fetcher() {
    return [this](const v1::FetchEventsRequest& request) {
      return event::Fetch(*database, request, Soon());
    };
  }

  const std::unique_ptr<sql::Database> database;
};

// What a consumer keeps: a row an effect, so that one that happened twice is seen.
class Notebook {
 public:
  explicit Notebook(const std::string& engine) : database(test::OpenFresh(engine)) {
    EXPECT_THAT(sql::Migrate(*database, "event", Schema()), test::IsOk());
    const std::vector<sql::Migration> own = {
        {"0001_seen",
         "CREATE TABLE seen (place INTEGER PRIMARY KEY AUTOINCREMENT, "
         "number INTEGER NOT NULL, resource TEXT NOT NULL, version INTEGER NOT NULL) STRICT;"}};
    EXPECT_THAT(sql::Migrate(*database, "test", own), test::IsOk());
  }

  // Writes an event down.
  static absl::Status Note(sql::Transaction& transaction, const v1::Event& event) {
    return transaction
        .Execute(
            "INSERT INTO seen (number, resource, version) "
            "VALUES (:number, :resource, :version)",
            {{"number", int64_t{event.number()}},
             {"resource", event.resource()},
             {"version", int64_t{event.version()}}})
        .status();
  }

  // What was written down, in its order: "things/a@1".
  std::vector<std::string> Seen() {
    return Ask<std::string>(
        [](const sql::Row& row) { return absl::StrCat(row.Text(1), "@", row.Int(2)); });
  }
  std::vector<int64_t> Numbers() {
    return Ask<int64_t>([](const sql::Row& row) { return row.Int(0); });
  }

  const std::unique_ptr<sql::Database> database;

 private:
  template <typename T>
  std::vector<T> Ask(const std::function<T(const sql::Row&)>& read) {
    std::vector<T> answers;
    const absl::Status status =
        database->Read(Soon(), [&](sql::Transaction& transaction) -> absl::Status {
          answers.clear();
          auto rows = transaction.Query(
              "SELECT number, resource, version FROM seen ORDER BY place LIMIT 10000", {});
          if (!rows.ok()) return rows.status();
          for (const sql::Row& row : *rows) answers.push_back(read(row));
          return absl::OkStatus();
        });
    EXPECT_THAT(status, test::IsOk());
    return answers;
  }
};

// 1, 2, … `count`.
inline std::vector<int64_t> UpTo(int64_t count) {
  std::vector<int64_t> numbers;
  for (int64_t number = 1; number <= count; ++number) numbers.push_back(number);
  return numbers;
}

inline Consumer::Options ConsumerOptions(absl::Duration head_interval = kNever) {
  return {.producer = "test", .consumer = "notebook", .head_interval = head_interval};
}

}  // namespace telemachus::event

#endif  // TELEMACHUS_TESTS_CONFORMANCE_EVENT_WORLD_H_
