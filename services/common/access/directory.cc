#include "common/access/directory.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/status/status.h"

namespace telemachus::access {
namespace {

// Of one look at the clock, which no condition can wait for to the end of time.
constexpr absl::Duration kLongestWait = absl::Minutes(1);

absl::Status TooLate() {
  return status::Error(absl::StatusCode::kUnavailable, status::v1::REASON_UNAVAILABLE,
                       "who calls could not be found out in time");
}

}  // namespace

CachedDirectory::CachedDirectory(Directory& source, const time::Clock& clock,
                                 absl::Duration max_age, size_t capacity)
    : source_(source), clock_(clock), max_age_(max_age), capacity_(capacity) {}

absl::StatusOr<v1::Caller> CachedDirectory::Resolve(absl::string_view issuer,
                                                    absl::string_view subject,
                                                    absl::Time deadline) {
  const Key key(issuer, subject);
  std::shared_ptr<Question> question;
  {
    sync::Lock lock(mutex_);
    if (auto answer = Await(key, deadline)) return *std::move(answer);
    // An answer is as old as its question.
    question = std::make_shared<Question>(Question{clock_.Now(), deadline, generation_});
    questions_[key] = question;
  }
  absl::StatusOr<v1::Caller> answer = source_.Resolve(issuer, subject, deadline);
  {
    sync::Lock lock(mutex_);
    question->answer = answer;
    const auto asked = questions_.find(key);
    if (asked != questions_.end() && asked->second == question) questions_.erase(asked);
    if (answer.ok()) Keep(key, *answer, *question);
  }
  answered_.NotifyAll();
  return answer;
}

std::optional<absl::StatusOr<v1::Caller>> CachedDirectory::Await(const Key& key,
                                                                 absl::Time deadline) {
  while (true) {
    if (const v1::Caller* remembered = Remembered(key)) return *remembered;
    const auto asked = questions_.find(key);
    // What was asked before somebody changed may be answered as it was before.
    if (asked == questions_.end() || asked->second->generation != generation_) return std::nullopt;
    const std::shared_ptr<Question> question = asked->second;
    while (!question->answer.has_value()) {
      const absl::Duration left = deadline - absl::Now();
      if (left <= absl::ZeroDuration()) return TooLate();
      answered_.WaitFor(mutex_, std::min(left, kLongestWait));
    }
    if (Holds(*question, deadline)) return question->answer;
  }
}

const v1::Caller* CachedDirectory::Remembered(const Key& key) const {
  const auto known = entries_.find(key);
  const bool young = known != entries_.end() && clock_.Now() - known->second.fetched < max_age_;
  return young ? &known->second.caller : nullptr;
}

bool CachedDirectory::Holds(const Question& question, absl::Time deadline) const {
  if (!question.answer->ok()) {
    return absl::IsNotFound(question.answer->status()) || question.deadline >= deadline;
  }
  return question.generation == generation_ && clock_.Now() - question.asked < max_age_;
}

std::optional<v1::Caller> CachedDirectory::Known(absl::string_view issuer,
                                                 absl::string_view subject) {
  const Key key(issuer, subject);
  sync::Lock lock(mutex_);
  const v1::Caller* remembered = Remembered(key);
  if (remembered == nullptr) return std::nullopt;
  return *remembered;
}

void CachedDirectory::Keep(const Key& key, const v1::Caller& caller, const Question& question) {
  // Somebody changed while the question was under way: the answer may be the old one.
  if (question.generation != generation_) return;
  const absl::Time asked = question.asked;
  Entry& entry = entries_[key];
  if (!entry.caller.person().empty() && entry.fetched > asked) return;
  entry = Entry{caller, asked};
  order_.emplace_back(asked, key);
  while (!order_.empty() &&
         (order_.size() > capacity_ || asked - order_.front().first >= max_age_)) {
    const auto oldest = entries_.find(order_.front().second);
    if (oldest != entries_.end() && oldest->second.fetched == order_.front().first) {
      entries_.erase(oldest);
    }
    order_.pop_front();
  }
}

void CachedDirectory::Clear() {
  sync::Lock lock(mutex_);
  ++generation_;
  entries_.clear();
  order_.clear();
}

}  // namespace telemachus::access
