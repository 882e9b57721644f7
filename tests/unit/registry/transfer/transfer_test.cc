#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/operation/handlers.h"
#include "common/operation/runner.h"
#include "common/operation/store.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/transfer/import_work.h"
#include "registry/transfer/transfer_service.h"
#include "tests/support/callers.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/odd.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using google::longrunning::Operation;
using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr char kHead[] = "key,display_name,ward_name,party,email\n";
constexpr char kAnn[] = "P1,Ann Pugh,Brecon,liberal-democrat,ann@example.org\n";
constexpr char kBea[] = "P2,Bea Évans,Brecon,independent,\n";

// Keeps the pieces of an export.
class Pieces final : public rpc::Sink {
 public:
  absl::Status Write(const google::protobuf::Message& message) override {
    text += static_cast<const v1::ExportMembersResponse&>(message).content();
    return absl::OkStatus();
  }
  std::string text;
};

class TransferTest : public testing::TestWithParam<std::string> {
 protected:
  TransferTest() {
    Populate(world_);
    powys_ = world_.Authority("POW");
    world_.AddPerson("system");
    world_.Give("system", access::Role::ROLE_COUNCIL_SYSTEM, powys_);
    world_.AddPerson("elsewhere");
    world_.Give("elsewhere", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  }

  v1::StartImportRequest Members(const std::string& content) {
    v1::StartImportRequest request;
    request.set_parent(powys_);
    request.set_list(v1::IMPORT_LIST_MEMBERS);
    request.set_format(v1::TRANSFER_FORMAT_CSV);
    request.set_content(content);
    return request;
  }
  absl::StatusOr<Operation> Start(const std::string& who, const v1::StartImportRequest& request) {
    return world_.Ask<Operation>("TransferService/StartImport", who, request);
  }
  absl::StatusOr<Operation> Get(const std::string& who, const std::string& name) {
    google::longrunning::GetOperationRequest request;
    request.set_name(name);
    return world_.Ask<Operation>("OperationService/GetOperation", who, request);
  }
  // Starts it, and runs it to its end.
  Operation Carry(const std::string& who, const v1::StartImportRequest& request) {
    const auto started = Start(who, request);
    EXPECT_THAT(started, IsOk());
    if (!started.ok()) return {};
    EXPECT_THAT(runner_.RunDue().status(), IsOk());
    const auto over = Get(who, started->name());
    EXPECT_THAT(over, IsOk());
    EXPECT_TRUE(over->has_response()) << over->DebugString();
    return *over;
  }
  static v1::ImportReport ReportOf(const Operation& operation) {
    v1::ImportReport report;
    EXPECT_TRUE(operation.response().UnpackTo(&report));
    return report;
  }
  absl::StatusOr<v1::ListImportRowsResponse> ListRows(
      const std::string& who, const std::string& operation,
      v1::ImportRow::Outcome outcome = v1::ImportRow::OUTCOME_UNSPECIFIED) {
    v1::ListImportRowsRequest request;
    request.set_parent(operation);
    request.set_outcome(outcome);
    return world_.Ask<v1::ListImportRowsResponse>("TransferService/ListImportRows", who, request);
  }
  // Rows as "2 POW P1 UPDATED email,ward".
  std::vector<std::string> Rows(const std::string& who, const std::string& operation) {
    std::vector<std::string> rows;
    const auto response = ListRows(who, operation);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return rows;
    for (const v1::ImportRow& row : response->import_rows()) {
      rows.push_back(absl::StrCat(row.line(), " ", row.authority_code(), " ", row.key(), " ",
                                  v1::ImportRow::Outcome_Name(row.outcome()).substr(8)));
      for (const std::string& field : row.changed_fields())
        absl::StrAppend(&rows.back(), " ", field);
      for (const v1::OddRow& odd : row.odd_rows()) {
        absl::StrAppend(&rows.back(), " ", v1::OddKind_Name(odd.kind()).substr(9));
      }
    }
    return rows;
  }
  v1::Person Self(const std::string& subject) {
    const auto self = world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest());
    EXPECT_THAT(self, IsOk());
    return self.ok() ? self->person() : v1::Person();
  }
  int64_t Count(const std::string& table) {
    int64_t count = -1;
    EXPECT_THAT(world_.database().Read(absl::Now() + absl::Seconds(30),
                                       [&](sql::Transaction& transaction) -> absl::Status {
                                         ASSIGN_OR_RETURN(
                                             const auto row,
                                             transaction.QueryRow(
                                                 absl::StrCat("SELECT COUNT(*) FROM ", table), {}));
                                         count = row.Int(0);
                                         return absl::OkStatus();
                                       }),
                IsOk());
    return count;
  }
  absl::StatusOr<std::string> Export(access::Role role, const std::string& scope,
                                     v1::TransferFormat format) {
    operation::Handlers handlers(world_.database(), world_.clock(), world_.means().tokens, {},
                                 nullptr);
    TransferService service(world_.means(), handlers, [] {});
    const rpc::Call call(test::CallerWith("people/somebody", {{role, scope}}), "/export",
                         absl::Now() + absl::Seconds(30));
    v1::ExportMembersRequest request;
    request.set_parent(powys_);
    request.set_format(format);
    Pieces pieces;
    rpc::Writer<v1::ExportMembersResponse> writer(pieces);
    RETURN_IF_ERROR(service.ExportMembers(call, request, writer));
    EXPECT_TRUE(call.relation_proved());
    return pieces.text;
  }

