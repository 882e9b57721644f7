#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/subject/roll.h"
#include "common/timer/timers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/export/export_file.h"
#include "registry/subject/driver.h"
#include "registry/subject/subject_flow.h"
#include "registry/subject/subject_rules.h"
#include "registry/timer_kinds.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/subject/others.h"
#include "tests/unit/registry/subject/subject_office.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;
using Request = v1::SubjectRequest;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d14";
constexpr char kService[] = "SubjectRequestService/";

class SubjectRequestTest : public testing::TestWithParam<std::string> {
 protected:
  SubjectRequestTest() {
    Populate(world_);
    office_.holders().emplace_back("matching", &matching_);
    office_.holders().emplace_back("agreement", &agreement_);
    ann_ = world_.Person("ann");
  }

  absl::StatusOr<Request> Create(const std::string& as, const std::string& person,
                                 const Request& asked, const std::string& request_id = "") {
    v1::CreateSubjectRequestRequest request;
    request.set_parent(person);
    *request.mutable_subject_request() = asked;
    request.set_request_id(request_id);
    return office_.Ask<Request>(absl::StrCat(kService, "CreateSubjectRequest"), as, request);
  }
  absl::StatusOr<Request> Create(const std::string& as, Request::Kind kind) {
    Request asked;
    asked.set_kind(kind);
    return Create(as, world_.Person(as), asked);
  }
  absl::StatusOr<Request> Record(const std::string& as, const std::string& person,
                                 Request::Kind kind) {
    Request asked;
    asked.set_kind(kind);
    asked.set_channel(Request::CHANNEL_TELEPHONE);
    asked.set_identity_check(Request::IDENTITY_CHECK_CALLED_BACK);
    return Create(as, person, asked);
  }
  template <typename Message>
  absl::StatusOr<Request> Do(const std::string& as, const std::string& verb,
                             const std::string& name) {
    Message message;
    message.set_name(name);
    return office_.Ask<Request>(absl::StrCat(kService, verb), as, message);
  }
  absl::StatusOr<Request> Get(const std::string& as, const std::string& name) {
    return Do<v1::GetSubjectRequestRequest>(as, "GetSubjectRequest", name);
  }
  absl::StatusOr<Request> Confirm(const std::string& as, const std::string& name) {
    return Do<v1::ConfirmErasureRequest>(as, "ConfirmErasure", name);
  }
  absl::StatusOr<Request> Withdraw(const std::string& as, const std::string& name) {
    return Do<v1::WithdrawSubjectRequestRequest>(as, "WithdrawSubjectRequest", name);
  }
  absl::StatusOr<Request> Extend(const std::string& as, const std::string& name) {
    v1::ExtendSubjectRequestRequest request;
    request.set_name(name);
    request.set_reason(Request::EXTENSION_REASON_COMPLEX);
    return office_.Ask<Request>(absl::StrCat(kService, "ExtendSubjectRequest"), as, request);
  }
  absl::StatusOr<std::vector<std::string>> List(const std::string& as, const std::string& person,
                                                int page_size) {
    v1::ListSubjectRequestsRequest request;
    request.set_parent(person);
    request.set_page_size(page_size);
    std::vector<std::string> names;
    do {
      auto page = office_.Ask<v1::ListSubjectRequestsResponse>(
          absl::StrCat(kService, "ListSubjectRequests"), as, request);
      if (!page.ok()) return page.status();
      for (const Request& one : page->subject_requests()) names.push_back(one.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  // Steps until nothing is due.
  void Drive() {
    Driver driver(world_.means(), office_.sealer(), office_.holders());
    absl::StatusOr<int> steps;
    do {
      steps = driver.Step();
      ASSERT_THAT(steps, IsOk());
    } while (*steps > 0);
  }
  // All that stands in a table, as text.
  std::string Dump(const std::string& table, const std::string& columns) {
    std::string text;
    EXPECT_THAT(world_.database().Read(
                    absl::Now() + absl::Seconds(30),
                    [&](sql::Transaction& transaction) -> absl::Status {
                      auto rows = transaction.Query(
                          absl::StrCat("SELECT ", columns, " FROM ", table, " LIMIT 1000"), {});
                      if (!rows.ok()) return rows.status();
                      for (const sql::Row& row : *rows) absl::StrAppend(&text, row.Text(0), "\n");
                      return absl::OkStatus();
                    }),
                IsOk());
    return text;
  }
  std::vector<std::string> EventsAfter(int64_t head) {
    std::vector<std::string> types;
    for (const auto& event : world_.Events(head)) types.push_back(event.type());
    return types;
  }

  OtherService matching_, agreement_;
  World world_{GetParam()};
  SubjectOffice office_{world_};
  std::string ann_;
};

TEST_P(SubjectRequestTest, CarriesAnExportOutAndSendsItToThePersonAlone) {
  const int64_t head = world_.Head();
  const auto asked = Create("ann", Request::KIND_EXPORT);
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(asked->state(), Request::STATE_RUNNING);
  EXPECT_EQ(asked->due_date(), "2026-12-22");
  EXPECT_THAT(office_.Download("ann", asked->name()), HasReason(REASON_WRONG_STATE));
  Drive();
  const auto done = Get("ann", asked->name());
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), Request::STATE_DONE);
  ASSERT_EQ(done->parts_size(), 3);
  for (const auto& part : done->parts()) EXPECT_TRUE(part.done()) << part.service();
  EXPECT_THAT(EventsAfter(head),
              ElementsAre("registry.subject_request.created", "registry.subject_request.done"));
  const auto file = office_.Download("ann", asked->name());
  ASSERT_THAT(file, IsOk());
  EXPECT_TRUE(absl::StrContains(*file, "ann@example.org"));
  EXPECT_TRUE(absl::StrContains(*file, "kept elsewhere"));
  for (const char* other : {"bea", "officer", "adviser", World::kNational, "english"}) {
    EXPECT_THAT(office_.Download(other, asked->name()), IsNotPermitted()) << other;
  }
}

TEST_P(SubjectRequestTest, LetsOnlyThePersonAndTheirNationalStaffIn) {
  const auto asked = Create("ann", Request::KIND_ERASURE);
  ASSERT_THAT(asked, IsOk());
  const std::string& name = asked->name();
  const std::string absent = absl::StrCat(ann_, "/subjectRequests/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  for (const char* other : {"bea", "cai", "officer", "adviser", "english"}) {
    EXPECT_THAT(Record(other, ann_, Request::KIND_EXPORT), IsNotPermitted()) << other;
    EXPECT_THAT(Get(other, name), IsNotPermitted()) << other;
    EXPECT_THAT(List(other, ann_, 10), IsNotPermitted()) << other;
    EXPECT_THAT(Confirm(other, name), IsNotPermitted()) << other;
    EXPECT_THAT(Withdraw(other, name), IsNotPermitted()) << other;
    EXPECT_THAT(Extend(other, name), IsNotPermitted()) << other;
    EXPECT_THAT(Get(other, absent), IsNotPermitted()) << other;
  }
  for (const char* who : {"ann", World::kNational}) {
    EXPECT_THAT(Get(who, name), IsOk()) << who;
    EXPECT_THAT(Get(who, absent), IsNotPermitted()) << who;
    EXPECT_THAT(Withdraw(who, absent), IsNotPermitted()) << who;
  }
  EXPECT_THAT(Confirm("ann", absent), IsNotPermitted());
  EXPECT_THAT(Confirm(World::kNational, name), IsNotPermitted());
  EXPECT_THAT(Withdraw(World::kNational, name), IsNotPermitted()) << "the person's own";
  EXPECT_THAT(Extend("ann", name), IsNotPermitted());
  EXPECT_THAT(Record(World::kNational, "people/aaaaaaaaaaaaaaaaaaaaaaaaaa", Request::KIND_EXPORT),
              IsNotPermitted());
  EXPECT_EQ(Get("ann", name)->state(), Request::STATE_WAITING);
}

TEST_P(SubjectRequestTest, IsAskedOnceHoweverOftenItIsSent) {
  Request asked;
  asked.set_kind(Request::KIND_EXPORT);
  const auto first = Create("ann", ann_, asked, kRequestId);
  ASSERT_THAT(first, IsOk());
  const auto again = Create("ann", ann_, asked, kRequestId);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(first->name(), again->name());
  asked.set_kind(Request::KIND_ERASURE);
  EXPECT_THAT(Create("ann", ann_, asked, kRequestId), HasReason(REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(Create("ann", Request::KIND_EXPORT), HasReason(REASON_WRONG_STATE))
      << "one is under way";
  Drive();
  ASSERT_THAT(Create("ann", Request::KIND_EXPORT), IsOk());
  ASSERT_THAT(Create("ann", Request::KIND_RESTRICTION), IsOk());
  for (const int page : {1, 2, 10}) EXPECT_EQ(List("ann", ann_, page)->size(), 3u) << page;
}

TEST_P(SubjectRequestTest, ErasesOnceThePersonHasConfirmed) {
  const auto asked = Create("ann", Request::KIND_ERASURE);
  ASSERT_THAT(asked, IsOk());
  Drive();
  EXPECT_EQ(matching_.asked, 0) << "nobody has confirmed";
  ASSERT_THAT(Create("ann", Request::KIND_EXPORT), IsOk());
  ASSERT_THAT(Confirm("ann", asked->name()), IsOk());
  EXPECT_EQ(world_.Person("ann"), "") << "nobody signs in as the person any more";
  Drive();
  const auto done = Get(World::kNational, asked->name());
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->state(), Request::STATE_DONE);
  EXPECT_THAT(matching_.erased, ElementsAre(ann_));
  EXPECT_THAT(agreement_.erased, ElementsAre(ann_));
  EXPECT_FALSE(absl::StrContains(Dump("people", "id"), ann_));
  EXPECT_FALSE(absl::StrContains(Dump("memberships", "person"), ann_));
  EXPECT_FALSE(absl::StrContains(Dump("memberships", "council_key"), "P1"));
  EXPECT_FALSE(absl::StrContains(Dump("member_roles", "membership"), ann_));
  EXPECT_EQ(Dump("subject_pieces", "request"), "");
  EXPECT_TRUE(absl::StrContains(Dump("subject_erasures", "person"), ann_));
  const auto all = List(World::kNational, ann_, 10);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->size(), 2u);
  EXPECT_THAT(Record(World::kNational, ann_, Request::KIND_EXPORT), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(List("officer", ann_, 10), IsNotPermitted());
}

TEST_P(SubjectRequestTest, TakesAnErasureBackBeforeItBegins) {
  const auto own = Create("ann", Request::KIND_ERASURE);
  ASSERT_THAT(Withdraw("ann", own->name()), IsOk());
  EXPECT_THAT(Confirm("ann", own->name()), HasReason(REASON_WRONG_STATE));
  const auto recorded = Record(World::kNational, ann_, Request::KIND_ERASURE);
  ASSERT_THAT(recorded, IsOk());
  world_.clock().Advance(kErasureCooling - absl::Minutes(1));
  Drive();
  EXPECT_EQ(Get("ann", recorded->name())->state(), Request::STATE_WAITING);
  ASSERT_THAT(Withdraw("ann", recorded->name()), IsOk());
  world_.clock().Advance(absl::Hours(1));
  Drive();
  EXPECT_EQ(Get("ann", recorded->name())->state(), Request::STATE_WITHDRAWN);
  EXPECT_EQ(matching_.asked, 0);
  EXPECT_EQ(world_.Person("ann"), ann_);
}

TEST_P(SubjectRequestTest, BeginsWhatStaffRecordedWhenItsTimeHasCome) {
  const auto recorded = Record(World::kNational, ann_, Request::KIND_ERASURE);
  ASSERT_THAT(recorded, IsOk());
  world_.clock().Advance(kErasureCooling);
  Drive();
  EXPECT_EQ(Get(World::kNational, recorded->name())->state(), Request::STATE_DONE);
  EXPECT_EQ(world_.Person("ann"), "");
}

TEST_P(SubjectRequestTest, LapsesWhereThePersonNeverConfirms) {
  const auto asked = Create("ann", Request::KIND_ERASURE);
  world_.clock().Advance(absl::Hours(24 * 31));
  Drive();
  EXPECT_EQ(Get("ann", asked->name())->state(), Request::STATE_WITHDRAWN);
  EXPECT_EQ(world_.Person("ann"), ann_);
}

TEST_P(SubjectRequestTest, RestrictsAndLiftsWhatOthersRead) {
  ASSERT_THAT(Create("ann", Request::KIND_RESTRICTION), IsOk());
  Drive();
  EXPECT_THAT(matching_.restricted, ElementsAre(ann_));
  v1::BatchGetPersonFactsRequest facts;
  facts.add_people(ann_);
  const auto restricted = [&] {
    return world_
        .Ask<v1::BatchGetPersonFactsResponse>("FactsService/BatchGetPersonFacts",
                                              "services/matching", facts)
        ->people(0)
        .restricted();
  };
  EXPECT_TRUE(restricted());
  ASSERT_THAT(Create("ann", Request::KIND_LIFTING), IsOk());
  Drive();
  EXPECT_THAT(matching_.restricted, IsEmpty());
  EXPECT_FALSE(restricted());
}

TEST_P(SubjectRequestTest, WaitsForAServiceThatIsDown) {
  const auto asked = Create("ann", Request::KIND_EXPORT);
  matching_.down = true;
  Drive();
  EXPECT_EQ(matching_.asked, 1);
  const auto waiting = Get("ann", asked->name());
  EXPECT_EQ(waiting->state(), Request::STATE_RUNNING);
  EXPECT_EQ(waiting->parts(1).failed_attempts(), 1);
  // Again after a second, then after two, then four.
  for (const int seconds : {1, 2, 4}) {
    world_.clock().Advance(absl::Seconds(seconds) - absl::Milliseconds(1));
    const int before = matching_.asked;
    Drive();
    EXPECT_EQ(matching_.asked, before);
    world_.clock().Advance(absl::Milliseconds(1));
    Drive();
    EXPECT_EQ(matching_.asked, before + 1);
  }
  matching_.down = false;
  world_.clock().Advance(absl::Hours(1));
  Drive();
  EXPECT_EQ(Get("ann", asked->name())->state(), Request::STATE_DONE);
}

TEST_P(SubjectRequestTest, TellsNothingTwiceAfterABreakInTheMiddle) {
  matching_.records = 2;
  matching_.word = std::string(ExportFile::kPieceBytes, 'w');
  matching_.breaks = true;
  const auto asked = Create("ann", Request::KIND_EXPORT);
  Drive();
  matching_.breaks = false;
  world_.clock().Advance(absl::Hours(1));
  Drive();
  const auto file = office_.Download("ann", asked->name());
  ASSERT_THAT(file, IsOk());
  int words = 0;
  for (size_t at = file->find("\"service\":\"matching\",\"category\":\"word\"");
       at != std::string::npos;
       at = file->find("\"service\":\"matching\",\"category\":\"word\"", at + 1)) {
    ++words;
  }
  EXPECT_EQ(words, 2);
}

TEST_P(SubjectRequestTest, AsksAgainWhereAnAnswerWasLost) {
  const auto asked = Create("ann", Request::KIND_ERASURE);
  ASSERT_THAT(Confirm("ann", asked->name()), IsOk());
  matching_.breaks = true;
  Drive();
  EXPECT_THAT(matching_.erased, ElementsAre(ann_));
  EXPECT_THAT(agreement_.erased, IsEmpty());
  matching_.breaks = false;
  world_.clock().Advance(absl::Hours(1));
  Drive();
  EXPECT_EQ(Get(World::kNational, asked->name())->state(), Request::STATE_DONE);
  EXPECT_THAT(agreement_.erased, ElementsAre(ann_));
}

TEST_P(SubjectRequestTest, GoesOnWhereADriverDiedHoldingIt) {
  const auto asked = Create("ann", Request::KIND_EXPORT);
  // A driver takes it, and is never seen again.
  ASSERT_THAT(world_.database().Transact(
                  absl::Now() + absl::Seconds(30),
                  [&](sql::Transaction& transaction) -> absl::Status {
                    auto looks = DueLooks(transaction, world_.means().Now(), 10);
                    if (!looks.ok()) return looks.status();
                    EXPECT_EQ(looks->size(), 1u);
                    auto taken = TakeLook(transaction, looks->front(),
                                          world_.means().Now() + Driver::kLease);
                    EXPECT_TRUE(taken.value_or(false));
                    taken = TakeLook(transaction, looks->front(), world_.means().Now());
                    EXPECT_FALSE(taken.value_or(true)) << "it is the other one's";
                    return taken.status();
                  }),
              IsOk());
  Drive();
  EXPECT_EQ(Get("ann", asked->name())->state(), Request::STATE_RUNNING);
  world_.clock().Advance(Driver::kLease);
  Drive();
  EXPECT_EQ(Get("ann", asked->name())->state(), Request::STATE_DONE);
}

TEST_P(SubjectRequestTest, DestroysTheFileWhenItsTimeIsOver) {
  const auto asked = Create("ann", Request::KIND_EXPORT);
  Drive();
  ASSERT_THAT(office_.Download("ann", asked->name()), IsOk());
  EXPECT_NE(Dump("subject_pieces", "request"), "");
  world_.clock().Advance(kDownloadTime);
  EXPECT_THAT(office_.Download("ann", asked->name()), HasReason(REASON_WRONG_STATE));
  Drive();
  EXPECT_EQ(Dump("subject_pieces", "request"), "");
  EXPECT_EQ(Dump("subject_work", "request"), "");
  EXPECT_EQ(Get("ann", asked->name())->state(), Request::STATE_DONE);
}

TEST_P(SubjectRequestTest, RemindsOfWhatIsDueByDatesAndCodesAlone) {
  const auto asked = Create("ann", Request::KIND_EXPORT);
  matching_.down = true;
  Drive();
  timer::Timers timers(world_.database(), world_.clock(),
                       {{kSubjectDueTimer, &RemindOfSubjectRequest}});
  const int64_t head = world_.Head();
  int reminders = 0;
  for (int day = 0; day < 40; ++day) {
    world_.clock().Advance(absl::Hours(24));
    reminders += timers.FireDue().value_or(0);
  }
  EXPECT_EQ(reminders, 3);
  for (const auto& event : world_.Events(head)) {
    EXPECT_EQ(event.type(), "registry.subject_request.due");
    EXPECT_EQ(event.resource(), asked->name());
    EXPECT_EQ(event.codes().at("kind"), "export");
    EXPECT_EQ(event.codes().at("due_date"), "2026-12-22");
    EXPECT_EQ(event.codes().size(), 2u);
  }
}

TEST_P(SubjectRequestTest, MakesUpForErasuresThatARestoreBroughtBack) {
  // Matching erased the person; a registry from before that knows nothing of it.
  matching_.erased.insert(ann_);
  agreement_.down = true;
  Driver driver(world_.means(), office_.sealer(), office_.holders());
  EXPECT_THAT(driver.MakeUp(), test::HasCode(absl::StatusCode::kUnavailable));
  EXPECT_EQ(world_.Person("ann"), "");
  EXPECT_FALSE(absl::StrContains(Dump("people", "id"), ann_));
  agreement_.down = false;
  const auto made_up = driver.MakeUp();
  ASSERT_THAT(made_up, IsOk());
  EXPECT_EQ(*made_up, 1);
  EXPECT_THAT(agreement_.erased, ElementsAre(ann_));
  EXPECT_EQ(driver.MakeUp().value_or(-1), 0);
}

INSTANTIATE_TEST_SUITE_P(All, SubjectRequestTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::registry
