#include "tests/scenarios/journey/redis_dump.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/redis/client.h"
#include "gtest/gtest.h"

namespace telemachus::scenario {
namespace {

using Words = std::vector<std::string>;

// All texts in an answer of Redis.
void Flatten(const redis::Reply& reply, std::string& texts) {
  absl::StrAppend(&texts, reply.text, "\n");
  for (const redis::Reply& inner : reply.array) Flatten(inner, texts);
}

// How a value of some sort is read whole.
Words Reading(const std::string& type, const std::string& key) {
  if (type == "stream") return {"XRANGE", key, "-", "+"};
  if (type == "string") return {"GET", key};
  if (type == "hash") return {"HGETALL", key};
  if (type == "zset") return {"ZRANGE", key, "0", "-1"};
  if (type == "set") return {"SMEMBERS", key};
  if (type == "list") return {"LRANGE", key, "0", "-1"};
  return {};
}

}  // namespace

std::string DumpRedis(const std::string& target) {
  const auto client = redis::Open({.target = target}).value();
  const auto ask = [&](const Words& words) {
    const auto reply = client->Command(words);
    EXPECT_TRUE(reply.ok()) << words[0] << ": " << reply.status();
    return reply.value_or(redis::Reply());
  };
  std::string dump;
  for (const redis::Reply& key : ask({"KEYS", "*"}).array) {
    absl::StrAppend(&dump, key.text, "\n");
    const std::string type = ask({"TYPE", key.text}).text;
    const Words reading = Reading(type, key.text);
    if (reading.empty()) {
      ADD_FAILURE() << "what is a " << type << "?";
    } else {
      Flatten(ask(reading), dump);
    }
  }
  return dump;
}

}  // namespace telemachus::scenario
