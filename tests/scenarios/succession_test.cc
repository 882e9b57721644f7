// Authorities are split and merged under a live request and a live agreement.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time/civil.h"
#include "gtest/gtest.h"
#include "telemachus/agreement/v1/meeting.pb.h"
#include "telemachus/matching/v1/match.pb.h"
#include "telemachus/registry/v1/authority.pb.h"
#include "telemachus/registry/v1/person.pb.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "tests/scenarios/journey/journey.h"
#include "tests/support/engines.h"
#include "tests/support/town/town.h"

namespace telemachus::scenario {
namespace {

using agreement::v1::Arrangement;
using matching::v1::Request;
using registry::v1::Succession;

std::string Yesterday() { return time::FormatDate(time::DayOf(absl::Now()) - 1); }

class SuccessionTest : public testing::TestWithParam<std::string> {
 protected:
  // A live agreement of member-0, a live request of member-1, and three authorities that may
  // follow.
  void Begin() {
    journey_.UpToApproval();
    for (const auto step : {&Journey::Approve, &Journey::FindAgreement, &Journey::MeetAndCompare,
                            &Journey::WriteAndSign}) {
      if (HasFailure()) return;
      (journey_.*step)();
    }
    request_ = journey_
                   .Does<Request>("member-1", "matching.v1.RequestService/CreateRequest",
                                  journey_.Need("member-1"))
                   .name();
    registry::v1::ImportAuthoritiesRequest authorities;
    authorities.set_content(
        absl::StrCat("code,name,nation,region,type,start_date\n",
                     "EST,East Council,Wales,Wales,Welsh unitary authority,", Yesterday(), "\n",
                     "WST,West Council,Wales,Wales,Welsh unitary authority,", Yesterday(), "\n",
                     "ALL,All Council,Wales,Wales,Welsh unitary authority,", Yesterday(), "\n"));
    ASSERT_TRUE(journey_.Import("AuthorityService/ImportAuthorities", authorities).ok());
    for (const char* code : {"EST", "WST", "ALL"}) {
      journey_.Appoint(absl::StrCat("officer-", code), access::v1::ROLE_OFFICER, Named(code));
    }
  }

  std::string Named(const std::string& code) {
    registry::v1::ListAuthoritiesRequest list;
    list.set_code(code);
    const auto listed = journey_.Does<registry::v1::ListAuthoritiesResponse>(
        "staff", "registry.v1.AuthorityService/ListAuthorities", list);
    return listed.authorities_size() == 1 ? listed.authorities(0).name() : "";
  }
  void End(const std::string& authority, const std::vector<std::string>& successors) {
    registry::v1::RecordSuccessionRequest end;
    end.set_authority(authority);
    end.set_end_date(Yesterday());
    for (const std::string& code : successors) end.add_successors(Named(code));
    journey_.Does<Succession>("staff", "registry.v1.SuccessionService/RecordSuccession", end);
  }
  bool SeesAgreement(const std::string& who) {
    agreement::v1::GetArrangementRequest get;
    get.set_name(absl::StrCat("arrangements/", journey_.agreement().substr(11)));
    return journey_.Try<Arrangement>(who, "agreement.v1.ArrangementService/GetArrangement", get)
        .ok();
  }
  bool SeesRequest(const std::string& who) {
    matching::v1::GetRequestRequest get;
    get.set_name(request_);
    return journey_.Try<Request>(who, "matching.v1.RequestService/GetRequest", get).ok();
  }
  bool SeesMember(const std::string& who, const std::string& member) {
    registry::v1::GetPersonRequest get;
    get.set_name(journey_.PersonOf(member));
    return journey_.Try<registry::v1::Person>(who, "registry.v1.PersonService/GetPerson", get).ok();
  }
  // What passes between services by event, and what callers hold remembered, takes a moment.
  template <typename Condition>
  void Await(const Condition& condition, const char* what) {
    const absl::Time end = absl::Now() + kPatience;
    while (!condition() && absl::Now() < end) absl::SleepFor(absl::Milliseconds(50));
    EXPECT_TRUE(condition()) << what;
  }
  // Everything that the parties read of what they wrote.
  std::string TextsOf(const std::string& who) {
    std::string texts = journey_.GetAgreement(who).SerializeAsString();
    agreement::v1::GetAgreementVersionRequest version;
    version.set_name(absl::StrCat(journey_.agreement(), "/versions/1"));
    absl::StrAppend(&texts,
                    journey_
                        .Does<agreement::v1::AgreementVersion>(
                            who, "agreement.v1.AgreementService/GetAgreementVersion", version)
                        .SerializeAsString());
    agreement::v1::ListMeetingsRequest meetings;
    meetings.set_parent(journey_.agreement());
    absl::StrAppend(&texts, journey_
                                .Does<agreement::v1::ListMeetingsResponse>(
                                    who, "agreement.v1.MeetingService/ListMeetings", meetings)
                                .SerializeAsString());
    return texts;
  }
  void Decide() {
    registry::v1::DecideSuccessionRequest decide;
    decide.set_name(absl::StrCat(journey_.home(), "/succession"));
    decide.mutable_decision()->set_successor(Named("EST"));
    auto& ward = *decide.mutable_decision()->add_wards();
    ward.set_ward("Ward of member-1");
    ward.set_successor(Named("WST"));
    const auto decided = journey_.Does<Succession>(
        "staff", "registry.v1.SuccessionService/DecideSuccession", decide);
    EXPECT_EQ(decided.state(), Succession::STATE_DECIDED);
  }

