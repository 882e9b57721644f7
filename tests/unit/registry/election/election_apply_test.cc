// Elections as they are applied: through crashes, sent again, in part; and by lists of councils.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/operation/store.h"
#include "tests/unit/registry/election/polling_station.h"
#include "tests/unit/registry/support/odd.h"

namespace telemachus::registry {
namespace {

using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;
using v1::Election;

class ElectionApplyTest : public PollingStation {
 protected:
  // Members N0, N1 and so on of Powys, whom the register has already.
  void Seat(int count) {
    std::string csv = "authority_code,key,display_name,ward_name,elected_date,roles\n";
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&csv, "POW,N", i, ",Member ", i, ",Ward ", i, ",2022-05-09,champion\n");
    }
    world_.ImportMembers(csv);
  }
  // A runner that does one step and is gone.
  void StepAndDie(const std::string& operation, int64_t step) {
    const std::string holder = absl::StrCat("dead", step);
    const auto in_transaction = [&](const sql::Body& body) {
      ASSERT_THAT(world_.database().Transact(absl::Now() + absl::Seconds(60), body), IsOk());
    };
    in_transaction([&](sql::Transaction& transaction) -> absl::Status {
      const absl::Time now = world_.clock().Now();
      ASSIGN_OR_RETURN(const bool taken, operation::Take(transaction, operation, holder, now,
                                                         now + operation::kLease));
      EXPECT_TRUE(taken);
      return absl::OkStatus();
    });
    const auto work = kind_.TakeUp(operation, absl::Now() + absl::Seconds(60));
    ASSERT_THAT(work, IsOk());
    in_transaction([&](sql::Transaction& transaction) -> absl::Status {
      const absl::Time now = world_.clock().Now();
      ASSIGN_OR_RETURN(const bool held, operation::Begin(transaction, operation, holder, step,
                                                         now + operation::kLease));
      EXPECT_TRUE(held);
      ASSIGN_OR_RETURN(const auto present, operation::Load(transaction, operation));
      ASSIGN_OR_RETURN(const auto done, (*work)->Run(transaction, present.cursor, now));
      return operation::Advance(transaction, operation, done);
    });
    world_.clock().Advance(operation::kLease);
  }
  v1::RecordElectionListResponse List(const std::string& content,
                                      v1::TransferFormat format = v1::TRANSFER_FORMAT_CSV,
                                      bool others_leave = true) {
    v1::RecordElectionListRequest request;
    request.set_name(name_);
    request.set_format(format);
    request.set_content(content);
    request.set_login_issuer(World::kIssuer);
    request.set_others_leave(others_leave);
    const auto response = world_.Ask<v1::RecordElectionListResponse>(
        "ElectionService/RecordElectionList", "officer", request);
    EXPECT_THAT(response, IsOk());
    return response.value_or(v1::RecordElectionListResponse());
  }
};

INSTANTIATE_TEST_SUITE_P(All, ElectionApplyTest, test::Engines(), test::EngineName);

