#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id/id.h"
#include "common/operation/runner.h"
#include "common/operation/store.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "tests/support/engines.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace telemachus::operation {
namespace {

using test::HasReason;
using test::IsOk;
using testing::ElementsAre;

// How many steps RunDue() did.
MATCHER_P(Counts, steps, "does " + testing::PrintToString(steps) + " steps") {
  if (arg.ok()) return *arg == steps;
  *result_listener << arg.status();
  return false;
}

absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

google::protobuf::Any Number(int64_t value) {
  google::protobuf::Int64Value number;
  number.set_value(value);
  google::protobuf::Any any;
  any.PackFrom(number);
  return any;
}

int64_t NumberIn(const google::protobuf::Any& any) {
  google::protobuf::Int64Value number;
  EXPECT_TRUE(any.UnpackTo(&number));
  return number.value();
}

// Counts up to what is in the operation's metadata at first, writing each number into a table.
class Counting final : public Kind {
 public:
  explicit Counting(int last) : last_(last) {}

  // Called before each step, with the number that it will write; its error is the step's.
  std::function<absl::Status(int number)> before = [](int) { return absl::OkStatus(); };
  // The same after the number was written, before the transaction ends.
  std::function<absl::Status(int number)> after = [](int) { return absl::OkStatus(); };
  std::atomic<int> taken = 0;

  absl::StatusOr<std::unique_ptr<Work>> TakeUp(const std::string& name, absl::Time) override {
    ++taken;
    return std::make_unique<Counter>(*this, name);
  }
  absl::Status Ended(sql::Transaction& transaction, const std::string& name) override {
    return Note(transaction, name, "ended");
  }
  absl::Status Removed(sql::Transaction& transaction, const std::string& name) override {
    return Note(transaction, name, "removed");
  }

 private:
  class Counter final : public Work {
   public:
    Counter(Counting& kind, std::string name) : kind_(kind), name_(std::move(name)) {}
    absl::StatusOr<Step> Run(sql::Transaction& transaction, const std::string& cursor,
                             absl::Time) override {
      int number = 0;
      if (!cursor.empty() && !absl::SimpleAtoi(cursor, &number)) return absl::InternalError("");
      ++number;
      RETURN_IF_ERROR(kind_.before(number));
      RETURN_IF_ERROR(Note(transaction, name_, absl::StrCat(number)));
      RETURN_IF_ERROR(kind_.after(number));
      Step step{.cursor = absl::StrCat(number), .metadata = Number(number)};
      if (number == kind_.last_) step.response = Number(number * 100);
      return step;
    }

   private:
    Counting& kind_;
    const std::string name_;
  };

  static absl::Status Note(sql::Transaction& transaction, const std::string& name,
                           const std::string& what) {
    return transaction
        .Execute("INSERT INTO notes (n, id, what) SELECT COUNT(*), :id, :what FROM notes",
                 {{"id", name}, {"what", what}})
        .status();
  }

  const int last_;
};

class OperationTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    ASSERT_THAT(Migrate(*database_, "operation", Schema()), IsOk());
    ASSERT_THAT(Migrate(*database_, "test",
                        {sql::Migration{"0001_notes",
                                        "CREATE TABLE notes(n INTEGER NOT NULL, id TEXT NOT NULL, "
                                        "what TEXT NOT NULL) STRICT;"}}),
                IsOk());
  }

  absl::Status Add(const std::string& name, const std::string& kind = "counting") {
    Operation operation;
    operation.name = name;
    operation.kind = kind;
    operation.owner = "people/ann";
    operation.metadata = Number(0);
    operation.created = clock_.Now();
    return database_->Transact(
        Soon(), [&](sql::Transaction& transaction) { return Insert(transaction, operation); });
  }
  Operation Get(const std::string& name) {
    Operation operation;
    EXPECT_THAT(database_->Read(Soon(),
                                [&](sql::Transaction& transaction) -> absl::Status {
                                  ASSIGN_OR_RETURN(operation, Load(transaction, name));
                                  return absl::OkStatus();
                                }),
                IsOk());
    return operation;
  }
  std::vector<std::string> Notes() {
    std::vector<std::string> notes;
    EXPECT_THAT(database_->Read(Soon(),
                                [&](sql::Transaction& transaction) -> absl::Status {
                                  ASSIGN_OR_RETURN(
                                      const auto rows,
                                      transaction.Query("SELECT what FROM notes ORDER BY n", {}));
                                  notes.clear();
                                  for (const sql::Row& row : rows) notes.push_back(row.Text(0));
                                  return absl::OkStatus();
                                }),
                IsOk());
    return notes;
  }

  test::FakeClock clock_{absl::FromUnixSeconds(1767225600)};
  id::RandomIds ids_;
  const test::FreshTarget place_{GetParam()};
  const std::unique_ptr<sql::Database> database_ = place_.Open();
  Counting kind_{4};
  Runner runner_{*database_, clock_, ids_, {{"counting", &kind_}}};
};

