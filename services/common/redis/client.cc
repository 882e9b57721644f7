#include "common/redis/client.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/redis/connection.h"
#include "common/redis/pool.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/sync/mutex.h"
#include "common/trace/span.h"

namespace telemachus::redis {
namespace {

constexpr size_t kMostCommands = 10'000;  // of a pipeline
constexpr size_t kMostScripts = 256;      // digests remembered; a program has a handful

// What Redis says when it cannot serve now, though nothing is wrong with the command.
constexpr absl::string_view kPassingRefusals[] = {"LOADING", "READONLY", "MASTERDOWN", "BUSY",
                                                  "OOM",     "MISCONF",  "NOREPLICAS"};

bool Passes(absl::string_view refusal) {
  return std::find(std::begin(kPassingRefusals), std::end(kPassingRefusals), refusal) !=
         std::end(kPassingRefusals);
}

absl::Status Unavailable() {
  return status::Error(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                       "Redis cannot serve now");
}

absl::Status RefusalStatus(absl::string_view operation, const std::string& refusal) {
  if (Passes(refusal)) return Unavailable();
  log::Error("Redis refuses a command",
             {{"operation", log::Code(operation)}, {"refusal", log::Code(refusal)}});
  return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                       "Redis refused a command");
}

// "XADD", "PIPELINE XADD" of many alike, "PIPELINE" of others.
std::string OperationOf(const std::vector<Words>& commands) {
  std::string first = absl::AsciiStrToUpper(commands.front().front());
  if (commands.size() == 1) return first;
  for (const Words& words : commands) {
    if (!absl::EqualsIgnoreCase(words.front(), first)) return "PIPELINE";
  }
  return absl::StrCat("PIPELINE ", first);
}

// What becomes known about an exchange with Redis: its names and outcome, never keys or values.
class Observation {
 public:
  explicit Observation(const std::vector<Words>& commands)
      : operation_(OperationOf(commands)), start_(absl::Now()) {
    if (!trace::InSpan()) return;
    span_.emplace(operation_, trace::Kind::kClient);
    span_->Set("db.system.name", "redis");
    span_->Set("db.operation.name", operation_);
    if (commands.size() > 1) {
      span_->Set("db.operation.batch.size", static_cast<int64_t>(commands.size()));
    } else if (operation_ == "EVALSHA") {
      span_->Set("db.stored_procedure.name", commands.front()[1]);
    }
  }

  // `error_type` is empty after success.
  void End(const std::string& error_type) {
    if (span_.has_value() && !error_type.empty()) span_->Fail(error_type);
    metric::Labels labels = {{"db_system_name", "redis"}, {"db_operation_name", operation_}};
    if (!error_type.empty()) labels.emplace_back("error_type", error_type);
    metric::DatabaseDuration("db_client_operation_duration_seconds",
                             "Duration of database client operations", labels,
                             absl::ToDoubleSeconds(absl::Now() - start_));
  }

 private:
  const std::string operation_;
  const absl::Time start_;
  std::optional<trace::Span> span_;
};

class PooledClient final : public Client {
 public:
  PooledClient(const Options& options, Address address)
      : timeout_(options.timeout), pool_(options, std::move(address)) {}

  absl::StatusOr<Reply> Command(const std::vector<std::string>& words,
                                absl::Duration timeout) override {
    ASSIGN_OR_RETURN(std::vector<Reply> replies, Ask({words}, timeout));
    return std::move(replies.front());
  }

  absl::StatusOr<Reply> Script(absl::string_view text, const std::vector<std::string>& keys,
                               const std::vector<std::string>& arguments) override {
    ASSIGN_OR_RETURN(std::string digest, DigestOf(text));
    Words words = {"EVALSHA", digest, absl::StrCat(keys.size())};
    words.insert(words.end(), keys.begin(), keys.end());
    words.insert(words.end(), arguments.begin(), arguments.end());
    ASSIGN_OR_RETURN(std::vector<Answer> answers, Exchange({words}, absl::ZeroDuration()));
    if (answers.front().refusal == "NOSCRIPT") {  // Redis has lost it
      RETURN_IF_ERROR(Load(text).status());
      ASSIGN_OR_RETURN(answers, Exchange({words}, absl::ZeroDuration()));
    }
    if (!answers.front().refusal.empty()) {
      return RefusalStatus("EVALSHA", answers.front().refusal);
    }
    return std::move(answers.front().reply);
  }

