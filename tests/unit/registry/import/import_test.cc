#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/facts.pb.h"
#include "telemachus/registry/v1/membership.pb.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/odd.h"
#include "tests/unit/registry/support/world.h"
#include "tools/register/record/authority.h"
#include "tools/register/record/member.h"
#include "tools/register/record/seat.h"
#include "tools/register/sample/members.h"
#include "tools/register/sample/seats.h"

namespace telemachus::registry {
namespace {

using test::HasReason;
using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kMembers[] =
    "authority_code,key,subject,given_name,family_name,gender,language_code,ward_name,seat,"
    "party_code,party_name,elected_date,roles,email,end_date\n";

class ImportTest : public testing::TestWithParam<std::string> {
 protected:
  v1::Person Self(const std::string& subject) {
    auto self = world_.Ask<v1::Self>("PersonService/GetSelf", subject, v1::GetSelfRequest());
    EXPECT_THAT(self, IsOk());
    return self.ok() ? self->person() : v1::Person();
  }
  v1::ImportReport Members(const std::string& rows) {
    return world_.ImportMembers(absl::StrCat(kMembers, rows)).report();
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, ImportTest, test::Engines(), test::EngineName);

TEST_P(ImportTest, WritesNothingOfAFileThatCannotBeRead) {
  Populate(world_);
  const int64_t head = world_.Head();
  v1::ImportMembersRequest request;
  request.set_content(absl::StrCat(kMembers, "POW,P9,,New,Member,,,,,,,,,,\nPOW,\xff\n"));
  EXPECT_THAT(world_.Import("PersonService/ImportMembers", request),
              HasReason(status::v1::REASON_IMPORT_UNREADABLE));
  request.set_content("authority_code,key\nPOW,P9\n");
  EXPECT_THAT(world_.Import("PersonService/ImportMembers", request),
              HasReason(status::v1::REASON_IMPORT_UNREADABLE));
  EXPECT_EQ(world_.Head(), head);
}

TEST_P(ImportTest, AsksForTheIssuerOfLogins) {
  Populate(world_);
  v1::ImportMembersRequest request;
  request.set_content(absl::StrCat(kMembers, "POW,P9,new,New,Member,,,,,,,,,,\n"));
  EXPECT_THAT(world_.Import("PersonService/ImportMembers", request),
              HasReason(status::v1::REASON_FIELD_REQUIRED));
}

TEST_P(ImportTest, ChangesNothingASecondTime) {
  const std::string authorities = "code,name,nation,region,type\nA,A,Wales,Wales,County\n";
  const std::string seats = "authority_code,ward_name,seat\nA,Ward,1\nA,Ward,2\n";
  const std::string member =
      absl::StrCat(kMembers, "A,1,ann,Ann,Pugh,,cy,Ward,1,PP53,,,leader,,\n");
  world_.ImportAuthorities(authorities);
  world_.ImportSeats(seats);
  world_.ImportMembers(member);
  const int64_t head = world_.Head();
  EXPECT_EQ(world_.ImportAuthorities(authorities).report().unchanged(), 1);
  EXPECT_EQ(world_.ImportSeats(seats).report().unchanged(), 2);
  EXPECT_EQ(world_.ImportMembers(member).report().unchanged(), 1);
  EXPECT_EQ(world_.Head(), head) << "no event of what is unchanged";
}

TEST_P(ImportTest, KeepsWhatTheFilesSay) {
  Populate(world_);
  const v1::Person ann = Self("ann");
  EXPECT_EQ(ann.display_name(), "Ann Pugh");
  EXPECT_EQ(ann.language_code(), "cy");
  EXPECT_EQ(ann.email(), "ann@example.org");
  ASSERT_EQ(ann.memberships_size(), 1);
  const v1::Membership& seat = ann.memberships(0);
  EXPECT_EQ(seat.authority(), world_.Authority("POW"));
  EXPECT_EQ(seat.ward(), "Brecon");
  EXPECT_EQ(seat.party(), "parties/liberal-democrat");
  EXPECT_EQ(seat.start_date(), "2022-05-09");
  ASSERT_EQ(seat.roles_size(), 1);
  EXPECT_EQ(seat.roles(0).role_code(), "leader");
  EXPECT_EQ(seat.roles(0).start_date(), world_.Today());
}

TEST_P(ImportTest, TakesOnlyWhatTheListSaysAnew) {
  Populate(world_);
  v1::UpdatePersonRequest request;
  *request.mutable_person() = Self("ann");
  request.mutable_person()->set_email("mine@example.org");
  request.mutable_update_mask()->add_paths("email");
  ASSERT_THAT(world_.Ask<v1::Person>("PersonService/UpdatePerson", "ann", request), IsOk());
  const auto report = Members(
      "POW,P1,ann,Ann,Pugh-Rees,female,cy,Brecon,1,PP53,Labour Party,2022-05-09,group_leader,"
      "ann@example.org,\n");
  EXPECT_EQ(report.updated(), 1);
  const v1::Person ann = Self("ann");
  EXPECT_EQ(ann.display_name(), "Ann Pugh-Rees");
  EXPECT_EQ(ann.email(), "mine@example.org");
  EXPECT_EQ(ann.memberships(0).party(), "parties/labour");
  std::map<std::string, std::string> ends;
  for (const auto& role : ann.memberships(0).roles()) ends[role.role_code()] = role.end_date();
  EXPECT_EQ(ends,
            (std::map<std::string, std::string>{{"group_leader", ""}, {"leader", world_.Today()}}));
}

TEST_P(ImportTest, ChangesNothingWhereTheListSaysWhatIsSoAlready) {
  Populate(world_);
  v1::UpdatePersonRequest request;
  *request.mutable_person() = Self("ann");
  request.mutable_person()->set_email("mine@example.org");
  request.mutable_update_mask()->add_paths("email");
  ASSERT_THAT(world_.Ask<v1::Person>("PersonService/UpdatePerson", "ann", request), IsOk());
  const int64_t head = world_.Head();
  const auto list = [&](const std::string& email) {
    return world_
        .ImportMembers(absl::StrCat("authority_code,key,display_name,party,email\n",
                                    "POW,P1,Ann Pugh,liberal-democrat,", email, "\n"))
        .report();
  };
  EXPECT_EQ(list("mine@example.org").unchanged(), 1);
  EXPECT_EQ(world_.Head(), head);
  request.mutable_person()->set_email("newer@example.org");
  request.mutable_person()->clear_etag();
  ASSERT_THAT(world_.Ask<v1::Person>("PersonService/UpdatePerson", "ann", request), IsOk());
  EXPECT_EQ(list("mine@example.org").unchanged(), 1);
  EXPECT_EQ(Self("ann").email(), "newer@example.org") << "the list said nothing new";
}

TEST_P(ImportTest, LeavesAloneWhatTheFileHasNoColumnFor) {
  Populate(world_);
  const v1::Person before = Self("ann");
  const auto report =
      world_.ImportMembers("authority_code,key,display_name,ward_name\nPOW,P1,Ann Pugh,Talgarth\n")
          .report();
  EXPECT_EQ(report.updated(), 1);
  v1::Person after = Self("ann");
  EXPECT_EQ(after.memberships(0).ward(), "Talgarth");
  EXPECT_NE(after.etag(), before.etag()) << "their seat has changed";
  after.set_etag(before.etag());
  after.mutable_memberships(0)->set_ward(before.memberships(0).ward());
  EXPECT_EQ(after.DebugString(), before.DebugString());
}

TEST_P(ImportTest, AsksForNamesInOneWayOrTheOther) {
  Populate(world_);
  v1::ImportMembersRequest request;
  request.set_content("authority_code,key,given_name\nPOW,P9,New\n");
  EXPECT_THAT(world_.Import("PersonService/ImportMembers", request),
              HasReason(status::v1::REASON_IMPORT_UNREADABLE));
}

TEST_P(ImportTest, KeepsTheHistoryOfPartiesThatListsSay) {
  Populate(world_);
  world_.clock().Advance(absl::Hours(24 * 30));
  world_.ImportMembers("authority_code,key,display_name,party\nPOW,P1,Ann Pugh,labour\n");
  const v1::Membership seat = Self("ann").memberships(0);
  ASSERT_EQ(seat.affiliations_size(), 2);
  EXPECT_EQ(seat.affiliations(0).party(), "parties/liberal-democrat");
  EXPECT_EQ(seat.affiliations(0).start_date(), "") << "since the seat is held";
  EXPECT_EQ(seat.affiliations(0).end_date(), "2026-12-21");
  EXPECT_EQ(seat.affiliations(1).start_date(), "2026-12-22");
  EXPECT_EQ(seat.party(), "parties/labour");
}

TEST_P(ImportTest, StatesNoPartyForWhoStatesNone) {
  Populate(world_);
  v1::RecordAffiliationRequest request;
  request.set_name(Self("ann").memberships(0).name());
  request.mutable_affiliation();
  ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/RecordAffiliation", "ann", request),
              IsOk());
  const auto report =
      world_.ImportMembers("authority_code,key,display_name,party\nPOW,P1,Ann Pugh,labour\n");
  EXPECT_EQ(report.report().unchanged(), 1);
  EXPECT_EQ(Self("ann").memberships(0).affiliations_size(), 0);
}

TEST_P(ImportTest, DoesNotUndoAnEnding) {
  Populate(world_);
  v1::EndMembershipRequest request;
  request.set_name(Self("ann").memberships(0).name());
  request.set_end_date("2026-11-20");
  request.set_leaving(v1::Membership::LEAVING_DURING_TERM);
  ASSERT_THAT(world_.Ask<v1::Membership>("MembershipService/EndMembership", "officer", request),
              IsOk());
  world_.ImportMembers("authority_code,key,display_name,ward_name\nPOW,P1,Ann Pugh,Talgarth\n");
  const v1::Membership seat = Self("ann").memberships(0);
  EXPECT_EQ(seat.ward(), "Talgarth");
  EXPECT_EQ(seat.end_date(), "2026-11-20");
  EXPECT_EQ(seat.leaving(), v1::Membership::LEAVING_DURING_TERM);
  world_.ImportMembers(
      "authority_code,key,display_name,elected_date,end_date,roles\n"
      "POW,P2,Bea Évans,2017-05-08,2026-12-31,champion\n");
  const v1::Membership later = Self("bea").memberships(0);
  EXPECT_EQ(later.end_date(), "2026-12-31");
  EXPECT_EQ(later.affiliations(0).end_date(), "2026-12-31") << "affiliations end with the seat";
}

TEST_P(ImportTest, TakesUpWhatAnOfficerRecorded) {
  Populate(world_);
  v1::CreateMembershipRequest request;
  request.set_parent(world_.Person("ann"));
  request.mutable_membership()->set_authority(world_.Authority("CRF"));
  request.mutable_membership()->set_council_key("C5");
  request.mutable_membership()->set_start_date("2024-05-06");
  ASSERT_THAT(
      world_.Ask<v1::Membership>("MembershipService/CreateMembership", World::kNational, request),
      IsOk());
  const auto report = world_.ImportMembers(
      "authority_code,key,display_name,ward_name,party,roles\n"
      "CRF,C5,Ann Pugh,Canton,labour,champion\n");
  EXPECT_EQ(report.report().updated(), 1);
  const v1::Membership seat = Self("ann").memberships(1);
  EXPECT_EQ(seat.ward(), "Canton");
  EXPECT_EQ(seat.start_date(), "2024-05-06");
  EXPECT_EQ(seat.party(), "parties/labour");
  EXPECT_EQ(seat.roles_size(), 1);
}

TEST_P(ImportTest, KeepsSeatsOfEndedAuthoritiesAsHistory) {
  Populate(world_);
  const v1::Person eve = Self("eve");
  ASSERT_EQ(eve.memberships_size(), 1);
  EXPECT_EQ(eve.memberships(0).end_date(), "2026-03-31");
  EXPECT_EQ(eve.memberships(0).roles(0).end_date(), "2026-03-31");
}

TEST_P(ImportTest, EndsMembershipsWithAnAuthorityThatNothingComesAfter) {
  Populate(world_);
  world_.ImportAuthorities(
      "code,name,nation,region,type,end_date\n"
      "POW,Powys County Council,Wales,Wales,Welsh unitary authority,2026-10-31\n");
  const v1::Person ann = Self("ann");
  EXPECT_EQ(ann.memberships(0).end_date(), "2026-10-31");
  EXPECT_EQ(ann.memberships(0).roles(0).end_date(), "2026-10-31");
  EXPECT_EQ(ann.memberships(0).responsible_authority(), world_.Authority("POW"));
}

TEST_P(ImportTest, PassesMembershipsToWhatComesAfterTheirAuthority) {
  Populate(world_);
  const std::string powys =
      "code,name,nation,region,type,end_date,replaced_by\n"
      "POW,Powys County Council,Wales,Wales,Welsh unitary authority,2026-10-31,CRF\n";
  world_.ImportAuthorities(powys);
  const v1::Person ann = Self("ann");
  EXPECT_EQ(ann.memberships(0).end_date(), "") << "a change of authority ends nothing";
  EXPECT_EQ(ann.memberships(0).roles(0).end_date(), "");
  EXPECT_EQ(ann.memberships(0).authority(), world_.Authority("POW"));
  EXPECT_EQ(ann.memberships(0).responsible_authority(), world_.Authority("CRF"));
  v1::GetAuthorityRequest request;
  request.set_name(world_.Authority("POW"));
  const auto ended = world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "ann", request);
  ASSERT_THAT(ended, IsOk());
  EXPECT_THAT(ended->successors(), ElementsAre(world_.Authority("CRF")));
  EXPECT_EQ(ended->seat_count(), 2);
  request.set_name(world_.Authority("CRF"));
  EXPECT_THAT(
      world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "ann", request)->predecessors(),
      ElementsAre(world_.Authority("POW")));
  const int64_t head = world_.Head();
  EXPECT_EQ(world_.ImportAuthorities(powys).report().unchanged(), 1);
  EXPECT_EQ(world_.Head(), head);
  // The list from before, sent again, ends nobody's seat either; one that says so does.
  const std::string again =
      "POW,P1,ann,Ann,Pugh,female,cy,Brecon,1,PP90,Liberal Democrats,2022-05-09,leader,"
      "ann@example.org,";
  EXPECT_EQ(Members(again + "\n").unchanged(), 1);
  EXPECT_EQ(Members(again + "2026-11-15\n").updated(), 1);
  EXPECT_EQ(Self("ann").memberships(0).end_date(), "2026-11-15");
}

