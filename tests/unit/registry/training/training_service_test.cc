#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/training/classroom.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_ALREADY_EXISTS;
using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

class TrainingServiceTest : public Classroom {};

INSTANTIATE_TEST_SUITE_P(All, TrainingServiceTest, test::Engines(), test::EngineName);

TEST_P(TrainingServiceTest, AccreditsByTheLatestTraining) {
  const std::string ann = world_.Person("ann");
  Register("ann");
  const int64_t head = world_.Head();
  EXPECT_EQ(Train("officer", ann, Course(24), "2026-01-31")->accredited_until_date(), "2028-01-31");
  EXPECT_EQ(Train("officer", ann, Course(12), "2026-02-01")->accredited_until_date(), "2027-02-01");
  EXPECT_EQ(Train(World::kNational, ann, Course(0), "2026-11-22")->accredited_until_date(), "");
  EXPECT_EQ(AccreditedUntil("ann"), "2028-01-31");
  const auto events = world_.Events(head);
  ASSERT_EQ(events.size(), 9);
  EXPECT_EQ(events[0].type(), "registry.training.recorded");
  EXPECT_EQ(events[0].codes().at("person"), ann);
  EXPECT_EQ(events[0].codes().at("authority"), world_.Authority("POW"));
  EXPECT_EQ(events[2].type(), "registry.mentor.changed");
}

TEST_P(TrainingServiceTest, GivesAnExperiencedMentorNothingWithoutACourse) {
  // Bea has sat since 2017 and has mentored for as long as the register remembers.
  Register("bea");
  EXPECT_EQ(AccreditedUntil("bea"), "");
  ASSERT_THAT(Train("officer", world_.Person("bea"),
                    Create(World::kNational, Refresher(36))->name(), "2026-11-01"),
              IsOk());
  EXPECT_EQ(AccreditedUntil("bea"), "") << "a refresher renews what was there";
}

TEST_P(TrainingServiceTest, CountsARefresherOnceTheCourseBeforeItIsRecorded) {
  const std::string ann = world_.Person("ann");
  Register("ann");
  const std::string refresher = Create(World::kNational, Refresher(24))->name();
  const auto early = Train("officer", ann, refresher, "2026-06-01");
  EXPECT_EQ(early->accredited_until_date(), "");
  ASSERT_THAT(Train("officer", ann, Course(3), "2026-02-01"), IsOk());
  EXPECT_EQ(AccreditedUntil("ann"), "2028-06-01") << "within three months of 1 May";
  const auto records = Records("ann", ann);
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[0].name(), early->name());
  EXPECT_EQ(records[0].accredited_until_date(), "2028-06-01");
}

TEST_P(TrainingServiceTest, KeepsWhatARecordGaveWhenItsCourseChanges) {
  const std::string ann = world_.Person("ann");
  Register("ann");
  v1::Course course = *Create(World::kNational, National(24));
  ASSERT_THAT(Train("officer", ann, course.name(), "2026-01-31"), IsOk());
  course.set_accredits_months(6);
  ASSERT_THAT(Update(World::kNational, course, {"accredits_months"}), IsOk());
  ASSERT_THAT(Train("officer", ann, course.name(), "2026-11-01"), IsOk());
  EXPECT_EQ(AccreditedUntil("ann"), "2028-01-31") << "as it was told";
  ASSERT_THAT(Train("officer", world_.Person("bea"), course.name(), "2026-11-01"), IsOk());
  EXPECT_EQ(Records("officer", world_.Person("bea"))[0].accredited_until_date(), "2027-05-01");
}

TEST_P(TrainingServiceTest, WithdrawsWhatWasRecordedByMistake) {
  const std::string ann = world_.Person("ann");
  Register("ann");
  const auto kept = Train("officer", ann, Course(12), "2026-02-01");
  const auto mistake = Train("officer", ann, Course(60), "2026-03-01");
  ASSERT_THAT(Train("officer", ann, Create(World::kNational, Refresher(36))->name(), "2026-04-01"),
              IsOk());
  EXPECT_EQ(AccreditedUntil("ann"), "2031-03-01");
  const int64_t head = world_.Head();
  const auto withdrawn = Withdraw("officer", mistake->name());
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_TRUE(withdrawn->has_withdraw_time());
  EXPECT_EQ(withdrawn->accredited_until_date(), "");
  EXPECT_EQ(AccreditedUntil("ann"), "2029-04-01");
  EXPECT_THAT(EventTypes(head), ElementsAre("registry.training.withdrawn",
                                            "registry.person.changed", "registry.mentor.changed"));
  ASSERT_THAT(Withdraw(World::kNational, kept->name()), IsOk());
  EXPECT_EQ(AccreditedUntil("ann"), "") << "the refresher refreshes nothing any more";
  EXPECT_EQ(Records("ann", ann).size(), 3) << "what was recorded stays readable";
  EXPECT_THAT(Withdraw("officer", kept->name()), HasReason(REASON_WRONG_STATE));
}

