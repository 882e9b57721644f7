#include "registry/need/format_task_service.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/need/format_task_rules.h"
#include "registry/need/format_tasks.h"
#include "registry/timer_kinds.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_STALE_ETAG;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::IsEmpty;

using Task = v1::FormatTask;

class FormatTaskServiceTest : public testing::TestWithParam<std::string> {
 protected:
  FormatTaskServiceTest() {
    Populate(world_);
    world_.AddPerson("second");
    second_ = world_.Give("second", access::Role::ROLE_OFFICER, world_.Authority("POW")).name();
    world_.AddPerson("cardiff");
    world_.Give("cardiff", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  }

  absl::Status State(const std::string& subject, const std::vector<v1::Person::Format>& formats) {
    v1::UpdatePersonRequest request;
    request.mutable_person()->set_name(world_.Person(subject));
    for (const auto format : formats) request.mutable_person()->add_format_needs(format);
    request.mutable_update_mask()->add_paths("format_needs");
    return world_.Ask<v1::Person>("PersonService/UpdatePerson", subject, request).status();
  }
  absl::StatusOr<v1::ListFormatTasksResponse> List(const std::string& as, int page_size = 0,
                                                   const std::string& token = "") {
    v1::ListFormatTasksRequest request;
    request.set_parent(world_.Authority("POW"));
    request.set_page_size(page_size);
    request.set_page_token(token);
    return world_.Ask<v1::ListFormatTasksResponse>("FormatTaskService/ListFormatTasks", as,
                                                   request);
  }
  // The only task there is.
  Task TheTask() {
    const auto tasks = List("officer");
    EXPECT_EQ(tasks->format_tasks_size(), 1);
    return tasks->format_tasks(0);
  }
  absl::StatusOr<Task> Get(const std::string& as, const std::string& name) {
    v1::GetFormatTaskRequest request;
    request.set_name(name);
    return world_.Ask<Task>("FormatTaskService/GetFormatTask", as, request);
  }
  absl::StatusOr<Task> Claim(const std::string& as, const std::string& name) {
    v1::ClaimFormatTaskRequest request;
    request.set_name(name);
    return world_.Ask<Task>("FormatTaskService/ClaimFormatTask", as, request);
  }
  absl::StatusOr<Task> Complete(const std::string& as, const std::string& name,
                                Task::Outcome outcome, const std::string& etag = "") {
    v1::CompleteFormatTaskRequest request;
    request.set_name(name);
    request.set_outcome(outcome);
    request.set_etag(etag);
    return world_.Ask<Task>("FormatTaskService/CompleteFormatTask", as, request);
  }

  World world_{GetParam()};
  std::string second_;  // the second officer's grant
};

INSTANTIATE_TEST_SUITE_P(All, FormatTaskServiceTest, test::Engines(), test::EngineName);

TEST_P(FormatTaskServiceTest, OpensForEachNewNeed) {
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  const Task task = TheTask();
  EXPECT_EQ(task.format(), v1::Person::FORMAT_BRAILLE);
  EXPECT_FALSE(task.what().welsh().empty());
  EXPECT_FALSE(task.what().english().empty());
  EXPECT_EQ(task.state(), Task::STATE_OPEN);
  EXPECT_EQ(task.owner(), "");
  EXPECT_EQ(task.due_date(), "2026-12-04") << "a Sunday, and ten working days";
  EXPECT_FALSE(task.overdue());
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_AUDIO, v1::Person::FORMAT_BRAILLE}), IsOk());
  EXPECT_EQ(List("officer")->format_tasks_size(), 2) << "one more, and not the first again";
  EXPECT_THAT(State("ann", {v1::Person::FORMAT_AUDIO, v1::Person::FORMAT_AUDIO}),
              FaultOn("person.format_needs[1]", REASON_FIELD_REPEATED));
  EXPECT_EQ(List("officer")->format_tasks_size(), 2);
}

TEST_P(FormatTaskServiceTest, GoesFromHandToOutcome) {
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_LARGE_PRINT}), IsOk());
  const std::string name = TheTask().name();
  EXPECT_THAT(Complete("officer", name, Task::OUTCOME_PROVIDED), HasReason(REASON_WRONG_STATE))
      << "nobody has claimed it";
  const auto claimed = Claim("officer", name);
  ASSERT_THAT(claimed, IsOk());
  EXPECT_EQ(claimed->owner(), world_.Person("officer"));
  EXPECT_EQ(Claim("officer", name)->etag(), claimed->etag());
  EXPECT_THAT(Claim("second", name), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Complete("second", name, Task::OUTCOME_PROVIDED), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Complete("officer", name, Task::OUTCOME_PROVIDED, "1"), HasReason(REASON_STALE_ETAG));
  const auto done = Complete("officer", name, Task::OUTCOME_PROVIDED, claimed->etag());
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), Task::STATE_DONE);
  EXPECT_TRUE(done->has_settle_time());
  EXPECT_THAT(Claim("officer", name), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Complete("officer", name, Task::OUTCOME_NO_MAKER), HasReason(REASON_WRONG_STATE));
}