TEST_P(ImportTest, TakesNoAuthorityForItsOwnSuccessor) {
  const auto report = world_
                          .ImportAuthorities(
                              "code,name,nation,region,type,end_date,replaced_by,former_gss_codes\n"
                              "A,A,England,North,County,2020-03-31,B,\"E1, E2,E1\"\n"
                              "B,B,England,North,County,2021-03-31,\"C,X\",\n"
                              "C,C,England,North,County,2022-03-31,A,\n"
                              "D,D,England,North,County,2022-03-31,D,\n")
                          .report();
  EXPECT_THAT(OddRows(report), UnorderedElementsAre("3 SUCCESSOR_UNKNOWN replaced_by TAKEN_WITHOUT",
                                                    "4 VALUE_MALFORMED replaced_by TAKEN_WITHOUT",
                                                    "5 VALUE_MALFORMED replaced_by TAKEN_WITHOUT"));
  v1::ListAuthoritiesRequest request;
  request.set_show_ended(true);
  const auto all = world_.Ask<v1::ListAuthoritiesResponse>("AuthorityService/ListAuthorities",
                                                           World::kNational, request);
  ASSERT_THAT(all, IsOk());
  EXPECT_THAT(all->authorities(0).former_gss_codes(), ElementsAre("E1", "E2"));
  EXPECT_THAT(all->authorities(2).predecessors(), ElementsAre(world_.Authority("B")));
  EXPECT_THAT(all->authorities(2).successors(), IsEmpty());
}