TEST_P(TrainingServiceTest, LetsNobodyWithdrawTheirOwnOrAnothersRecord) {
  world_.AddPerson("neighbour");
  world_.Give("neighbour", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  const auto record = Train("officer", world_.Person("ann"), Course(12), "2026-02-01");
  for (const char* other : {"ann", "bea", "neighbour", "adviser", "english"}) {
    EXPECT_THAT(Withdraw(other, record->name()), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Withdraw("officer", absl::StrCat(world_.Person("ann"), "/trainingRecords/none")),
              IsNotPermitted());
  const auto own = Train(World::kNational, world_.Person("officer"), Course(12), "2026-02-01");
  EXPECT_THAT(Withdraw("officer", own->name()), IsNotPermitted());
  EXPECT_FALSE(Records("officer", world_.Person("ann"))[0].has_withdraw_time());
}

TEST_P(TrainingServiceTest, RefusesTrainingThatCannotBe) {
  const std::string ann = world_.Person("ann");
  EXPECT_THAT(Train("officer", ann, "courses/none", "2026-01-01"),
              FaultOn("training_record.course", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(Train("officer", ann, Course(12), "2026-11-23"),
              FaultOn("training_record.attended_date", REASON_FIELD_OUT_OF_RANGE));
  const std::string ended = Course(12);
  ASSERT_THAT(End(World::kNational, ended), IsOk());
  EXPECT_THAT(Train("officer", ann, ended, "2026-11-22"),
              FaultOn("training_record.attended_date", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(Train("officer", ann, ended, "2026-11-21"), IsOk());
  EXPECT_THAT(Train("officer", world_.Person("cai"), Course(12), "2026-01-01"), IsNotPermitted());
  EXPECT_THAT(Train("officer", world_.Person("officer"), Course(12), "2026-01-01"),
              IsNotPermitted())
      << "nobody accredits themself";
  EXPECT_THAT(Train("officer", "people/nobody", Course(12), "2026-01-01"), IsNotPermitted());
}

TEST_P(TrainingServiceTest, TiesARecordToASessionThatWasHeld) {
  const std::string ann = world_.Person("ann");
  const std::string course = Course(12);
  const std::string session = Plan(World::kNational, course, On("2026-10-01"))->name();
  EXPECT_THAT(Train("officer", ann, course, "2026-10-02", session),
              FaultOn("training_record.attended_date", REASON_FIELD_CONFLICT));
  EXPECT_THAT(Train("officer", ann, Course(12), "2026-10-01", session),
              FaultOn("training_record.session", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(Train("officer", ann, course, "2026-10-01", absl::StrCat(course, "/sessions/none")),
              FaultOn("training_record.session", REASON_FIELD_UNKNOWN_REFERENCE));
  const auto record = Train("officer", ann, course, "2026-10-01", session);
  ASSERT_THAT(record, IsOk());
  EXPECT_THAT(Train("officer", ann, course, "2026-10-01", session),
              HasReason(REASON_ALREADY_EXISTS));
  ASSERT_THAT(Withdraw("officer", record->name()), IsOk());
  EXPECT_THAT(Train("officer", ann, course, "2026-10-01", session), IsOk()) << "put right";
}

TEST_P(TrainingServiceTest, ListsTrainingNewestFirst) {
  const std::string ann = world_.Person("ann");
  const std::string course = Course(12);
  for (const char* day : {"2026-03-01", "2026-01-01", "2026-02-01"}) {
    ASSERT_THAT(Train("officer", ann, course, day), IsOk());
  }
  v1::ListTrainingRecordsRequest request;
  request.set_parent(ann);
  request.set_page_size(2);
  std::vector<std::string> days;
  do {
    const auto page = world_.Ask<v1::ListTrainingRecordsResponse>(
        "TrainingService/ListTrainingRecords", "ann", request);
    ASSERT_THAT(page, IsOk());
    for (const auto& record : page->training_records()) days.push_back(record.attended_date());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(days, ElementsAre("2026-03-01", "2026-02-01", "2026-01-01"));
  EXPECT_THAT(world_.Ask<v1::ListTrainingRecordsResponse>("TrainingService/ListTrainingRecords",
                                                          "bea", request),
              IsNotPermitted());
}

TEST_P(TrainingServiceTest, RemindsTwiceAndTellsOnTheDayAfterTheLast) {
  const std::string ann = world_.Person("ann");
  Register("ann");
  ASSERT_THAT(Train("officer", ann, Course(12), "2026-11-22"), IsOk());  // until 2027-11-22
  const int64_t head = world_.Head();
  EXPECT_EQ(LiveUntil(absl::CivilDay(2027, 8, 23)), 0);
  EXPECT_EQ(LiveUntil(absl::CivilDay(2027, 8, 24)), 1) << "90 days before";
  EXPECT_EQ(LiveUntil(absl::CivilDay(2027, 10, 22)), 0);
  EXPECT_EQ(LiveUntil(absl::CivilDay(2027, 10, 23)), 1) << "30 days before";
  EXPECT_EQ(LiveUntil(absl::CivilDay(2027, 11, 22)), 0) << "the last day counts";
  EXPECT_EQ(LiveUntil(absl::CivilDay(2027, 11, 23)), 1);
  EXPECT_EQ(LiveUntil(absl::CivilDay(2028, 11, 23)), 0);
  EXPECT_THAT(EventTypes(head),
              ElementsAre("registry.accreditation.lapsing", "registry.accreditation.lapsing",
                          "registry.accreditation.lapsed", "registry.person.changed",
                          "registry.mentor.changed"));
  const auto event = world_.Events(head).front();
  EXPECT_EQ(event.resource(), ann);
  EXPECT_EQ(event.codes().size(), 1);
  EXPECT_EQ(event.codes().at("accredited_until_date"), "2027-11-22");
}

TEST_P(TrainingServiceTest, ForgetsRemindersOfWhatWasRenewedOrWithdrawn) {
  const std::string ann = world_.Person("ann");
  Register("ann");
  ASSERT_THAT(Train("officer", ann, Course(12), "2026-11-22"), IsOk());
  EXPECT_EQ(LiveUntil(absl::CivilDay(2027, 8, 24)), 1);
  const std::string refresher = Create(World::kNational, Refresher(24))->name();
  const auto renewed = Train("officer", ann, refresher, "2027-08-24");  // until 2029-08-24
  ASSERT_THAT(renewed, IsOk());
  const int64_t head = world_.Head();
  EXPECT_EQ(LiveUntil(absl::CivilDay(2029, 5, 25)), 0) << "the old days pass in silence";
  EXPECT_EQ(LiveUntil(absl::CivilDay(2029, 5, 26)), 1);
  ASSERT_THAT(Withdraw("officer", renewed->name()), IsOk());
  EXPECT_EQ(LiveUntil(absl::CivilDay(2030, 1, 1)), 0) << "it lapsed before that was known";
  EXPECT_THAT(EventTypes(head),
              ElementsAre("registry.accreditation.lapsing", "registry.training.withdrawn",
                          "registry.person.changed", "registry.mentor.changed"));
}

TEST_P(TrainingServiceTest, RemindsOnceOfAccreditationThatIsShortFromTheStart) {
  Register("ann");
  ASSERT_THAT(Train("officer", world_.Person("ann"), Course(12), "2025-12-01"), IsOk());
  const int64_t head = world_.Head();
  EXPECT_EQ(LiveUntil(absl::CivilDay(2026, 11, 22)), 1);
  ASSERT_THAT(Train("officer", world_.Person("ann"), Course(0), "2026-01-01"), IsOk());
  EXPECT_EQ(LiveUntil(absl::CivilDay(2026, 12, 1)), 0) << "the same day is told of once";
  EXPECT_EQ(EventTypes(head).front(), "registry.accreditation.lapsing");
}

TEST_P(TrainingServiceTest, FiresForNothingWhereTheDateIsAnother) {
  const std::string ann = world_.Person("ann");
  ASSERT_THAT(Train("officer", ann, Course(36), "2026-11-22"), IsOk());
  const int64_t head = world_.Head();
  for (const timer::Effect& effect :
       {RemindOfLapse(kFirstReminderDays), RemindOfLapse(kLastReminderDays),
        timer::Effect(&TellOfLapse)}) {
    for (const std::string& person : {ann, world_.Person("bea"), std::string("people/gone")}) {
      EXPECT_THAT(world_.database().Transact(absl::InfiniteFuture(),
                                             [&](sql::Transaction& transaction) {
                                               return effect(transaction, person, Noon());
                                             }),
                  IsOk());
    }
  }
  EXPECT_THAT(world_.Events(head), IsEmpty());
}

TEST_P(TrainingServiceTest, ReadsRecordsFromBeforeTermsWereKept) {
  const std::string ann = world_.Person("ann");
  Register("ann");
  const auto old = Train("officer", ann, Course(24), "2026-01-31");
  ASSERT_THAT(world_.database().Transact(absl::InfiniteFuture(),
                                         [&](sql::Transaction& transaction) {
                                           return transaction
                                               .Execute(
                                                   "UPDATE training_records SET gives_until = "
                                                   "NULL WHERE id = :id",
                                                   {{"id", old->name()}})
                                               .status();
                                         }),
              IsOk());
  ASSERT_THAT(Train("officer", ann, Course(6), "2026-11-01"), IsOk());
  EXPECT_EQ(AccreditedUntil("ann"), "2028-01-31");
}

}  // namespace
}  // namespace telemachus::registry