  test::Town town_{test::TownOptions{.engine = GetParam()}};
  Journey journey_{town_.callers()};
  std::string request_;
};

INSTANTIATE_TEST_SUITE_P(All, SuccessionTest, test::Engines(), test::EngineName);

TEST_P(SuccessionTest, CarriesLiveRelationshipsThroughASplitAndAMerger) {
  Begin();
  if (HasFailure()) return;
  const std::string mentee_reads = TextsOf("member-0");
  const std::string mentor_reads = TextsOf(journey_.mentor());

  // Split, and undecided: nobody is lost, and nobody new looks in.
  End(journey_.home(), {"EST", "WST"});
  EXPECT_TRUE(SeesAgreement("officer") && SeesRequest("officer"));
  EXPECT_TRUE(SeesMember("officer", "member-0") && SeesMember("adviser", "member-0"));
  EXPECT_FALSE(SeesAgreement("officer-EST") || SeesRequest("officer-WST"));

  // Decided: to one for all, to the other for the ward of member-1.
  Decide();
  Await([&] { return SeesAgreement("officer-EST"); }, "the successor sees the agreement");
  Await([&] { return SeesRequest("officer-WST"); }, "the successor of the ward sees the request");
  Await([&] { return !SeesAgreement("officer") && !SeesRequest("officer"); },
        "the predecessor sees nothing any more");
  EXPECT_FALSE(SeesAgreement("officer-WST") || SeesRequest("officer-EST"));
  EXPECT_TRUE(SeesMember("officer-EST", "member-0") && SeesMember("officer-WST", "member-1"));
  EXPECT_FALSE(SeesMember("officer", "member-0") || SeesMember("officer-EST", "member-1"));

  // Both merge into a third: a chain.
  End(Named("EST"), {"ALL"});
  End(Named("WST"), {"ALL"});
  Await([&] { return SeesAgreement("officer-ALL") && SeesRequest("officer-ALL"); },
        "the last of the line sees both");
  Await([&] { return !SeesAgreement("officer-EST") && !SeesRequest("officer-WST"); },
        "those between see neither");

  // The pair reads what it read, and goes on.
  EXPECT_EQ(TextsOf("member-0"), mentee_reads);
  EXPECT_EQ(TextsOf(journey_.mentor()), mentor_reads);
  matching::v1::WithdrawRequestRequest withdraw;
  withdraw.set_name(request_);
  journey_.Does<Request>("member-1", "matching.v1.RequestService/WithdrawRequest", withdraw);
  agreement::v1::PlanMeetingRequest plan;
  plan.set_parent(journey_.agreement());
  *plan.mutable_meeting()->mutable_start_time() = time::ToProto(absl::Now() + absl::Hours(48));
  plan.mutable_meeting()->set_medium(agreement::v1::Meeting::MEDIUM_VIDEO);
  journey_.Does<agreement::v1::Meeting>(journey_.mentor(),
                                        "agreement.v1.MeetingService/PlanMeeting", plan);
}

}  // namespace
}  // namespace telemachus::scenario
