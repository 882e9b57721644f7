#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/metric/metric.h"
#include "common/redis/client.h"
#include "common/trace/export.h"
#include "common/trace/span.h"
#include "gtest/gtest.h"
#include "tests/support/private_redis.h"
#include "tests/support/status_matchers.h"

namespace telemachus::redis {
namespace {

using test::HasCode;
using test::IsOk;
using test::PrivateRedis;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

constexpr absl::Duration kPatience = absl::Seconds(10);

std::unique_ptr<Client> OpenClient(const PrivateRedis& server, int connections = 4) {
  auto client = Open({.target = server.target(), .connections = connections});
  EXPECT_THAT(client, IsOk());
  return *std::move(client);
}

// Whether it answers before patience runs out.
bool ComesBack(Client& client) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (absl::Now() < deadline) {
    if (client.Command({"PING"}).ok()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

TEST(RedisTest, RefusesATargetThatIsNone) {
  for (const char* target : {"", "unix:", "localhost", "localhost:", "localhost:70000", ":6379"}) {
    EXPECT_THAT(Open({.target = target}), HasCode(absl::StatusCode::kInvalidArgument)) << target;
  }
}

TEST(RedisTest, KeepsBytesAsTheyAre) {
  PrivateRedis server;
  const auto client = OpenClient(server);
  const std::string bytes("a\0b\r\n\xff ", 7);
  ASSERT_THAT(client->Command({"SET", "key", bytes}), IsOk());
  const auto reply = client->Command({"GET", "key"});
  ASSERT_THAT(reply, IsOk());
  EXPECT_EQ(reply->kind, Reply::Kind::kText);
  EXPECT_EQ(reply->text, bytes);
}

TEST(RedisTest, TellsKindsApart) {
  PrivateRedis server;
  const auto client = OpenClient(server);
  EXPECT_EQ(client->Command({"GET", "none"})->kind, Reply::Kind::kNil);
  EXPECT_EQ(client->Command({"INCR", "count"})->integer, 1);
  const auto list = client->Script("return {7, 'x', {1}, false}", {}, {});
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->array.size(), 4u);
  EXPECT_EQ(list->array[0].integer, 7);
  EXPECT_EQ(list->array[1].text, "x");
  EXPECT_EQ(list->array[2].array[0].integer, 1);
  EXPECT_EQ(list->array[3].kind, Reply::Kind::kNil);
}

TEST(RedisTest, ARefusedCommandRepeatsNothingOfIt) {
  PrivateRedis server;
  const auto client = OpenClient(server);
  ASSERT_THAT(client->Command({"SET", "secret-key", "x"}), IsOk());
  const auto refused = client->Command({"LPUSH", "secret-key", "secret-value"});
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(std::string(refused.status().message()), testing::Not(HasSubstr("secret")));
  EXPECT_THAT(client->Command({"GET", "secret-key"}), IsOk()) << "the connection goes on";
}

TEST(RedisTest, AnswersOfAPipelineComeInOrder) {
  PrivateRedis server;
  const auto client = OpenClient(server);
  std::vector<std::vector<std::string>> commands;
  for (int i = 0; i < 5000; ++i)
    commands.push_back({"ECHO", absl::StrCat(i, std::string(200, 'x'))});
  const auto replies = client->Pipeline(commands);
  ASSERT_THAT(replies, IsOk());
  ASSERT_EQ(replies->size(), commands.size());
  for (size_t i = 0; i < commands.size(); ++i) ASSERT_EQ((*replies)[i].text, commands[i][1]);
}

TEST(RedisTest, RunsAScriptAgainAfterRedisLostIt) {
  PrivateRedis server;
  const auto client = OpenClient(server);
  constexpr char kAdd[] = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
  EXPECT_EQ(client->Script(kAdd, {"sum"}, {"2"})->integer, 2);
  EXPECT_EQ(client->Script(kAdd, {"sum"}, {"3"})->integer, 5);
  server.Flush();
  const auto after = client->Script(kAdd, {"sum"}, {"4"});
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->integer, 4);
}

TEST(RedisTest, OpensWhileRedisIsDownAndWorksOnceItIsUp) {
  PrivateRedis server;
  server.Kill();
  const auto client = OpenClient(server);
  EXPECT_THAT(client->Command({"PING"}), HasCode(absl::StatusCode::kUnavailable));
  server.Start();
  EXPECT_TRUE(ComesBack(*client));
}

TEST(RedisTest, ARestartBetweenCommandsIsNotNoticed) {
  PrivateRedis server;
  const auto client = OpenClient(server);
  for (int round = 0; round < 3; ++round) {
    ASSERT_THAT(client->Command({"PING"}), IsOk());
    server.Kill();
    server.Start();
  }
  EXPECT_THAT(client->Command({"PING"}), IsOk());
}

TEST(RedisTest, ARedisThatIsDownCostsLittle) {
  PrivateRedis server;
  server.Kill();
  const auto client = OpenClient(server);
  const absl::Time start = absl::Now();
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_THAT(client->Command({"PING"}), HasCode(absl::StatusCode::kUnavailable));
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

TEST(RedisTest, ASilentRedisHoldsNobodyUpForLong) {
  PrivateRedis server;
  const auto client = OpenClient(server);
  ASSERT_THAT(client->Command({"PING"}), IsOk());
  server.Freeze();
  const absl::Time start = absl::Now();
  EXPECT_THAT(client->Command({"PING"}, absl::Milliseconds(200)),
              HasCode(absl::StatusCode::kUnavailable));
  const absl::Duration first = absl::Now() - start;
  EXPECT_GE(first, absl::Milliseconds(200));
  EXPECT_LT(first, absl::Seconds(2));
  // Whoever comes next is refused at once while the pause lasts.
  EXPECT_THAT(client->Command({"PING"}), HasCode(absl::StatusCode::kUnavailable));
  server.Thaw();
  EXPECT_TRUE(ComesBack(*client));
}

TEST(RedisTest, AnAnswerThatCameTooLateIsNeverTakenForAnother) {
  PrivateRedis server;
  const auto client = OpenClient(server, 1);
  ASSERT_THAT(client->Command({"SET", "late", "late"}), IsOk());
  server.Freeze();
  EXPECT_THAT(client->Command({"GET", "late"}, absl::Milliseconds(50)),
              HasCode(absl::StatusCode::kUnavailable));
  server.Thaw();
  ASSERT_TRUE(ComesBack(*client));
  EXPECT_EQ(client->Command({"ECHO", "mine"})->text, "mine");
}

TEST(RedisTest, MoreThreadsThanConnectionsWaitTheirTurn) {
  PrivateRedis server;
  const auto client = OpenClient(server, 2);
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) failures += client->Command({"INCR", "count"}).ok() ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(client->Command({"GET", "count"})->text, "1600");
  const auto clients = client->Command({"INFO", "clients"});
  EXPECT_THAT(clients->text, HasSubstr("connected_clients:2\r\n"));
}

TEST(RedisTest, NobodyWaitsForAConnectionForEver) {
  PrivateRedis server;
  const auto opened =
      Open({.target = server.target(), .connections = 1, .timeout = absl::Milliseconds(100)});
  ASSERT_THAT(opened, IsOk());
  Client& client = **opened;
  std::thread blocked([&] {
    EXPECT_THAT(client.Command({"BLPOP", "none", "1"}, absl::Seconds(5)), IsOk());
  });
  const auto watcher = OpenClient(server);
  while (watcher->Command({"INFO", "clients"})->text.find("blocked_clients:1") ==
         std::string::npos) {
  }
  EXPECT_THAT(client.Command({"PING"}), HasCode(absl::StatusCode::kUnavailable));
  blocked.join();
  EXPECT_THAT(client.Command({"PING"}), IsOk());
}

TEST(RedisTest, SignsInWhereRedisAsksForIt) {
  PrivateRedis server(
      {"--user", "telemachus", "on", ">word", "~*", "+@all", "--user", "default", "off"});
  const auto stranger = OpenClient(server);
  EXPECT_FALSE(stranger->Command({"PING"}).ok());
  const auto client = Open({.target = server.target(), .user = "telemachus", .password = "word"});
  ASSERT_THAT(client, IsOk());
  EXPECT_THAT((*client)->Command({"PING"}), IsOk());
}

TEST(RedisTest, EachCommandIsASpanThatNamesNoKeyAndNoValue) {
  PrivateRedis server;
  const auto client = OpenClient(server);
  trace::Catcher catcher;
  ASSERT_THAT(client->Command({"PING"}), IsOk());
  EXPECT_TRUE(catcher.Finished().empty()) << "no request, no trace";
  std::string trace_id;
  {
    trace::Span request("request");
    trace_id = request.TraceId();
    ASSERT_THAT(client->Command({"set", "canary-key", "canary-value"}), IsOk());
    ASSERT_THAT(client->Pipeline({{"GET", "canary-key"}, {"GET", "canary-key"}}), IsOk());
    ASSERT_FALSE(client->Command({"LPUSH", "canary-key", "canary-value"}).ok());
  }
  const auto spans = catcher.Finished();
  ASSERT_EQ(spans.size(), 4u);
  EXPECT_EQ(spans[0].name, "SET");
  EXPECT_EQ(spans[0].trace_id, trace_id);
  EXPECT_THAT(spans[0].attributes, Contains(Pair("db.system.name", "redis")));
  EXPECT_THAT(spans[0].attributes, Contains(Pair("db.operation.name", "SET")));
  EXPECT_EQ(spans[1].name, "PIPELINE GET");
  EXPECT_THAT(spans[1].attributes, Contains(Pair("db.operation.batch.size", "2")));
  EXPECT_THAT(spans[2].attributes, Contains(Pair("error.type", "WRONGTYPE")));
  for (const auto& span : spans) {
    for (const auto& [key, value] : span.attributes)
      EXPECT_THAT(value, testing::Not(HasSubstr("canary")));
  }
  EXPECT_THAT(metric::Scrape(), HasSubstr("db_client_operation_duration_seconds"));
}

}  // namespace
}  // namespace telemachus::redis
