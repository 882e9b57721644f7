#include "matching/shortlist/mentor_index.h"

#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metric/metric.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::matching {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(5);
constexpr int kEvents = 1000;   // at most, of one step
constexpr size_t kBatch = 500;  // mentors fetched at once

}  // namespace

MentorIndex::MentorIndex(RegistryFacts& facts, event::FetchFunction fetch)
    : facts_(facts), fetch_(std::move(fetch)) {}

MentorIndex::~MentorIndex() { Stop(); }

void MentorIndex::Start(absl::Duration interval) {
  thread_ = std::thread([this, interval] { Run(interval); });
}

void MentorIndex::Stop() {
  {
    sync::Lock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

absl::Status MentorIndex::Ready() const {
  sync::Lock lock(mutex_);
  if (snapshot_ != nullptr) return absl::OkStatus();
  return absl::UnavailableError("the mentors are not loaded yet");
}

std::shared_ptr<const MentorIndex::Mentors> MentorIndex::Snapshot() const {
  sync::Lock lock(mutex_);
  return snapshot_ != nullptr ? snapshot_ : std::make_shared<const Mentors>();
}

absl::Status MentorIndex::Step() {
  if (load_due_) return Load();
  event::v1::FetchEventsRequest request;
  request.set_epoch(epoch_);
  request.set_after(last_);
  request.set_limit(kEvents);
  absl::StatusOr<event::v1::FetchEventsResponse> response = fetch_(request);
  if (absl::IsFailedPrecondition(response.status())) {
    load_due_ = true;
    return Load();
  }
  if (!response.ok()) return response.status();
  return Apply(*response);
}

absl::Status MentorIndex::Load() {
  std::map<std::string, registry::v1::MentorFacts> mentors;
  std::string page_token;
  bool first = true;
  do {
    ASSIGN_OR_RETURN(auto page, facts_.ListMentors(page_token, absl::Now() + kTimeout));
    if (first) {
      // Whatever changes after this is applied again from the events: twice does no harm.
      epoch_ = page.epoch();
      last_ = page.head();
      first = false;
    }
    for (auto& mentor : *page.mutable_mentors()) mentors[mentor.mentor()] = std::move(mentor);
    page_token = page.next_page_token();
  } while (!page_token.empty());
  load_due_ = false;
  behind_ = false;
  mentors_ = mentors;
  Publish(std::move(mentors));
  return absl::OkStatus();
}

absl::Status MentorIndex::Apply(const event::v1::FetchEventsResponse& response) {
  if (response.events().empty()) return absl::OkStatus();
  std::set<std::string> changed;
  for (const event::v1::Event& event : response.events()) {
    if (event.type() == "registry.mentor.changed") changed.insert(event.resource());
    // Whether members are offered outside is the policy's to say, of all mentors of an authority.
    if (event.type() == "registry.policy.created") load_due_ = true;
  }
  std::vector<std::string> names(changed.begin(), changed.end());
  for (size_t begin = 0; begin < names.size(); begin += kBatch) {
    const size_t end = std::min(begin + kBatch, names.size());
    const std::vector<std::string> batch(names.begin() + begin, names.begin() + end);
    ASSIGN_OR_RETURN(auto current, facts_.Mentors(batch, absl::Now() + kTimeout));
    for (const std::string& name : batch) mentors_.erase(name);
    for (auto& mentor : current) mentors_[mentor.mentor()] = std::move(mentor);
  }
  last_ = response.events().rbegin()->number();
  behind_ = last_ < response.head();
  if (!names.empty()) Publish(mentors_);
  return load_due_ ? Load() : absl::OkStatus();
}

void MentorIndex::Publish(std::map<std::string, registry::v1::MentorFacts> mentors) {
  auto snapshot = std::make_shared<Mentors>();
  snapshot->reserve(mentors.size());
  for (auto& [name, facts] : mentors) snapshot->push_back(std::move(facts));
  metric::Gauge("matching_index_mentors", "Mentors held in memory.", {},
                static_cast<double>(snapshot->size()));
  sync::Lock lock(mutex_);
  snapshot_ = std::move(snapshot);
}

void MentorIndex::Run(absl::Duration interval) {
  while (true) {
    const absl::Status status = Step();
    if (!status.ok())
      log::Warning("the mentors could not be brought up to date", {{"status", status}});
    sync::Lock lock(mutex_);
    // After a large import there is more than one step's worth: no pause then.
    const bool pause = !status.ok() || !behind_;
    if (!stopping_ && pause) changed_.WaitFor(mutex_, interval);
    if (stopping_) return;
  }
}

}  // namespace telemachus::matching