INSTANTIATE_TEST_SUITE_P(All, OperationTest, test::Engines(), test::EngineName);

TEST_P(OperationTest, IsDoneStepByStepAndCleansUpAtItsEnd) {
  ASSERT_THAT(Add("operations/a"), IsOk());
  EXPECT_THAT(runner_.RunDue(), Counts(4));
  EXPECT_THAT(Notes(), ElementsAre("1", "2", "3", "4", "ended"));
  const Operation over = Get("operations/a");
  EXPECT_EQ(over.state, State::kSucceeded);
  EXPECT_EQ(NumberIn(over.metadata), 4);
  EXPECT_EQ(NumberIn(over.response), 400);
  EXPECT_THAT(runner_.RunDue(), Counts(0));
}

TEST_P(OperationTest, GoesOnElsewhereAfterACrashWithoutRepeatingAStep) {
  ASSERT_THAT(Add("operations/a"), IsOk());
  // The runner is gone in the middle of its third step: nothing of that was committed, and the
  // lease stands.
  kind_.after = [](int number) {
    return number == 3 ? absl::InternalError("gone") : absl::OkStatus();
  };
  bool gone = false;
  const Operation before = Get("operations/a");
  ASSERT_THAT(database_->Transact(Soon(),
                                  [&](sql::Transaction& transaction) -> absl::Status {
                                    return Take(transaction, "operations/a", "dead", clock_.Now(),
                                                clock_.Now() + kLease)
                                        .status();
                                  }),
              IsOk());
  for (int64_t step = 0; !gone; ++step) {
    gone =
        !database_
             ->Transact(Soon(),
                        [&](sql::Transaction& transaction) -> absl::Status {
                          ASSIGN_OR_RETURN(const bool held, Begin(transaction, before.name, "dead",
                                                                  step, clock_.Now() + kLease));
                          EXPECT_TRUE(held);
                          ASSIGN_OR_RETURN(const Operation now, Load(transaction, before.name));
                          ASSIGN_OR_RETURN(const auto work, kind_.TakeUp(before.name, Soon()));
                          ASSIGN_OR_RETURN(const Step done,
                                           work->Run(transaction, now.cursor, clock_.Now()));
                          return Advance(transaction, before.name, done);
                        })
             .ok();
  }
  kind_.after = [](int) { return absl::OkStatus(); };
  EXPECT_THAT(runner_.RunDue(), Counts(0)) << "the lease still stands";
  clock_.Advance(kLease);
  EXPECT_THAT(runner_.RunDue(), Counts(2));
  EXPECT_THAT(Notes(), ElementsAre("1", "2", "3", "4", "ended"));
}

