#include "common/subject/comparison.h"

#include <vector>

#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/status/macros.h"
#include "common/subject/remote_holdings.h"

namespace telemachus::subject {

absl::StatusOr<std::set<std::string>> ErasedBy(Holdings& holdings, absl::Time deadline) {
  std::set<std::string> people;
  std::vector<v1::Erasure> page;
  do {
    const std::string after = people.empty() ? std::string() : *people.rbegin();
    ASSIGN_OR_RETURN(page, holdings.Erasures(after, deadline));
    for (const v1::Erasure& erasure : page) people.insert(erasure.person());
  } while (page.size() == kErasuresAtOnce);
  return people;
}

void Comparison::Start() {
  {
    sync::Lock lock(mutex_);
    stopping_ = false;
    until_ = absl::Now() + patience_;
  }
  thread_ = std::thread([this] { Run(); });
}

void Comparison::Stop() {
  {
    sync::Lock lock(mutex_);
    stopping_ = true;
    stopped_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

absl::Status Comparison::Ready() {
  sync::Lock lock(mutex_);
  if (compared_ || absl::Now() >= until_) return absl::OkStatus();
  return absl::UnavailableError("erasures are not compared with the registry's yet");
}

void Comparison::Run() {
  while (Next(Compare())) {
  }
}

absl::StatusOr<int> Comparison::Compare() {
  ASSIGN_OR_RETURN(const auto theirs, ErasedBy(registry_, absl::Now() + kAnswer));
  {
    sync::Lock lock(mutex_);
    until_ = absl::InfiniteFuture();
  }
  ASSIGN_OR_RETURN(const auto ours, ErasedBy(own_, absl::Now() + kAnswer));
  int made_up = 0;
  for (const std::string& person : theirs) {
    if (ours.contains(person)) continue;
    {
      sync::Lock lock(mutex_);
      if (stopping_) return absl::CancelledError("the service ends");
    }
    RETURN_IF_ERROR(own_.Erase(person, absl::Now() + kAnswer).status());
    ++made_up;
  }
  return made_up;
}

bool Comparison::Next(const absl::StatusOr<int>& made_up) {
  sync::Lock lock(mutex_);
  if (made_up.ok()) {
    compared_ = true;
    if (*made_up > 0) log::Info("erasures made up for", {{"count", *made_up}});
    return false;
  }
  if (stopping_) return false;
  log::Warning("erasures are not compared with the registry's", {{"status", made_up.status()}});
  stopped_.WaitFor(mutex_, kPause);
  return !stopping_;
}

void CompareOnStart(Holdings& own, rpc::Channel& registry, rpc::Bindings& bindings) {
  auto& comparison = bindings.Make<Comparison>(own, bindings.Make<RemoteHoldings>(registry));
  bindings.OnServe(
      [&comparison] {
        comparison.Start();
        return absl::OkStatus();
      },
      [&comparison] { comparison.Stop(); });
  bindings.ReadyWhen([&comparison] { return comparison.Ready(); });
}

}  // namespace telemachus::subject
