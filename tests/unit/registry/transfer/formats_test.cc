#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/transfer/councillor_list.h"
#include "registry/transfer/json_list.h"
#include "registry/transfer/post_words.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/odd.h"

namespace telemachus::registry {
namespace {

using test::HasReason;
using test::IsOk;
using testing::ElementsAre;

TEST(JsonListTest, ReadsObjectsLineByLine) {
  Report report;
  const auto table = ReadJson(
      "{\"key\":\"1\",\"display_name\":\"Siân\",\"roles\":[\"leader\",\"champion\"]}\n\n"
      "{\"key\":2,\"email\":null}\r\n",
      report);
  ASSERT_THAT(table, IsOk());
  ASSERT_EQ(table->rows.size(), 2);
  EXPECT_EQ(table->rows[0].line(), 1);
  EXPECT_EQ(table->rows[0]["display_name"], "Siân");
  EXPECT_EQ(table->rows[0]["roles"], "leader;champion");
  EXPECT_EQ(table->rows[1].line(), 3);
  EXPECT_EQ(table->rows[1]["key"], "2");
  EXPECT_EQ(table->rows[1]["display_name"], "");
  EXPECT_TRUE(table->rows[1].Has("email"));
  EXPECT_FALSE(table->rows[1].Has("gender"));
}

TEST(JsonListTest, ReadsAnArrayOfObjectsByPlace) {
  Report report;
  const auto table =
      ReadJson(" [{\"key\":\"a\"},\n{\"key\":{}},7,{\"key\":1.5},{\"key\":true}]", report);
  ASSERT_THAT(table, IsOk());
  ASSERT_EQ(table->rows.size(), 1);
  EXPECT_EQ(table->rows[0].line(), 1);
  EXPECT_THAT(OddRows(report.ToProto()),
              ElementsAre("2 VALUE_MALFORMED key REJECTED", "3 VALUE_MALFORMED  REJECTED",
                          "4 VALUE_MALFORMED key REJECTED", "5 VALUE_MALFORMED key REJECTED"));
}

TEST(JsonListTest, RefusesWhatIsNoList) {
  std::string deep = "{\"a\":";
  for (int i = 0; i < 2000; ++i) deep += "[";
  for (const std::string& content : {std::string(""), std::string("nonsense"), std::string("[1"),
                                     std::string("\"text\""), std::string("{\"key\":\"1\"}\n{"),
                                     deep, absl::StrCat("{\"", std::string(100, 'x'), "\":1}")}) {
    Report report;
    EXPECT_THAT(ReadJson(content, report), HasReason(status::v1::REASON_IMPORT_UNREADABLE))
        << content.substr(0, 40);
  }
}

constexpr char kWards[] = R"(<?xml version="1.0" encoding="utf-8"?>
<councillorsbyward>
  <wards>
    <ward>
      <wardtitle>Brecon &amp;amp; St John&amp;#39;s</wardtitle>
      <councillors>
        <councillorcount>2</councillorcount>
        <councillor>
          <councillorid>371</councillorid>
          <fullusername>Y Cynghorydd Siân Rhys</fullusername>
          <photosmallurl>http://council.invalid/371.jpg</photosmallurl>
          <politicalpartytitle>Plaid Cymru</politicalpartytitle>
          <politicalgrouptitle>Plaid Cymru</politicalgrouptitle>
          <districttitle />
          <representing />
          <keyposts>Leader of the Council, Keeper of Swans</keyposts>
          <workaddress><line1>County Hall</line1><email>sian@council.invalid</email></workaddress>
          <homeaddress><line1>1 Home Street</line1><email>home@invalid</email></homeaddress>
          <termsofoffice>
            <termofoffice><startdate>09/05/2022</startdate><enddate>unspecified</enddate></termofoffice>
            <termofoffice><startdate>08/05/2017</startdate><enddate>08/05/2022</enddate></termofoffice>
          </termsofoffice>
        </councillor>
        <councillor>
          <councillorid>372</councillorid>
          <fullusername>Vacancy</fullusername>
        </councillor>
      </councillors>
    </ward>
    <ward>
      <wardtitle>Hay</wardtitle>
      <councillors><councillor>
        <councillorid>373</councillorid>
        <fullusername>Cllr. Wil ap Huw</fullusername>
        <politicalpartytitle></politicalpartytitle>
        <termsofoffice><termofoffice><startdate>09/05/2022</startdate>
          <enddate>06/05/2027</enddate></termofoffice></termsofoffice>
      </councillor></councillors>
    </ward>
  </wards>
</councillorsbyward>)";

TEST(CouncillorListTest, ReadsWhatModernGovAnswers) {
  Report report;
  const auto table = ReadCouncillors(kWards, report);
  ASSERT_THAT(table, IsOk());
  ASSERT_EQ(table->rows.size(), 2);
  const csv::Row& sian = table->rows[0];
  EXPECT_EQ(sian["key"], "371");
  EXPECT_EQ(sian["display_name"], "Siân Rhys");
  EXPECT_EQ(sian["ward_name"], "Brecon & St John's");
  EXPECT_EQ(sian["party_name"], "Plaid Cymru");
  EXPECT_EQ(sian["roles"], "leader");
  EXPECT_EQ(sian["email"], "sian@council.invalid");
  EXPECT_EQ(sian["elected_date"], "2017-05-08");
  EXPECT_EQ(sian["term_end_date"], "");
  EXPECT_TRUE(sian.Has("end_date"));
  EXPECT_FALSE(sian.Has("gender"));
  const csv::Row& wil = table->rows[1];
  EXPECT_EQ(wil.line(), 3);
  EXPECT_EQ(wil["display_name"], "Wil ap Huw");
  EXPECT_EQ(wil["ward_name"], "Hay");
  EXPECT_EQ(wil["term_end_date"], "2027-05-06");
  EXPECT_EQ(wil["email"], "");
  EXPECT_THAT(OddRows(report.ToProto()), ElementsAre("1 CODE_UNKNOWN keyposts TAKEN_WITHOUT",
                                                     "2 SEAT_VACANT fullusername REJECTED"));
}

TEST(CouncillorListTest, RefusesOtherDocuments) {
  for (const char* content : {"", "<html></html>", "<a><councillor></councillor></a>",
                              "<!DOCTYPE councillorsbyward><councillorsbyward/>",
                              "<councillorsbyward><wards/></councillorsbyward>"}) {
    Report report;
    EXPECT_THAT(ReadCouncillors(content, report), HasReason(status::v1::REASON_IMPORT_UNREADABLE))
        << content;
  }
}

TEST(PostWordsTest, KnowTheRolesOfTheCatalogueInBothLanguages) {
  const std::pair<const char*, const char*> posts[] = {
      {"Leader of the Council", "leader"},
      {"Arweinydd y Cyngor", "leader"},
      {"Deputy Leader", "deputy_leader"},
      {"Dirprwy Arweinydd", "deputy_leader"},
      {"Leader of the Opposition", "opposition_lead"},
      {"Labour Group Leader", "group_leader"},
      {"Arweinydd Grŵp Plaid Cymru", "group_leader"},
      {"Cabinet Member for Housing", "executive"},
      {"Aelod Cabinet dros Dai", "executive"},
      {"Chair of the Health Scrutiny Committee", "scrutiny_chair"},
      {"Cadeirydd y Pwyllgor Craffu", "scrutiny_chair"},
      {"Chair, Planning Committee", "regulatory_chair"},
      {"Chairman of Audit Committee", "committee_chair"},
      {"Older People's Champion", "champion"},
      {"Vice-Chair of the Planning Committee", ""},
      {"Shadow Cabinet Member", ""},
      {"Mayor", ""},
      {"", ""}};
  for (const auto& [post, role] : posts) EXPECT_EQ(RoleOfPost(post), role) << post;
  EXPECT_EQ(WithoutTitle("Councillor Dr Ann Pugh"), "Dr Ann Pugh");
  EXPECT_EQ(WithoutTitle("Cllrington Smythe"), "Cllrington Smythe");
  EXPECT_TRUE(IsVacancy("Vacant Seat"));
  EXPECT_TRUE(IsVacancy("Councillor Vacancy"));
  EXPECT_FALSE(IsVacancy("Vaughan Rees"));
}

}  // namespace
}  // namespace telemachus::registry
