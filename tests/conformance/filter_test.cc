// Filters and orders on real engines, beside plain code that judges each row by itself.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/filter/condition.h"
#include "common/filter/order.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/text/fold.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/programme/v1/codes.pb.h"
#include "tests/support/engines.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"

namespace telemachus::filter {
namespace {

struct Thing {
  std::string id;
  std::string name = {};
  std::string ward = {};
  std::string date = {};
  int64_t places = 0;
  bool willing = false;
  int kind = 0;
  std::set<std::string> roles = {};
  std::vector<std::string> skills = {};
};

const Fields& ThingFields() {
  static const auto* const fields =
      new Fields{{{.path = "ward", .type = Type::kCode, .column = "ward"},
                  {.path = "title", .type = Type::kText, .column = "title"},
                  {.path = "date", .type = Type::kDate, .column = "day"},
                  {.path = "places", .type = Type::kNumber, .column = "places"},
                  {.path = "willing", .type = Type::kFlag, .column = "willing"},
                  {.path = "kind",
                   .type = Type::kEnum,
                   .column = "kind",
                   .values = programme::v1::Kind_descriptor()},
                  {.path = "skills", .type = Type::kCodes, .column = "skills"},
                  {.path = "reaches",
                   .type = Type::kCodes,
                   .column = "skills",
                   .values = programme::v1::Reach_descriptor()},
                  {.path = "roles",
                   .type = Type::kCode,
                   .column = "r.code",
                   .within = "id IN (SELECT r.thing FROM roles r WHERE $)"}},
                 "title"};
  return *fields;
}

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

class FilterTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const sql::Migration schema{
        "0001_things",
        "CREATE TABLE things (id TEXT PRIMARY KEY, title TEXT NOT NULL, ward TEXT NOT NULL, day "
        "TEXT NOT NULL, places INTEGER NOT NULL, willing INTEGER NOT NULL, kind INTEGER NOT NULL, "
        "skills TEXT NOT NULL) STRICT; CREATE TABLE roles (thing TEXT NOT NULL, code TEXT NOT "
        "NULL) STRICT;"};
    ASSERT_THAT(Migrate(*database_, "test", {schema}), test::IsOk());
  }

  void Keep(const std::vector<Thing>& things) {
    ASSERT_THAT(database_->Transact(Soon(),
                                    [&](sql::Transaction& transaction) -> absl::Status {
                                      for (const Thing& thing : things) {
                                        RETURN_IF_ERROR(Insert(transaction, thing));
                                      }
                                      return absl::OkStatus();
                                    }),
                test::IsOk());
  }

  static absl::Status Insert(sql::Transaction& transaction, const Thing& thing) {
    RETURN_IF_ERROR(transaction
                        .Execute("INSERT INTO things (id, title, ward, day, places, willing, kind, "
                                 "skills) VALUES (:id, :title, :ward, :day, :places, :willing, "
                                 ":kind, :skills)",
                                 {{"id", thing.id},
                                  {"title", text::Fold(thing.name)},
                                  {"ward", thing.ward},
                                  {"day", thing.date},
                                  {"places", thing.places},
                                  {"willing", thing.willing},
                                  {"kind", thing.kind},
                                  {"skills", CodesColumn(thing.skills)}})
                        .status());
    for (const std::string& role : thing.roles) {
      RETURN_IF_ERROR(transaction
                          .Execute("INSERT INTO roles (thing, code) VALUES (:thing, :code)",
                                   {{"thing", thing.id}, {"code", role}})
                          .status());
    }
    return absl::OkStatus();
  }

  // One page of a list: ids, and where the next begins.
  absl::StatusOr<std::vector<std::string>> Page(const std::string& filter,
                                                const std::string& order_by, int limit,
                                                std::string& position) {
    ASSIGN_OR_RETURN(const Condition wanted, ConditionOf(filter, ThingFields()));
    ASSIGN_OR_RETURN(
        const Order order,
        Order::Parse(order_by, {{"title", "title"}, {"places", "places", true}, {"date", "day"}},
                     {"id", "id"}));
    ASSIGN_OR_RETURN(Condition after, order.After(position));
    sql::Parameters parameters = wanted.parameters;
    parameters.insert(parameters.end(), after.parameters.begin(), after.parameters.end());
    parameters.push_back({"limit", limit});
    std::vector<std::string> ids;
    RETURN_IF_ERROR(database_->Read(Soon(), [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(
          const auto rows,
          transaction.Query(
              absl::StrCat("SELECT id, ", order.Columns(), " FROM things WHERE ", wanted.text,
                           " AND ", after.text, " ORDER BY ", order.By(), " LIMIT :limit"),
              parameters));
      for (const sql::Row& row : rows) ids.push_back(row.Text(0));
      if (!rows.empty()) position = order.PositionOf(rows.back(), 1);
      return absl::OkStatus();
    }));
    return ids;
  }

