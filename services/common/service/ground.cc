#include "common/service/ground.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/config/flags.h"
#include "common/crypto/signature.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/subject/roll.h"

namespace telemachus::service {
namespace {

absl::StatusOr<std::string> ReadPageKey(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  std::string key;
  if (!file || !absl::Base64Unescape(absl::StripAsciiWhitespace(content.str()), &key) ||
      key.size() != 32) {
    return absl::InvalidArgumentError("--page_key_file does not hold 32 bytes in base64");
  }
  return key;
}

}  // namespace

GroundOptions FromFlags(const std::string& service) {
  GroundOptions options;
  options.service = service;
  options.database.target = absl::GetFlag(FLAGS_database);
  options.redis = absl::GetFlag(FLAGS_redis);
  options.key_file = absl::GetFlag(FLAGS_key_file);
  options.peer_keys = absl::GetFlag(FLAGS_peer_keys);
  options.page_key_file = absl::GetFlag(FLAGS_page_key_file);
  return options;
}

absl::StatusOr<Ground*> Ground::Lay(const GroundOptions& options,
                                    absl::Span<const sql::Migration> schema,
                                    rpc::Bindings& bindings) {
  Ground& ground = bindings.Own(std::unique_ptr<Ground>(new Ground(bindings)));
  RETURN_IF_ERROR(ground.Open(options, schema));
  return &ground;
}

Ground::~Ground() = default;

absl::Status Ground::Open(const GroundOptions& options, absl::Span<const sql::Migration> schema) {
  service_ = options.service;
  if (options.clock != nullptr) clock_ = options.clock;
  ASSIGN_OR_RETURN(database_, sql::Open(options.database));
  RETURN_IF_ERROR(sql::Migrate(*database_, "event", event::Schema()));
  RETURN_IF_ERROR(sql::Migrate(*database_, "once", once::Schema()));
  RETURN_IF_ERROR(sql::Migrate(*database_, "timer", timer::Schema()));
  RETURN_IF_ERROR(sql::Migrate(*database_, "subject", subject::Schema()));
  RETURN_IF_ERROR(sql::Migrate(*database_, service_, schema));
  redis_target_ = options.redis;
  ASSIGN_OR_RETURN(redis::Client * redis, OpenRedis());
  ASSIGN_OR_RETURN(crypto::SigningKey key, crypto::SigningKey::Load(options.key_file));
  signer_ = std::make_unique<access::Signer>(service_, std::move(key), *clock_);
  ASSIGN_OR_RETURN(auto keys, access::LoadKeys(options.peer_keys));
  verifier_ = std::make_unique<access::Verifier>(service_, std::move(keys), *clock_);
  ASSIGN_OR_RETURN(std::string page_key, ReadPageKey(options.page_key_file));
  tokens_ = std::make_unique<page::Tokens>(std::move(page_key));
  relay_ = std::make_unique<event::Relay>(service_, *database_, redis);

  bindings_.methods()
      .Begin("telemachus.event.v1.EventService")
      .Add("FetchEvents", *this, &Ground::Fetch);
  bindings_.ReadyWhen([this] { return database_->Ping(); });
  bindings_.OnServe(
      [this] {
        relay_->Start();
        return absl::OkStatus();
      },
      [this] { relay_->Stop(); });
  return absl::OkStatus();
}

rpc::Channel& Ground::Connect(const std::string& service, const std::string& target) {
  return bindings_.Own(rpc::OpenChannel(target, rpc::AsService(*signer_, service)));
}

void Ground::AdmitBy(access::Directory& directory, absl::Duration max_age) {
  directory_ = std::make_unique<access::CachedDirectory>(directory, *clock_, max_age);
  bindings_.Admit(*verifier_, *directory_);
}

absl::StatusOr<redis::Client*> Ground::OpenRedis() {
  if (redis_target_.empty()) return nullptr;
  ASSIGN_OR_RETURN(auto client, redis::Open({.target = redis_target_, .connections = 1}));
  return redis_.emplace_back(std::move(client)).get();
}

event::Consumer& Ground::Follow(const std::string& producer, rpc::Channel& channel,
                                event::Effect effect,
                                std::function<bool(const event::v1::Event&)> concerns) {
  auto fetch = [&channel](const event::v1::FetchEventsRequest& request) {
    return channel.Unary<event::v1::FetchEventsResponse>(
        "/telemachus.event.v1.EventService/FetchEvents", request, absl::Now() + absl::Seconds(5));
  };
  // A consumer waits on the stream nearly all the time, on a connection of its own. The target was
  // opened before, so it is one.
  absl::StatusOr<redis::Client*> redis = OpenRedis();
  auto& consumer = bindings_.Make<event::Consumer>(
      event::Consumer::Options{
          .producer = producer, .consumer = service_, .concerns = std::move(concerns)},
      *database_, redis.value_or(nullptr), std::move(fetch), std::move(effect));
  bindings_.OnServe(
      [&consumer] {
        consumer.Start();
        return absl::OkStatus();
      },
      [&consumer] { consumer.Stop(); });
  return consumer;
}

timer::Timers& Ground::FireTimers(std::map<std::string, timer::Effect> effects) {
  auto& timers = bindings_.Make<timer::Timers>(*database_, *clock_, std::move(effects));
  bindings_.OnServe(
      [&timers] {
        timers.Start();
        return absl::OkStatus();
      },
      [&timers] { timers.Stop(); });
  return timers;
}

absl::StatusOr<event::v1::FetchEventsResponse> Ground::Fetch(
    const rpc::Call& call, const event::v1::FetchEventsRequest& request) {
  return event::Fetch(*database_, request, call.deadline());
}

}  // namespace telemachus::service
