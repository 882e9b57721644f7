#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/training/gap_rules.h"
#include "telemachus/registry/v1/succession.pb.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/policies.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/training/classroom.h"

namespace telemachus::registry {
namespace {

using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Gap = v1::TrainingGap;

TEST(GapRulesTest, NamesWhatIsMissing) {
  GapTerms terms = TermsOf(SomePolicy(), absl::CivilDay(2026, 11, 22));
  terms.new_since = "2026-02-22";
  struct Case {
    const char* what;
    Trainee trainee;
    Gap::Kind kind;
  };
  const std::vector<Case> cases = {
      {"never trained", {true, "", "2004-05-01", false}, Gap::KIND_NOT_ACCREDITED},
      {"lapsed yesterday", {true, "2026-11-21", "", false}, Gap::KIND_LAPSED},
      {"lapses tonight", {true, "2026-11-22", "", false}, Gap::KIND_LAPSING},
      {"lapses in 90 days", {true, "2027-02-20", "", false}, Gap::KIND_LAPSING},
      {"lapses in 91 days", {true, "2027-02-21", "", false}, Gap::KIND_UNSPECIFIED},
      {"a new mentor", {true, "2030-01-01", "2026-11-01", false}, Gap::KIND_UNSPECIFIED},
      {"a new member", {false, "", "2026-02-22", false}, Gap::KIND_ORIENTATION},
      {"a new member who came", {false, "", "2026-02-22", true}, Gap::KIND_UNSPECIFIED},
      {"no longer new", {false, "", "2026-02-21", false}, Gap::KIND_UNSPECIFIED},
      {"nobody knows since when", {false, "", "", false}, Gap::KIND_UNSPECIFIED},
  };
  for (const Case& c : cases) EXPECT_EQ(GapOf(c.trainee, terms), c.kind) << c.what;
}

TEST(GapRulesTest, AsksForWhatThePolicySays) {
  const absl::CivilDay today(2026, 11, 22);
  v1::Policy policy = SomePolicy();
  policy.clear_mentee_orientation();
  policy.set_mentor_training(v1::Policy::TRAINING_REQUIRED);
  EXPECT_TRUE(IsRequired(Gap::KIND_NOT_ACCREDITED, TermsOf(policy, today)));
  EXPECT_TRUE(IsRequired(Gap::KIND_LAPSED, TermsOf(policy, today)));
  EXPECT_FALSE(IsRequired(Gap::KIND_ORIENTATION, TermsOf(policy, today))) << "nobody waits for it";
  EXPECT_EQ(TermsOf(policy, today).new_since, "");
  policy.set_mentor_training(v1::Policy::TRAINING_RECOMMENDED);
  EXPECT_FALSE(IsRequired(Gap::KIND_NOT_ACCREDITED, TermsOf(policy, today)));
  policy.set_mentee_orientation(v1::Policy::ORIENTATION_OFFERED);
  EXPECT_EQ(TermsOf(policy, today).new_since, "");
  policy.set_mentee_orientation(v1::Policy::ORIENTATION_EXPECTED);
  policy.set_induction_months(6);
  EXPECT_EQ(TermsOf(policy, today).new_since, "2026-05-22");
  policy.set_induction_months(0);
  EXPECT_EQ(TermsOf(policy, today).new_since, "2026-02-22") << "nine months are usual";
}

class GapServiceTest : public Classroom {
 protected:
  absl::StatusOr<v1::ListTrainingGapsResponse> List(const std::string& as,
                                                    const std::string& authority, int page_size = 0,
                                                    const std::string& token = "") {
    v1::ListTrainingGapsRequest request;
    request.set_parent(authority);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return world_.Ask<v1::ListTrainingGapsResponse>("TrainingGapService/ListTrainingGaps", as,
                                                    request);
  }
  absl::StatusOr<v1::SummarizeTrainingGapsResponse> Summarize(const std::string& as,
                                                              const std::string& parent,
                                                              int page_size = 0,
                                                              const std::string& token = "") {
    v1::SummarizeTrainingGapsRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return world_.Ask<v1::SummarizeTrainingGapsResponse>("TrainingGapService/SummarizeTrainingGaps",
                                                         as, request);
  }
  // "people/x NOT_ACCREDITED required", all pages of two.
  std::vector<std::string> Gaps(const std::string& as, const std::string& code) {
    std::vector<std::string> all;
    std::string token;
    do {
      const auto page = List(as, world_.Authority(code), 2, token);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return all;
      EXPECT_LE(page->training_gaps_size(), 2);
      for (const Gap& gap : page->training_gaps()) {
        all.push_back(absl::StrCat(gap.person(), " ", Gap::Kind_Name(gap.kind()).substr(5),
                                   gap.required() ? " required" : ""));
        EXPECT_FALSE(gap.display_name().empty());
      }
      token = page->next_page_token();
    } while (!token.empty());
    return all;
  }
  void SetPolicy(const std::string& code, v1::Policy::Training training,
                 v1::Policy::Orientation orientation) {
    v1::CreatePolicyRequest request;
    request.set_parent(world_.Authority(code));
    v1::Policy& policy = *request.mutable_policy();
    policy = SomePolicy(world_.Today());
    policy.set_mentor_training(training);
    policy.set_mentee_orientation(orientation);
    policy.set_induction_months(6);
    ASSERT_THAT(world_.Ask<v1::Policy>("PolicyService/CreatePolicy", World::kNational, request),
                IsOk());
  }
  void AddNewMembers() {
    world_.ImportMembers(
        "authority_code,key,subject,given_name,family_name,elected_date\n"
        "POW,P7,fay,Fay,Owen,2026-06-01\n"
        "POW,P8,gus,Gus,Owen,2026-05-21\n"
        "CRF,C7,hal,Hal,Owen,2026-06-01\n");
  }
};

INSTANTIATE_TEST_SUITE_P(All, GapServiceTest, test::Engines(), test::EngineName);

TEST_P(GapServiceTest, ListsMentorsWhoAreNotAccreditedWhateverTheirExperience) {
  for (const char* mentor : {"ann", "bea", "officer"}) Register(mentor);
  ASSERT_THAT(Train("officer", world_.Person("ann"), Course(36), "2026-11-01"), IsOk());
  ASSERT_THAT(Train("officer", world_.Person("bea"), Course(12), "2025-11-21"), IsOk());
  EXPECT_THAT(
      Gaps("officer", "POW"),
      UnorderedElementsAre(absl::StrCat(world_.Person("bea"), " LAPSED required"),
                           absl::StrCat(world_.Person("officer"), " NOT_ACCREDITED required")));
  world_.clock().Set(time::StartOf(absl::CivilDay(2029, 9, 1)) + absl::Hours(12));
  EXPECT_THAT(Gaps("adviser", "POW"),
              testing::Contains(absl::StrCat(world_.Person("ann"), " LAPSING required")));
}

TEST_P(GapServiceTest, SaysWhatIsOnlyRecommended) {
  SetPolicy("POW", v1::Policy::TRAINING_RECOMMENDED, v1::Policy::ORIENTATION_OFFERED);
  AddNewMembers();
  Register("ann");
  EXPECT_THAT(Gaps("officer", "POW"),
              ElementsAre(absl::StrCat(world_.Person("ann"), " NOT_ACCREDITED")));
}

TEST_P(GapServiceTest, ListsNewMembersWhomThePolicyExpectsAtAnOrientation) {
  SetPolicy("POW", v1::Policy::TRAINING_REQUIRED, v1::Policy::ORIENTATION_EXPECTED);
  AddNewMembers();
  EXPECT_THAT(Gaps("officer", "POW"),
              ElementsAre(absl::StrCat(world_.Person("fay"), " ORIENTATION")))
      << "Gus is no longer new";
  EXPECT_THAT(Gaps(World::kNational, "CRF"), IsEmpty()) << "is only offered there";
  ASSERT_THAT(Train("officer", world_.Person("fay"), Course(12), "2026-11-01"), IsOk());
  EXPECT_EQ(Gaps("officer", "POW").size(), 1) << "a course for mentors is none";
  v1::Course orientation = National(0);
  orientation.add_audiences(v1::Course::AUDIENCE_MENTEE);
  const auto attended = Train("officer", world_.Person("fay"),
                              Create(World::kNational, orientation)->name(), "2026-11-01");
  EXPECT_THAT(Gaps("officer", "POW"), IsEmpty());
  ASSERT_THAT(Withdraw("officer", attended->name()), IsOk());
  EXPECT_EQ(Gaps("officer", "POW").size(), 1);
}

TEST_P(GapServiceTest, ShowsRowsToStaffOfTheAuthorityAndCountsToThoseAbove) {
  Register("ann");
  world_.AddPerson("committee");
  world_.Give("committee", access::Role::ROLE_COMMITTEE, world_.Authority("POW"));
  const std::string powys = world_.Authority("POW");
  for (const char* staff : {"officer", "adviser", World::kNational}) {
    EXPECT_THAT(List(staff, powys), IsOk()) << staff;
  }
  for (const char* other : {"ann", "english", "committee"}) {
    EXPECT_THAT(List(other, powys), IsNotPermitted()) << other;
    EXPECT_THAT(Summarize(other, "regions/wales"), IsNotPermitted()) << other;
  }
  EXPECT_THAT(List("officer", world_.Authority("CRF")), IsNotPermitted());
  EXPECT_THAT(List("officer", "authorities/none"), IsNotPermitted());
  EXPECT_THAT(Summarize("officer", "regions/wales"), IsNotPermitted());
  EXPECT_THAT(Summarize("adviser", "regions/wales"), IsOk());
  EXPECT_THAT(Summarize("adviser", "nations/wales"), IsNotPermitted());
  EXPECT_THAT(Summarize("adviser", "regions/none"), IsNotPermitted());
  EXPECT_THAT(Summarize("english", "nations/wales"), IsNotPermitted());
  EXPECT_THAT(Summarize(World::kNational, "nations/wales"), IsOk());
}

TEST_P(GapServiceTest, CountsEveryLivingAuthorityOfARegionByPages) {
  Register("ann");
  const auto first = Summarize("adviser", "regions/wales", 1);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->counts_size(), 1);
  EXPECT_EQ(first->counts(0).authority(), world_.Authority("CRF"));
  EXPECT_EQ(first->counts(0).mentors(), 0);
  const auto second = Summarize("adviser", "regions/wales", 1, first->next_page_token());
  ASSERT_EQ(second->counts_size(), 1);
  EXPECT_EQ(second->counts(0).authority(), world_.Authority("POW"));
  EXPECT_EQ(second->counts(0).mentors(), 1);
  EXPECT_EQ(second->counts(0).not_accredited(), 1);
  EXPECT_TRUE(second->counts(0).required());
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_P(GapServiceTest, FollowsMembersToWhatComesAfterTheirAuthority) {
  Register("ann");
  const std::string course = Create("officer", InHouse("POW"))->name();
  world_.AddPerson("successor");
  world_.Give("successor", access::Role::ROLE_OFFICER, world_.Authority("CRF"));
  EXPECT_THAT(Gaps("successor", "CRF"), IsEmpty());
  EXPECT_THAT(Plan("successor", course, On("2026-12-01")), IsNotPermitted());
  v1::RecordSuccessionRequest request;
  request.set_authority(world_.Authority("POW"));
  request.set_end_date("2026-11-21");
  request.add_successors(world_.Authority("CRF"));
  ASSERT_THAT(
      world_.Ask<v1::Succession>("SuccessionService/RecordSuccession", World::kNational, request),
      IsOk());
  EXPECT_EQ(Gaps("successor", "CRF").size(), 1);
  EXPECT_THAT(Plan("successor", course, On("2026-12-01")), IsOk()) << "the course passes too";
  const auto summary = Summarize("adviser", "regions/wales");
  ASSERT_EQ(summary->counts_size(), 1) << "authorities that live";
  EXPECT_EQ(summary->counts(0).not_accredited(), 1);
}

TEST_P(GapServiceTest, CountsWhatItLists) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  std::mt19937 random(seed);
  const auto one_in = [&](int n) {
    return std::uniform_int_distribution<int>(0, n - 1)(random) == 0;
  };
  SetPolicy("POW", v1::Policy::TRAINING_RECOMMENDED, v1::Policy::ORIENTATION_EXPECTED);
  SetPolicy("CRF", v1::Policy::TRAINING_REQUIRED, v1::Policy::ORIENTATION_OFFERED);
  std::string csv = "authority_code,key,subject,given_name,family_name,elected_date\n";
  for (int i = 0; i < 40; ++i) {
    absl::StrAppend(&csv, one_in(2) ? "POW" : "CRF", ",K", i, ",m", i, ",Some,Member",
                    one_in(3) ? ",2026-07-01" : ",2019-05-06", "\n");
  }
  world_.ImportMembers(csv);
  v1::Course orientation = National(0);
  orientation.add_audiences(v1::Course::AUDIENCE_MENTEE);
  const std::vector<std::string> courses = {Course(3), Course(12), Course(36),
                                            Create(World::kNational, orientation)->name()};
  for (int i = 0; i < 40; ++i) {
    const std::string subject = absl::StrCat("m", i);
    if (one_in(2)) Register(subject);
    for (const std::string& course : courses) {
      if (!one_in(4)) continue;
      ASSERT_THAT(Train(World::kNational, world_.Person(subject), course,
                        one_in(2) ? "2025-10-01" : "2026-10-01"),
                  IsOk());
    }
  }
  const auto summary = Summarize(World::kNational, "nations/wales");
  ASSERT_THAT(summary, IsOk());
  for (const v1::TrainingGapCounts& counts : summary->counts()) {
    std::map<Gap::Kind, int> listed;
    const auto rows = List(World::kNational, counts.authority(), 500);
    for (const Gap& gap : rows->training_gaps()) {
      ++listed[gap.kind()];
      EXPECT_EQ(gap.required(), counts.required() && gap.kind() != Gap::KIND_ORIENTATION);
    }
    EXPECT_EQ(counts.not_accredited(), listed[Gap::KIND_NOT_ACCREDITED]);
    EXPECT_EQ(counts.lapsed(), listed[Gap::KIND_LAPSED]);
    EXPECT_EQ(counts.lapsing(), listed[Gap::KIND_LAPSING]);
    EXPECT_EQ(counts.orientation(), listed[Gap::KIND_ORIENTATION]);
    EXPECT_EQ(listed[Gap::KIND_UNSPECIFIED], 0) << "every row is a gap";
  }
}

}  // namespace
}  // namespace telemachus::registry