TEST_P(FormatTaskServiceTest, ClosesWithTheNeedAndOpensWithItAgain) {
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  const std::string name = TheTask().name();
  ASSERT_THAT(Claim("officer", name), IsOk());
  ASSERT_THAT(State("ann", {}), IsOk());
  EXPECT_EQ(TheTask().state(), Task::STATE_NO_LONGER_NEEDED);
  world_.clock().Advance(absl::Hours(24 * 7));
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  const Task again = TheTask();
  EXPECT_EQ(again.name(), name);
  EXPECT_EQ(again.state(), Task::STATE_OPEN);
  EXPECT_EQ(again.owner(), "");
  EXPECT_EQ(again.due_date(), "2026-12-11");
  ASSERT_THAT(Claim("officer", name), IsOk());
  ASSERT_EQ(Complete("officer", name, Task::OUTCOME_NO_MAKER)->state(), Task::STATE_NOT_POSSIBLE);
  ASSERT_THAT(State("ann", {}), IsOk());
  EXPECT_EQ(TheTask().outcome(), Task::OUTCOME_NO_MAKER) << "what came of it stays";
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  EXPECT_EQ(TheTask().outcome(), Task::OUTCOME_UNSPECIFIED);
}

TEST_P(FormatTaskServiceTest, IsTheOfficersOfThePersonsAuthority) {
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  const std::string name = TheTask().name();
  EXPECT_THAT(Get("ann", name), IsOk()) << "whose need it is";
  EXPECT_THAT(Get("second", name), IsOk());
  for (const char* other : {"bea", "cai", "cardiff", "adviser", World::kNational}) {
    EXPECT_THAT(Get(other, name), IsNotPermitted()) << other;
    EXPECT_THAT(Claim(other, name), IsNotPermitted()) << other;
    EXPECT_THAT(Complete(other, name, Task::OUTCOME_PROVIDED), IsNotPermitted()) << other;
    EXPECT_THAT(List(other), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Claim("ann", name), IsNotPermitted());
  EXPECT_THAT(Get("officer", absl::StrCat(world_.Person("ann"), "/formatTasks/none")),
              IsNotPermitted());
}

TEST_P(FormatTaskServiceTest, SeesNobodyToTheirOwnNeed) {
  ASSERT_THAT(State("second", {v1::Person::FORMAT_AUDIO}), IsOk());
  EXPECT_THAT(Claim("second", TheTask().name()), IsNotPermitted());
  EXPECT_THAT(Claim("officer", TheTask().name()), IsOk());
}

TEST_P(FormatTaskServiceTest, ComesFreeWhenItsOwnerLeaves) {
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  const std::string name = TheTask().name();
  ASSERT_THAT(Claim("second", name), IsOk());
  v1::DeleteGrantRequest leave;
  leave.set_name(second_);
  ASSERT_THAT(
      world_.Ask<google::protobuf::Empty>("PersonService/DeleteGrant", World::kNational, leave),
      IsOk());
  EXPECT_EQ(Claim("officer", name)->owner(), world_.Person("officer"));
}

TEST_P(FormatTaskServiceTest, ListsOpenOnesFirstInPages) {
  ASSERT_THAT(State("bea", {v1::Person::FORMAT_AUDIO}), IsOk());
  ASSERT_THAT(Claim("officer", TheTask().name()), IsOk());
  ASSERT_THAT(Complete("officer", TheTask().name(), Task::OUTCOME_PROVIDED), IsOk());
  world_.clock().Advance(absl::Hours(24 * 2));
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE, v1::Person::FORMAT_EASY_READ}), IsOk());
  ASSERT_THAT(State("cai", {v1::Person::FORMAT_BRAILLE}), IsOk());
  std::vector<Task::State> states;
  std::string token;
  do {
    const auto page = List("officer", 2, token);
    ASSERT_THAT(page, IsOk());
    for (const Task& task : page->format_tasks()) states.push_back(task.state());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(states,
            (std::vector<Task::State>{Task::STATE_OPEN, Task::STATE_OPEN, Task::STATE_DONE}));
}