  absl::StatusOr<std::vector<Reply>> Pipeline(
      const std::vector<std::vector<std::string>>& commands) override {
    if (commands.empty()) return std::vector<Reply>{};
    return Ask(commands, absl::ZeroDuration());
  }

 private:
  // The replies of commands none of which may be refused.
  absl::StatusOr<std::vector<Reply>> Ask(const std::vector<Words>& commands,
                                         absl::Duration timeout) {
    ASSIGN_OR_RETURN(std::vector<Answer> answers, Exchange(commands, timeout));
    std::vector<Reply> replies;
    replies.reserve(answers.size());
    for (size_t i = 0; i < answers.size(); ++i) {
      if (!answers[i].refusal.empty()) {
        return RefusalStatus(OperationOf({commands[i]}), answers[i].refusal);
      }
      replies.push_back(std::move(answers[i].reply));
    }
    return replies;
  }

  // Runs commands on a connection, observed.
  absl::StatusOr<std::vector<Answer>> Exchange(const std::vector<Words>& commands,
                                               absl::Duration timeout) {
    const bool wordless = std::any_of(commands.begin(), commands.end(),
                                      [](const Words& words) { return words.empty(); });
    if (wordless || commands.size() > kMostCommands) {
      return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                           "commands without words, or too many of them");
    }
    Observation observation(commands);
    absl::StatusOr<std::vector<Answer>> answers = Run(commands, timeout);
    std::string error_type;
    if (!answers.ok()) {
      error_type = absl::StatusCodeToString(answers.status().code());
    } else {
      for (const Answer& answer : *answers) {
        if (!answer.refusal.empty()) error_type = answer.refusal;
      }
    }
    observation.End(error_type);
    return answers;
  }

  absl::StatusOr<std::vector<Answer>> Run(const std::vector<Words>& commands,
                                          absl::Duration timeout) {
    ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, pool_.Take(absl::Now() + timeout_));
    const absl::Duration time = timeout > absl::ZeroDuration() ? timeout : timeout_;
    absl::StatusOr<std::vector<Answer>> answers = connection->Run(commands, absl::Now() + time);
    if (!answers.ok()) {
      pool_.Drop(std::move(connection), answers.status());
      return Unavailable();
    }
    // After a failover the old master refuses to write: connect anew, perhaps to the new one.
    const bool read_only = std::any_of(answers->begin(), answers->end(), [](const Answer& answer) {
      return answer.refusal == "READONLY";
    });
    if (read_only) {
      pool_.Drop(std::move(connection), Unavailable());
    } else {
      pool_.Return(std::move(connection));
    }
    return answers;
  }

  // What EVALSHA calls the script.
  absl::StatusOr<std::string> DigestOf(absl::string_view text) {
    {
      sync::Lock lock(mutex_);
      const auto known = digests_.find(std::string(text));
      if (known != digests_.end()) return known->second;
    }
    return Load(text);
  }

  absl::StatusOr<std::string> Load(absl::string_view text) {
    ASSIGN_OR_RETURN(const Reply digest,
                     Command({"SCRIPT", "LOAD", std::string(text)}, absl::ZeroDuration()));
    sync::Lock lock(mutex_);
    if (digests_.size() >= kMostScripts) digests_.clear();
    digests_[std::string(text)] = digest.text;
    return digest.text;
  }

  const absl::Duration timeout_;
  Pool pool_;
  sync::Mutex mutex_;
  std::map<std::string, std::string> digests_ ABSL_GUARDED_BY(mutex_);  // by text
};

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Open(const Options& options) {
  ASSIGN_OR_RETURN(Address address, ParseTarget(options.target));
  if (options.connections < 1 || options.timeout <= absl::ZeroDuration()) {
    return status::FieldFault("connections", status::v1::REASON_FIELD_OUT_OF_RANGE,
                              "expected at least one connection and some time");
  }
  return std::make_unique<PooledClient>(options, std::move(address));
}

}  // namespace telemachus::redis