  absl::StatusOr<std::vector<std::string>> All(const std::string& filter) {
    std::string position;
    return Page(filter, "", 1000, position);
  }

  const std::unique_ptr<sql::Database> database_ = test::OpenFresh(GetParam());
};

TEST_P(FilterTest, FindsWordsWhateverTheirCaseAndAccents) {
  Keep({{.id = "a", .name = "Siân Tŷ"}, {.id = "b", .name = "SIAN 100%_"}, {.id = "c"}});
  EXPECT_THAT(*All("sian"), testing::UnorderedElementsAre("a", "b"));
  EXPECT_THAT(*All("SIÂN ty"), testing::ElementsAre("a"));
  EXPECT_THAT(*All("title = \"siân*\""), testing::UnorderedElementsAre("a", "b"));
  EXPECT_THAT(*All("title : \"0%_\""), testing::ElementsAre("b"));
  EXPECT_THAT(*All("title : \"%\""), testing::ElementsAre("b"));
  EXPECT_THAT(*All("NOT title:*"), testing::ElementsAre("c"));
}

TEST_P(FilterTest, ComparesEachTypeInItsWay) {
  Keep({{.id = "a",
         .ward = "Bala",
         .date = "2024-02-29",
         .places = 3,
         .kind = 1,
         .roles = {"leader"}},
        {.id = "b",
         .ward = "bala",
         .places = -1,
         .willing = true,
         .kind = 4,
         .roles = {"leader", "executive"}}});
  EXPECT_THAT(*All("ward = Bala"), testing::ElementsAre("a"));
  EXPECT_THAT(*All("date < 2024-03-01"), testing::ElementsAre("a"));
  EXPECT_THAT(*All("date = \"\""), testing::ElementsAre("b"));
  EXPECT_THAT(*All("places > -2 AND places < 0"), testing::ElementsAre("b"));
  EXPECT_THAT(*All("willing = true"), testing::ElementsAre("b"));
  EXPECT_THAT(*All("kind = KIND_INDUCTION"), testing::ElementsAre("b"));
  EXPECT_THAT(*All("roles : executive"), testing::ElementsAre("b"));
  EXPECT_THAT(*All("roles != executive"), testing::ElementsAre("a"));
  EXPECT_THAT(*All("roles : leader -roles : executive"), testing::ElementsAre("a"));
}

TEST_P(FilterTest, FindsOneOfSeveralCodesAndNoPartOfOne) {
  Keep({{.id = "a", .skills = {"planning", "budget", "REACH_NATION"}},
        {.id = "b", .skills = {"planning_law", "Budget"}},
        {.id = "c", .skills = {"two words", ""}}});
  EXPECT_THAT(*All("skills : planning"), testing::ElementsAre("a"));
  EXPECT_THAT(*All("skills = Budget"), testing::ElementsAre("b"));
  EXPECT_THAT(*All("skills != budget"), testing::UnorderedElementsAre("b", "c"));
  EXPECT_THAT(*All("skills : *"), testing::UnorderedElementsAre("a", "b"));
  EXPECT_THAT(*All("skills = \"\""), testing::ElementsAre("c")) << "what has a space is no code";
  EXPECT_THAT(*All("skills : planning skills : budget"), testing::ElementsAre("a"));
  EXPECT_THAT(*All("skills : \"%\" OR skills : plannin"), testing::IsEmpty());
  EXPECT_THAT(*All("reaches : REACH_NATION"), testing::ElementsAre("a"));
}

TEST_P(FilterTest, RefusesWhatAFieldHasNot) {
  for (const char* filter :
       {"other = 1", "ward < Bala", "date = 2024-02-30", "places = many", "willing = yes",
        "willing > true", "kind = INDUCTION", "kind > KIND_ROLE", "title < a", "roles > leader",
        "places = 99999999999999999999", "ward.name = a", "skills > a", "skills : \"a b\"",
        "reaches : nation"}) {
    const auto answer = All(filter);
    EXPECT_EQ(status::ReasonOf(answer.status()), status::v1::REASON_FILTER_INVALID) << filter;
  }
}

// Fills things, filters and orders at random, and judges them by plain code.
class Chance {
 public:
  explicit Chance(uint64_t seed) : random_(seed) {}

  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  template <size_t n>
  std::string Of(const char* const (&choices)[n]) {
    return choices[Below(static_cast<int>(n))];
  }

  Thing MakeThing(int number) {
    static constexpr const char* kTitles[] = {"Siân", "sian", "Tŷ Mawr", "", "mawr_y", "50%"};
    static constexpr const char* kDates[] = {"", "2024-02-29", "2025-01-01", "2026-12-31"};
    static constexpr const char* kWards[] = {"Bala", "Y Bala", "bala"};
    Thing thing{.id = absl::StrCat("t", number),
                .name = Of(kTitles),
                .ward = Of(kWards),
                .date = Of(kDates),
                .places = Below(4) - 1,
                .willing = Below(2) == 1,
                .kind = Below(3)};
    for (const char* role : {"leader", "executive"}) {
      if (Below(2) == 1) thing.roles.insert(role);
      if (Below(2) == 1) thing.skills.emplace_back(role);
    }
    return thing;
  }

