#include <algorithm>
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

using status::v1::REASON_ALREADY_EXISTS;
using status::v1::REASON_FIELD_CONFLICT;
using status::v1::REASON_FIELD_MALFORMED;
using status::v1::REASON_FIELD_MASK_INVALID;
using status::v1::REASON_FIELD_OUT_OF_RANGE;
using status::v1::REASON_FIELD_REPEATED;
using status::v1::REASON_FIELD_REQUIRED;
using status::v1::REASON_NOT_FOUND;
using status::v1::REASON_PAGE_TOKEN_INVALID;
using status::v1::REASON_REQUEST_ID_REUSED;
using status::v1::REASON_STALE_ETAG;
using status::v1::REASON_WRONG_STATE;
using test::HasReason;
using test::IsOk;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

constexpr char kRequestId[] = "6f4c2f0a-9d0e-4a52-8a39-3a2f6a0f7d14";

programme::v1::Text TextOf(const std::string& welsh, const std::string& english) {
  programme::v1::Text text;
  text.set_welsh(welsh);
  text.set_english(english);
  return text;
}

// An item that is fit in every way.
v1::Guidance Draft() {
  v1::Guidance item;
  item.add_audiences(v1::Guidance::AUDIENCE_MENTEE);
  item.add_stages(v1::Guidance::STAGE_MEETINGS);
  *item.mutable_title() = TextOf("Siarad ar goedd", "Speaking in public");
  *item.mutable_summary() = TextOf("Gair i gall.", "A word to the wise.");
  *item.add_points() = TextOf("Anadlwch.", "Breathe.");
  *item.add_points() = TextOf("Oedwch.", "Pause.");
  v1::Guidance::Link& link = *item.add_links();
  link.set_uri("https://www.example.org/speaking");
  *link.mutable_title() = TextOf("Mwy am siarad", "More on speaking");
  link.set_language_code("en-GB");
  item.set_credit("Cicero");
  return item;
}

class GuidanceServiceTest : public testing::TestWithParam<std::string> {
 protected:
  GuidanceServiceTest() { Populate(world_); }

