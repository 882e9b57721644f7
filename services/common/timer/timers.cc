#include "common/timer/timers.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/sync/mutex.h"
#include "common/trace/span.h"

namespace telemachus::timer {
namespace {

constexpr int kBatch = 100;
constexpr absl::Duration kFireTimeout = absl::Seconds(30);
// A failed timer waits this long, doubled with each further failure up to the longest.
constexpr absl::Duration kFirstDelay = absl::Seconds(1);
constexpr absl::Duration kLongestDelay = absl::Hours(1);
constexpr int kDoublingsMax = 12;  // from a second to over an hour

// A row as it was read; what is done to it holds only while it is still the same.
struct Due {
  std::string kind;
  std::string subject;
  absl::Time due;
  int64_t attempts;
};

sql::Parameters KeyOf(const Due& timer) {
  return {{"kind", timer.kind}, {"subject", timer.subject}, {"due", timer.due}};
}

// Due rows behind `after` in the order of firing, but for kinds that nothing here fires.
absl::Status ReadBatch(sql::Transaction& transaction, absl::Time now, const Due& after,
                       std::vector<Due>& batch) {
  sql::Parameters parameters = KeyOf(after);
  parameters.emplace_back("now", now);
  parameters.emplace_back("limit", kBatch);
  ASSIGN_OR_RETURN(
      const std::vector<sql::Row> rows,
      transaction.Query("SELECT kind, subject, due, attempts FROM timers "
                        "WHERE due <= :now AND (due, kind, subject) > (:due, :kind, :subject) "
                        "ORDER BY due, kind, subject LIMIT :limit",
                        parameters));
  batch.clear();
  for (const sql::Row& row : rows) {
    batch.push_back({row.Text(0), row.Text(1), row.Time(2), row.Int(3)});
  }
  return absl::OkStatus();
}

// Takes the row away; false if another replica did, or somebody set it anew.
absl::StatusOr<bool> Take(sql::Transaction& transaction, const Due& timer) {
  ASSIGN_OR_RETURN(const int64_t taken,
                   transaction.Execute("DELETE FROM timers WHERE kind = :kind AND "
                                       "subject = :subject AND due = :due",
                                       KeyOf(timer)));
  return taken == 1;
}

absl::Duration DelayAfter(int64_t attempts) {
  const int doublings = static_cast<int>(std::min<int64_t>(attempts, kDoublingsMax));
  return std::min(kFirstDelay * (1 << doublings), kLongestDelay);
}

absl::Status Postpone(sql::Database& database, const Due& timer, absl::Time now) {
  sql::Parameters parameters = KeyOf(timer);
  parameters.emplace_back("later", now + DelayAfter(timer.attempts));
  return database.Transact(absl::Now() + kFireTimeout, [&](sql::Transaction& transaction) {
    return transaction
        .Execute(
            "UPDATE timers SET due = :later, attempts = attempts + 1 "
            "WHERE kind = :kind AND subject = :subject AND due = :due",
            parameters)
        .status();
  });
}

void CountOutcome(const std::string& kind, const char* outcome) {
  metric::Count("timer_fired_total", "Timers that came due, by what came of them.",
                {{"kind", kind}, {"outcome", outcome}});
}

bool LostRace(const absl::Status& status) {
  return absl::IsAborted(status) &&
         status::ReasonOf(status) == status::v1::REASON_CONFLICTING_CHANGE;
}

// Fires one timer; false if it was not there any more, lost a race or failed. An error only if the
// row of a timer that failed could not be postponed either.
absl::StatusOr<bool> Fire(sql::Database& database, const Effect& effect, const Due& timer,
                          absl::Time now) {
  trace::Span span(absl::StrCat("timer ", timer.kind));
  bool taken = false;
  const absl::Status status =
      span.End(database.Transact(absl::Now() + kFireTimeout, [&](sql::Transaction& transaction) {
        ASSIGN_OR_RETURN(taken, Take(transaction, timer));
        return taken ? effect(transaction, timer.subject, now) : absl::OkStatus();
      }));
  if (status.ok()) {
    if (taken) CountOutcome(timer.kind, "fired");
    return taken;
  }
  if (LostRace(status)) {  // it stays due; the next pass tries again
    CountOutcome(timer.kind, "conflict");
    return false;
  }
  CountOutcome(timer.kind, "failed");
  log::Warning(
      "a timer failed and is postponed",
      {{"kind", log::Code(timer.kind)}, {"attempts", timer.attempts + 1}, {"status", status}});
  RETURN_IF_ERROR(Postpone(database, timer, now));
  return false;
}

}  // namespace

absl::Status Set(sql::Transaction& transaction, absl::string_view kind, absl::string_view subject,
                 absl::Time due) {
  return transaction
      .Execute(
          "INSERT INTO timers(kind, subject, due, attempts) VALUES (:kind, :subject, :due, 0) "
          "ON CONFLICT (kind, subject) DO UPDATE SET due = excluded.due, attempts = 0",
          {{"kind", kind}, {"subject", subject}, {"due", due}})
      .status();
}

absl::Status Clear(sql::Transaction& transaction, absl::string_view kind,
                   absl::string_view subject) {
  return transaction
      .Execute("DELETE FROM timers WHERE kind = :kind AND subject = :subject",
               {{"kind", kind}, {"subject", subject}})
      .status();
}

// The thread of Start().
class Timers::Loop {
 public:
  Loop(Timers& timers, absl::Duration interval)
      : timers_(timers), interval_(interval), thread_([this] { Run(); }) {}
  ~Loop() {
    {
      sync::Lock lock(mutex_);
      stopping_ = true;
    }
    stop_changed_.NotifyAll();
    thread_.join();
  }

