#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/registry/election/polling_station.h"
#include "tests/unit/registry/support/refused.h"

namespace telemachus::registry {
namespace {

using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;
using v1::Election;

using ElectionTest = PollingStation;

INSTANTIATE_TEST_SUITE_P(All, ElectionTest, test::Engines(), test::EngineName);

TEST_P(ElectionTest, BeginsTheTermOnTheFourthDayAfterThePollUnlessItIsSaidOtherwise) {
  Create();
  EXPECT_EQ(Get().term_start_date(), kTerm);
  EXPECT_EQ(Get().state(), Election::STATE_DRAFT);
  Election election = WholeCouncil();
  election.set_term_start_date("2027-05-12");
  Create(election);
  EXPECT_EQ(Get().term_start_date(), "2027-05-12");
}

TEST_P(ElectionTest, NamesEachSeatOfWhichNothingIsSaidAndAppliesNothing) {
  Create();
  Record({Leaves("P1")});
  const Election previewed = Preview();
  EXPECT_EQ(previewed.state(), Election::STATE_PREVIEWED);
  EXPECT_EQ(previewed.counts().open(), 1);
  EXPECT_THAT(Told(), ElementsAre("P1 LEAVES end_date,leaving", "P2 OPEN OPEN"));
  EXPECT_THAT(TryApply(previewed.preview_digest()), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_EQ(Self("ann").memberships(0).end_date(), "") << "a preview changes nothing";
  v1::UpdateElectionRequest update;
  update.mutable_election()->set_name(name_);
  update.mutable_election()->set_open_leave(true);
  update.mutable_update_mask()->add_paths("open_leave");
  ASSERT_THAT(world_.Ask<Election>("ElectionService/UpdateElection", "officer", update), IsOk());
  EXPECT_EQ(Get().preview_digest(), "") << "something else is said";
  EXPECT_THAT(TryApply(previewed.preview_digest()), HasReason(status::v1::REASON_WRONG_STATE));
  const Election applied = Apply();
  EXPECT_THAT(Told(),
              ElementsAre("P1 LEAVES end_date,leaving APPLIED", "P2 LEAVES end_date APPLIED"));
  EXPECT_EQ(applied.state(), Election::STATE_APPLIED);
  EXPECT_EQ(Self("bea").memberships(0).end_date(), kLastDay);
  EXPECT_EQ(Self("bea").memberships(0).leaving(), v1::Membership::LEAVING_UNSPECIFIED);
}

TEST_P(ElectionTest, LetsMembersStayLeaveAndArriveEachOnTheirDay) {
  Election election = WholeCouncil();
  election.set_term_end_date("2032-05-09");
  Create(election);
  v1::ElectionResult arrival = Arrives("P9", "Non Newydd", "non");
  arrival.set_party("parties/plaid-cymru");
  arrival.set_email("non@example.org");
  Record({Stays("P1", "Crickhowell"), Leaves("P2"), arrival});
  EXPECT_EQ(Get().result_count(), 3);
  const int64_t head = world_.Head();
  const Election applied = Apply();
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS roles,ward,term_end_date APPLIED",
                                  "P2 LEAVES end_date,leaving APPLIED", "P9 ARRIVES APPLIED"));
  EXPECT_EQ(applied.counts().applied(), 3);
  EXPECT_EQ(applied.counts().failed(), 0);
  EXPECT_EQ(applied.result_count(), 0) << "what was said is needed no more";
  EXPECT_GT(world_.Head(), head) << "others learn of it";
  // Ahead: nothing has changed yet.
  EXPECT_EQ(Self("ann").memberships(0).ward(), "Brecon");
  EXPECT_EQ(Self("ann").memberships(0).roles(0).end_date(), kLastDay);
  EXPECT_EQ(Self("bea").memberships(0).leaving(), v1::Membership::LEAVING_NOT_ELECTED);
  const v1::Person arrived = Self("non");
  ASSERT_EQ(arrived.memberships_size(), 1);
  EXPECT_EQ(arrived.memberships(0).start_date(), kTerm);
  EXPECT_EQ(arrived.memberships(0).term_end_date(), "2032-05-09");
  EXPECT_EQ(arrived.email(), "non@example.org");
  v1::ListMembersRequest members;
  members.set_parent(powys_);
  const auto sit = [&] {
    std::vector<std::string> keys;
    const auto listed =
        world_.Ask<v1::ListMembersResponse>("PersonService/ListMembers", "officer", members);
    EXPECT_THAT(listed, IsOk());
    for (const v1::Person& person : listed->members()) {
      keys.push_back(person.memberships(0).council_key());
    }
    return keys;
  };
  On(kLastDay);
  EXPECT_THAT(sit(), testing::UnorderedElementsAre("P1", "P2"));
  On(kTerm);
  EXPECT_THAT(sit(), testing::UnorderedElementsAre("P1", "P9"));
  EXPECT_EQ(Self("ann").memberships(0).ward(), "Crickhowell");
  EXPECT_EQ(Self("ann").memberships(0).term_end_date(), "2032-05-09");
  EXPECT_EQ(Self("ann").memberships(0).start_date(), "2022-05-09");
  EXPECT_EQ(Self("ann").memberships(0).party(), "parties/liberal-democrat") << "it goes on";
  EXPECT_EQ(Self("non").memberships(0).party(), "parties/plaid-cymru");
}

TEST_P(ElectionTest, KeepsRolesThatAreSaidToBeKeptAndTakesAnotherParty) {
  Create();
  v1::ElectionResult stays = Stays("P1");
  stays.add_kept_roles("leader");
  stays.set_party("parties/labour");
  Record({stays, Stays("P2")});
  Apply();
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS party APPLIED", "P2 STAYS UNCHANGED"));
  EXPECT_EQ(Self("ann").memberships(0).roles(0).end_date(), "");
  EXPECT_EQ(Self("ann").memberships(0).party(), "parties/liberal-democrat");
  On(kTerm);
  EXPECT_EQ(Self("ann").memberships(0).party(), "parties/labour");
}

TEST_P(ElectionTest, RefusesWhatTheRegisterSaysOtherwiseSinceThePreviewAndNothingElse) {
  Create();
  Record({Stays("P1"), Leaves("P2")});
  const Election previewed = Preview();
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(world_.Person("ann"));
  update.mutable_person()->set_telephone("1");
  update.mutable_update_mask()->add_paths("telephone");
  ASSERT_THAT(world_.Ask<v1::Person>("PersonService/UpdatePerson", "ann", update), IsOk());
  v1::EndMembershipRequest end;
  end.set_name(Self("bea").memberships(0).name());
  end.set_end_date("2026-12-31");
  end.set_leaving(v1::Membership::LEAVING_DURING_TERM);
  ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/EndMembership", "officer", end),
              IsOk());
  const auto stale = TryApply(previewed.preview_digest());
  EXPECT_THAT(stale, HasReason(status::v1::REASON_PREVIEW_STALE));
  EXPECT_THAT(std::string(stale.status().message()), testing::HasSubstr("in rows 2:"))
      << "a telephone number does not matter, a seat does";
  EXPECT_EQ(Count("operations"), 0);
  EXPECT_EQ(Get().state(), Election::STATE_PREVIEWED);
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P1 STAYS roles", "P2 LEAVES NOT_UP"));
  EXPECT_THAT(TryApply(previewed.preview_digest()), HasReason(status::v1::REASON_PREVIEW_STALE));
  v1::RemoveElectionResultsRequest remove;
  remove.set_name(name_);
  remove.add_council_keys("P2");
  ASSERT_THAT(world_.Ask<Election>("ElectionService/RemoveElectionResults", "officer", remove),
              IsOk());
  EXPECT_EQ(Apply().counts().applied(), 1);
}