  absl::StatusOr<v1::Guidance> Create(const std::string& as, const std::string& id,
                                      const v1::Guidance& item,
                                      const std::string& request_id = "") {
    v1::CreateGuidanceRequest request;
    request.set_guidance_id(id);
    *request.mutable_guidance() = item;
    request.set_request_id(request_id);
    return world_.Ask<v1::Guidance>("GuidanceService/CreateGuidance", as, request);
  }
  absl::StatusOr<v1::Guidance> Get(const std::string& as, const std::string& name) {
    v1::GetGuidanceRequest request;
    request.set_name(name);
    return world_.Ask<v1::Guidance>("GuidanceService/GetGuidance", as, request);
  }
  absl::StatusOr<v1::Guidance> Update(const std::string& as, const v1::Guidance& item,
                                      const std::vector<std::string>& paths) {
    v1::UpdateGuidanceRequest request;
    *request.mutable_guidance() = item;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return world_.Ask<v1::Guidance>("GuidanceService/UpdateGuidance", as, request);
  }
  absl::StatusOr<v1::Guidance> Retire(const std::string& as, const std::string& name,
                                      const std::string& date = "", const std::string& etag = "") {
    v1::RetireGuidanceRequest request;
    request.set_name(name);
    request.set_end_date(date);
    request.set_etag(etag);
    return world_.Ask<v1::Guidance>("GuidanceService/RetireGuidance", as, request);
  }
  // The codes of all pages.
  std::vector<std::string> List(v1::ListGuidanceRequest request) {
    std::vector<std::string> codes;
    do {
      const auto page =
          world_.Ask<v1::ListGuidanceResponse>("GuidanceService/ListGuidance", "ann", request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::Guidance& item : page->guidance()) codes.push_back(item.code());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return codes;
  }

  World world_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(All, GuidanceServiceTest, test::Engines(), test::EngineName);

TEST_P(GuidanceServiceTest, KeepsAllThatAnItemSays) {
  v1::Guidance draft = Draft();
  draft.add_stages(v1::Guidance::STAGE_AGREEMENT);
  draft.add_stages(v1::Guidance::STAGE_ACTION_PLAN);
  const auto made = Create("english", "speaking", draft, kRequestId);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->name(), "guidance/speaking");
  EXPECT_EQ(made->code(), "speaking");
  EXPECT_EQ(made->version(), 1);
  EXPECT_TRUE(made->has_create_time());
  const auto read = Get("ann", made->name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->DebugString(), made->DebugString());
  EXPECT_THAT(read->stages(),
              ElementsAre(v1::Guidance::STAGE_AGREEMENT, v1::Guidance::STAGE_ACTION_PLAN,
                          v1::Guidance::STAGE_MEETINGS));
  EXPECT_EQ(read->points(1).welsh(), "Oedwch.");
  EXPECT_EQ(read->links(0).uri(), "https://www.example.org/speaking");
}

TEST_P(GuidanceServiceTest, AddsAnItemOnce) {
  const auto made = Create(World::kNational, "speaking", Draft(), kRequestId);
  EXPECT_EQ(Create(World::kNational, "speaking", Draft(), kRequestId)->DebugString(),
            made->DebugString());
  EXPECT_THAT(Create(World::kNational, "singing", Draft(), kRequestId),
              HasReason(REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(Create(World::kNational, "speaking", Draft()), HasReason(REASON_ALREADY_EXISTS));
  EXPECT_THAT(Get("ann", "guidance/singing"), HasReason(REASON_NOT_FOUND));
}

TEST_P(GuidanceServiceTest, IsReadByAllAndWrittenByNationalStaffAlone) {
  const v1::Guidance made = *Create(World::kNational, "speaking", Draft());
  for (const char* reader : {"ann", "cai", "officer", "adviser", "english", World::kNational}) {
    EXPECT_THAT(Get(reader, made.name()), IsOk()) << reader;
  }
  for (const char* other : {"ann", "officer", "adviser"}) {
    EXPECT_THAT(Create(other, "singing", Draft()), IsNotPermitted()) << other;
    EXPECT_THAT(Update(other, made, {"title"}), IsNotPermitted()) << other;
    EXPECT_THAT(Retire(other, made.name()), IsNotPermitted()) << other;
    EXPECT_THAT(Retire(other, "guidance/nothing"), IsNotPermitted()) << other;
  }
  EXPECT_THAT(Get("stranger", made.name()), IsNotPermitted());
  EXPECT_EQ(Get("ann", made.name())->DebugString(), made.DebugString()) << "as before";
}

TEST_P(GuidanceServiceTest, KeepsEarlierVersionsAsTheyWere) {
  const v1::Guidance first = *Create(World::kNational, "speaking", Draft());
  v1::Guidance change = first;
  *change.mutable_title() = TextOf("Areithio", "Oratory");
  change.clear_points();
  change.clear_credit();
  world_.clock().Advance(absl::Hours(1));
  const auto second = Update(World::kNational, change, {"title", "points"});
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->version(), 2);
  EXPECT_EQ(second->title().welsh(), "Areithio");
  EXPECT_EQ(second->points_size(), 0);
  EXPECT_EQ(second->credit(), "Cicero") << "not in the mask";
  EXPECT_EQ(Get("ann", first.name())->DebugString(), second->DebugString());
  const auto earlier = Get("ann", "guidance/speaking/versions/1");
  ASSERT_THAT(earlier, IsOk());
  EXPECT_EQ(earlier->name(), "guidance/speaking/versions/1");
  EXPECT_EQ(earlier->etag(), "");
  EXPECT_EQ(earlier->title().english(), "Speaking in public");
  EXPECT_EQ(earlier->points_size(), 2);
  EXPECT_NE(earlier->create_time().seconds(), second->create_time().seconds());
  for (const char* none : {"3", "0", "first"}) {
    EXPECT_THAT(Get("ann", absl::StrCat("guidance/speaking/versions/", none)),
                HasReason(REASON_NOT_FOUND))
        << none;
  }
}

TEST_P(GuidanceServiceTest, ChangesOnlyWhatWasReadAndMayBeChanged) {
  const v1::Guidance first = *Create(World::kNational, "speaking", Draft());
  ASSERT_THAT(Update(World::kNational, first, {"credit"}), IsOk());
  EXPECT_THAT(Update(World::kNational, first, {"credit"}), HasReason(REASON_STALE_ETAG));
  EXPECT_THAT(Retire(World::kNational, first.name(), "", first.etag()),
              HasReason(REASON_STALE_ETAG));
  v1::Guidance other = first;
  other.clear_etag();
  EXPECT_THAT(Update(World::kNational, other, {"code"}), HasReason(REASON_FIELD_MASK_INVALID));
  other.mutable_summary()->clear_welsh();
  EXPECT_THAT(Update(World::kNational, other, {"summary"}),
              FaultOn("guidance.summary.welsh", REASON_FIELD_REQUIRED));
  other.set_name("guidance/nothing");
  EXPECT_THAT(Update(World::kNational, other, {"credit"}), HasReason(REASON_NOT_FOUND));
  EXPECT_EQ(Get("ann", first.name())->version(), 2) << "nothing else was kept";
}

TEST_P(GuidanceServiceTest, NamesWhatIsWrong) {
  const auto fault = [&](auto&& change) {
    v1::Guidance item = Draft();
    change(item);
    return Create(World::kNational, "wrong", item).status();
  };
  EXPECT_THAT(fault([](auto& item) { item.mutable_points(1)->clear_english(); }),
              FaultOn("guidance.points[1].english", REASON_FIELD_REQUIRED));
  EXPECT_THAT(fault([](auto& item) { item.add_stages(v1::Guidance::STAGE_PAIRING); }),
              FaultOn("guidance.stages[1]", REASON_FIELD_CONFLICT));
  EXPECT_THAT(fault([](auto& item) { item.add_stages(v1::Guidance::STAGE_MEETINGS); }),
              FaultOn("guidance.stages[1]", REASON_FIELD_REPEATED));
  EXPECT_THAT(fault([](auto& item) { item.add_audiences(v1::Guidance::AUDIENCE_MENTEE); }),
              FaultOn("guidance.audiences[1]", REASON_FIELD_REPEATED));
  EXPECT_THAT(fault([](auto& item) { item.clear_audiences(); }),
              FaultOn("guidance.audiences", REASON_FIELD_REQUIRED));
  EXPECT_THAT(fault([](auto& item) { item.mutable_links(0)->set_uri("http://example.org"); }),
              FaultOn("guidance.links[0].uri", REASON_FIELD_MALFORMED));
  EXPECT_THAT(Get("ann", "guidance/wrong"), HasReason(REASON_NOT_FOUND));
}

TEST_P(GuidanceServiceTest, RetiresFromADayOnAndStaysReadable) {
  const v1::Guidance first = *Create(World::kNational, "speaking", Draft());
  EXPECT_THAT(Retire(World::kNational, first.name(), "2026-11-21"),
              FaultOn("end_date", REASON_FIELD_OUT_OF_RANGE));
  ASSERT_THAT(Retire(World::kNational, first.name(), "2026-11-24"), IsOk());
  EXPECT_THAT(List({}), Contains("speaking"));
  world_.clock().Set(time::StartOf(absl::CivilDay(2026, 11, 24)));
  EXPECT_THAT(List({}), Not(Contains("speaking")));
  v1::ListGuidanceRequest all;
  all.set_show_retired(true);
  EXPECT_THAT(List(all), Contains("speaking"));
  const auto retired = Get("ann", first.name());
  EXPECT_EQ(retired->end_date(), "2026-11-24");
  EXPECT_EQ(retired->points_size(), 2);
  EXPECT_EQ(Get("ann", "guidance/speaking/versions/1")->end_date(), "");
  EXPECT_THAT(Retire(World::kNational, first.name()), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Update(World::kNational, *retired, {"credit"}), HasReason(REASON_WRONG_STATE));
  EXPECT_THAT(Create(World::kNational, "speaking", Draft()), HasReason(REASON_ALREADY_EXISTS));
}

TEST_P(GuidanceServiceTest, FindsWordsWhateverTheirLanguageCaseAndAccents) {
  v1::Guidance item = Draft();
  *item.mutable_title() = TextOf("Yn y tŷ", "At home");
  ASSERT_THAT(Create(World::kNational, "home", item), IsOk());
  const auto found = [&](const std::string& filter, const std::string& order = "") {
    v1::ListGuidanceRequest request;
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(1);
    return List(request);
  };
  EXPECT_THAT(found("\"YN Y TY\""), ElementsAre("home"));
  EXPECT_THAT(found("\"gair i gall\" AND \"at home\""), ElementsAre("home"));
  EXPECT_THAT(found("code = grow"), ElementsAre("grow")) << "came with the programme";
  EXPECT_THAT(found("GROW"), Contains("grow"));
  ASSERT_THAT(Create(World::kNational, "speaking", Draft()), IsOk());
  EXPECT_THAT(found("\"word to the wise\"", "title desc"), ElementsAre("speaking", "home"));
  v1::ListGuidanceRequest request;
  request.set_filter("audience = mentor");
  EXPECT_THAT(world_.Ask<v1::ListGuidanceResponse>("GuidanceService/ListGuidance", "ann", request),
              FaultOn("filter", status::v1::REASON_FILTER_INVALID));
}

TEST_P(GuidanceServiceTest, RetiresAtOnceWhereNoDayIsSaid) {
  ASSERT_THAT(Retire("english", "guidance/grow"), IsOk());
  EXPECT_THAT(List({}), Not(Contains("grow")));
  EXPECT_EQ(Get("ann", "guidance/grow")->end_date(), world_.Today());
}

TEST_P(GuidanceServiceTest, ListsByAudienceAndStagePageByPage) {
  v1::ListGuidanceRequest request;
  request.set_page_size(7);
  const std::vector<std::string> all = List(request);
  EXPECT_GE(all.size(), 30);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  EXPECT_EQ(List({}), all);
  request.set_stage(v1::Guidance::STAGE_FIRST_MEETING);
  EXPECT_THAT(List(request), ElementsAre("first-meeting", "learning-styles", "rules-of-trust",
                                         "when-it-is-not-working"));
  request.set_stage(v1::Guidance::STAGE_BEFORE);
  request.set_audience(v1::Guidance::AUDIENCE_MENTEE);
  EXPECT_THAT(List(request),
              ElementsAre("dos-and-donts-for-mentees", "knowing-your-skills", "learning-styles",
                          "making-the-most", "preparing-as-mentee"));
  request.set_page_token("forged");
  EXPECT_THAT(world_.Ask<v1::ListGuidanceResponse>("GuidanceService/ListGuidance", "ann", request),
              HasReason(REASON_PAGE_TOKEN_INVALID));
}

TEST_P(GuidanceServiceTest, LosesNoVersionUnderTwoWriters) {
  constexpr int kEach = 5;
  const v1::Guidance first = *Create(World::kNational, "speaking", Draft());
  std::vector<std::thread> writers;
  for (const char* as : {"english", World::kNational}) {
    writers.emplace_back([&, as] {
      v1::Guidance change = first;
      change.clear_etag();
      for (int made = 0; made < kEach;) {
        change.set_credit(absl::StrCat(as, made));
        const auto item = Update(as, change, {"credit"});
        if (item.ok()) ++made;
        ASSERT_TRUE(item.ok() || absl::IsAborted(item.status())) << item.status();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(Get("ann", first.name())->version(), 1 + 2 * kEach);
  for (int version = 1; version <= 1 + 2 * kEach; ++version) {
    EXPECT_THAT(Get("ann", absl::StrCat(first.name(), "/versions/", version)), IsOk()) << version;
  }
}

}  // namespace
}  // namespace telemachus::registry