TEST_P(OperationTest, IsLeftAloneByWhoHasLostIt) {
  ASSERT_THAT(Add("operations/a"), IsOk());
  const auto other_database = place_.Open();
  Counting other_kind(4);
  Runner other(*other_database, clock_, ids_, {{"counting", &other_kind}});
  // The first pauses before its second step for longer than its lease, and the other takes over.
  std::atomic<bool> taken_over = false;
  kind_.before = [&](int number) {
    if (number == 2 && !taken_over.exchange(true)) {
      return absl::UnavailableError("");  // ends the transaction; the lease is given back
    }
    return absl::OkStatus();
  };
  EXPECT_THAT(runner_.RunDue(), Counts(1));
  clock_.Advance(absl::Seconds(2));
  EXPECT_THAT(other.RunDue(), Counts(3));
  ASSERT_THAT(database_->Transact(Soon(),
                                  [&](sql::Transaction& transaction) -> absl::Status {
                                    ASSIGN_OR_RETURN(const bool held,
                                                     Begin(transaction, "operations/a", "stranger",
                                                           1, clock_.Now() + kLease));
                                    EXPECT_FALSE(held);
                                    return absl::OkStatus();
                                  }),
              IsOk());
  EXPECT_THAT(Notes(), ElementsAre("1", "2", "3", "4", "ended"));
}

TEST_P(OperationTest, HasEachStepDoneOnceByManyRunners) {
  constexpr int kOperations = 6;
  for (int i = 0; i < kOperations; ++i) {
    ASSERT_THAT(Add(absl::StrCat("operations/", i)), IsOk());
  }
  const auto other_database = place_.Open();
  Runner other(*other_database, clock_, ids_, {{"counting", &kind_}});
  const auto run = [](Runner& runner) {
    for (int i = 0; i < 50; ++i) EXPECT_THAT(runner.RunDue().status(), IsOk());
  };
  std::thread first([&] { run(runner_); });
  std::thread second([&] { run(other); });
  first.join();
  second.join();
  clock_.Advance(absl::Minutes(10));  // what a conflict postponed is due
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  std::map<std::string, int> counts;
  for (const std::string& note : Notes()) ++counts[note];
  EXPECT_EQ(counts, (std::map<std::string, int>{{"1", kOperations},
                                                {"2", kOperations},
                                                {"3", kOperations},
                                                {"4", kOperations},
                                                {"ended", kOperations}}));
}

TEST_P(OperationTest, IsTriedAgainAfterWhatMayPassAndEndsWithAnyOtherError) {
  ASSERT_THAT(Add("operations/a"), IsOk());
  int failures = 0;
  kind_.after = [&](int number) {
    return number == 2 && ++failures == 1 ? absl::UnavailableError("") : absl::OkStatus();
  };
  EXPECT_THAT(runner_.RunDue(), Counts(1));
  EXPECT_EQ(Get("operations/a").attempts, 1);
  clock_.Advance(absl::Seconds(2));
  EXPECT_THAT(runner_.RunDue(), Counts(3));
  EXPECT_THAT(Notes(), ElementsAre("1", "2", "3", "4", "ended"));

  kind_.after = [](int number) {
    return number == 2 ? status::FieldFault("content", status::v1::REASON_IMPORT_UNREADABLE, "bad")
                       : absl::OkStatus();
  };
  ASSERT_THAT(Add("operations/b"), IsOk());
  EXPECT_THAT(runner_.RunDue(), Counts(1));
  const Operation over = Get("operations/b");
  EXPECT_EQ(over.state, State::kFailed);
  EXPECT_THAT(status::FromProto(over.error), HasReason(status::v1::REASON_IMPORT_UNREADABLE));
  EXPECT_EQ(NumberIn(over.metadata), 1) << "what was done before stays";
}

TEST_P(OperationTest, IsGivenUpAfterManyFailuresAndAfterADay) {
  ASSERT_THAT(Add("operations/a"), IsOk());
  kind_.before = [](int) { return absl::UnavailableError(""); };
  for (int i = 0; i < 30 && Get("operations/a").state == State::kUnderWay; ++i) {
    EXPECT_THAT(runner_.RunDue(), Counts(0));
    clock_.Advance(absl::Minutes(5));
  }
  EXPECT_EQ(kind_.taken, 20);
  EXPECT_EQ(Get("operations/a").error.code(), static_cast<int>(absl::StatusCode::kUnavailable));
  ASSERT_THAT(Add("operations/b"), IsOk());
  clock_.Advance(kLongest + absl::Seconds(1));
  EXPECT_THAT(runner_.RunDue(), Counts(1));
  EXPECT_THAT(status::FromProto(Get("operations/b").error),
              HasReason(status::v1::REASON_DEADLINE_EXCEEDED));
}

