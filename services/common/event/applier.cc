#include "common/event/applier.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "common/trace/span.h"

namespace telemachus::event {
namespace {

// The code of an event parked for an earlier one of its resource.
constexpr char kBehindAnother[] = "BEHIND_ANOTHER";

// Whether an effect that failed so may succeed when simply run again.
bool Passes(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status) || absl::IsDeadlineExceeded(status);
}

// The consumer's part of the trace that the change began.
trace::Span& Describe(trace::Span& span, const std::string& producer, const v1::Event& event) {
  span.Set("messaging.system", "redis");
  span.Set("messaging.operation.type", "process");
  span.Set("messaging.destination.name", absl::StrCat("events:", producer));
  span.Set("messaging.message.id", absl::StrCat(event.epoch(), "/", event.number()));
  span.Set("telemachus.event.type", event.type());
  return span;
}

}  // namespace

Applier::Applier(const Consumer::Options& options, sql::Database& database, Effect effect)
    : producer_(options.producer),
      consumer_(options.consumer),
      database_(database),
      effect_(std::move(effect)),
      cursor_(options.producer, options.consumer) {}

absl::StatusOr<Position> Applier::ReadPosition(absl::Time deadline) {
  Position position;
  RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(position, cursor_.Read(transaction));
    return absl::OkStatus();
  }));
  return position;
}

absl::StatusOr<Outcome> Applier::Apply(const v1::Event& event, absl::Time deadline) {
  trace::Span span(absl::StrCat("process events:", producer_), trace::Kind::kConsumer,
                   event.traceparent());
  Describe(span, producer_, event);
  absl::Status effect_status;
  absl::StatusOr<Outcome> outcome = Run(event, /*parked=*/false, deadline, effect_status);
  if (!outcome.ok() && !effect_status.ok() && !Passes(effect_status)) {
    span.End(effect_status).IgnoreError();
    outcome = Park(event, effect_status, deadline);
  }
  if (!outcome.ok()) return span.End(outcome.status());
  Observe(event, *outcome);
  if (*outcome == Outcome::kParked) ObserveParked(deadline);
  return outcome;
}

absl::StatusOr<Outcome> Applier::Run(const v1::Event& event, bool parked, absl::Time deadline,
                                     absl::Status& effect_status) {
  Outcome outcome = Outcome::kNotNext;
  RETURN_IF_ERROR(database_.Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    outcome = Outcome::kNotNext;
    effect_status = absl::OkStatus();
    ASSIGN_OR_RETURN(const bool mine, parked ? cursor_.Unpark(transaction, event)
                                             : cursor_.Advance(transaction, event));
    if (!mine) return absl::OkStatus();
    if (!parked) {
      ASSIGN_OR_RETURN(const bool behind, cursor_.HasParked(transaction, event.resource()));
      if (behind) {
        outcome = Outcome::kParked;
        return cursor_.Park(transaction, event, kBehindAnother);
      }
    }
    outcome = Outcome::kApplied;
    effect_status = effect_(transaction, event);
    return effect_status;
  }));
  return outcome;
}

absl::StatusOr<Outcome> Applier::Park(const v1::Event& event, const absl::Status& cause,
                                      absl::Time deadline) {
  Outcome outcome = Outcome::kNotNext;
  RETURN_IF_ERROR(database_.Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    outcome = Outcome::kNotNext;
    ASSIGN_OR_RETURN(const bool mine, cursor_.Advance(transaction, event));
    if (!mine) return absl::OkStatus();
    outcome = Outcome::kParked;
    return cursor_.Park(transaction, event, absl::StatusCodeToString(cause.code()));
  }));
  if (outcome == Outcome::kParked) {
    log::Error("an event cannot be applied and was parked",
               {{"producer", log::Code(producer_)},
                {"type", log::Code(event.type())},
                {"resource", log::Id(event.resource())},
                {"number", int64_t{event.number()}},
                {"status", cause}});
  }
  return outcome;
}

absl::StatusOr<Outcome> Applier::Skip(const v1::Event& first, const v1::Event& last,
                                      absl::Time deadline) {
  bool moved = false;
  RETURN_IF_ERROR(database_.Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(moved, cursor_.Skip(transaction, first, last));
    return absl::OkStatus();
  }));
  return moved ? Outcome::kApplied : Outcome::kNotNext;
}

absl::Status Applier::Begin(const std::string& epoch, bool anew, absl::Time deadline) {
  return database_.Transact(deadline, [&](sql::Transaction& transaction) {
    return anew ? cursor_.Restart(transaction, epoch) : cursor_.Create(transaction, epoch);
  });
}

absl::StatusOr<int> Applier::RetryParked(absl::Time deadline) {
  int applied = 0;
  int64_t after = 0;
  while (true) {
    std::vector<Cursor::ParkedResource> resources;
    RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(resources, cursor_.ParkedResources(transaction, after));
      return absl::OkStatus();
    }));
    if (resources.empty()) break;
    for (const Cursor::ParkedResource& resource : resources) {
      ASSIGN_OR_RETURN(const int count, RetryResource(resource.name, deadline));
      applied += count;
    }
    after = resources.back().first;
  }
  ObserveParked(deadline);
  return applied;
}

absl::StatusOr<int> Applier::RetryResource(const std::string& resource, absl::Time deadline) {
  int applied = 0;
  while (true) {
    std::optional<v1::Event> event;
    RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(event, cursor_.FirstParked(transaction, resource));
      return absl::OkStatus();
    }));
    if (!event.has_value()) return applied;
    trace::Span span(absl::StrCat("process events:", producer_), trace::Kind::kConsumer,
                     event->traceparent());
    Describe(span, producer_, *event);
    absl::Status effect_status;
    const auto outcome = Run(*event, /*parked=*/true, deadline, effect_status);
    if (!outcome.ok()) {
      span.End(outcome.status()).IgnoreError();
      // Another resource may fare better, unless it was the database that failed.
      return effect_status.ok() ? absl::StatusOr<int>(outcome.status()) : applied;
    }
    if (*outcome == Outcome::kApplied) ++applied;
    Observe(*event, *outcome);
  }
}

void Applier::Observe(const v1::Event& event, Outcome outcome) {
  if (outcome == Outcome::kNotNext) return;
  const metric::Labels labels = {{"producer", producer_}, {"consumer", consumer_}};
  metric::Count(outcome == Outcome::kApplied ? "event_applied_total" : "event_parked_total",
                outcome == Outcome::kApplied ? "Events applied" : "Events parked", labels);
  if (outcome != Outcome::kApplied) return;
  const absl::Duration age = absl::Now() - time::FromProto(event.event_time());
  metric::Duration("event_delivery_seconds", "From a change to its effect elsewhere", labels,
                   std::max(0.0, absl::ToDoubleSeconds(age)));
}

void Applier::ObserveParked(absl::Time deadline) {
  int64_t parked = 0;
  const absl::Status read =
      database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(parked, cursor_.CountParked(transaction));
        return absl::OkStatus();
      });
  if (!read.ok()) return;
  metric::Gauge("event_parked", "Events that wait for a remedy",
                {{"producer", producer_}, {"consumer", consumer_}}, static_cast<double>(parked));
}

}  // namespace telemachus::event
