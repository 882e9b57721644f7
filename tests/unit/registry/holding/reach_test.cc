// How far an export and an erasure reach in the registry: a person who is everywhere.
#include "tests/support/reach.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/operation/runner.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/holding/stocks.h"
#include "registry/mentor/mentor_store.h"
#include "registry/person/changes.h"
#include "registry/transfer/absent_members.h"
#include "registry/transfer/import_work.h"
#include "registry/transfer/transfer_service.h"
#include "telemachus/registry/v1/group.pb.h"
#include "telemachus/registry/v1/membership_correction.pb.h"
#include "telemachus/registry/v1/need.pb.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "telemachus/registry/v1/transfer.pb.h"
#include "tests/support/cells.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/subject/subject_office.h"
#include "tests/unit/registry/support/world.h"
#include "tests/unit/registry/training/classroom.h"

namespace telemachus::registry {
namespace {

using test::IsOk;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// Stands in all that is said of the person, and nowhere else.
constexpr char kMark[] = "kanari";

absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

class ReachTest : public Classroom {
 protected:
  void SetUp() override {
    world_.ImportMembers(
        "authority_code,key,subject,given_name,family_name,gender,language_code,ward_name,seat,"
        "party_code,party_name,elected_date,roles,email\n"
        "POW,kanari-key,kanari,Kanari,Pugh,kanari,cy,Kanari Hill,1,PP90,Liberal Democrats,"
        "2022-05-09,leader,kanari@example.org\n");
    person_ = world_.Person("kanari");
    powys_ = world_.Authority("POW");
    world_.Give("kanari", access::Role::ROLE_OFFICER, powys_);
    StateAll();
    Lead();
    Train();
    Avoid("kanari", world_.Person("bea"));
    Avoid("bea", person_);
    SeeToBea();
    StartList();
    Decide();
    CorrectSeats();
    Register("kanari");
    SayFarewell();
    ASSERT_FALSE(HasFailure());
  }