TEST_P(ElectionTest, AppliesAnElectionByWardsToNobodyElse) {
  Election election = WholeCouncil();
  election.set_seats_up(Election::SEATS_UP_SOME);
  election.add_memberships(Self("ann").memberships(0).name());
  Create(election);
  Record({Leaves("P1"), Stays("P2")});
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P1 LEAVES end_date,leaving", "P2 STAYS NOT_UP"));
  v1::UpdateElectionRequest update;
  update.mutable_election()->set_name(name_);
  update.mutable_election()->add_wards("Brecon");
  update.mutable_update_mask()->add_paths("wards");
  ASSERT_THAT(world_.Ask<Election>("ElectionService/UpdateElection", "officer", update), IsOk());
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P1 LEAVES end_date,leaving", "P2 STAYS UNCHANGED"));
}

TEST_P(ElectionTest, KnowsWhoReturnsByTheirKeyOrLoginAndDoublesNobody) {
  Create();
  Record({Leaves("P1"), Stays("P2")});
  Apply();
  On("2031-01-01");
  Election next = WholeCouncil();
  next.set_poll_date("2032-05-06");
  Create(next);
  Record({Stays("P2"), Arrives("P1", "ANN PUGH"), Arrives("P7", "Cai Rees", "cai"),
          Arrives("P8", "Somebody Else", "dot")});
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P2 STAYS UNCHANGED", "P1 RETURNS", "P7 RETURNS",
                                  "P8 ARRIVES LOGIN_TAKEN"));
  Record({Arrives("P8", "Ann Pugh", "ann")});
  Preview();
  EXPECT_THAT(Told(),
              ElementsAre("P2 STAYS UNCHANGED", "P1 RETURNS", "P7 RETURNS", "P8 RETURNS REPEATED"));
  Record({Arrives("P8", "Somebody Else"), Arrives("P2", "Bea Évans")});
  Preview();
  EXPECT_THAT(Told(), ElementsAre("P2 STAYS UNCHANGED", "P1 RETURNS", "P2 ARRIVES KEY_TAKEN",
                                  "P7 RETURNS", "P8 ARRIVES"));
  v1::RemoveElectionResultsRequest remove;
  remove.set_name(name_);
  remove.add_council_keys("P2");
  ASSERT_THAT(world_.Ask<Election>("ElectionService/RemoveElectionResults", "officer", remove),
              IsOk());
  Record({Stays("P2")});
  const int64_t people = Count("people");
  EXPECT_EQ(Apply().counts().applied(), 3);
  EXPECT_EQ(Count("people"), people + 1);
  const v1::Person ann = Self("ann");
  ASSERT_EQ(ann.memberships_size(), 2) << "what they held before is history";
  EXPECT_EQ(ann.memberships(0).end_date(), kLastDay);
  EXPECT_EQ(ann.memberships(1).council_key(), "P1");
  EXPECT_EQ(ann.memberships(1).start_date(), "2032-05-10");
  EXPECT_EQ(Self("cai").memberships_size(), 2);
}

