#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/succession/succession_checks.h"
#include "telemachus/registry/v1/membership_correction.pb.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

// The end of Powys was recorded by mistake. All on 22 November 2026.
namespace telemachus::registry {
namespace {

using status::v1::REASON_NOT_FOUND;
using status::v1::REASON_STALE_ETAG;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d31";
constexpr char kYesterday[] = "2026-11-21";

TEST(SuccessionChecksTest, TakeNothingBackOnWhichSomethingWasBuilt) {
  Ending ending{.end_date = kYesterday, .successors = {"b"}, .decisions = {}};
  EXPECT_THAT(CheckWithdrawal("a", ending, {}), IsOk());
  EXPECT_THAT(CheckWithdrawal("a", ending, {.seats_taken = 1}), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(CheckWithdrawal("a", ending, {.groups_joined = 1}), HasReason(REASON_WRONG_STATE));
  ending.decisions.emplace_back();
  EXPECT_THAT(CheckWithdrawal("a", ending, {}), HasReason(REASON_WRONG_STATE));
}

class SuccessionWithdrawalTest : public testing::TestWithParam<std::string> {
 protected:
  SuccessionWithdrawalTest() {
    Populate(world_);
    world_.AddPerson("officer-CRF");
    world_.Give("officer-CRF", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  }

  absl::StatusOr<v1::Succession> Record(const std::string& end,
                                        const std::vector<std::string>& successors) {
    v1::RecordSuccessionRequest request;
    request.set_authority(world_.Authority("POW"));
    request.set_end_date(end);
    for (const std::string& code : successors) request.add_successors(world_.Authority(code));
    return world_.Ask<v1::Succession>("SuccessionService/RecordSuccession", World::kNational,
                                      request);
  }
  v1::WithdrawSuccessionRequest Request(const std::string& etag = "") {
    v1::WithdrawSuccessionRequest request;
    request.set_name(absl::StrCat(world_.Authority("POW"), "/succession"));
    request.set_etag(etag);
    return request;
  }
  absl::StatusOr<v1::WithdrawSuccessionResponse> Withdraw(
      const v1::WithdrawSuccessionRequest& request, const std::string& as = World::kNational) {
    return world_.Ask<v1::WithdrawSuccessionResponse>("SuccessionService/WithdrawSuccession", as,
                                                      request);
  }
  v1::Membership SeatOf(const std::string& subject) {
    return world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest())
        ->person()
        .memberships(0);
  }
  absl::StatusOr<v1::Succession> Get() {
    v1::GetSuccessionRequest request;
    request.set_name(absl::StrCat(world_.Authority("POW"), "/succession"));
    return world_.Ask<v1::Succession>("SuccessionService/GetSuccession", "ann", request);
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, SuccessionWithdrawalTest, test::Engines(), test::EngineName);

TEST_P(SuccessionWithdrawalTest, GivesBackTheSeatsThatEnded) {
  const v1::Membership before = SeatOf("ann");
  const auto closed = Record(kYesterday, {});
  ASSERT_THAT(closed, IsOk());
  ASSERT_EQ(SeatOf("ann").end_date(), kYesterday);
  // Of this one more is known meanwhile.
  v1::CorrectMembershipRequest left;
  left.set_name(SeatOf("bea").name());
  left.mutable_record()->set_leaving(v1::Membership::LEAVING_DURING_TERM);
  left.mutable_update_mask()->add_paths("leaving");
  left.set_ground(v1::MembershipCorrection::GROUND_KNOWN_LATER);
  ASSERT_THAT(world_.Ask<v1::CorrectMembershipResponse>(
                  "MembershipCorrectionService/CorrectMembership", "officer", left),
              IsOk());
  v1::WithdrawSuccessionRequest request = Request(closed->etag());
  request.set_request_id(kRequestId);
  const auto withdrawn = Withdraw(request);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->seats_given_back(), 1);
  const v1::Membership after = SeatOf("ann");
  EXPECT_EQ(after.end_date(), "");
  EXPECT_EQ(after.leaving(), v1::Membership::LEAVING_UNSPECIFIED);
  EXPECT_EQ(after.party(), before.party());
  ASSERT_EQ(after.roles_size(), before.roles_size());
  EXPECT_EQ(after.roles(0).end_date(), "");
  EXPECT_EQ(SeatOf("bea").end_date(), kYesterday);
  EXPECT_THAT(Get(), HasReason(REASON_NOT_FOUND));
  const int64_t head = world_.Head();
  EXPECT_EQ(Withdraw(request)->seats_given_back(), 1) << "the same request again";
  EXPECT_EQ(world_.Head(), head);
  EXPECT_THAT(Withdraw(Request()), HasReason(REASON_WRONG_STATE)) << "it lives";
}

TEST_P(SuccessionWithdrawalTest, GivesBackResponsibility) {
  ASSERT_THAT(Record(kYesterday, {"CRF"}), IsOk());
  EXPECT_EQ(SeatOf("ann").responsible_authority(), world_.Authority("CRF"));
  const int64_t head = world_.Head();
  ASSERT_THAT(Withdraw(Request()), IsOk());
  EXPECT_EQ(SeatOf("ann").responsible_authority(), world_.Authority("POW"));
  bool told = false;
  for (const auto& event : world_.Events(head)) {
    told = told || (event.type() == "registry.authority.succeeded" &&
                    event.resource() == world_.Authority("CRF"));
  }
  EXPECT_TRUE(told) << "what lives on elsewhere follows";
}

TEST_P(SuccessionWithdrawalTest, GivesSeatsBackWhereSomethingComesAfterOrLater) {
  ASSERT_THAT(Record(kYesterday, {}), IsOk());
  ASSERT_THAT(Record("2027-03-31", {}), IsOk());
  EXPECT_EQ(SeatOf("ann").end_date(), "2027-03-31") << "on the other day";
  ASSERT_THAT(Record(kYesterday, {"CRF"}), IsOk());
  EXPECT_EQ(SeatOf("ann").end_date(), "");
  EXPECT_EQ(SeatOf("ann").responsible_authority(), world_.Authority("CRF"));
  ASSERT_THAT(Record(kYesterday, {}), IsOk());
  EXPECT_EQ(SeatOf("ann").end_date(), kYesterday) << "on the same day, but nothing comes after";
}

TEST_P(SuccessionWithdrawalTest, IsForTheNationsStaffAlone) {
  const auto closed = Record(kYesterday, {});
  ASSERT_THAT(closed, IsOk());
  v1::WithdrawSuccessionRequest nowhere = Request();
  nowhere.set_name("authorities/nowhere/succession");
  for (const char* as : {"ann", "officer", "adviser", "english"}) {
    EXPECT_THAT(Withdraw(Request(), as), IsNotPermitted()) << as;
    EXPECT_THAT(Withdraw(nowhere, as), IsNotPermitted()) << as;
  }
  EXPECT_THAT(Withdraw(nowhere), IsNotPermitted());
  EXPECT_THAT(Withdraw(Request("0-0")), HasReason(REASON_STALE_ETAG));
  EXPECT_EQ(SeatOf("ann").end_date(), kYesterday);
  EXPECT_EQ(Get()->etag(), closed->etag());
}

TEST_P(SuccessionWithdrawalTest, RefusesWhatWasDecided) {
  world_.ImportAuthorities(
      "code,name,nation,region,type,start_date\n"
      "NPO,North Powys Council,Wales,Wales,Welsh unitary authority,2026-11-21\n");
  ASSERT_THAT(Record(kYesterday, {"NPO", "CRF"}), IsOk());
  v1::DecideSuccessionRequest decide;
  decide.set_name(absl::StrCat(world_.Authority("POW"), "/succession"));
  decide.mutable_decision()->set_successor(world_.Authority("NPO"));
  ASSERT_THAT(
      world_.Ask<v1::Succession>("SuccessionService/DecideSuccession", World::kNational, decide),
      IsOk());
  EXPECT_THAT(Withdraw(Request()), HasReason(REASON_WRONG_STATE));
  EXPECT_EQ(SeatOf("ann").responsible_authority(), world_.Authority("NPO"));
}

TEST_P(SuccessionWithdrawalTest, LetsOneOfTwoWithdraw) {
  const auto closed = Record(kYesterday, {});
  ASSERT_THAT(closed, IsOk());
  const v1::WithdrawSuccessionRequest request = Request(closed->etag());
  std::vector<absl::Status> answers(2);
  std::thread first([&] { answers[0] = Withdraw(request).status(); });
  std::thread second([&] { answers[1] = Withdraw(request).status(); });
  first.join();
  second.join();
  EXPECT_EQ(answers[0].ok() + answers[1].ok(), 1) << answers[0] << answers[1];
  EXPECT_EQ(SeatOf("ann").end_date(), "");
}

}  // namespace
}  // namespace telemachus::registry