  v1::Person Update(const std::string& subject, const v1::Person& person,
                    const std::vector<std::string>& paths) {
    v1::UpdatePersonRequest update;
    *update.mutable_person() = person;
    update.mutable_person()->set_name(world_.Person(subject));
    for (const std::string& path : paths) update.mutable_update_mask()->add_paths(path);
    const auto updated = world_.Ask<v1::Person>("PersonService/UpdatePerson", subject, update);
    EXPECT_THAT(updated, IsOk());
    return updated.value_or(v1::Person());
  }
  void StateAll() {
    v1::Person person;
    person.set_telephone("kanari 1");
    person.set_postal_address("2 Kanari Street");
    person.set_access_needs("a kanari");
    person.add_format_needs(v1::Person::FORMAT_BRAILLE);
    Update("kanari", person, {"telephone", "postal_address", "access_needs", "format_needs"});
  }
  std::string SeatOf(const std::string& subject) {
    return world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest())
        ->person()
        .memberships(0)
        .name();
  }
  void Lead() {
    v1::CreatePoliticalGroupRequest request;
    request.set_parent(powys_);
    v1::PoliticalGroup& group = *request.mutable_political_group();
    group.mutable_title()->set_english("The group");
    group.set_start_date("2026-11-01");
    group.set_leader(SeatOf("kanari"));
    group.set_leader_email("office-of-kanari@example.org");
    group.set_leader_telephone("kanari 2");
    for (const char* founder : {"kanari", "bea"}) request.add_founders(SeatOf(founder));
    const auto created = world_.Ask<v1::PoliticalGroup>(
        "PoliticalGroupService/CreatePoliticalGroup", "officer", request);
    ASSERT_THAT(created, IsOk());
    group_ = created->name();
  }
  void Train() {
    const std::string course = Course(24);
    const auto session = Plan(World::kNational, course, On("2026-12-01", 1));
    ASSERT_THAT(session, IsOk());
    session_ = session->name();
    ASSERT_THAT(Book("kanari", session_, person_), IsOk());
    ASSERT_THAT(Classroom::Train(World::kNational, person_, course, "2026-10-01"), IsOk());
  }
  void Avoid(const std::string& subject, const std::string& person) {
    v1::UpdateAvoidanceRequest update;
    update.mutable_avoidance()->set_name(absl::StrCat(world_.Person(subject), "/avoidance"));
    update.mutable_avoidance()->add_people(person);
    ASSERT_THAT(world_.Ask<v1::Avoidance>("MentorService/UpdateAvoidance", subject, update),
                IsOk());
  }
  // As an officer they see to what a member needs.
  void SeeToBea() {
    v1::Person bea;
    bea.add_format_needs(v1::Person::FORMAT_AUDIO);
    Update("bea", bea, {"format_needs"});
    v1::ListFormatTasksRequest list;
    list.set_parent(powys_);
    const auto tasks = world_.Ask<v1::ListFormatTasksResponse>("FormatTaskService/ListFormatTasks",
                                                               "officer", list);
    ASSERT_THAT(tasks, IsOk());
    for (const v1::FormatTask& task : tasks->format_tasks()) {
      if (absl::StartsWith(task.name(), person_)) continue;
      task_ = task.name();
      v1::ClaimFormatTaskRequest claim;
      claim.set_name(task_);
      ASSERT_THAT(world_.Ask<v1::FormatTask>("FormatTaskService/ClaimFormatTask", "kanari", claim),
                  IsOk());
    }
    ASSERT_NE(task_, "");
  }
  // And send a list, on which they stand themselves.
  void StartList() {
    v1::StartImportRequest request;
    request.set_parent(powys_);
    request.set_list(v1::IMPORT_LIST_MEMBERS);
    request.set_format(v1::TRANSFER_FORMAT_CSV);
    request.set_content("key,display_name,ward_name\nkanari-key,Kanari Pugh,Kanari Hill\n");
    const auto started = world_.Ask<google::longrunning::Operation>("TransferService/StartImport",
                                                                    "kanari", request);
    ASSERT_THAT(started, IsOk());
    operation_ = started->name();
    ImportKind kind(world_.means());
    operation::Runner runner(world_.database(), world_.clock(), world_.means().ids,
                             {{kImportKind, &kind}});
    ASSERT_THAT(runner.RunDue().status(), IsOk());
  }
  void Decide() {
    const std::string cumbria = world_.Authority("CMA");
    v1::SuccessionDecision decision;
    decision.set_from_date("2026-04-01");
    Write([&](sql::Transaction& transaction) {
      return transaction
          .Execute(
              "INSERT INTO succession_decisions (authority, number, decided_by, body) VALUES "
              "(:authority, 1, :person, :body)",
              {{"authority", cumbria},
               {"person", person_},
               {"body", sql::Bytes{decision.SerializeAsString()}}})
          .status();
    });
  }
  // Their own seat is corrected, and as an officer they correct another's.
  void CorrectSeats() {
    for (const auto& [by, whose] : {std::pair("officer", "kanari"), std::pair("kanari", "bea")}) {
      v1::CorrectMembershipRequest request;
      request.set_name(SeatOf(whose));
      request.mutable_record()->set_ward("Dale");
      request.mutable_update_mask()->add_paths("ward");
      request.set_ground(v1::MembershipCorrection::GROUND_MISWRITTEN);
      const auto corrected = world_.Ask<v1::CorrectMembershipResponse>(
          "MembershipCorrectionService/CorrectMembership", by, request);
      ASSERT_THAT(corrected, IsOk());
      request.mutable_record()->set_ward("Brecon");
      ASSERT_THAT(world_.Ask<v1::CorrectMembershipResponse>(
                      "MembershipCorrectionService/CorrectMembership", by, request),
                  IsOk());
    }
  }
  void SayFarewell() {
    Write([&](sql::Transaction& transaction) {
      return transaction
          .Execute(
              "INSERT INTO mentor_farewells (mentor, asked_date, told_date, told_days) VALUES "
              "(:mentor, '2027-05-06', '', 0)",
              {{"mentor", MentorOfPerson(person_)}})
          .status();
    });
  }
  void Write(const sql::Body& body) {
    EXPECT_THAT(world_.database().Transact(Soon(), body), IsOk());
  }

  test::Told Told() {
    test::Told told;
    EXPECT_THAT(office_.holders().front().second->Export(
                    person_, Soon(),
                    [&](const subject::v1::SubjectRecord& record) {
                      EXPECT_NE(record.name(), "") << record.category();
                      told.categories.insert(record.category());
                      absl::StrAppend(&told.text, record.content_json(), "\n");
                      return absl::OkStatus();
                    }),
                IsOk());
    return told;
  }
  void Erase() {
    const auto erased = office_.holders().front().second->Erase(person_, Soon());
    ASSERT_THAT(erased, IsOk());
  }
  test::Sought Sought() const {
    return {.id = person_.substr(person_.find('/') + 1), .mark = kMark, .words = {kMark}};
  }

