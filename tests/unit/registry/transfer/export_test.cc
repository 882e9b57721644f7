// Members as files, where seats have passed from one authority to another. All on 22 November 2026.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/operation/handlers.h"
#include "common/operation/runner.h"
#include "common/status/macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/transfer/import_work.h"
#include "registry/transfer/transfer_service.h"
#include "telemachus/registry/v1/membership_correction.pb.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "tests/support/callers.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/odd.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using google::longrunning::Operation;
using test::IsOk;
using testing::HasSubstr;
using testing::Not;

// Keeps the pieces of an export.
class Pieces final : public rpc::Sink {
 public:
  absl::Status Write(const google::protobuf::Message& message) override {
    text += static_cast<const v1::ExportMembersResponse&>(message).content();
    ++count;
    return absl::OkStatus();
  }
  std::string text;
  int count = 0;
};

class ExportTest : public testing::TestWithParam<std::string> {
 protected:
  ExportTest() {
    Populate(world_);
    world_.AddPerson("officer-CRF");
    world_.Give("officer-CRF", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  }

  void EndPowys(const std::vector<std::string>& successors) {
    v1::RecordSuccessionRequest request;
    request.set_authority(world_.Authority("POW"));
    request.set_end_date("2026-11-21");
    for (const std::string& code : successors) request.add_successors(world_.Authority(code));
    ASSERT_THAT(
        world_.Ask<v1::Succession>("SuccessionService/RecordSuccession", World::kNational, request),
        IsOk());
  }
  absl::StatusOr<Pieces> Export(const std::string& code, v1::TransferFormat format) {
    operation::Handlers handlers(world_.database(), world_.clock(), world_.means().tokens, {},
                                 nullptr);
    TransferService service(world_.means(), handlers, [] {});
    const rpc::Call call(
        test::CallerWith("people/somebody", {{access::Role::ROLE_OFFICER, world_.Authority(code)}}),
        "/export", absl::Now() + absl::Seconds(60));
    v1::ExportMembersRequest request;
    request.set_parent(world_.Authority(code));
    request.set_format(format);
    Pieces pieces;
    rpc::Writer<v1::ExportMembersResponse> writer(pieces);
    RETURN_IF_ERROR(service.ExportMembers(call, request, writer));
    return pieces;
  }
  // What an import for Cardiff by its officer made of it.
  v1::ImportReport Import(const std::string& content, v1::TransferFormat format) {
    v1::StartImportRequest request;
    request.set_parent(world_.Authority("CRF"));
    request.set_list(v1::IMPORT_LIST_MEMBERS);
    request.set_format(format);
    request.set_content(content);
    request.set_full_list(v1::StartImportRequest::FULL_LIST_APPLY);
    const auto started =
        world_.Ask<Operation>("TransferService/StartImport", "officer-CRF", request);
    EXPECT_THAT(started, IsOk());
    EXPECT_THAT(runner_.RunDue().status(), IsOk());
    google::longrunning::GetOperationRequest get;
    get.set_name(started->name());
    const auto over = world_.Ask<Operation>("OperationService/GetOperation", "officer-CRF", get);
    v1::ImportReport report;
    EXPECT_TRUE(over.ok() && over->response().UnpackTo(&report)) << over->DebugString();
    return report;
  }
  v1::Membership SeatOf(const std::string& subject) {
    return world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest())
        ->person()
        .memberships(0);
  }

  World world_{GetParam()};
  ImportKind kind_{world_.means()};
  operation::Runner runner_{
      world_.database(), world_.clock(), world_.means().ids, {{kImportKind, &kind_}}};
};

INSTANTIATE_TEST_SUITE_P(All, ExportTest, test::Engines(), test::EngineName);