TEST_P(ElectionApplyTest, GoesOnAfterCrashesWithNothingDoubledOrLost) {
  constexpr int kMembers = 120;
  Seat(kMembers);
  Create();
  std::vector<v1::ElectionResult> results = {Stays("P1"), Leaves("P2")};
  for (int i = 0; i < kMembers; ++i) {
    results.push_back(i % 2 == 0 ? Stays(absl::StrCat("N", i)) : Leaves(absl::StrCat("N", i)));
    results.push_back(Arrives(absl::StrCat("A", i), absl::StrCat("Arrival ", i)));
  }
  Record(results);
  const Election previewed = Preview();
  const int64_t people = Count("people");
  const auto started = TryApply(previewed.preview_digest());
  ASSERT_THAT(started, IsOk());
  for (int64_t step = 0; step < 3; ++step) StepAndDie(started->name(), step);
  EXPECT_EQ(Get().state(), Election::STATE_APPLYING);
  EXPECT_EQ(Get().counts().applied(), 150);
  EXPECT_THAT(TryRecord("officer", {Stays("P1")}), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_EQ(TryApply(previewed.preview_digest())->name(), started->name()) << "sent again";
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  const Election applied = Get();
  EXPECT_EQ(applied.state(), Election::STATE_APPLIED);
  EXPECT_EQ(applied.counts().applied(), 2 * kMembers + 2);
  EXPECT_EQ(Count("people"), people + kMembers);
  const int64_t head = world_.Head();
  EXPECT_EQ(TryApply(previewed.preview_digest())->name(), started->name()) << "and again";
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  EXPECT_EQ(world_.Head(), head);
  v1::ElectionCounts counts;
  const auto over = TryApply(previewed.preview_digest());
  ASSERT_TRUE(over->done());
  EXPECT_TRUE(over->response().UnpackTo(&counts));
  EXPECT_EQ(counts.applied(), 2 * kMembers + 2);
}

TEST_P(ElectionApplyTest, LeavesRowsWhoseMembersChangedMeanwhileAndRepairsThemLater) {
  Create();
  Record({Stays("P1"), Leaves("P2"), Arrives("P9", "Non Newydd")});
  const auto started = TryApply(Preview().preview_digest());
  ASSERT_THAT(started, IsOk());
  v1::EndMembershipRequest end;
  end.set_name(Self("bea").memberships(0).name());
  end.set_end_date("2026-12-31");
  end.set_leaving(v1::Membership::LEAVING_DURING_TERM);
  ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/EndMembership", "officer", end),
              IsOk());
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS roles APPLIED", "P2 LEAVES end_date,leaving FAILED",
                                  "P9 ARRIVES APPLIED"));
  EXPECT_EQ(Get().state(), Election::STATE_APPLIED);
  EXPECT_EQ(Get().counts().failed(), 1);
  EXPECT_EQ(Get().result_count(), 2) << "who has arrived is in the register";
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS UNCHANGED", "P2 LEAVES NOT_UP"));
  v1::RemoveElectionResultsRequest remove;
  remove.set_name(name_);
  remove.add_council_keys("P2");
  ASSERT_THAT(world_.Ask<Election>("ElectionService/RemoveElectionResults", "officer", remove),
              IsOk());
  EXPECT_EQ(Apply().counts().failed(), 0);
  EXPECT_EQ(Self("bea").memberships(0).end_date(), "2026-12-31");
  EXPECT_THAT(TryPreview(), HasReason(status::v1::REASON_WRONG_STATE)) << "it is done";
}

TEST_P(ElectionApplyTest, IsPreviewedAgainAfterItWasCancelled) {
  Create();
  Record({Stays("P1"), Leaves("P2")});
  const auto started = TryApply(Preview().preview_digest());
  ASSERT_THAT(started, IsOk());
  google::longrunning::CancelOperationRequest cancel;
  cancel.set_name(started->name());
  ASSERT_THAT(
      world_.Ask<google::protobuf::Empty>("OperationService/CancelOperation", "officer", cancel),
      IsOk());
  EXPECT_THAT(runner_.RunDue().status(), IsOk());
  EXPECT_EQ(Get().state(), Election::STATE_DRAFT);
  EXPECT_EQ(Apply().counts().applied(), 2);
}

TEST_P(ElectionApplyTest, ReadsTheListOfMembersAfterTheElection) {
  Create();
  const auto listed = List(
      "key,display_name,ward_name,party,roles\n"
      "P1,Ann Pugh,Crickhowell,liberal-democrat,leader\n"
      "P9,Non Newydd,Brecon,labour,\n");
  EXPECT_EQ(listed.leaves(), 1);
  EXPECT_EQ(listed.report().created(), 1);
  EXPECT_EQ(listed.report().updated(), 1);
  EXPECT_EQ(listed.election().result_count(), 3);
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS ward", "P2 LEAVES end_date", "P9 ARRIVES"));
  // How they leave is said afterwards, and a list sent again does not take it back.
  Record({Leaves("P2", v1::Membership::LEAVING_DID_NOT_STAND)});
  List("key,display_name,party,elected_date\nP1,Ann Pugh,liberal-democrat,2022-05-09\n");
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS roles", "P2 LEAVES end_date,leaving"))
      << "a full list says who arrives, too";
}