  World world_{GetParam()};
  std::string powys_;
  ImportKind kind_{world_.means()};
  operation::Runner runner_{
      world_.database(), world_.clock(), world_.means().ids, {{kImportKind, &kind_}}};
};

INSTANTIATE_TEST_SUITE_P(All, TransferTest, test::Engines(), test::EngineName);

TEST_P(TransferTest, CarriesOutAListAndTellsRowByRowWhatItDid) {
  const auto request = Members(absl::StrCat(kHead, kAnn, "P2,Bea Jones,Talgarth,independent,\n",
                                            "P3,Cen Huw,Hay,green,cen\n", "P4,,Hay,green,\n",
                                            "P3,Again,Hay,green,\n"));
  const Operation over = Carry("officer", request);
  const v1::ImportReport report = ReportOf(over);
  EXPECT_EQ(report.created(), 1);
  EXPECT_EQ(report.updated(), 1);
  EXPECT_EQ(report.unchanged(), 1);
  EXPECT_EQ(report.rejected(), 2);
  v1::ImportProgress progress;
  ASSERT_TRUE(over.metadata().UnpackTo(&progress));
  EXPECT_EQ(progress.rows_done(), 5);
  EXPECT_EQ(progress.rows_total(), 5);
  EXPECT_THAT(Rows("officer", over.name()),
              ElementsAre("2 POW P1 UNCHANGED", "3 POW P2 UPDATED display_name ward",
                          "4 POW P3 CREATED VALUE_MALFORMED", "5 POW P4 REJECTED VALUE_MISSING",
                          "6 POW P3 REJECTED REPEATED"));
  EXPECT_EQ(Self("bea").display_name(), "Bea Jones");
  const auto rejected = ListRows("officer", over.name(), v1::ImportRow::OUTCOME_REJECTED);
  ASSERT_THAT(rejected, IsOk());
  EXPECT_EQ(rejected->import_rows_size(), 2);
  EXPECT_THAT(
      Rows("officer", Carry("officer", request).name()),
      ElementsAre("2 POW P1 UNCHANGED", "3 POW P2 UNCHANGED", "4 POW P3 UNCHANGED VALUE_MALFORMED",
                  "5 POW P4 REJECTED VALUE_MISSING", "6 POW P3 REJECTED REPEATED"));
}

TEST_P(TransferTest, TellsTheSameOfADryRunAndChangesNothing) {
  auto request = Members(
      absl::StrCat(kHead, kAnn, "P2,Bea Jones,Talgarth,independent,\n", "P3,Cen Huw,Hay,green,\n"));
  request.set_validate_only(true);
  const int64_t head = world_.Head();
  const int64_t people = Count("people");
  const auto dry = Rows("system", Carry("system", request).name());
  EXPECT_EQ(world_.Head(), head);
  EXPECT_EQ(Count("people"), people);
  EXPECT_EQ(Self("bea").display_name(), "Bea Évans");
  request.set_validate_only(false);
  EXPECT_EQ(Rows("system", Carry("system", request).name()), dry);
  EXPECT_EQ(Count("people"), people + 1);
  EXPECT_THAT(dry, ElementsAre("2 POW P1 UNCHANGED", "3 POW P2 UPDATED display_name ward",
                               "4 POW P3 CREATED"));
}