TEST_P(ExportTest, GivesSeatsThatPassedAndTakesThemBackUnchanged) {
  // The register knows better than the last list.
  world_.ImportMembers(
      "authority_code,key,subject,given_name,family_name,elected_date,end_date\n"
      "POW,P2,bea,Bea,Évans,2022-05-09,2026-11-01\n");
  v1::CorrectMembershipRequest held;
  held.set_name(SeatOf("bea").name());
  held.mutable_record();
  held.mutable_update_mask()->add_paths("end_date");
  held.set_ground(v1::MembershipCorrection::GROUND_WRONG_LIST);
  ASSERT_THAT(world_.Ask<v1::CorrectMembershipResponse>(
                  "MembershipCorrectionService/CorrectMembership", "officer", held),
              IsOk());
  EndPowys({"CRF"});
  const auto csv = Export("CRF", v1::TRANSFER_FORMAT_CSV);
  const auto json = Export("CRF", v1::TRANSFER_FORMAT_JSON);
  ASSERT_THAT(csv, IsOk());
  ASSERT_THAT(json, IsOk());
  for (const char* row : {"POW,P1,Ann Pugh", "POW,P2,Bea Évans", "CRF,C1,Cai Rees"}) {
    EXPECT_THAT(csv->text, HasSubstr(row));
  }
  const int64_t head = world_.Head();
  for (const auto& [format, content] : {std::pair(v1::TRANSFER_FORMAT_CSV, csv->text),
                                        std::pair(v1::TRANSFER_FORMAT_JSON, json->text)}) {
    const v1::ImportReport report = Import(content, format);
    EXPECT_EQ(report.unchanged(), 3) << report.DebugString();
    EXPECT_EQ(Accounted(report), 3);
  }
  EXPECT_EQ(world_.Head(), head) << "nobody is told of nothing";
  EXPECT_EQ(SeatOf("bea").end_date(), "");
  EXPECT_THAT(Export("POW", v1::TRANSFER_FORMAT_JSON).status(),
              test::HasReason(status::v1::REASON_NOT_PERMITTED));
}

TEST_P(ExportTest, TakesRowsOfOtherAuthoritiesForPassedSeatsAlone) {
  world_.ImportAuthorities(
      "code,name,nation,region,type,start_date\n"
      "NPO,North Powys Council,Wales,Wales,Welsh unitary authority,2026-11-21\n");
  world_.ImportMembers(
      "authority_code,key,subject,given_name,family_name,ward_name,elected_date\n"
      "POW,P3,fay,Fay,Hall,Knighton,2022-05-09\n");
  EndPowys({"CRF", "NPO"});
  v1::DecideSuccessionRequest decide;
  decide.set_name(absl::StrCat(world_.Authority("POW"), "/succession"));
  decide.mutable_decision()->set_successor(world_.Authority("CRF"));
  auto& entry = *decide.mutable_decision()->add_wards();
  entry.set_ward("Knighton");
  entry.set_successor(world_.Authority("NPO"));
  ASSERT_THAT(
      world_.Ask<v1::Succession>("SuccessionService/DecideSuccession", World::kNational, decide),
      IsOk());
  EXPECT_THAT(Export("CRF", v1::TRANSFER_FORMAT_CSV)->text, Not(HasSubstr("Fay")));
  EXPECT_THAT(Export("NPO", v1::TRANSFER_FORMAT_CSV)->text, HasSubstr("POW,P3,Fay Hall"));
  const v1::ImportReport report = Import(
      "authority_code,key,display_name,ward_name\n"
      "POW,P1,Ann Pugh,Talgarth\nPOW,P3,Fay Hall,Brecon\nPOW,P9,New Member,Brecon\n"
      "LDS,L1,Dot Day,Elsewhere\n,C1,Cai Rees,\n",
      v1::TRANSFER_FORMAT_CSV);
  EXPECT_EQ(report.updated(), 2) << "two wards are said otherwise: " << report.DebugString();
  EXPECT_EQ(report.rejected(), 3);
  EXPECT_EQ(OddCounts(report)[v1::ODD_KIND_AUTHORITY_UNKNOWN], 3);
  EXPECT_EQ(SeatOf("ann").ward(), "Talgarth");
  EXPECT_EQ(SeatOf("fay").ward(), "Knighton");
}

TEST_P(ExportTest, GivesEverybodyOnceOverManyPages) {
  std::string members = "authority_code,key,given_name,family_name\n";
  constexpr int kMembers = 1234;
  for (int i = 0; i < kMembers; ++i) absl::StrAppend(&members, "LDS,N", i, ",Member,", i, "\n");
  world_.ImportMembers(members);
  const auto pieces = Export("LDS", v1::TRANSFER_FORMAT_CSV);
  ASSERT_THAT(pieces, IsOk());
  EXPECT_EQ(pieces->count, 3) << "a page at a time";
  std::set<std::string> keys;
  for (absl::string_view line : absl::StrSplit(pieces->text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> values = absl::StrSplit(line, ',');
    if (values[1].front() != 'N') continue;
    EXPECT_TRUE(keys.insert(values[1]).second) << values[1];
  }
  EXPECT_EQ(keys.size(), kMembers);
}

}  // namespace
}  // namespace telemachus::registry
