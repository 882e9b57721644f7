#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/status_matchers.h"

namespace telemachus::once {
namespace {

using absl::StatusCode;

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

class LedgerTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { ASSERT_THAT(Migrate(*database_, "once", Schema()), test::IsOk()); }

  // A handler: answers with what an earlier run made, or makes something and keeps it.
  absl::StatusOr<std::string> Create(const Key& key, const std::string& made,
                                     absl::Time now = absl::UnixEpoch()) {
    std::string answer;
    RETURN_IF_ERROR(database_->Transact(Soon(), [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(const std::optional<Result> earlier, Find(transaction, key));
      answer = earlier.has_value() ? earlier->resource : made;
      return earlier.has_value() ? absl::OkStatus() : Keep(transaction, key, {made, 7}, now);
    }));
    return answer;
  }

  // A digest is bytes, not text.
  const Key key_{"people/p1", "pkg.Service/Create", "request-1", std::string("\xff\0digest", 8)};
  const std::unique_ptr<sql::Database> database_ = test::OpenFresh(GetParam());
};

TEST_P(LedgerTest, AnswersARepeatedRequestWithWhatTheFirstMade) {
  EXPECT_EQ(*Create(key_, "things/a"), "things/a");
  EXPECT_EQ(*Create(key_, "things/b"), "things/a");
}

TEST_P(LedgerTest, KeepsTheVersion) {
  ASSERT_THAT(Create(key_, "things/a"), test::IsOk());
  ASSERT_THAT(database_->Read(Soon(),
                              [&](sql::Transaction& transaction) -> absl::Status {
                                ASSIGN_OR_RETURN(const auto result, Find(transaction, key_));
                                EXPECT_EQ(result.value().version, 7);
                                return absl::OkStatus();
                              }),
              test::IsOk());
}

TEST_P(LedgerTest, RefusesTheSameIdForAnotherPayload) {
  ASSERT_THAT(Create(key_, "things/a"), test::IsOk());
  Key other = key_;
  other.digest = "other";
  const auto answer = Create(other, "things/b");
  EXPECT_THAT(answer, test::HasCode(StatusCode::kInvalidArgument));
  EXPECT_THAT(answer, test::HasReason(status::v1::REASON_REQUEST_ID_REUSED));
}

TEST_P(LedgerTest, KeepsCallersAndMethodsApart) {
  ASSERT_THAT(Create(key_, "things/a"), test::IsOk());
  Key caller = key_;
  caller.caller = "people/p2";
  Key method = key_;
  method.method = "pkg.Service/Change";
  EXPECT_EQ(*Create(caller, "things/b"), "things/b");
  EXPECT_EQ(*Create(method, "things/c"), "things/c");
}

TEST_P(LedgerTest, KeepsNothingWithoutAnId) {
  Key nameless = key_;
  nameless.request_id = "";
  EXPECT_EQ(*Create(nameless, "things/a"), "things/a");
  EXPECT_EQ(*Create(nameless, "things/b"), "things/b");
}

TEST_P(LedgerTest, ForgetsOnlyWhatIsOld) {
  Key old = key_;
  old.request_id = "request-0";
  ASSERT_THAT(Create(old, "things/a", absl::FromUnixSeconds(10)), test::IsOk());
  ASSERT_THAT(Create(key_, "things/b", absl::FromUnixSeconds(20)), test::IsOk());
  ASSERT_THAT(database_->Transact(Soon(),
                                  [](sql::Transaction& transaction) {
                                    return Forget(transaction, absl::FromUnixSeconds(20));
                                  }),
              test::IsOk());
  EXPECT_EQ(*Create(old, "things/c"), "things/c");
  EXPECT_EQ(*Create(key_, "things/c"), "things/b");
}

TEST_P(LedgerTest, LetsOneOfManyThatRaceMakeTheThing) {
  std::atomic<int> makers = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&, made = "things/" + std::to_string(i)] {
      absl::StatusOr<std::string> answer = absl::AbortedError("not run");
      while (absl::IsAborted(answer.status())) answer = Create(key_, made);
      ASSERT_THAT(answer, test::IsOk());
      if (*answer == made) ++makers;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(makers, 1);
}

INSTANTIATE_TEST_SUITE_P(All, LedgerTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::once
