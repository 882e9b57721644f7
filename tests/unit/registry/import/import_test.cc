#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
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

TEST_P(ImportTest, KeepsSeatsOfEndedAuthoritiesAsHistory) {
  Populate(world_);
  const v1::Person eve = Self("eve");
  ASSERT_EQ(eve.memberships_size(), 1);
  EXPECT_EQ(eve.memberships(0).end_date(), "2026-03-31");
  EXPECT_EQ(eve.memberships(0).roles(0).end_date(), "2026-03-31");
}

TEST_P(ImportTest, EndsMembershipsWithTheirAuthority) {
  Populate(world_);
  world_.ImportAuthorities(
      "code,name,nation,region,type,end_date,replaced_by\n"
      "POW,Powys County Council,Wales,Wales,Welsh unitary authority,2026-10-31,CRF\n");
  const v1::Person ann = Self("ann");
  EXPECT_EQ(ann.memberships(0).end_date(), "2026-10-31");
  EXPECT_EQ(ann.memberships(0).roles(0).end_date(), "2026-10-31");
  v1::GetAuthorityRequest request;
  request.set_name(world_.Authority("POW"));
  const auto powys = world_.Ask<v1::Authority>("AuthorityService/GetAuthority", "ann", request);
  ASSERT_THAT(powys, IsOk());
  EXPECT_THAT(powys->successors(), ElementsAre(world_.Authority("CRF")));
  EXPECT_EQ(powys->seat_count(), 2);
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
}

}  // namespace
}  // namespace telemachus::registry