TEST_P(ElectionTest, IsForOfficersAndStaffOfTheNationAlone) {
  Create();
  Record({Stays("P1"), Leaves("P2")});
  EXPECT_THAT(TryPreview(World::kNational), IsOk());
  const std::string digest = Get().preview_digest();
  const std::string kept = name_;
  for (const char* who : {"elsewhere", "english", "ann", "adviser"}) {
    for (const std::string& name : {kept, absl::StrCat(powys_, "/elections/none")}) {
      name_ = name;
      EXPECT_THAT(TryPreview(who), IsNotPermitted()) << who;
      EXPECT_THAT(TryRecord(who, {Stays("P1")}), IsNotPermitted()) << who;
      EXPECT_THAT(TryApply(digest, who), IsNotPermitted()) << who;
      v1::ListElectionRowsRequest rows;
      rows.set_parent(name);
      EXPECT_THAT(
          world_.Ask<v1::ListElectionRowsResponse>("ElectionService/ListElectionRows", who, rows),
          IsNotPermitted());
      v1::RecordElectionListRequest list;
      list.set_name(name);
      list.set_format(v1::TRANSFER_FORMAT_CSV);
      list.set_content("nonsense");
      EXPECT_THAT(world_.Ask<v1::RecordElectionListResponse>("ElectionService/RecordElectionList",
                                                             who, list),
                  IsNotPermitted());
    }
    EXPECT_THAT(TryCreate(who, WholeCouncil()), IsNotPermitted());
  }
  v1::ListElectionResultsRequest results;
  results.set_parent(kept);
  v1::ElectionResult party = Stays("P1");
  party.set_party("parties/labour");
  name_ = kept;
  Record({party});
  const auto seen = [&](const char* who) {
    return world_
        .Ask<v1::ListElectionResultsResponse>("ElectionService/ListElectionResults", who, results)
        ->results(0)
        .party();
  };
  EXPECT_EQ(seen("officer"), "parties/labour");
  EXPECT_EQ(seen(World::kNational), "");
}