  bool stopping() {
    sync::Lock lock(mutex_);
    return stopping_;
  }

 private:
  void Run() {
    while (!stopping()) {
      const absl::StatusOr<int> fired = timers_.FireUntil([this] { return stopping(); });
      if (!fired.ok()) log::Warning("timers could not be read", {{"status", fired.status()}});
      sync::Lock lock(mutex_);
      if (!stopping_) stop_changed_.WaitFor(mutex_, interval_);
    }
  }

  Timers& timers_;
  const absl::Duration interval_;
  sync::Mutex mutex_;
  sync::Condition stop_changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses what stands above
};

Timers::Timers(sql::Database& database, const time::Clock& clock,
               std::map<std::string, Effect> effects)
    : database_(database), clock_(clock), effects_(std::move(effects)) {}

Timers::~Timers() { Stop(); }

void Timers::Start(absl::Duration interval) { loop_ = std::make_unique<Loop>(*this, interval); }

void Timers::Stop() { loop_.reset(); }

absl::StatusOr<int> Timers::FireDue() {
  return FireUntil([] { return false; });
}

absl::StatusOr<int> Timers::FireUntil(const std::function<bool()>& stopping) {
  const absl::Time now = clock_.Now();
  int fired = 0;
  int unknown = 0;
  Due last{"", "", absl::UnixEpoch() - absl::Hours(1), 0};
  std::vector<Due> batch;
  do {
    RETURN_IF_ERROR(database_.Read(absl::Now() + kFireTimeout, [&](sql::Transaction& transaction) {
      return ReadBatch(transaction, now, last, batch);
    }));
    for (const Due& timer : batch) {
      if (stopping()) return fired;
      const auto effect = effects_.find(timer.kind);
      if (effect == effects_.end()) {
        ++unknown;
        continue;
      }
      ASSIGN_OR_RETURN(const bool done, Fire(database_, effect->second, timer, now));
      if (done) ++fired;
    }
    if (!batch.empty()) last = batch.back();
  } while (batch.size() == kBatch);
  NoteUnknown(unknown);
  return fired;
}

void Timers::NoteUnknown(int count) {
  metric::Gauge("timer_unknown_due", "Due timers of a kind that this program does not fire.", {},
                count);
  if (unknown_.exchange(count) == count || count == 0) return;
  log::Warning("timers of unknown kind are due", {{"count", count}});
}

}  // namespace telemachus::timer