TEST_P(ImportTest, MakesOnePersonOfWhoSitsTwice) {
  Populate(world_);
  const auto report = Members("CRF,C7,ann,Ann,Pugh,,cy,,,PP90,,,,,\n");
  EXPECT_EQ(report.created(), 1);
  EXPECT_THAT(OddRows(report), IsEmpty());
  EXPECT_EQ(Self("ann").memberships_size(), 2);
}

TEST_P(ImportTest, LinksNobodyToTheLoginOfAnother) {
  Populate(world_);
  const auto report = Members(
      "CRF,C7,ann,Somebody,Else,,cy,,,PP90,,,,,\n"
      "CRF,C8,twin,One,Name,,cy,,,PP90,,,,,\n"
      "CRF,C9,twin,Other,Name,,cy,Nowhere,3,PP90,,,,,\n");
  EXPECT_EQ(report.created(), 3);
  EXPECT_THAT(OddRows(report), UnorderedElementsAre("2 SUBJECT_TAKEN subject TAKEN_WITHOUT",
                                                    "4 SUBJECT_TAKEN subject TAKEN_WITHOUT",
                                                    "4 SEAT_UNKNOWN seat TAKEN"));
  EXPECT_EQ(Self("ann").memberships_size(), 1);
  EXPECT_EQ(Self("twin").display_name(), "One Name");
}

