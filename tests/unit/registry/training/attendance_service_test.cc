#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/training/classroom.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

class AttendanceServiceTest : public Classroom {
 protected:
  static std::vector<std::string> Outcomes(
      const absl::StatusOr<v1::RecordAttendanceResponse>& response) {
    std::vector<std::string> outcomes;
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return outcomes;
    for (const v1::AttendanceResult& result : response->results()) {
      outcomes.push_back(absl::StrCat(
          result.index(), " ", v1::AttendanceResult::Outcome_Name(result.outcome()).substr(8)));
    }
    return outcomes;
  }
};

INSTANTIATE_TEST_SUITE_P(All, AttendanceServiceTest, test::Engines(), test::EngineName);

TEST_P(AttendanceServiceTest, RecordsABatchAndNamesTheRowsThatItCannot) {
  Register("ann");
  const std::string session = Plan(World::kNational, Course(24), On("2026-11-20"))->name();
  const int64_t head = world_.Head();
  const auto response = Attend("officer", session,
                               {world_.Person("ann"), world_.Person("cai"), world_.Person("bea"),
                                "people/nobody", world_.Person("officer"), world_.Person("ann")});
  EXPECT_THAT(Outcomes(response), ElementsAre("0 RECORDED", "1 NOT_PERMITTED", "2 RECORDED",
                                              "3 NOT_PERMITTED", "4 NOT_PERMITTED", "5 KNOWN"));
  EXPECT_EQ(response->results(0).training_record().accredited_until_date(), "2028-11-20");
  EXPECT_EQ(response->results(0).training_record().session(), session);
  EXPECT_EQ(response->results(5).training_record().name(),
            response->results(0).training_record().name());
  EXPECT_FALSE(response->results(1).has_training_record());
  EXPECT_EQ(AccreditedUntil("ann"), "2028-11-20");
  EXPECT_EQ(EventTypes(head).size(), 5) << "two for Bea, who is no mentor";
}

TEST_P(AttendanceServiceTest, RecordsNobodyTwiceWhenItIsSentAgain) {
  const std::string session = Plan(World::kNational, Course(24), On("2026-11-20"))->name();
  const auto first = Attend("officer", session, {world_.Person("ann")});
  const int64_t head = world_.Head();
  const auto second = Attend("officer", session, {world_.Person("ann"), world_.Person("bea")});
  EXPECT_THAT(Outcomes(second), ElementsAre("0 KNOWN", "1 RECORDED"));
  EXPECT_EQ(second->results(0).training_record().SerializeAsString(),
            first->results(0).training_record().SerializeAsString());
  EXPECT_EQ(EventTypes(head).size(), 2);
  EXPECT_EQ(Records("ann", world_.Person("ann")).size(), 1);
  ASSERT_THAT(Withdraw("officer", first->results(0).training_record().name()), IsOk());
  EXPECT_THAT(Outcomes(Attend("officer", session, {world_.Person("ann")})),
              ElementsAre("0 RECORDED"));
}

TEST_P(AttendanceServiceTest, RecordsNobodyTwiceWhenTwoSendAtOnce) {
  const std::string session = Plan(World::kNational, Course(24), On("2026-11-20"))->name();
  const std::vector<std::string> people = {world_.Person("ann"), world_.Person("bea")};
  std::vector<std::thread> senders;
  for (int i = 0; i < 4; ++i) {
    senders.emplace_back([&] {
      absl::StatusOr<v1::RecordAttendanceResponse> response;
      do {
        response = Attend("officer", session, people);
      } while (absl::IsAborted(response.status()));
      EXPECT_THAT(response, IsOk());
    });
  }
  for (std::thread& sender : senders) sender.join();
  for (const std::string& person : people) EXPECT_EQ(Records("officer", person).size(), 1);
}

TEST_P(AttendanceServiceTest, WaitsForTheDayOfASessionThatWasNotCancelled) {
  const std::string course = Course(24);
  const std::string ahead = Plan(World::kNational, course, On("2026-11-23"))->name();
  const std::string today = Plan(World::kNational, course, On("2026-11-22"))->name();
  const std::string cancelled = Plan(World::kNational, course, On("2026-11-21"))->name();
  ASSERT_THAT(CancelSession(World::kNational, cancelled), IsOk());
  EXPECT_THAT(Attend("officer", ahead, {world_.Person("ann")}), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Attend("officer", cancelled, {world_.Person("ann")}), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Records("officer", world_.Person("ann")), IsEmpty());
  EXPECT_THAT(Attend("officer", today, {world_.Person("ann")}), IsOk());
}

TEST_P(AttendanceServiceTest, KeepsInHouseAttendanceToItsAuthorityAndNation) {
  world_.AddPerson("neighbour");
  world_.Give("neighbour", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  const std::string session =
      Plan("officer", Create("officer", InHouse("POW"))->name(), On("2026-11-20"))->name();
  for (const char* other : {"neighbour", "english", "ann", "adviser"}) {
    EXPECT_THAT(Attend(other, session, {world_.Person("ann")}), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Attend("officer", "courses/none/sessions/none", {world_.Person("ann")}),
              IsNotPermitted());
  const auto officer = Attend("officer", session, {world_.Person("ann")});
  EXPECT_EQ(officer->results(0).training_record().accredited_until_date(), "")
      << "not approved by the national body";
  EXPECT_THAT(Outcomes(Attend(World::kNational, session, {world_.Person("bea")})),
              ElementsAre("0 RECORDED"));
}

}  // namespace
}  // namespace telemachus::registry
