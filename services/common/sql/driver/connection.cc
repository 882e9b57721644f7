#include "common/sql/driver/connection.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/sql/driver/text.h"
#include "common/trace/names.h"
#include "common/trace/span.h"

namespace telemachus::sql {
namespace {

// Texts are constants of the program; the limit only guards against ones that are put together.
constexpr size_t kStatementsKept = 500;

constexpr char kDuration[] = "db_client_operation_duration_seconds";
constexpr char kDurationHelp[] = "How long a statement took, as its caller saw it.";

// One statement as telemetry sees it: a client span, and a duration in the metric.
class Observation {
 public:
  Observation(const char* system, const Statement& statement)
      : statement_(statement), start_(std::chrono::steady_clock::now()) {
    if (!trace::InSpan()) return;
    span_.emplace(statement.summary, trace::Kind::kClient);
    span_->Set(trace::names::kDbSystemName, system);
    span_->Set(trace::names::kDbOperationName, statement.operation);
    span_->Set(trace::names::kDbQuerySummary, statement.summary);
    if (!statement.collection.empty()) {
      span_->Set(trace::names::kDbCollectionName, statement.collection);
    }
  }

  void End(const Failure& failure) {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start_;
    if (failure.ok()) {
      metric::DatabaseDuration(kDuration, kDurationHelp, statement_.labels, seconds.count());
      return;
    }
    const std::string type = absl::StatusCodeToString(failure.status.code());
    if (span_.has_value()) {
      span_->Set(trace::names::kDbResponseStatusCode, failure.code);
      span_->Fail(type);
    }
    metric::Labels labels = statement_.labels;
    labels.back().second = type;
    metric::DatabaseDuration(kDuration, kDurationHelp, labels, seconds.count());
  }

 private:
  const Statement& statement_;
  // Only where something is traced: relays and timers that find nothing to do begin no trace.
  std::optional<trace::Span> span_;
  const std::chrono::steady_clock::time_point start_;
};

void Describe(const Summary& summary, const char* system, Statement& statement) {
  statement.operation = summary.operation;
  statement.collection = summary.collection;
  statement.summary = summary.Text();
  // The last label is the error's type; empty, Prometheus takes it as absent.
  statement.labels = {
      {"db_system_name", system}, {"db_operation_name", summary.operation}, {"error_type", ""}};
  statement.counts_changes = summary.operation == "INSERT" || summary.operation == "UPDATE" ||
                             summary.operation == "DELETE" || summary.operation == "WITH";
}

// Callers mostly name parameters in the order of the text, so the place is tried first.
const Value* Named(absl::string_view name, size_t place, const Parameters& parameters) {
  if (place < parameters.size() && parameters[place].name == name) return &parameters[place].value;
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return &parameter.value;
  }
  return nullptr;
}

// PostgreSQL has no zero byte in a text, so neither engine takes one.
bool HoldsZero(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && text->find('\0') != std::string::npos;
}

Failure Arrange(const Statement& statement, const Parameters& parameters, Arguments& arguments) {
  if (parameters.size() != statement.names.size()) {
    return Misuse("a statement was given more or fewer values than it has parameters");
  }
  for (size_t i = 0; i < statement.names.size(); ++i) {
    const Value* value = Named(statement.names[i], i, parameters);
    if (value == nullptr) return Misuse("a statement was not given a value it names");
    if (HoldsZero(*value)) return FromSqlState("22021");
    arguments.push_back(value);
  }
  return {};
}

}  // namespace

Connection::Connection(const char* system) : system_(system) {
  Describe({"COMMIT", ""}, system, commit_);
}

absl::Status Connection::Begin(Access access, absl::Time deadline) {
  failure_ = {};
  access_ = access;
  deadline_ = deadline;
  if (absl::Now() >= deadline) return Fail(OutOfTime(), "BEGIN");
  Failure failure = BeginOn(access);
  if (!failure.ok()) return Fail(std::move(failure), "BEGIN");
  open_ = true;
  return absl::OkStatus();
}

Failure Connection::Find(absl::string_view sql, std::unique_ptr<Statement>& unkept,
                         Statement*& found) {
  const auto kept = statements_.find(sql);
  if (kept != statements_.end()) {
    found = kept->second.get();
    return {};
  }
  const bool keep = statements_.size() < kStatementsKept;
  std::unique_ptr<Statement> made;
  Failure failure = Prepare(sql, keep, made);
  if (!failure.ok()) return failure;
  Describe(Summarize(sql), system_, *made);
  found = made.get();
  if (keep) {
    statements_.emplace(sql, std::move(made));
  } else {
    unkept = std::move(made);
  }
  return {};
}

Failure Connection::RunObserved(Statement& statement, const Arguments& arguments, Answer& answer) {
  Observation observation(system_, statement);
  Failure failure = RunOn(statement, arguments, answer);
  observation.End(failure);
  return failure;
}

absl::StatusOr<Answer> Connection::Run(absl::string_view sql, const Parameters& parameters) {
  if (!failure_.ok()) return failure_.status;
  if (absl::Now() >= deadline_) return Fail(OutOfTime(), "deadline");
  std::unique_ptr<Statement> unkept;
  Statement* statement = nullptr;
  if (Failure failure = Find(sql, unkept, statement); !failure.ok()) {
    return Fail(std::move(failure), Summarize(sql).Text());
  }
  Arguments arguments;
  if (Failure failure = Arrange(*statement, parameters, arguments); !failure.ok()) {
    return Fail(std::move(failure), statement->summary);
  }
  Answer answer;
  if (Failure failure = RunObserved(*statement, arguments, answer); !failure.ok()) {
    return Fail(std::move(failure), statement->summary);
  }
  return answer;
}

absl::Status Connection::Commit() {
  if (failure_.ok() && absl::Now() >= deadline_) (void)Fail(OutOfTime(), "COMMIT");
  if (!failure_.ok()) {
    Rollback();
    return failure_.status;
  }
  open_ = false;
  if (access_ == Access::kRead) {
    Failure failure = CommitOn();
    return failure.ok() ? absl::OkStatus() : Fail(std::move(failure), "COMMIT");
  }
  Observation observation(system_, commit_);
  Failure failure = CommitOn();
  observation.End(failure);
  return failure.ok() ? absl::OkStatus() : Fail(std::move(failure), "COMMIT");
}

void Connection::Rollback() {
  if (!open_) return;
  open_ = false;
  if (fault() != Fault::kBroken && fault() != Fault::kLost) RollbackOn();
}

absl::Status Connection::Fail(Failure failure, absl::string_view summary) {
  failure_ = std::move(failure);
  const bool expected = failure_.fault == Fault::kConflict;
  log::Write(expected ? log::Level::kDebug : log::Level::kWarning, "a statement failed",
             {{trace::names::kDbQuerySummary, log::Code(summary)},
              {trace::names::kDbResponseStatusCode, log::Code(failure_.code)},
              {"error.type", log::Code(absl::StatusCodeToString(failure_.status.code()))}});
  return failure_.status;
}

}  // namespace telemachus::sql