TEST_P(ElectionApplyTest, SaysNothingOfOthersByAListThatIsNotFullOrHasARejectedRow) {
  Create();
  EXPECT_EQ(List("key,display_name\nP1,Ann Pugh\n", v1::TRANSFER_FORMAT_CSV, false).leaves(), 0);
  const auto listed = List("key,display_name\nP1,Ann Pugh\nP9,\n");
  EXPECT_EQ(listed.leaves(), 0) << "a rejected row may be about whoever is missing";
  EXPECT_THAT(OddRows(listed.report()), ElementsAre("3 VALUE_MISSING display_name REJECTED"));
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS roles", "P2 OPEN OPEN"));
}

TEST_P(ElectionApplyTest, PassesOverThoseOnAListWhoseSeatsAreNotUp) {
  Election election = WholeCouncil();
  election.set_seats_up(Election::SEATS_UP_SOME);
  election.add_memberships(Self("ann").memberships(0).name());
  Create(election);
  const auto listed = List(
      "[{\"key\":\"P2\",\"display_name\":\"Bea Évans\"},{\"key\":\"P9\",\"display_name\":\"Non\"}]",
      v1::TRANSFER_FORMAT_JSON);
  EXPECT_EQ(listed.report().unchanged(), 1);
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P1 LEAVES end_date", "P9 ARRIVES"));
}

TEST_P(ElectionApplyTest, ReadsTheListOfModernGov) {
  Create();
  List(
      "<councillorsbyward><wards><ward><wardtitle>Brecon</wardtitle><councillors><councillor>"
      "<councillorid>P1</councillorid><fullusername>Councillor Ann Pugh</fullusername>"
      "<politicalpartytitle>Labour</politicalpartytitle></councillor><councillor>"
      "<councillorid>77</councillorid><fullusername>Cllr New Member</fullusername>"
      "<politicalpartytitle>Independent</politicalpartytitle></councillor></councillors></ward>"
      "</wards></councillorsbyward>",
      v1::TRANSFER_FORMAT_MODERN_GOV);
  Apply();
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS roles,party APPLIED", "P2 LEAVES end_date APPLIED",
                                  "77 ARRIVES APPLIED"));
}

TEST_P(ElectionApplyTest, AppliesADayThatHasPassedAtOnce) {
  On("2027-05-20");
  Create();
  Record({Stays("P1", "Crickhowell"), Leaves("P2"), Arrives("P9", "Non Newydd", "non")});
  Apply();
  EXPECT_EQ(Self("ann").memberships(0).ward(), "Crickhowell");
  EXPECT_EQ(Count("term_turns"), 0);
  EXPECT_EQ(Self("bea").memberships(0).end_date(), kLastDay);
  EXPECT_EQ(Self("non").memberships(0).start_date(), kTerm);
}

TEST_P(ElectionApplyTest, ForgetsWhatWaitsForASeatWhoseHolderLeavesAfterAll) {
  Create();
  Record({Stays("P1", "Crickhowell"), Stays("P2")});
  Apply();
  EXPECT_EQ(Count("term_turns"), 1);
  v1::EndMembershipRequest end;
  end.set_name(Self("ann").memberships(0).name());
  end.set_end_date("2027-01-31");
  end.set_leaving(v1::Membership::LEAVING_DURING_TERM);
  ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/EndMembership", "officer", end),
              IsOk());
  On(kTerm);
  EXPECT_EQ(Count("term_turns"), 0);
  EXPECT_EQ(Self("ann").memberships(0).ward(), "Brecon");
}

}  // namespace
}  // namespace telemachus::registry
