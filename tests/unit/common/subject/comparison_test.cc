#include "common/subject/comparison.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/sync/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace telemachus::subject {
namespace {

using test::HasCode;

constexpr absl::Duration kLong = absl::Seconds(60);

// A log of erasures that can be out of reach. Thread-safe.
class FakeHoldings final : public Holdings {
 public:
  absl::Status Export(const std::string&, absl::Time, const Teller&) override {
    return absl::OkStatus();
  }
  absl::StatusOr<v1::EraseSubjectResponse> Erase(const std::string& person, absl::Time) override {
    sync::Lock lock(mutex_);
    if (erase_faults_-- > 0) return absl::UnavailableError("not now");
    erased_.insert(person);
    return v1::EraseSubjectResponse();
  }
  absl::Status Restrict(const std::string&, bool, absl::Time) override { return absl::OkStatus(); }
  absl::StatusOr<std::vector<v1::Erasure>> Erasures(const std::string& after, absl::Time) override {
    sync::Lock lock(mutex_);
    ++asked_;
    if (!reachable_) return absl::UnavailableError("nobody answers");
    std::vector<v1::Erasure> page;
    for (auto it = erased_.upper_bound(after); it != erased_.end() && page.size() < kErasuresAtOnce;
         ++it) {
      page.emplace_back().set_person(*it);
    }
    return page;
  }

  void Reach(bool reachable) {
    sync::Lock lock(mutex_);
    reachable_ = reachable;
  }
  void FailErasing(int times) {
    sync::Lock lock(mutex_);
    erase_faults_ = times;
  }
  void Add(const std::string& person) {
    sync::Lock lock(mutex_);
    erased_.insert(person);
  }
  std::set<std::string> erased() {
    sync::Lock lock(mutex_);
    return erased_;
  }
  int asked() {
    sync::Lock lock(mutex_);
    return asked_;
  }

 private:
  sync::Mutex mutex_;
  std::set<std::string> erased_ ABSL_GUARDED_BY(mutex_);
  bool reachable_ ABSL_GUARDED_BY(mutex_) = true;
  int erase_faults_ ABSL_GUARDED_BY(mutex_) = 0;
  int asked_ ABSL_GUARDED_BY(mutex_) = 0;
};

template <typename Condition>
void Await(const Condition& condition) {
  const absl::Time end = absl::Now() + kLong;
  while (!condition() && absl::Now() < end) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(condition());
}

class ComparisonTest : public testing::Test {
 protected:
  FakeHoldings own_;
  FakeHoldings registry_;
  Comparison comparison_{own_, registry_, kLong * 10};
};

TEST_F(ComparisonTest, ErasesWhomTheRegistryErasedBeforeItIsReady) {
  for (int i = 0; i < 3 * kErasuresAtOnce; ++i) registry_.Add(absl::StrCat("people/", i));
  own_.Add("people/7");
  own_.Add("people/of-this-service-alone");
  EXPECT_THAT(comparison_.Ready(), HasCode(absl::StatusCode::kUnavailable));
  comparison_.Start();
  Await([&] { return comparison_.Ready().ok(); });
  EXPECT_EQ(own_.erased().size(), 3U * kErasuresAtOnce + 1);
}

TEST_F(ComparisonTest, WaitsForTheRegistryAndTriesAgain) {
  registry_.Add("people/p1");
  registry_.Reach(false);
  comparison_.Start();
  Await([&] { return registry_.asked() > 1; });
  EXPECT_THAT(comparison_.Ready(), HasCode(absl::StatusCode::kUnavailable));
  registry_.Reach(true);
  Await([&] { return comparison_.Ready().ok(); });
  EXPECT_THAT(own_.erased(), testing::ElementsAre("people/p1"));
}

// However long that takes.
TEST(ComparisonPatienceTest, IsNotReadyWhileSomebodyCannotBeErased) {
  FakeHoldings own, registry;
  registry.Add("people/p1");
  own.FailErasing(1000000);
  Comparison comparison(own, registry, absl::Milliseconds(50));
  comparison.Start();
  const absl::Time patience = absl::Now() + absl::Milliseconds(50);
  Await([&] { return registry.asked() > 1 && absl::Now() > patience; });
  EXPECT_THAT(comparison.Ready(), HasCode(absl::StatusCode::kUnavailable));
  own.FailErasing(0);
  Await([&] { return comparison.Ready().ok(); });
  EXPECT_THAT(own.erased(), testing::ElementsAre("people/p1"));
}

// Nobody's calls are let in without a registry, so that being ready gives nothing away.
TEST(ComparisonPatienceTest, IsNotKeptDownForEverAndGoesOnComparing) {
  FakeHoldings own, registry;
  registry.Add("people/p1");
  registry.Reach(false);
  Comparison comparison(own, registry, absl::Milliseconds(50));
  comparison.Start();
  Await([&] { return comparison.Ready().ok(); });
  EXPECT_TRUE(own.erased().empty());
  registry.Reach(true);
  Await([&] { return !own.erased().empty(); });
}

TEST_F(ComparisonTest, StopsWhileNobodyAnswers) {
  registry_.Reach(false);
  comparison_.Start();
  Await([&] { return registry_.asked() > 0; });
  comparison_.Stop();
  EXPECT_FALSE(comparison_.Ready().ok());
}

}  // namespace
}  // namespace telemachus::subject