TEST_P(ImportTest, TellsHowFarItIs) {
  world_.ImportAuthorities("code,name,nation,region,type\nA,A,Wales,Wales,County\n");
  std::string seats = "authority_code,ward_name,seat\n";
  for (int i = 0; i < 1201; ++i) absl::StrAppend(&seats, "A,Ward ", i, ",1\n");
  absl::StrAppend(&seats, "A,Ward 0,1\n");
  v1::ImportSeatsRequest request;
  request.set_content(seats);
  const auto messages = world_.Import("AuthorityService/ImportSeats", request);
  ASSERT_THAT(messages, IsOk());
  ASSERT_EQ(messages->size(), 3);
  EXPECT_EQ((*messages)[0].rows_done(), 501);  // the rejected row is done at once
  EXPECT_EQ((*messages)[0].rows_total(), 1202);
  EXPECT_FALSE((*messages)[0].has_report());
  EXPECT_EQ((*messages)[2].rows_done(), 1202);
  EXPECT_EQ((*messages)[2].report().created(), 1201);
}

// The whole of a register: files from the folder TELEMACHUS_DATA, or invented ones.
struct Register {
  std::string authorities, seats, members;
};

std::string FileContent(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

Register WholeRegister() {
  const char* const folder = std::getenv("TELEMACHUS_DATA");
  Register whole;
  whole.authorities = FileContent(folder == nullptr ? TELEMACHUS_AUTHORITIES
                                                    : absl::StrCat(folder, "/authorities.csv"));
  const auto authorities = record::ReadAuthorities(whole.authorities);
  EXPECT_THAT(authorities, IsOk());
  whole.seats = folder == nullptr ? record::WriteSeats(sample::MakeSeats(*authorities, 1))
                                  : FileContent(absl::StrCat(folder, "/seats.csv"));
  const auto seats = record::ReadSeats(whole.seats);
  EXPECT_THAT(seats, IsOk());
  const auto members = sample::MakeMembers(*authorities, *seats, 1, 0.25);
  EXPECT_THAT(members, IsOk());
  whole.members = record::WriteMembers(*members);
  return whole;
}

// Ends of authorities as the public register has them: a county split in two, its districts going
// into one or the other, a chain of mergers, a rename of codes, and every type.
constexpr char kEnds[] =
    "code,gss_code,name,nation,region,type,county,start_date,end_date,replaced_by,former_gss_"
    "codes\n"
    "CMA,E10000006,Cumbria County Council,England,North West,County,,,2023-04-01,\"CBD,WAF\",\n"
    "ALL,E07000026,Allerdale Borough Council,England,North West,Non-metropolitan district,CMA,,"
    "2023-04-01,CBD,\n"
    "BAR,E07000027,Barrow-in-Furness Borough Council,England,North West,Non-metropolitan district,"
    "CMA,,2023-04-01,WAF,\n"
    "TAU,E07000190,Taunton Deane Borough Council,England,,Non-metropolitan "
    "district,SOM,,2019-03-31,"
    "SWT,\n"
    "WSO,E07000191,West Somerset District Council,England,,Non-metropolitan district,SOM,,"
    "2019-03-31,SWT,\n"
    "SWT,E07000246,Somerset West and Taunton Council,England,South West,Non-metropolitan district,"
    "SOM,2019-04-01,2023-04-01,SMT,\n"
    "SOM,E10000027,Somerset County Council,England,South West,County,,,2023-04-01,SMT,\n"
    "CBD,E06000063,Cumberland Council,England,North West,Unitary authority,,2023-04-01,,,\n"
    "WAF,E06000064,Westmorland and Furness Council,England,North West,Unitary "
    "authority,,2023-04-01,"
    ",,\n"
    "SMT,E06000066,Somerset Council,England,South West,Unitary authority,,2023-04-01,,,\n"
    "NBL,E06000057,Northumberland County Council,England,North East,Unitary "
    "authority,,2009-04-01,,,"
    "E06000048\n"
    "GAT,E08000037,Gateshead Borough Council,England,North East,Metropolitan "
    "district,,1974-04-01,,,"
    "E08000020\n"
    "LND,E09000001,City of London,England,London,City corporation,,,,,\n"
    "CMD,E09000007,Camden Council,England,London,London borough,,,,,\n"
    "GLA,E12000007,Greater London Authority,England,London,Strategic Regional Authority,,,,,\n"
    "NECA,E47000010,North East Combined Authority,England,North East,Combined authority,,,,,"
    "E47000005\n"
    "POW,W06000023,Powys County Council,Wales,Wales,Welsh unitary authority,,,,,\n"
    "NWF,E31000001,North Fire and Rescue Authority,England,North West,Fire and rescue authority,,,,"
    ",\n";

TEST_P(ImportTest, RecordsTheSuccessionOfEveryAuthorityThatEnded) {
  const auto report = world_.ImportAuthorities(kEnds).report();
  EXPECT_EQ(report.created(), 18);
  v1::ListAuthoritiesRequest list;
  list.set_show_ended(true);
  const auto all = world_.Ask<v1::ListAuthoritiesResponse>("AuthorityService/ListAuthorities",
                                                           World::kNational, list);
  ASSERT_THAT(all, IsOk());
  std::map<std::string, v1::Authority> by_code;
  for (const v1::Authority& each : all->authorities()) {
    EXPECT_NE(each.type(), v1::Authority::TYPE_UNSPECIFIED) << each.code();
    by_code[each.code()] = each;
  }
  EXPECT_THAT(by_code["NBL"].former_gss_codes(), ElementsAre("E06000048"));
  EXPECT_THAT(by_code["SMT"].predecessors(),
              UnorderedElementsAre(by_code["SWT"].name(), by_code["SOM"].name()));
  EXPECT_THAT(by_code["WAF"].predecessors(),
              UnorderedElementsAre(by_code["CMA"].name(), by_code["BAR"].name()));
  const std::map<std::string, std::string> responsible = {
      {"CMA", "CMA"}, {"ALL", "CBD"}, {"BAR", "WAF"}, {"TAU", "SMT"},
      {"WSO", "SMT"}, {"SWT", "SMT"}, {"SOM", "SMT"}, {"POW", "POW"}};
  for (const auto& [code, expected] : responsible) {
    v1::GetAuthorityFactsRequest facts;
    facts.set_authority(by_code[code].name());
    EXPECT_EQ(
        world_
            .Ask<v1::AuthorityFacts>("FactsService/GetAuthorityFacts", "services/matching", facts)
            ->responsible_authority(),
        by_code[expected].name())
        << code;
  }
  v1::ListSuccessionsRequest ends;
  ends.set_parent("nations/england");
  const auto listed = world_.Ask<v1::ListSuccessionsResponse>("SuccessionService/ListSuccessions",
                                                              World::kNational, ends);
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->successions_size(), 7);
  EXPECT_EQ(listed->successions(0).authority(), by_code["CMA"].name());
  EXPECT_EQ(listed->successions(0).state(), v1::Succession::STATE_UNDECIDED);
  EXPECT_EQ(world_.ImportAuthorities(kEnds).report().unchanged(), 18);
}

