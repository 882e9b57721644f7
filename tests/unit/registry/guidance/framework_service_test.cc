#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/registry/v1/guidance.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/refused.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_FIELD_UNKNOWN_REFERENCE;
using status::v1::REASON_NOT_FOUND;
using status::v1::REASON_REQUEST_ID_REUSED;
using test::HasReason;
using test::IsOk;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d14";
constexpr char kMembers[] = "skillFrameworks/all-members";
constexpr char kLeaders[] = "skillFrameworks/leaders";

class FrameworkServiceTest : public testing::TestWithParam<std::string> {
 protected:
  FrameworkServiceTest() { Populate(world_); }

  absl::StatusOr<v1::SkillFramework> Get(const std::string& as, const std::string& name,
                                         const std::string& date = "") {
    v1::GetSkillFrameworkRequest request;
    request.set_name(name);
    request.set_date(date);
    return world_.Ask<v1::SkillFramework>("SkillFrameworkService/GetSkillFramework", as, request);
  }
  absl::StatusOr<v1::SkillFramework> Create(const std::string& as, const std::string& parent,
                                            const v1::SkillFramework& version,
                                            const std::string& request_id = "") {
    v1::CreateSkillFrameworkRequest request;
    request.set_parent(parent);
    *request.mutable_skill_framework() = version;
    request.set_request_id(request_id);
    return world_.Ask<v1::SkillFramework>("SkillFrameworkService/CreateSkillFramework", as,
                                          request);
  }
  // The version in force, to begin later.
  v1::SkillFramework From(const std::string& date) {
    v1::SkillFramework version = *Get("ann", kMembers);
    version.set_effective_date(date);
    return version;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, FrameworkServiceTest, test::Engines(), test::EngineName);

TEST_P(FrameworkServiceTest, HasTheVersionInForceOnADay) {
  v1::SkillFramework later = From("2026-12-01");
  later.mutable_use_with_care()->set_english("Be gentle.");
  const auto made = Create("english", kMembers, later);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->name(), "skillFrameworks/all-members/versions/2");
  EXPECT_EQ(made->version(), 2);
  EXPECT_EQ(Get("ann", kMembers)->version(), 1) << "today";
  EXPECT_EQ(Get("ann", kMembers, "2026-11-30")->version(), 1);
  const auto then = Get("ann", kMembers, "2026-12-01");
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->DebugString(), made->DebugString());
  EXPECT_EQ(then->skills_size(), 6);
  EXPECT_EQ(Get("ann", "skillFrameworks/all-members/versions/1", "2026-12-01")->version(), 1);
  EXPECT_EQ(Get("ann", made->name(), "2007-01-01")->use_with_care().english(), "Be gentle.");
}

TEST_P(FrameworkServiceTest, HasNoneWhereNoneIsInForce) {
  for (const char* name :
       {kLeaders, "skillFrameworks/clerks", "skillFrameworks/all-members/versions/2",
        "skillFrameworks/all-members/versions/one"}) {
    EXPECT_THAT(Get("ann", name), HasReason(REASON_NOT_FOUND)) << name;
  }
  EXPECT_THAT(Get("ann", kMembers, "2005-12-31"), HasReason(REASON_NOT_FOUND));
}

TEST_P(FrameworkServiceTest, GivesSomeMembersSkillsOfTheirOwn) {
  v1::SkillFramework version = From("2026-12-01");
  version.mutable_skills(0)->set_code("setting_direction");
  EXPECT_THAT(Create(World::kNational, kMembers, version),
              FaultOn("skill_framework.skills[0].code", REASON_FIELD_UNKNOWN_REFERENCE));
  ASSERT_THAT(Create(World::kNational, kLeaders, version), IsOk());
  EXPECT_EQ(Get("ann", kLeaders, "2026-12-01")->skills(0).code(), "setting_direction");
  EXPECT_EQ(Get("ann", kMembers, "2026-12-01")->version(), 1) << "each counts for itself";
  version.mutable_skills(0)->set_code("Setting direction");
  EXPECT_THAT(Create(World::kNational, kLeaders, version),
              FaultOn("skill_framework.skills[0].code", REASON_FIELD_UNKNOWN_REFERENCE));
}