TEST_P(TransferTest, DeletesTheContentAtTheEndAndTheRowsWithTheOperation) {
  ASSERT_THAT(Start("officer", Members(absl::StrCat(kHead, kAnn))), IsOk());
  EXPECT_EQ(Count("imports"), 1);
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  EXPECT_EQ(Count("imports"), 0);
  const auto cancelled = Start("officer", Members(absl::StrCat(kHead, kBea)));
  ASSERT_THAT(cancelled, IsOk());
  google::longrunning::DeleteOperationRequest remove;
  remove.set_name(cancelled->name());
  EXPECT_THAT(
      world_.Ask<google::protobuf::Empty>("OperationService/DeleteOperation", "officer", remove),
      HasReason(status::v1::REASON_WRONG_STATE));
  google::longrunning::CancelOperationRequest cancel;
  cancel.set_name(cancelled->name());
  ASSERT_THAT(
      world_.Ask<google::protobuf::Empty>("OperationService/CancelOperation", "officer", cancel),
      IsOk());
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  EXPECT_EQ(Count("imports"), 0);
  EXPECT_TRUE(Get("officer", cancelled->name())->has_error());
  ASSERT_THAT(
      world_.Ask<google::protobuf::Empty>("OperationService/DeleteOperation", "officer", remove),
      IsOk());
  EXPECT_THAT(Get("officer", cancelled->name()), HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_EQ(Count("import_rows"), 1);
  world_.clock().Advance(operation::kKept);
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  EXPECT_EQ(Count("import_rows"), 0);
}

TEST_P(TransferTest, RejectsRowsOfOtherAuthorities) {
  const Operation over = Carry(
      "system", Members("authority_code,key,display_name\nCRF,C1,Cai Rees\nPOW,P1,Ann Pugh\n"));
  EXPECT_THAT(Rows("system", over.name()),
              ElementsAre("2 CRF C1 REJECTED AUTHORITY_UNKNOWN", "3 POW P1 UNCHANGED"));
  v1::StartImportRequest national =
      Members("authority_code,key,display_name\nCRF,C1,Cai Rees\nLDS,L1,Dot Day\n");
  national.clear_parent();
  EXPECT_THAT(Rows("english", Carry("english", national).name()),
              ElementsAre("2 CRF C1 REJECTED AUTHORITY_UNKNOWN", "3 LDS L1 UNCHANGED"));
  EXPECT_THAT(Rows(World::kNational, Carry(World::kNational, national).name()),
              ElementsAre("2 CRF C1 UNCHANGED", "3 LDS L1 UNCHANGED"));
  v1::StartImportRequest authorities;
  authorities.set_list(v1::IMPORT_LIST_AUTHORITIES);
  authorities.set_format(v1::TRANSFER_FORMAT_CSV);
  authorities.set_content(
      "code,name,nation,region,type\nPOW,Ours,England,Wales,County\nGWE,G,Wales,Wales,County\n"
      "KEN,Kent County Council,England,South East,County\n");
  EXPECT_THAT(Rows("english", Carry("english", authorities).name()),
              ElementsAre("2 POW  REJECTED AUTHORITY_UNKNOWN", "3 GWE  REJECTED AUTHORITY_UNKNOWN",
                          "4 KEN  CREATED"));
}

TEST_P(TransferTest, TellsWhomAFullListLeavesOutAndLetsThemLeaveWhenAsked) {
  auto request = Members(absl::StrCat(kHead, kBea));
  request.set_full_list(v1::StartImportRequest::FULL_LIST_PREVIEW);
  EXPECT_THAT(Rows("officer", Carry("officer", request).name()),
              ElementsAre("2 POW P2 UNCHANGED", "0 POW P1 ABSENT"));
  request.set_full_list(v1::StartImportRequest::FULL_LIST_APPLY);
  request.set_validate_only(true);
  EXPECT_THAT(Rows("officer", Carry("officer", request).name()),
              ElementsAre("2 POW P2 UNCHANGED", "0 POW P1 LEFT"));
  EXPECT_EQ(Self("ann").memberships(0).end_date(), "");
  request.set_validate_only(false);
  request.set_content(absl::StrCat(kHead, "P9,,,,\n", kBea));
  EXPECT_THAT(
      Rows("officer", Carry("officer", request).name()),
      ElementsAre("2 POW P9 REJECTED VALUE_MISSING", "3 POW P2 UNCHANGED", "0 POW P1 ABSENT"))
      << "a rejected row may be about whoever is missing";
  request.set_content(absl::StrCat(kHead, kBea));
  EXPECT_THAT(Rows("officer", Carry("officer", request).name()),
              ElementsAre("2 POW P2 UNCHANGED", "0 POW P1 LEFT"));
  const v1::Person ann = Self("ann");
  EXPECT_EQ(ann.memberships(0).end_date(), world_.Today());
  EXPECT_EQ(ann.memberships(0).roles(0).end_date(), world_.Today());
  EXPECT_THAT(Rows("officer", Carry("officer", request).name()), ElementsAre("2 POW P2 UNCHANGED"));
  request.set_content(absl::StrCat("key,display_name,end_date\nP1,Ann Pugh,\nP2,Bea Évans,\n"));
  EXPECT_THAT(Rows("officer", Carry("officer", request).name()),
              ElementsAre("2 POW P1 UPDATED end_date", "3 POW P2 UNCHANGED"));
}

TEST_P(TransferTest, ReadsJsonAndTheListOfModernGov) {
  auto request = Members(
      "[{\"key\":\"P1\",\"display_name\":\"Ann Pugh\",\"roles\":[\"leader\",\"champion\"]}]");
  request.set_format(v1::TRANSFER_FORMAT_JSON);
  EXPECT_THAT(Rows("system", Carry("system", request).name()),
              ElementsAre("1 POW P1 UPDATED roles"));
  request.set_format(v1::TRANSFER_FORMAT_MODERN_GOV);
  request.set_content(
      "<councillorsbyward><wards><ward><wardtitle>Brecon</wardtitle><councillors><councillor>"
      "<councillorid>P1</councillorid><fullusername>Councillor Ann Pugh</fullusername>"
      "<politicalpartytitle>Labour</politicalpartytitle></councillor><councillor>"
      "<councillorid>77</councillorid><fullusername>Cllr New Member</fullusername>"
      "<politicalpartytitle>Independent</politicalpartytitle></councillor></councillors></ward>"
      "</wards></councillorsbyward>");
  EXPECT_THAT(Rows("system", Carry("system", request).name()),
              ElementsAre("1 POW P1 UPDATED party", "2 POW 77 CREATED PARTY_MISSING"));
  EXPECT_EQ(Self("ann").email(), "ann@example.org") << "a list that says nothing of it";
}

TEST_P(TransferTest, GivesMembersBackAsAFileThatChangesNothing) {
  world_.ImportMembers(
      "authority_code,key,display_name,ward_name,party,email,roles,elected_date\n"
      "POW,W1,\"Llŷr \"\"Y Gof\"\" ap Siôn, OBE\",\"Crughywel, a'r Cylch\",plaid-cymru,,"
      "champion;leader,2022-05-09\n"
      "POW,W2,'=cmd|calc,\"two\nlines\",,w2@example.org,,\n"
      "POW,W3,'+Plus,-,local,,,\n");
  // What members changed themselves is in it too.
  v1::UpdatePersonRequest update;
  *update.mutable_person() = Self("ann");
  update.mutable_person()->set_display_name("@nn");
  update.mutable_update_mask()->add_paths("display_name");
  ASSERT_THAT(world_.Ask<v1::Person>("PersonService/UpdatePerson", "ann", update), IsOk());
  const auto csv = Export(access::Role::ROLE_OFFICER, powys_, v1::TRANSFER_FORMAT_CSV);
  const auto json = Export(access::Role::ROLE_COUNCIL_SYSTEM, powys_, v1::TRANSFER_FORMAT_JSON);
  ASSERT_THAT(csv, IsOk());
  ASSERT_THAT(json, IsOk());
  EXPECT_THAT(*csv, HasSubstr("'=cmd|calc"));
  EXPECT_THAT(*csv, HasSubstr("'@nn"));
  EXPECT_THAT(*json, HasSubstr("\"=cmd|calc\""));
  EXPECT_THAT(*json, Not(HasSubstr("female")));
  const int64_t head = world_.Head();
  for (const auto& [format, content] :
       {std::pair(v1::TRANSFER_FORMAT_CSV, *csv), std::pair(v1::TRANSFER_FORMAT_JSON, *json)}) {
    auto request = Members(content);
    request.set_format(format);
    request.set_full_list(v1::StartImportRequest::FULL_LIST_APPLY);
    const Operation over = Carry("system", request);
    EXPECT_EQ(ReportOf(over).unchanged(), 5) << over.DebugString();
    EXPECT_EQ(Accounted(ReportOf(over)), 5);
    EXPECT_EQ(ListRows("system", over.name())->import_rows_size(), 5);
  }
  EXPECT_EQ(world_.Head(), head) << "nobody is told of nothing";
}

TEST_P(TransferTest, IsForWhoLooksAfterTheAuthorityAlone) {
  const auto members = Members(absl::StrCat(kHead, kAnn));
  auto nowhere = members;
  nowhere.set_parent("authorities/nowhere");
  for (const char* who : {"elsewhere", "english", "ann", "adviser"}) {
    const auto refused = Start(who, members);
    EXPECT_THAT(refused, HasReason(status::v1::REASON_NOT_PERMITTED)) << who;
    EXPECT_EQ(refused.status(), Start(who, nowhere).status()) << who;
  }
  auto seats = members;
  seats.set_list(v1::IMPORT_LIST_SEATS);
  auto all = members;
  all.clear_parent();
  for (const char* who : {"officer", "system"}) {
    EXPECT_THAT(Start(who, seats), HasReason(status::v1::REASON_NOT_PERMITTED));
    EXPECT_THAT(Start(who, all), HasReason(status::v1::REASON_NOT_PERMITTED));
  }
  const auto started = Start("system", members);
  ASSERT_THAT(started, IsOk());
  for (const char* who : {"officer", "adviser", World::kNational}) {
    EXPECT_THAT(Get(who, started->name()), IsOk()) << who;
    EXPECT_THAT(ListRows(who, started->name()), IsOk()) << who;
  }
  for (const char* who : {"elsewhere", "english"}) {
    EXPECT_EQ(Get(who, started->name()).status(), Get(who, "operations/none").status());
    EXPECT_THAT(ListRows(who, started->name()), HasReason(status::v1::REASON_NOT_PERMITTED));
  }
  EXPECT_THAT(Export(access::Role::ROLE_OFFICER, world_.Authority("CRF"), v1::TRANSFER_FORMAT_CSV),
              HasReason(status::v1::REASON_NOT_PERMITTED));
  EXPECT_THAT(Export(access::Role::ROLE_NATIONAL, "nations/wales", v1::TRANSFER_FORMAT_CSV),
              HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_P(TransferTest, ListsTheCallersOwnOperationsAndThoseOfTheirAuthority) {
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    names.push_back(Carry("system", Members(absl::StrCat(kHead, kAnn))).name());
    world_.clock().Advance(absl::Seconds(1));
  }
  const auto list = [&](const std::string& who, const std::string& name, const std::string& page) {
    google::longrunning::ListOperationsRequest request;
    request.set_name(name);
    request.set_page_size(2);
    request.set_page_token(page);
    return world_.Ask<google::longrunning::ListOperationsResponse>(
        "OperationService/ListOperations", who, request);
  };
  const auto first = list("system", "", "");
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->operations_size(), 2);
  EXPECT_EQ(first->operations(0).name(), names[2]);
  const auto second = list("system", "", first->next_page_token());
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->operations_size(), 1);
  EXPECT_EQ(second->operations(0).name(), names[0]);
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(list("officer", "", "")->operations_size(), 0);
  EXPECT_EQ(list("officer", powys_, "")->operations_size(), 2);
  EXPECT_THAT(list("elsewhere", powys_, ""), HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_P(TransferTest, AnswersARepeatedRequestWithItsOperationAndRefusesOtherContent) {
  auto request = Members(absl::StrCat(kHead, kAnn));
  request.set_request_id("3f1b5c1e-7a52-4a37-9a0e-0d6f5b6c8a22");
  const Operation over = Carry("officer", request);
  const auto again = Start("officer", request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->DebugString(), over.DebugString());
  request.set_content(absl::StrCat(kHead, kBea));
  EXPECT_THAT(Start("officer", request), HasReason(status::v1::REASON_REQUEST_ID_REUSED));
}

TEST_P(TransferTest, RefusesAtOnceWhatCannotBeReadOrMakesNoSense) {
  EXPECT_THAT(Start("officer", Members("key\nP1\n")),
              HasReason(status::v1::REASON_IMPORT_UNREADABLE));
  EXPECT_THAT(Start("officer", Members("key,display_name,subject\nP1,Ann,ann\n")),
              HasReason(status::v1::REASON_FIELD_REQUIRED));
  auto of_all = Members("authority_code,key,display_name\nPOW,P1,Ann Pugh\n");
  of_all.clear_parent();
  of_all.set_full_list(v1::StartImportRequest::FULL_LIST_PREVIEW);
  EXPECT_THAT(Start(World::kNational, of_all), HasReason(status::v1::REASON_FIELD_CONFLICT));
  of_all.clear_full_list();
  of_all.set_format(v1::TRANSFER_FORMAT_MODERN_GOV);
  EXPECT_THAT(Start(World::kNational, of_all), HasReason(status::v1::REASON_FIELD_CONFLICT));
  EXPECT_EQ(Count("imports"), 0);
  EXPECT_EQ(Count("operations"), 0);
}

TEST_P(TransferTest, WaitsForAnOperationThatIsOverNoLongerThanNeeded) {
  const Operation over = Carry("officer", Members(absl::StrCat(kHead, kAnn)));
  google::longrunning::WaitOperationRequest request;
  request.set_name(over.name());
  const auto waited = world_.Ask<Operation>("OperationService/WaitOperation", "officer", request);
  ASSERT_THAT(waited, IsOk());
  EXPECT_TRUE(waited->done());
  const auto started = Start("officer", Members(absl::StrCat(kHead, kBea)));
  ASSERT_THAT(started, IsOk());
  request.set_name(started->name());
  request.mutable_timeout()->set_nanos(300'000'000);
  const auto short_wait =
      world_.Ask<Operation>("OperationService/WaitOperation", "officer", request);
  ASSERT_THAT(short_wait, IsOk());
  EXPECT_FALSE(short_wait->done());
}

TEST_P(TransferTest, GoesOnAfterACrashInTheMiddleOfManyRowsWithNothingDoubledOrLost) {
  std::string content = kHead;
  constexpr int kRows = 1700;
  for (int i = 0; i < kRows; ++i)
    absl::StrAppend(&content, "N", i, ",Member ", i, ",Ward,green,\n");
  const int64_t people = Count("people");
  const auto started = Start("system", Members(content));
  ASSERT_THAT(started, IsOk());
  // A runner that does one step and is gone, again and again, with new work each time.
  const std::string name = started->name();
  for (int64_t step = 0; step < 2; ++step) {
    ASSERT_THAT(world_.database().Transact(absl::Now() + absl::Seconds(60),
                                           [&](sql::Transaction& transaction) -> absl::Status {
                                             const absl::Time now = world_.clock().Now();
                                             ASSIGN_OR_RETURN(
                                                 const bool taken,
                                                 operation::Take(transaction, name,
                                                                 absl::StrCat("dead", step), now,
                                                                 now + operation::kLease));
                                             EXPECT_TRUE(taken);
                                             return absl::OkStatus();
                                           }),
                IsOk());
    const auto work = kind_.TakeUp(name, absl::Now() + absl::Seconds(60));
    ASSERT_THAT(work, IsOk());
    ASSERT_THAT(
        world_.database().Transact(
            absl::Now() + absl::Seconds(60),
            [&](sql::Transaction& transaction) -> absl::Status {
              const absl::Time now = world_.clock().Now();
              ASSIGN_OR_RETURN(const bool held,
                               operation::Begin(transaction, name, absl::StrCat("dead", step), step,
                                                now + operation::kLease));
              EXPECT_TRUE(held);
              ASSIGN_OR_RETURN(const auto present, operation::Load(transaction, name));
              ASSIGN_OR_RETURN(const auto done, (*work)->Run(transaction, present.cursor, now));
              return operation::Advance(transaction, name, done);
            }),
        IsOk());
    world_.clock().Advance(operation::kLease);
  }
  EXPECT_EQ(Count("people"), people + 1000);
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  EXPECT_EQ(Count("people"), people + kRows);
  EXPECT_EQ(Count("import_rows"), kRows);
  EXPECT_EQ(ReportOf(*Get("system", name)).created(), kRows);
}

}  // namespace
}  // namespace telemachus::registry
