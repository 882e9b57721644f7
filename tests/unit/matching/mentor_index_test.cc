#include "matching/shortlist/mentor_index.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/matching/examples.h"
#include "tests/unit/matching/registry_facts_in_memory.h"

namespace telemachus::matching {
namespace {

using test::HasCode;
using test::IsOk;

class MentorIndexTest : public testing::Test {
 protected:
  MentorIndexTest() {
    for (const char* id : {"a", "b"}) Set(SomeMentor(id));
  }
  void Set(const registry::v1::MentorFacts& facts) { registry_.mentors[facts.mentor()] = facts; }
  // The registry tells of a change.
  void Tell(const std::string& type, const std::string& resource) {
    event::v1::Event& event = *untold_.add_events();
    event.set_type(type);
    event.set_resource(resource);
    event.set_number(++head_);
  }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    const auto snapshot = index_.Snapshot();
    for (const auto& mentor : *snapshot) names.push_back(mentor.mentor());
    return names;
  }

  RegistryFactsInMemory registry_;
  event::v1::FetchEventsResponse untold_;
  int64_t head_ = 0;
  absl::Status fetching_;
  int64_t asked_after_ = -1;
  MentorIndex index_{registry_,
                     [this](const event::v1::FetchEventsRequest& request)
                         -> absl::StatusOr<event::v1::FetchEventsResponse> {
                       asked_after_ = request.after();
                       if (!fetching_.ok()) return std::exchange(fetching_, absl::OkStatus());
                       return std::exchange(untold_, {});
                     }};
};

TEST_F(MentorIndexTest, IsReadyOnceLoaded) {
  EXPECT_THAT(index_.Ready(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Names(), testing::IsEmpty());
  ASSERT_THAT(index_.Step(), IsOk());
  EXPECT_THAT(index_.Ready(), IsOk());
  EXPECT_THAT(Names(), testing::ElementsAre("mentors/a", "mentors/b"));
}

TEST_F(MentorIndexTest, AppliesWhatChangedAndOnlyThat) {
  ASSERT_THAT(index_.Step(), IsOk());
  Set(SomeMentor("c"));
  registry_.mentors.erase("mentors/a");
  Tell("registry.mentor.changed", "mentors/c");
  const auto before = index_.Snapshot();
  ASSERT_THAT(index_.Step(), IsOk());
  EXPECT_THAT(Names(), testing::ElementsAre("mentors/a", "mentors/b", "mentors/c"));
  EXPECT_EQ(before->size(), 2u) << "who holds a snapshot keeps it";
  Tell("registry.mentor.changed", "mentors/a");
  Tell("registry.person.changed", "people/b");
  ASSERT_THAT(index_.Step(), IsOk());
  EXPECT_THAT(Names(), testing::ElementsAre("mentors/b", "mentors/c"));
  ASSERT_THAT(index_.Step(), IsOk());
  EXPECT_EQ(asked_after_, 3);
}

TEST_F(MentorIndexTest, LoadsAnewWhereAPolicyOrTheEpochChanged) {
  ASSERT_THAT(index_.Step(), IsOk());
  Set(SomeMentor("c"));
  Tell("registry.policy.created", "authorities/near/policies/2");
  ASSERT_THAT(index_.Step(), IsOk());
  EXPECT_THAT(Names(), testing::SizeIs(3));
  Set(SomeMentor("d"));
  fetching_ = absl::FailedPreconditionError("another epoch");
  ASSERT_THAT(index_.Step(), IsOk());
  EXPECT_THAT(Names(), testing::SizeIs(4));
}

TEST_F(MentorIndexTest, KeepsWhatItHasWhileTheRegistryIsSilent) {
  ASSERT_THAT(index_.Step(), IsOk());
  fetching_ = absl::UnavailableError("silent");
  EXPECT_THAT(index_.Step(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(index_.Ready(), IsOk());
  EXPECT_THAT(Names(), testing::SizeIs(2));
}

}  // namespace
}  // namespace telemachus::matching