TEST_P(FrameworkServiceTest, NamesWhatIsWrong) {
  const auto fault = [&](auto&& change) {
    v1::SkillFramework version = From("2026-12-01");
    change(version);
    return Create(World::kNational, kMembers, version).status();
  };
  EXPECT_THAT(fault([](auto& version) { version.set_effective_date("2026-11-21"); }),
              FaultOn("skill_framework.effective_date", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_THAT(fault([](auto& version) { version.mutable_use_with_care()->clear_welsh(); }),
              FaultOn("skill_framework.use_with_care.welsh", REASON_FIELD_REQUIRED));
  EXPECT_THAT(fault([](auto& version) { *version.add_skills() = version.skills(0); }),
              FaultOn("skill_framework.skills[6].code", REASON_FIELD_REPEATED));
  EXPECT_THAT(
      fault([](auto& version) {
        auto& skill = *version.mutable_skills(1);
        *skill.add_negative_indicators() = skill.positive_indicators(0);
      }),
      FaultOn("skill_framework.skills[1].negative_indicators[6].code", REASON_FIELD_REPEATED));
  EXPECT_THAT(
      fault([](auto& version) {
        version.mutable_skills(5)->mutable_positive_indicators(5)->mutable_content()->set_english(
            "Judges.");
      }),
      FaultOn("skill_framework.skills[5].positive_indicators[5].content", REASON_FIELD_CONFLICT));
  EXPECT_THAT(fault([](auto& version) { version.mutable_skills(0)->clear_negative_indicators(); }),
              FaultOn("skill_framework.skills[0].negative_indicators", REASON_FIELD_REQUIRED));
  EXPECT_THAT(Create(World::kNational, "skillFrameworks/clerks", From("2026-12-01")),
              FaultOn("parent", REASON_FIELD_UNKNOWN_REFERENCE));
  EXPECT_EQ(Get("ann", kMembers, "2030-01-01")->version(), 1) << "nothing was kept";
}

TEST_P(FrameworkServiceTest, BeginsNoVersionBeforeTheLatest) {
  ASSERT_THAT(Create(World::kNational, kMembers, From("2026-12-10")), IsOk());
  EXPECT_THAT(Create(World::kNational, kMembers, From("2026-12-09")),
              FaultOn("skill_framework.effective_date", REASON_FIELD_OUT_OF_RANGE));
  EXPECT_EQ(Create(World::kNational, kMembers, From("2026-12-10"))->version(), 3);
  EXPECT_EQ(Get("ann", kMembers, "2026-12-10")->version(), 3);
}

TEST_P(FrameworkServiceTest, AddsAVersionOnce) {
  const v1::SkillFramework version = From("2026-12-01");
  const auto made = Create(World::kNational, kMembers, version, kRequestId);
  EXPECT_EQ(Create(World::kNational, kMembers, version, kRequestId)->DebugString(),
            made->DebugString());
  EXPECT_THAT(Create(World::kNational, kMembers, From("2026-12-02"), kRequestId),
              HasReason(REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(Get("ann", kMembers, "2030-01-01")->version(), 2);
}

TEST_P(FrameworkServiceTest, IsWrittenByNationalStaffAlone) {
  const v1::SkillFramework version = From("2026-12-01");
  for (const char* other : {"ann", "officer", "adviser", "stranger"}) {
    EXPECT_THAT(Create(other, kMembers, version), IsNotPermitted()) << other;
    EXPECT_THAT(Create(other, "skillFrameworks/clerks", version), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Get("stranger", kMembers), IsNotPermitted());
}

TEST_P(FrameworkServiceTest, NumbersVersionsWithoutGapsUnderTwoWriters) {
  constexpr int kEach = 3;
  const v1::SkillFramework version = From("2026-12-01");
  std::vector<std::thread> writers;
  for (const char* as : {"english", World::kNational}) {
    writers.emplace_back([&, as] {
      for (int made = 0; made < kEach;) {
        const auto added = Create(as, kMembers, version);
        if (added.ok()) ++made;
        ASSERT_TRUE(added.ok() || absl::IsAborted(added.status())) << added.status();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(Get("ann", kMembers, "2026-12-01")->version(), 1 + 2 * kEach);
}

}  // namespace
}  // namespace telemachus::registry