TEST_P(ElectionTest, NamesTheFieldsThatAreAtFault) {
  Election election = WholeCouncil();
  election.add_wards("Nowhere");
  EXPECT_THAT(TryCreate("officer", election),
              FaultOn("election.seats_up", status::v1::REASON_FIELD_CONFLICT));
  election.set_seats_up(Election::SEATS_UP_SOME);
  EXPECT_THAT(TryCreate("officer", election),
              FaultOn("election.wards[0]", status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  election.clear_wards();
  EXPECT_THAT(TryCreate("officer", election),
              FaultOn("election.wards", status::v1::REASON_FIELD_REQUIRED));
  election.add_memberships(Self("cai").memberships(0).name());
  EXPECT_THAT(TryCreate("officer", election),
              FaultOn("election.memberships[0]", status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  election = WholeCouncil();
  election.set_term_start_date("2027-05-06");
  EXPECT_THAT(TryCreate("officer", election),
              FaultOn("election.term_start_date", status::v1::REASON_FIELD_CONFLICT));
  Create();
  EXPECT_THAT(TryRecord("officer", {Stays("P1"), Stays("none")}),
              FaultOn("results[1].council_key", status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_THAT(TryRecord("officer", {Stays("P1"), Leaves("P1")}),
              FaultOn("results[1].council_key", status::v1::REASON_FIELD_REPEATED));
  EXPECT_THAT(TryRecord("officer", {Arrives("P9", "")}),
              FaultOn("results[0].display_name", status::v1::REASON_FIELD_REQUIRED));
  v1::ElectionResult odd = Stays("P1");
  odd.set_leaving(v1::Membership::LEAVING_NOT_ELECTED);
  EXPECT_THAT(TryRecord("officer", {odd}),
              FaultOn("results[0].leaving", status::v1::REASON_FIELD_CONFLICT));
  odd = Stays("P1");
  odd.set_party("parties/none");
  EXPECT_THAT(TryRecord("officer", {odd}),
              FaultOn("results[0].party", status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  odd = Stays("P1");
  odd.add_kept_roles("king");
  EXPECT_THAT(TryRecord("officer", {odd}),
              FaultOn("results[0].kept_roles[0]", status::v1::REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_EQ(Get().result_count(), 0) << "all of a call is taken, or nothing";
}

TEST_P(ElectionTest, AnswersARepeatedRequestTheSameAndRefusesAStaleEtag) {
  v1::CreateElectionRequest request;
  request.set_parent(powys_);
  *request.mutable_election() = WholeCouncil();
  request.set_request_id("3f1b5c1e-7a52-4a37-9a0e-0d6f5b6c8a22");
  const auto create = [&] {
    return world_.Ask<Election>("ElectionService/CreateElection", "officer", request);
  };
  const auto first = create();
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(create()->name(), first->name());
  EXPECT_EQ(Count("elections"), 1);
  request.mutable_election()->set_poll_date("2027-05-07");
  EXPECT_THAT(create(), HasReason(status::v1::REASON_REQUEST_ID_REUSED));
  name_ = first->name();
  Record({Stays("P1")});
  v1::UpdateElectionRequest update;
  *update.mutable_election() = *first;
  update.mutable_update_mask()->add_paths("term_end_date");
  EXPECT_THAT(world_.Ask<Election>("ElectionService/UpdateElection", "officer", update),
              HasReason(status::v1::REASON_STALE_ETAG));
  v1::AbandonElectionRequest abandon;
  abandon.set_name(name_);
  abandon.set_etag(first->etag());
  EXPECT_THAT(world_.Ask<Election>("ElectionService/AbandonElection", "officer", abandon),
              HasReason(status::v1::REASON_STALE_ETAG));
  abandon.clear_etag();
  EXPECT_THAT(world_.Ask<Election>("ElectionService/AbandonElection", "officer", abandon), IsOk());
  EXPECT_EQ(Count("election_results"), 0);
  EXPECT_THAT(TryRecord("officer", {Stays("P1")}), HasReason(status::v1::REASON_WRONG_STATE));
  EXPECT_THAT(TryPreview(), HasReason(status::v1::REASON_WRONG_STATE));
}

TEST_P(ElectionTest, IsGivenUpByItselfWithWhatWasSaidOfPeople) {
  Create();
  Record({Arrives("P9", "Non Newydd")});
  On("2027-08-07");
  EXPECT_EQ(Get().state(), Election::STATE_DRAFT);
  On("2027-08-08");
  EXPECT_EQ(Get().state(), Election::STATE_ABANDONED);
  EXPECT_EQ(Count("election_results"), 0);
}

TEST_P(ElectionTest, ListsElectionsTheLatestTermFirst) {
  for (const char* poll : {"2027-05-06", "2032-05-06", "2022-05-05"}) {
    Election election = WholeCouncil();
    election.set_poll_date(poll);
    Create(election);
  }
  v1::ListElectionsRequest request;
  request.set_parent(powys_);
  request.set_page_size(2);
  std::vector<std::string> polls;
  do {
    const auto page =
        world_.Ask<v1::ListElectionsResponse>("ElectionService/ListElections", "officer", request);
    ASSERT_THAT(page, IsOk());
    for (const Election& election : page->elections()) polls.push_back(election.poll_date());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(polls, ElementsAre("2032-05-06", "2027-05-06", "2022-05-05"));
}

}  // namespace
}  // namespace telemachus::registry