TEST_P(OperationTest, StopsAtTheNextStepWhenItIsCancelled) {
  ASSERT_THAT(Add("operations/a"), IsOk());
  kind_.before = [](int number) {
    return number == 3 ? absl::UnavailableError("") : absl::OkStatus();
  };
  EXPECT_THAT(runner_.RunDue(), Counts(2));
  ASSERT_THAT(database_->Transact(Soon(),
                                  [&](sql::Transaction& transaction) {
                                    return Cancel(transaction, "operations/a", clock_.Now());
                                  }),
              IsOk());
  EXPECT_THAT(runner_.RunDue(), Counts(1)) << "without waiting for the next attempt";
  EXPECT_THAT(status::FromProto(Get("operations/a").error),
              HasReason(status::v1::REASON_CANCELLED));
  EXPECT_THAT(Notes(), ElementsAre("1", "2", "ended"));
}

TEST_P(OperationTest, IsForgottenAMonthAfterItsEnd) {
  ASSERT_THAT(Add("operations/a"), IsOk());
  EXPECT_THAT(runner_.RunDue(), Counts(4));
  clock_.Advance(kKept - absl::Seconds(1));
  EXPECT_THAT(runner_.RunDue(), Counts(0));
  EXPECT_EQ(Get("operations/a").state, State::kSucceeded);
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(runner_.RunDue(), Counts(0));
  EXPECT_EQ(Notes().back(), "removed");
  EXPECT_THAT(database_->Read(Soon(),
                              [&](sql::Transaction& transaction) {
                                return Load(transaction, "operations/a").status();
                              }),
              test::HasCode(absl::StatusCode::kNotFound));
}

TEST_P(OperationTest, IsRefusedToAnOwnerWhoHasTooManyUnderWay) {
  for (int i = 0; i < kMostUnderWay; ++i) {
    ASSERT_THAT(Add(absl::StrCat("operations/", i)), IsOk());
  }
  EXPECT_THAT(Add("operations/more"), HasReason(status::v1::REASON_OVERLOADED));
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  EXPECT_THAT(Add("operations/more"), IsOk());
}

TEST_P(OperationTest, WaitsForAProgramThatKnowsItsKind) {
  ASSERT_THAT(Add("operations/a", "unknown"), IsOk());
  EXPECT_THAT(runner_.RunDue(), Counts(0));
  EXPECT_EQ(Get("operations/a").state, State::kUnderWay);
  Runner knowing(*database_, clock_, ids_, {{"unknown", &kind_}});
  clock_.Advance(absl::Minutes(1));
  EXPECT_THAT(knowing.RunDue(), Counts(4));
}

TEST_P(OperationTest, IsGivenBackInTheMiddleByARunnerThatStops) {
  ASSERT_THAT(Add("operations/a"), IsOk());
  std::atomic<int> done = 0;
  Runner stopping(*database_, clock_, ids_, {{"counting", &kind_}});
  kind_.before = [&](int number) {
    done = number;
    // Long enough a step that it is stopped in the middle.
    for (int i = 0; number == 2 && i < 1000 && done != -1; ++i)
      absl::SleepFor(absl::Milliseconds(1));
    return absl::OkStatus();
  };
  stopping.Start(absl::Milliseconds(1));
  while (done != 2) absl::SleepFor(absl::Milliseconds(1));
  std::thread stop([&] { stopping.Stop(); });
  done = -1;
  stop.join();
  kind_.before = [](int) { return absl::OkStatus(); };
  EXPECT_THAT(runner_.RunDue().status(), IsOk()) << "no lease to wait for";
  EXPECT_THAT(Notes(), ElementsAre("1", "2", "3", "4", "ended"));
}

}  // namespace
}  // namespace telemachus::operation