TEST_P(ImportTest, LosesNoRowOfAWholeRegister) {
  const Register whole = WholeRegister();
  const auto authorities = world_.ImportAuthorities(whole.authorities);
  const absl::Time begun = absl::Now();
  const auto seats = world_.ImportSeats(whole.seats);
  const absl::Time seated = absl::Now();
  const auto members = world_.ImportMembers(whole.members);
  RecordProperty("seats_ms", absl::StrCat(absl::ToInt64Milliseconds(seated - begun)));
  RecordProperty("members_ms", absl::StrCat(absl::ToInt64Milliseconds(absl::Now() - seated)));
  for (const v1::ImportProgress& last : {authorities, seats, members}) {
    EXPECT_GT(last.rows_total(), 50);
    EXPECT_EQ(last.rows_done(), last.rows_total());
    EXPECT_EQ(Accounted(last.report()), last.rows_total());
    // The one reason to take nothing of a row here is that the file has it twice.
    EXPECT_EQ(last.report().rejected(), OddCounts(last.report())[v1::ODD_KIND_REPEATED]);
    EXPECT_EQ(last.report().created(), last.rows_total() - last.report().rejected());
  }
  EXPECT_EQ(world_.ImportAuthorities(whole.authorities).report().unchanged(),
            authorities.report().created());
  EXPECT_EQ(world_.ImportSeats(whole.seats).report().unchanged(), seats.report().created());
  EXPECT_EQ(world_.ImportMembers(whole.members).report().unchanged(), members.report().created());
  if (std::getenv("TELEMACHUS_DATA") == nullptr) return;
  EXPECT_EQ(authorities.rows_total(), 402);
  EXPECT_EQ(seats.rows_total(), 13710);
  auto counts = OddCounts(seats.report());
  EXPECT_EQ(counts[v1::ODD_KIND_REPEATED], 1);  // "Ely West " and "Ely West"
  EXPECT_EQ(counts[v1::ODD_KIND_SEAT_VACANT], 3);
  EXPECT_EQ(counts[v1::ODD_KIND_PARTY_MISSING], 1227);
  EXPECT_EQ(counts[v1::ODD_KIND_AUTHORITY_ENDED], 1126);
  EXPECT_EQ(OddCounts(authorities.report())[v1::ODD_KIND_REGION_MISSING], 15);
  // All 48 that ended have what came after them; Cumbria and Northamptonshire became two.
  v1::ListSuccessionsRequest ends;
  ends.set_parent("nations/england");
  ends.set_page_size(100);
  const auto listed = world_.Ask<v1::ListSuccessionsResponse>("SuccessionService/ListSuccessions",
                                                              World::kNational, ends);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->successions_size(), 48);
  std::map<v1::Succession::State, int> states;
  for (const v1::Succession& each : listed->successions()) ++states[each.state()];
  EXPECT_EQ(states[v1::Succession::STATE_UNDECIDED], 2);
  EXPECT_EQ(states[v1::Succession::STATE_PASSED], 46);
}

}  // namespace
}  // namespace telemachus::registry