  SubjectOffice office_{world_};
  std::string person_, powys_, group_, session_, task_, operation_;
};

TEST_P(ReachTest, TellsOfEverySortOfThing) {
  EXPECT_THAT(
      Told().categories,
      UnorderedElementsAre("person", "grant", "avoidance", "booking", "political_group",
                           "succession_decision", "list_row", "mentor", "mentor_farewell",
                           "training_record", "format_task", "operation", "membership_correction"));
  Erase();
  EXPECT_THAT(Told().categories, IsEmpty());
}

TEST_P(ReachTest, LeavesOthersWhatIsTheirs) {
  Erase();
  EXPECT_EQ(GetSession("bea", session_)->booked_count(), 0);
  EXPECT_THAT(Book("bea", session_, world_.Person("bea")), IsOk()) << "the place is free again";
  v1::GetFormatTaskRequest get_task;
  get_task.set_name(task_);
  const auto task =
      world_.Ask<v1::FormatTask>("FormatTaskService/GetFormatTask", "officer", get_task);
  ASSERT_THAT(task, IsOk());
  EXPECT_EQ(task->state(), v1::FormatTask::STATE_OPEN);
  EXPECT_EQ(task->owner(), "");
  v1::GetPoliticalGroupRequest get_group;
  get_group.set_name(group_);
  const auto group = world_.Ask<v1::PoliticalGroup>("PoliticalGroupService/GetPoliticalGroup",
                                                    "officer", get_group);
  ASSERT_THAT(group, IsOk());
  EXPECT_EQ(group->leader(), "");
  EXPECT_EQ(group->leader_email(), "");
  EXPECT_EQ(group->leader_telephone(), "");
  EXPECT_THAT(group->members(), testing::ElementsAre(SeatOf("bea")));
  v1::ListImportRowsRequest rows;
  rows.set_parent(operation_);
  const auto told =
      world_.Ask<v1::ListImportRowsResponse>("TransferService/ListImportRows", "officer", rows);
  ASSERT_THAT(told, IsOk());
  ASSERT_EQ(told->import_rows_size(), 1);
  EXPECT_EQ(told->import_rows(0).key(), "");
  v1::GetAvoidanceRequest get_list;
  get_list.set_name(absl::StrCat(world_.Person("bea"), "/avoidance"));
  const auto list = world_.Ask<v1::Avoidance>("MentorService/GetAvoidance", "bea", get_list);
  ASSERT_THAT(list, IsOk());
  EXPECT_THAT(list->people(), IsEmpty());
}

// A seat that is nobody's any more must not stop what is done with all seats of an authority.
TEST_P(ReachTest, LetsTheAuthorityGoOn) {
  Erase();
  Write([&](sql::Transaction& transaction) {
    return ResponsibilityPassed(transaction, powys_, world_.means().Now());
  });
  Write([&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const auto absent, FindAbsent(transaction, powys_, "2026-11-21", {}));
    for (const AbsentMember& member : absent) {
      EXPECT_NE(member.person, "");
      RETURN_IF_ERROR(Leave(transaction, member, world_.Today(), world_.means().Now()));
    }
    return absl::OkStatus();
  });
}

TEST_P(ReachTest, TellsAllThatStandsThere) {
  const auto rows = test::RowsOf(world_.database());
  std::set<std::string> tables;
  for (const test::TableRow& row : rows) {
    if (!row.ColumnsWith(kMark).empty()) tables.insert(row.table);
  }
  ASSERT_THAT(tables, testing::IsSupersetOf(
                          {"people", "memberships", "logins", "political_groups", "import_rows"}));
  EXPECT_THAT(test::Untold(rows, test::WithShared(Stocks()), Sought(), Told()), IsEmpty());
}

TEST_P(ReachTest, LeavesTheIdWhereItMayStayAndNothingElse) {
  Erase();
  EXPECT_THAT(test::Left(test::RowsOf(world_.database()), test::WithShared(Stocks()), Sought()),
              IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, ReachTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::registry