  // A filter, with what it says of a thing.
  struct Judged {
    std::string text;
    std::function<bool(const Thing&)> holds;
  };

  Judged MakeFilter(int depth) {
    switch (depth == 0 ? 0 : Below(4)) {
      case 1: {
        const Judged part = MakeFilter(depth - 1);
        return {absl::StrCat("NOT (", part.text, ")"),
                [part](const Thing& thing) { return !part.holds(thing); }};
      }
      case 2: {
        const Judged one = MakeFilter(depth - 1), two = MakeFilter(depth - 1);
        return {absl::StrCat("(", one.text, ") AND (", two.text, ")"),
                [one, two](const Thing& thing) { return one.holds(thing) && two.holds(thing); }};
      }
      case 3: {
        const Judged one = MakeFilter(depth - 1), two = MakeFilter(depth - 1);
        return {absl::StrCat("(", one.text, ") OR (", two.text, ")"),
                [one, two](const Thing& thing) { return one.holds(thing) || two.holds(thing); }};
      }
      default:
        return MakeComparison();
    }
  }

 private:
  Judged MakeComparison() {
    switch (Below(7)) {
      case 0: {
        static constexpr const char* kWords[] = {"sian", "MAWR", "%", "_", "tŷ"};
        const std::string word = Of(kWords);
        return {absl::StrCat("\"", word, "\""), [word](const Thing& thing) {
                  return absl::StrContains(text::Fold(thing.name), text::Fold(word));
                }};
      }
      case 1: {
        const int bound = Below(5) - 2;
        return {absl::StrCat("places <= ", bound),
                [bound](const Thing& thing) { return thing.places <= bound; }};
      }
      case 2:
        return {"date > 2024-12-31", [](const Thing& thing) { return thing.date > "2024-12-31"; }};
      case 3:
        return {"date <= 2025-01-01", [](const Thing& thing) {
                  return !thing.date.empty() && thing.date <= "2025-01-01";
                }};
      case 4:
        return {"roles : leader",
                [](const Thing& thing) { return thing.roles.contains("leader"); }};
      case 5:
        return {"skills != leader", [](const Thing& thing) {
                  return std::count(thing.skills.begin(), thing.skills.end(), "leader") == 0;
                }};
      default:
        return {"willing = true", [](const Thing& thing) { return thing.willing; }};
    }
  }

  std::mt19937_64 random_;
};

TEST_P(FilterTest, AgreesWithPlainCodeOnRandomFilters) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  Chance chance(seed);
  std::vector<Thing> things;
  for (int i = 0; i < 60; ++i) things.push_back(chance.MakeThing(i));
  Keep(things);
  for (int i = 0; i < 150; ++i) {
    const auto filter = chance.MakeFilter(4);
    std::vector<std::string> expected;
    for (const Thing& thing : things) {
      if (filter.holds(thing)) expected.push_back(thing.id);
    }
    EXPECT_THAT(*All(filter.text), testing::UnorderedElementsAreArray(expected)) << filter.text;
  }
}

TEST_P(FilterTest, PagesInEveryOrderShowEachRowOnce) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  Chance chance(seed);
  std::vector<Thing> things;
  for (int i = 0; i < 40; ++i) things.push_back(chance.MakeThing(i));
  Keep(things);
  std::map<std::string, Thing> by_id;
  for (const Thing& thing : things) by_id[thing.id] = thing;
  for (const char* order : {"", "places desc", "date, places desc", "title desc,date asc"}) {
    std::string position;
    std::vector<std::string> seen;
    for (int limit = 1 + chance.Below(7); true;) {
      const auto page = Page("", order, limit, position);
      ASSERT_THAT(page, test::IsOk());
      if (page->empty()) break;
      seen.insert(seen.end(), page->begin(), page->end());
    }
    ASSERT_EQ(seen.size(), things.size()) << order;
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), things.size()) << order;
    if (std::string(order) != "places desc") continue;
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end(), [&](const auto& a, const auto& b) {
      return by_id[a].places > by_id[b].places;
    }));
  }
}

TEST_P(FilterTest, RefusesOrdersThatAreNone) {
  std::string position;
  for (const char* order : {"ward", "title down", "title, title", ",", "title,", "a b c"}) {
    EXPECT_EQ(status::ReasonOf(Page("", order, 1, position).status()),
              status::v1::REASON_FILTER_INVALID)
        << order;
  }
  position = "of another list";
  EXPECT_EQ(status::ReasonOf(Page("", "title", 1, position).status()),
            status::v1::REASON_PAGE_TOKEN_INVALID);
}

INSTANTIATE_TEST_SUITE_P(All, FilterTest, test::Engines(), test::EngineName);

}  // namespace
}  // namespace telemachus::filter
