#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/import/authority_rows.h"
#include "registry/import/file.h"
#include "registry/import/member_rows.h"
#include "registry/import/seat_rows.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/odd.h"

// How rows are read, and that every oddity which needs no database is met and told.
namespace telemachus::registry {
namespace {

using test::HasReason;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr char kDay[] = "2026-11-22";

AuthoritiesByCode Known() {
  AuthoritiesByCode known;
  known["POW"].set_name("authorities/powys");
  known["CMA"].set_name("authorities/cumbria");
  known["CMA"].set_end_date("2023-04-01");
  known["CMA"].set_region("regions/north-west");
  return known;
}

PartyMap Parties() {
  PartyMap parties;
  parties.Add("pp53", "labour");
  parties.Add("independent", "independent");
  return parties;
}

std::vector<AuthorityRow> Authorities(const std::string& csv, Report& report) {
  const auto table = ReadContent(csv, {"code"}, report);
  EXPECT_THAT(table, test::IsOk());
  id::RandomIds ids;
  return ReadAuthorities(*table, Known(), {}, ids, report);
}

TEST(AuthorityRowsTest, ReadsAWholeRow) {
  Report report;
  const auto rows = Authorities(
      "code,gss_code,name,name_cy,nation,region,type,start_date,end_date,replaced_by\n"
      "NEW,E06000063,New Council,,England,Yorkshire and The Humber,Unitary authority,2023-04-01,,\n"
      "OLD,,Old Council,,England,North West,County,,2023-04-01,\"NEW, POW\"\n",
      report);
  ASSERT_EQ(rows.size(), 2);
  EXPECT_THAT(OddRows(report.ToProto()), ElementsAre());
  const v1::Authority& first = rows[0].authority;
  EXPECT_EQ(first.nation(), "nations/england");
  EXPECT_EQ(first.region(), "regions/yorkshire-and-the-humber");
  EXPECT_EQ(first.type(), v1::Authority::TYPE_UNITARY);
  EXPECT_EQ(first.gss_code(), "E06000063");
  EXPECT_EQ(first.start_date(), "2023-04-01");
  EXPECT_THAT(rows[1].authority.successors(), ElementsAre(first.name(), "authorities/powys"));
}

TEST(AuthorityRowsTest, KnowsAllTypes) {
  for (const auto& [words, type] : std::initializer_list<std::pair<const char*, int>>{
           {"County", v1::Authority::TYPE_COUNTY},
           {"Non-metropolitan district", v1::Authority::TYPE_DISTRICT},
           {"Unitary authority", v1::Authority::TYPE_UNITARY},
           {"Metropolitan district", v1::Authority::TYPE_METROPOLITAN},
           {"London borough", v1::Authority::TYPE_LONDON_BOROUGH},
           {"City corporation", v1::Authority::TYPE_LONDON_BOROUGH},
           {"Fire and rescue authority", v1::Authority::TYPE_FIRE},
           {"Welsh unitary authority", v1::Authority::TYPE_WELSH_PRINCIPAL},
           {"Combined authority", v1::Authority::TYPE_COMBINED},
           {"Strategic Regional Authority", v1::Authority::TYPE_COMBINED}}) {
    Report report;
    const auto rows = Authorities(
        absl::StrCat("code,name,nation,region,type\nA,A,Wales,Wales,", words, "\n"), report);
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0].authority.type(), type) << words;
    EXPECT_TRUE(report.ToProto().odd_rows().empty());
  }
}

TEST(AuthorityRowsTest, TellsEveryOddity) {
  Report report;
  const auto rows =
      Authorities(absl::StrCat("code,name,nation,region,type,start_date,replaced_by,county\n",
                               "A,A,Wales,Wales,Borough of fantasy,,,\n",                   // 2
                               "B,B,Wales,Wales,,,,\n",                                     // 3
                               ",C,Wales,Wales,County,,,\n",                                // 4
                               "D,D,Mercia,Wales,County,,,\n",                              // 5
                               "A,A again,Wales,Wales,County,,,\n",                         // 6
                               "E,E,England,,County,31/12/2019,,\n",                        // 7
                               "F,F,England,,Non-metropolitan district,,ZZZ,CMA\n",         // 8
                               "G,G,England\n",                                             // 9
                               "H,", std::string(201, 'h'), ",England,London,County,,,\n",  // 10
                               "I,I\x01,England,London,County,,,\n"),                       // 11
                  report);
  EXPECT_EQ(rows.size(), 4);
  EXPECT_EQ(report.rows(), 6);  // rejected; the others are counted as they are written
  EXPECT_THAT(OddRows(report.ToProto()),
              UnorderedElementsAre(
                  "2 CODE_UNKNOWN type TAKEN_WITHOUT", "3 VALUE_MISSING type TAKEN_WITHOUT",
                  "4 VALUE_MISSING code REJECTED", "5 CODE_UNKNOWN nation REJECTED",
                  "6 REPEATED code REJECTED", "7 DATE_MALFORMED start_date TAKEN_WITHOUT",
                  "7 REGION_MISSING region TAKEN_WITHOUT", "8 REGION_MISSING region TAKEN",
                  "8 SUCCESSOR_UNKNOWN replaced_by TAKEN_WITHOUT", "9 COLUMNS  REJECTED",
                  "10 VALUE_TOO_LONG name REJECTED", "11 VALUE_MALFORMED name REJECTED"));
  EXPECT_EQ(rows[3].authority.region(), "regions/north-west");
}