TEST_P(FormatTaskServiceTest, ListsWhatIsAskedForInTheOrderAsked) {
  ASSERT_THAT(State("bea", {v1::Person::FORMAT_AUDIO}), IsOk());
  ASSERT_THAT(Claim("officer", TheTask().name()), IsOk());
  world_.clock().Advance(absl::Hours(24 * 20));
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  const auto found = [&](const std::string& filter, const std::string& order = "") {
    v1::ListFormatTasksRequest request;
    request.set_parent(world_.Authority("POW"));
    request.set_filter(filter);
    request.set_order_by(order);
    return world_.Ask<v1::ListFormatTasksResponse>("FormatTaskService/ListFormatTasks", "officer",
                                                   request);
  };
  const auto formats = [&](const std::string& filter, const std::string& order = "") {
    std::vector<v1::Person::Format> those;
    const auto page = found(filter, order);
    EXPECT_THAT(page, IsOk()) << filter;
    for (const Task& task : page->format_tasks()) those.push_back(task.format());
    return those;
  };
  using testing::ElementsAre;
  EXPECT_THAT(formats("state = STATE_CLAIMED"), ElementsAre(v1::Person::FORMAT_AUDIO));
  EXPECT_THAT(formats("overdue = true"), ElementsAre(v1::Person::FORMAT_AUDIO));
  EXPECT_THAT(formats("owner = " + world_.Person("officer")),
              ElementsAre(v1::Person::FORMAT_AUDIO));
  EXPECT_THAT(formats("format = FORMAT_BRAILLE AND settled = false"),
              ElementsAre(v1::Person::FORMAT_BRAILLE));
  EXPECT_THAT(formats("", "due_date desc"),
              ElementsAre(v1::Person::FORMAT_BRAILLE, v1::Person::FORMAT_AUDIO));
  EXPECT_THAT(formats("", "state, owner desc"),
              ElementsAre(v1::Person::FORMAT_BRAILLE, v1::Person::FORMAT_AUDIO));
  for (const char* filter : {"person : *", "access_needs : *", "braille", "state = OPEN"}) {
    EXPECT_THAT(found(filter), FaultOn("filter", status::v1::REASON_FILTER_INVALID)) << filter;
  }
}

TEST_P(FormatTaskServiceTest, TellsThatItIsOverdueAndNotWhatFor) {
  timer::Timers timers(world_.database(), world_.clock(), {{kFormatTaskDueTimer, &TellOverdue}});
  const int64_t before = world_.Head();
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  ASSERT_THAT(State("bea", {v1::Person::FORMAT_AUDIO}), IsOk());
  const std::string settled = List("officer")->format_tasks(0).name();
  const std::string late = List("officer")->format_tasks(1).name();
  ASSERT_THAT(Claim("officer", settled), IsOk());
  ASSERT_THAT(Complete("officer", settled, Task::OUTCOME_OTHER_FORMAT_AGREED), IsOk());
  world_.clock().Advance(absl::Hours(24 * 12));
  EXPECT_EQ(*timers.FireDue(), 0) << "it is due today";
  EXPECT_FALSE(Get("officer", late)->overdue());
  const int64_t head = world_.Head();
  world_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(*timers.FireDue(), 1);
  EXPECT_TRUE(Get("officer", late)->overdue());
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 1);
  EXPECT_EQ(events[0].type(), "registry.format_task.overdue");
  EXPECT_EQ(events[0].resource(), late);
  EXPECT_EQ(events[0].codes().at("authority"), world_.Authority("POW"));
  EXPECT_EQ(events[0].codes().at("due_date"), "2026-12-04");
  EXPECT_EQ(events[0].codes_size(), 4);
  for (const auto& event : world_.Events(before)) {
    const std::string text = event.ShortDebugString();
    EXPECT_EQ(text.find("raille"), std::string::npos);
    EXPECT_EQ(text.find("udio"), std::string::npos);
  }
}

TEST_P(FormatTaskServiceTest, IsClaimedByOneOfTwo) {
  ASSERT_THAT(State("ann", {v1::Person::FORMAT_BRAILLE}), IsOk());
  const std::string name = TheTask().name();
  std::vector<absl::Status> answers(2);
  std::thread first([&] { answers[0] = Claim("officer", name).status(); });
  std::thread other([&] { answers[1] = Claim("second", name).status(); });
  first.join();
  other.join();
  EXPECT_EQ(answers[0].ok() + answers[1].ok(), 1) << answers[0] << answers[1];
  EXPECT_THAT(answers[0].ok() ? answers[1] : answers[0], HasReason(REASON_WRONG_STATE));
}

TEST(FormatTaskRulesTest, FollowsOnlyWhatChanged) {
  v1::Person before, after;
  before.add_format_needs(v1::Person::FORMAT_AUDIO);
  before.add_format_needs(v1::Person::FORMAT_BRAILLE);
  after.add_format_needs(v1::Person::FORMAT_BRAILLE);
  after.add_format_needs(v1::Person::FORMAT_EASY_READ);
  EXPECT_THAT(FormatsOnlyIn(after, before), testing::ElementsAre(v1::Person::FORMAT_EASY_READ));
  EXPECT_THAT(FormatsOnlyIn(before, after), testing::ElementsAre(v1::Person::FORMAT_AUDIO));
  EXPECT_THAT(FormatsOnlyIn(after, after), IsEmpty());
}

}  // namespace
}  // namespace telemachus::registry
