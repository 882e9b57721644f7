#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/tools_register/own_authorities.h"
#include "tools/register/record/election.h"
#include "tools/register/record/rows.h"

namespace telemachus::record {
namespace {

using ::telemachus::test::HasCode;
using ::telemachus::test::IsOk;
using ::telemachus::test::OwnAuthorities;
using ::telemachus::test::OwnAuthoritiesFile;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

TEST(AuthoritiesTest, HoldEveryPrincipalCouncilOfWalesInBothLanguages) {
  std::set<std::string> codes;
  for (const Authority& authority : OwnAuthorities()) {
    if (authority.type != AuthorityType::kWelshPrincipal) continue;
    EXPECT_THAT(authority.gss_code, MatchesRegex("W060000[0-9][0-9]"));
    EXPECT_THAT(authority.name_cy, HasSubstr("Cyngor"));
    EXPECT_EQ(authority.nation, "Wales");
    EXPECT_EQ(authority.end_date, "");
    codes.insert(authority.gss_code);
  }
  EXPECT_THAT(codes, SizeIs(22));
}

TEST(AuthoritiesTest, HoldAuthoritiesOfEveryTypeInAllNineRegionsOfEngland) {
  std::set<std::string> regions;
  std::map<AuthorityType, int> types;
  int english = 0;
  for (const Authority& authority : OwnAuthorities()) {
    if (authority.nation != "England") continue;
    regions.insert(authority.region);
    ++types[authority.type];
    ++english;
  }
  EXPECT_THAT(regions, UnorderedElementsAre("North East", "North West", "Yorkshire and The Humber",
                                            "East Midlands", "West Midlands", "East of England",
                                            "London", "South East", "South West"));
  EXPECT_THAT(english, Ge(44));
  EXPECT_THAT(types, SizeIs(8));
  EXPECT_EQ(types[AuthorityType::kOther], 0);
  EXPECT_EQ(types[AuthorityType::kFire], 2);
}

TEST(AuthoritiesTest, HaveUniqueCodesOfTheRightForm) {
  const std::map<AuthorityType, std::string> prefixes = {{AuthorityType::kCounty, "E10"},
                                                         {AuthorityType::kDistrict, "E07"},
                                                         {AuthorityType::kUnitary, "E06"},
                                                         {AuthorityType::kMetropolitan, "E08"},
                                                         {AuthorityType::kLondonBorough, "E09"},
                                                         {AuthorityType::kCityCorporation, "E09"},
                                                         {AuthorityType::kWelshPrincipal, "W06"},
                                                         {AuthorityType::kCombined, "E47"},
                                                         {AuthorityType::kFire, "E31"}};
  std::set<std::string> seen;
  for (const Authority& authority : OwnAuthorities()) {
    SCOPED_TRACE(authority.code);
    EXPECT_THAT(authority.code, MatchesRegex("[A-Z]{3,4}"));
    EXPECT_THAT(authority.gss_code, MatchesRegex("[EW][0-9]{8}"));
    EXPECT_EQ(authority.gss_code.substr(0, 3), prefixes.at(authority.type));
    EXPECT_TRUE(seen.insert(authority.gss_code).second) << authority.gss_code << " again";
  }
}

TEST(AuthoritiesTest, NameOnlyCountiesAndSuccessorsThatAreThere) {
  std::map<std::string, Authority> by_code;
  for (const Authority& authority : OwnAuthorities()) by_code.emplace(authority.code, authority);
  for (const auto& [code, authority] : by_code) {
    SCOPED_TRACE(code);
    EXPECT_EQ(authority.end_date.empty(), authority.replaced_by.empty());
    for (const std::string& successor : authority.replaced_by) {
      ASSERT_EQ(by_code.count(successor), 1u) << successor;
      EXPECT_EQ(by_code.at(successor).start_date, authority.end_date);
    }
    EXPECT_EQ(authority.type == AuthorityType::kDistrict, !authority.county.empty());
    if (!authority.county.empty()) {
      ASSERT_EQ(by_code.count(authority.county), 1u);
      EXPECT_EQ(by_code.at(authority.county).type, AuthorityType::kCounty);
    }
  }
  EXPECT_THAT(by_code.at("CMA").replaced_by, ElementsAre("CBD", "WAF"));
  EXPECT_THAT(by_code.at("BMH").replaced_by, ElementsAre("BPC"));
  EXPECT_THAT(by_code.at("POL").replaced_by, ElementsAre("BPC"));
}

TEST(AuthoritiesTest, AreReadBackAsTheyWereWritten) {
  const auto table = csv::Read(OwnAuthoritiesFile(), {"code"});
  ASSERT_THAT(table, IsOk());
  ASSERT_THAT(table->faults, IsEmpty());
  std::string written;
  const auto append = [&written](const std::vector<std::string>& values) {
    AppendRow(std::vector<absl::string_view>(values.begin(), values.end()), written);
  };
  append(table->header->names());
  for (const csv::Row& row : table->rows) {
    std::vector<std::string> values;
    for (const std::string& column : table->header->names()) {
      values.emplace_back(row[column]);
    }
    append(values);
  }
  EXPECT_EQ(written, OwnAuthoritiesFile());
}

TEST(AuthoritiesTest, AreRefusedWithTheLineAtFault) {
  const std::string header =
      "code,gss_code,name,short_name,nation,region,type,county,start_date,end_date,replaced_by\n";
  for (const char* rows :
       {"A,,,,,,,,,,\nA,,,,,,,,,,\n", "A,,,,,,,,,,\n,,,,,,,,,,\n", "A,,,,,,,,,,\nB,,\n"}) {
    const auto authorities = ReadAuthorities(header + rows);
    ASSERT_THAT(authorities, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_TRUE(absl::StartsWith(authorities.status().message(), "line 3: "));
  }
}

TEST(ElectionTest, FallsOnTheFirstThursdayOfMay) {
  EXPECT_EQ(FirstThursday(2027, 5), absl::CivilDay(2027, 5, 6));
  EXPECT_EQ(FirstThursday(2025, 5), absl::CivilDay(2025, 5, 1));
  EXPECT_EQ(ElectionBefore(absl::CivilDay(2023, 5, 4), 1), absl::CivilDay(2019, 5, 2));
  EXPECT_EQ(RetirementAfter(absl::CivilDay(2027, 5, 6)), absl::CivilDay(2027, 5, 10));
}

TEST(ElectionTest, ReadsDaysWithSlashesAndOnlyThoseThatExist) {
  EXPECT_EQ(ParseSlashed("06/05/2027").value(), absl::CivilDay(2027, 5, 6));
  EXPECT_EQ(FormatSlashed(absl::CivilDay(2027, 5, 6)), "06/05/2027");
  for (const char* text : {"", "2027-05-06", "31/04/2027", "05/13/2027", "06/05/27", "6/5"}) {
    EXPECT_THAT(ParseSlashed(text), HasCode(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace telemachus::record
