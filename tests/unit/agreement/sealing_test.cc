#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "tests/unit/agreement/world.h"

namespace telemachus::agreement {
namespace {

using test::IsOk;

// Stands in everything that a party writes here, and nowhere else.
constexpr char kMark[] = "zq-pelydryn-77";

std::string ReadFile(const std::string& path) {
  std::stringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

// All bytes that a thief of the disk would have.
std::string FilesOf(const std::string& target) {
  const std::string path(absl::StripPrefix(target, "sqlite:"));
  return ReadFile(path) + ReadFile(path + "-wal");
}

// All rows of all tables, bytes in hexadecimal.
std::string TablesOf(sql::Database& database) {
  std::string dump;
  const absl::Status read =
      database.Read(absl::Now() + absl::Seconds(30), [&](sql::Transaction& transaction) {
        auto tables = transaction.Query(
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = "
            "current_schema()",
            {});
        if (!tables.ok()) return tables.status();
        for (const sql::Row& table : *tables) {
          auto rows = transaction.Query(
              absl::StrCat("SELECT CAST(t AS TEXT) FROM ", table.Text(0), " t"), {});
          if (!rows.ok()) return rows.status();
          for (const sql::Row& row : *rows) absl::StrAppend(&dump, row.Text(0), "\n");
        }
        return absl::OkStatus();
      });
  EXPECT_THAT(read, IsOk());
  return dump;
}

class SealingTest : public testing::TestWithParam<std::string> {
 protected:
  // A life of an agreement in which every text is marked.
  void Live() {
    name_ = world_.Drafted();
    v1::Sections sections = World::FullSections();
    const auto& type = *v1::Sections::descriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      if (type.field(i)->is_repeated() || type.field(i)->name() == "planned_end_date") continue;
      sections.GetReflection()->SetString(&sections, type.field(i), kMark);
    }
    sections.add_action_items()->set_what(kMark);
    ASSERT_THAT(world_.Write(kMentee, name_, sections), IsOk());
    ASSERT_THAT(world_.SignPresent(kMentee, name_, 1), IsOk());
    ASSERT_THAT(world_.SignPresent(kMentor, name_, 1), IsOk());
    v1::PlanMeetingRequest plan;
    plan.set_parent(name_);
    plan.mutable_meeting()->set_place(kMark);
    plan.mutable_meeting()->set_focus(kMark);
    *plan.mutable_meeting()->mutable_start_time() = time::ToProto(world_.clock.Now());
    const auto planned =
        world_.Do(*world_.meetings, &MeetingService::PlanMeeting, World::Member(kMentee), plan);
    ASSERT_THAT(planned, IsOk());
    ASSERT_THAT(world_.Hold(kMentor, planned->name()), IsOk());
    v1::CreateObjectiveRequest aim;
    aim.set_parent(name_);
    aim.mutable_objective()->set_content(kMark);
    aim.mutable_objective()->set_target_date("2026-12-01");
    ASSERT_THAT(world_.Do(*world_.objectives, &ObjectiveService::CreateObjective,
                          World::Member(kMentee), aim),
                IsOk());
    ASSERT_THAT(world_.Answer(kMentee, name_, v1::AGREEING_AGREE), IsOk());
    v1::Review progress;
    progress.mutable_progress()->set_feelings(kMark);
    progress.mutable_progress()->set_action_plan_changes(true);
    const auto review = world_.Begin(kMentee, name_, progress);
    ASSERT_THAT(review, IsOk());
    ASSERT_THAT(world_.Step(&ReviewService::SubmitReview, kMentee, review->name()), IsOk());
    v1::Review final;
    final.mutable_final()->set_reflections(kMark);
    ASSERT_THAT(world_.Begin(kMentor, name_, final), IsOk());
    world_.registry.names = {{kMentee, kMark}, {kMentor, kMark}};
    ASSERT_EQ(world_.Get(kMentee, name_)->sections().exit(), kMark);
  }
  std::string Dump(const test::FreshTarget& target, sql::Database& database) {
    return GetParam() == "SQLite" ? FilesOf(target.target()) : TablesOf(database);
  }
  // As the text stands in a dump, in letters or in hexadecimal.
  static bool Holds(const std::string& dump, const std::string& text) {
    return dump.find(text) != std::string::npos ||
           dump.find(absl::BytesToHexString(text)) != std::string::npos;
  }

  World world_{GetParam()};
  std::string name_;
};

TEST_P(SealingTest, NothingThatAPartyWroteStandsInEitherDatabase) {
  Live();
  if (HasFatalFailure()) return;
  const std::string text = Dump(world_.text, world_.ground->database());
  const std::string keys = Dump(world_.keys, *world_.key_database);
  // The dumps hold what they should: the agreement's name stands in both.
  EXPECT_TRUE(Holds(text, name_));
  EXPECT_TRUE(Holds(keys, name_));
  EXPECT_TRUE(Holds(text, absl::StrCat(name_, "/meetings/1")));
  EXPECT_FALSE(Holds(text, kMark));
  EXPECT_FALSE(Holds(keys, kMark));
}

TEST_P(SealingTest, NothingThatAPartyWroteStandsInAnEvent) {
  Live();
  for (const auto& event : world_.Events()) {
    EXPECT_FALSE(Holds(event.SerializeAsString(), kMark)) << event.type();
    EXPECT_FALSE(Holds(event.SerializeAsString(), "people/")) << event.type();
  }
}

INSTANTIATE_TEST_SUITE_P(All, SealingTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::agreement