TEST(SeatRowsTest, TellsEveryOddity) {
  Report report;
  const auto table = ReadContent(
      "authority_code,ward_code,ward_name,seat,party_code,party_name,next_election_date\n"
      "POW,44437,Brecon,1,PP53,Labour Party,06/05/2027\n"
      "POW,,Brecon,2,,Independent,\n"
      "POW,,Brecon,3,PP9,Our Brecon,\n"
      "POW,,Brecon,4,,Vacant,\n"
      "POW,,Brecon,1,PP53,Labour Party,\n"
      "ZZZ,,Nowhere,1,PP53,Labour Party,\n"
      "CMA,,Alston,1,PP53,Labour Party,\n"
      "POW,,Hay,one,PP53,Labour Party,\n"
      "POW,,Hay,,PP53,Labour Party,\n"
      "POW,,,1,PP53,Labour Party,\n"
      "POW,,Hay,1,PP53,Labour Party,31/02/2027\n",
      {"seat"}, report);
  ASSERT_THAT(table, test::IsOk());
  const AuthoritiesByCode authorities = Known();
  const PartyMap parties = Parties();
  const auto rows =
      ReadSeats(*table, {.authorities = authorities, .parties = parties, .day = kDay}, report);
  ASSERT_EQ(rows.size(), 6);
  EXPECT_EQ(rows[0], (SeatRow{.line = 2,
                              .authority = "authorities/powys",
                              .ward = "Brecon",
                              .number = 1,
                              .ward_code = "44437",
                              .party = "parties/labour",
                              .vacant = false,
                              .next_election_date = "2027-05-06"}));
  EXPECT_EQ(rows[1].party, "parties/independent");
  EXPECT_EQ(rows[2].party, "parties/local");
  EXPECT_TRUE(rows[3].vacant && rows[3].party.empty());
  EXPECT_THAT(OddRows(report.ToProto()),
              UnorderedElementsAre(
                  "3 PARTY_MISSING party_code TAKEN", "4 PARTY_LOCAL party_code TAKEN",
                  "5 SEAT_VACANT party_name TAKEN_WITHOUT", "6 REPEATED seat REJECTED",
                  "7 AUTHORITY_UNKNOWN authority_code REJECTED",
                  "8 AUTHORITY_ENDED authority_code TAKEN", "9 NUMBER_MALFORMED seat REJECTED",
                  "10 VALUE_MISSING seat REJECTED", "11 VALUE_MISSING ward_name REJECTED",
                  "12 DATE_MALFORMED next_election_date TAKEN_WITHOUT"));
}

TEST(MemberRowsTest, TellsEveryOddity) {
  Report report;
  const auto table = ReadContent(
      "authority_code,key,given_name,family_name,preferred_name,language_code,party_code,"
      "party_name,elected_date,seat,roles,email\n"
      "POW,1,William,Pugh,Wil,cy,PP53,,2022-05-09,1,leader;scrutiny_chair,wil@example.org\n"
      "POW,2,Ann,Rees,,fr,PP53,,09/05/2022,x,leader;wizard,nobody\n"
      "POW,1,Other,Person,,,PP53,,,,,\n"
      "ZZZ,3,Ann,Rees,,,PP53,,,,,\n"
      "CMA,4,Eve,Hill,,en,PP53,,2017-05-08,,champion,\n"
      "POW,5,Ann,,,,PP53,,,,,\n"
      "POW,6,Ann,Rees,,,,,,,,\n"
      "POW,7,Ann,Rees,,,,Vacant,,,,\n",
      {"key"}, report);
  ASSERT_THAT(table, test::IsOk());
  const AuthoritiesByCode authorities = Known();
  const PartyMap parties = Parties();
  const std::set<std::string> roles = {"leader", "scrutiny_chair", "champion"};
  const auto rows = ReadMembers(
      *table, {.authorities = authorities, .parties = parties, .roles = roles, .day = kDay},
      report);
  ASSERT_EQ(rows.size(), 5);
  EXPECT_EQ(rows[0].said.display_name(), "Wil Pugh");
  EXPECT_EQ(rows[0].said.language_code(), "cy");
  EXPECT_EQ(rows[0].membership().roles_size(), 2);
  EXPECT_EQ(rows[0].seat, 1);
  EXPECT_EQ(rows[2].membership().end_date(), "2023-04-01");
  EXPECT_EQ(rows[3].membership().party(), "parties/independent");
  EXPECT_EQ(rows[4].membership().party(), "");
  EXPECT_THAT(
      OddRows(report.ToProto()),
      UnorderedElementsAre(
          "3 CODE_UNKNOWN language_code TAKEN_WITHOUT", "3 VALUE_MALFORMED email TAKEN_WITHOUT",
          "3 DATE_MALFORMED elected_date TAKEN_WITHOUT", "3 NUMBER_MALFORMED seat TAKEN_WITHOUT",
          "3 CODE_UNKNOWN roles TAKEN_WITHOUT", "4 REPEATED key REJECTED",
          "5 AUTHORITY_UNKNOWN authority_code REJECTED", "6 AUTHORITY_ENDED authority_code TAKEN",
          "7 VALUE_MISSING family_name REJECTED", "8 PARTY_MISSING party_code TAKEN",
          "9 SEAT_VACANT party_name TAKEN_WITHOUT"));
}

TEST(FileTest, RefusesWhatCannotBeReadOnTheFieldContent) {
  Report report;
  for (const char* content : {"", "code\n\xff\n", "name\nx\n", "code\n\"open\n"}) {
    const auto table = ReadContent(content, {"code"}, report);
    EXPECT_THAT(table, HasReason(status::v1::REASON_IMPORT_UNREADABLE)) << content;
    const auto details = status::ToProto(table.status());
    EXPECT_THAT(details.DebugString(), HasSubstr("content")) << content;
  }
  EXPECT_THAT(ReadContent("code\nA\n\xff\n", {"code"}, report).status().message(),
              HasSubstr("line 3"));
}

}  // namespace
}  // namespace telemachus::registry
