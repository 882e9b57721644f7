// Lists of mentors under random filters, orders, callers and page sizes, beside plain code that
// judges each mentor by itself.
#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/text/fold.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry/mentor/mentor_store.h"
#include "registry/person/membership_store.h"
#include "registry/person/person_store.h"
#include "registry/role/grant_store.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/registry/support/world.h"

namespace telemachus::registry {
namespace {

using test::IsOk;

// Today of every world is 2026-11-22: a seat left on the first of these days is no longer recent,
// one left on the last is still held.
constexpr const char* kEnds[] = {"2025-11-21", "2025-11-22", "2026-11-21", "2026-11-22", ""};
constexpr const char* kToday = "2026-11-22";
constexpr const char* kRecent = "2025-11-22";
constexpr const char* kCodes[] = {"POW", "CRF", "LDS", "YOR", "CMA"};

// A mentor as this test knows them.
struct Known {
  v1::Mentor mentor;
  bool registered = true;
  std::string name;
  std::vector<std::string> languages;
  std::string accredited_until;
  // Codes of authorities, and the last day there; Cumbria's members went to Cumberland.
  std::vector<std::pair<std::string, std::string>> seats;
  std::vector<std::string> posts;

  bool Sits() const {
    return std::any_of(seats.begin(), seats.end(), [](const auto& seat) {
      return seat.second.empty() || seat.second >= kToday;
    });
  }
  bool Officer() const { return !Sits() && !posts.empty(); }
  bool Former() const { return !Sits() && posts.empty() && !seats.empty(); }
  std::set<std::string> Places() const {
    std::set<std::string> places(posts.begin(), posts.end());
    for (const auto& [code, end] : seats) {
      if (end.empty() || end >= kRecent) places.insert(code == "CMA" ? "CBD" : code);
    }
    return places;
  }
};

// A filter, with what it says of a mentor.
struct Judged {
  std::string text;
  std::function<bool(const Known&)> holds;
};

// Makes mentors and filters at random.
class Chance {
 public:
  Chance(uint32_t seed, std::map<std::string, std::string> authorities)
      : random_(seed), authorities_(std::move(authorities)) {}

  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  template <typename Choice, size_t n>
  Choice Of(const Choice (&choices)[n]) {
    return choices[Below(static_cast<int>(n))];
  }

  Known MakeMentor(int number) {
    static constexpr const char* kNames[] = {"Siân", "SIAN", "Tŷ Mawr", "50%", "Mawr"};
    static constexpr const char* kDates[] = {"", "2026-11-22", "2027-03-01"};
    Known known;
    known.registered = Below(8) != 0;
    known.name = Of(kNames);
    known.accredited_until = Of(kDates);
    for (const char* language : {"cy", "en-GB"}) {
      if (Below(2) == 1) known.languages.push_back(language);
    }
    for (int seats = Below(3); seats > 0; --seats) known.seats.emplace_back(Of(kCodes), Of(kEnds));
    if (Below(5) == 0) known.posts.push_back(Below(2) == 0 ? "POW" : "LDS");
    v1::Mentor& mentor = known.mentor;
    mentor.set_name(absl::StrCat("mentors/m", number));
    mentor.set_willing(Below(2) == 1);
    for (const auto kind : {programme::v1::KIND_ONE_TO_ONE, programme::v1::KIND_ROLE}) {
      if (Below(2) == 1) mentor.add_kinds(kind);
    }
    for (const char* skill : {"communication", "local_leadership"}) {
      if (Below(2) == 1) mentor.add_skills(skill);
    }
    mentor.set_places(1 + Below(3));
    mentor.set_travel_km(Below(3) * 20);
    mentor.set_remote(Below(2) == 1);
    mentor.set_visibility(static_cast<programme::v1::Reach>(1 + Below(4)));
    mentor.set_available_from_date(Of(kDates));
    return known;
  }

  Judged MakeFilter(int depth) {
    switch (depth == 0 ? 0 : Below(4)) {
      case 1: {
        const Judged part = MakeFilter(depth - 1);
        return {absl::StrCat("NOT (", part.text, ")"),
                [part](const Known& known) { return !part.holds(known); }};
      }
      case 2: {
        const Judged one = MakeFilter(depth - 1), two = MakeFilter(depth - 1);
        return {absl::StrCat("(", one.text, ") AND (", two.text, ")"),
                [one, two](const Known& known) { return one.holds(known) && two.holds(known); }};
      }
      case 3: {
        const Judged one = MakeFilter(depth - 1), two = MakeFilter(depth - 1);
        return {absl::StrCat("(", one.text, ") OR (", two.text, ")"),
                [one, two](const Known& known) { return one.holds(known) || two.holds(known); }};
      }
      default:
        return Below(2) == 0 ? OfOffer() : OfWho();
    }
  }

 private:
  Judged OfOffer() {
    switch (Below(6)) {
      case 0:
        return {"willing = true", [](const Known& known) { return known.mentor.willing(); }};
      case 1:
        return {"kinds : KIND_ROLE", [](const Known& known) {
                  const auto& kinds = known.mentor.kinds();
                  return std::count(kinds.begin(), kinds.end(), programme::v1::KIND_ROLE) > 0;
                }};
      case 2:
        return {"skills != communication", [](const Known& known) {
                  const auto& skills = known.mentor.skills();
                  return std::count(skills.begin(), skills.end(), "communication") == 0;
                }};
      case 3: {
        const int least = 1 + Below(3);
        return {absl::StrCat("places >= ", least),
                [least](const Known& known) { return known.mentor.places() >= least; }};
      }
      case 4:
        return {"remote = true OR travel_km > 20", [](const Known& known) {
                  return known.mentor.remote() || known.mentor.travel_km() > 20;
                }};
      default:
        return {"visibility = REACH_NATION", [](const Known& known) {
                  return known.mentor.visibility() == programme::v1::REACH_NATION;
                }};
    }
  }

  Judged OfWho() {
    switch (Below(7)) {
      case 0: {
        static constexpr const char* kWords[] = {"sian", "TŶ", "mawr", "%"};
        const std::string word = Of(kWords);
        return {absl::StrCat("\"", word, "\""), [word](const Known& known) {
                  return absl::StrContains(text::Fold(known.name), text::Fold(word));
                }};
      }
      case 1:
        return {"languages : cy", [](const Known& known) {
                  return std::count(known.languages.begin(), known.languages.end(), "cy") > 0;
                }};
      case 2:
        return {"accredited_until_date >= 2027-01-01",
                [](const Known& known) { return known.accredited_until >= "2027-01-01"; }};
      case 3:
        return {"officer = true", [](const Known& known) { return known.Officer(); }};
      case 4:
        return {"former_member = true", [](const Known& known) { return known.Former(); }};
      case 5: {
        static constexpr const char* kPlaces[] = {"POW", "LDS", "CBD", "CMA"};
        const std::string code = Of(kPlaces);
        return {absl::StrCat("authorities : ", authorities_.at(code)),
                [code](const Known& known) { return known.Places().count(code) > 0; }};
      }
      default:
        return {"regions != regions/wales", [](const Known& known) {
                  const std::set<std::string> places = known.Places();
                  return places.count("POW") + places.count("CRF") == 0;
                }};
    }
  }

  std::mt19937_64 random_;
  const std::map<std::string, std::string> authorities_;
};

class MentorListPropertyTest : public testing::TestWithParam<std::string> {
 protected:
  MentorListPropertyTest() {
    Populate(world_);
    for (const char* code : {"POW", "CRF", "LDS", "YOR", "CMA", "CBD"}) {
      authorities_[code] = world_.Authority(code);
    }
  }

  absl::Status Keep(sql::Transaction& transaction, const Known& known) {
    StoredPerson person;
    person.person.set_name(PersonOfMentor(known.mentor.name()));
    person.person.set_display_name(known.name);
    person.person.mutable_languages()->Assign(known.languages.begin(), known.languages.end());
    RETURN_IF_ERROR(InsertPerson(transaction, person));
    RETURN_IF_ERROR(
        SetAccredited(transaction, person.person.name(), known.accredited_until).status());
    int number = 0;
    for (const auto& [code, end] : known.seats) {
      StoredMembership stored;
      v1::Membership& seat = stored.membership;
      seat.set_name(absl::StrCat(person.person.name(), "/memberships/", ++number));
      seat.set_authority(authorities_.at(code));
      seat.set_council_key(seat.name());
      seat.set_start_date("2020-05-04");
      seat.set_end_date(end);
      RETURN_IF_ERROR(InsertMembership(transaction, stored));
    }
    for (const std::string& code : known.posts) {
      v1::Grant grant;
      grant.set_name(absl::StrCat(person.person.name(), "/grants/", ++number));
      grant.set_role(access::v1::ROLE_OFFICER);
      grant.set_scope(authorities_.at(code));
      RETURN_IF_ERROR(InsertGrant(transaction, grant));
    }
    StoredMentor mentor;
    mentor.mentor = known.mentor;
    RETURN_IF_ERROR(InsertMentor(transaction, mentor));
    if (known.registered) return absl::OkStatus();
    mentor.withdrawn = Noon();
    return SaveMentor(transaction, mentor);
  }

  void KeepAll(const std::vector<Known>& mentors) {
    ASSERT_THAT(world_.database().Transact(absl::Now() + absl::Seconds(60),
                                           [&](sql::Transaction& transaction) -> absl::Status {
                                             for (const Known& known : mentors) {
                                               RETURN_IF_ERROR(Keep(transaction, known));
                                             }
                                             return absl::OkStatus();
                                           }),
                IsOk());
  }

  // The names in all pages of a list.
  std::vector<std::string> Walk(const std::string& as, v1::ListMentorsRequest request) {
    std::vector<std::string> names;
    do {
      const auto page =
          world_.Ask<v1::ListMentorsResponse>("MentorService/ListMentors", as, request);
      EXPECT_THAT(page, IsOk()) << request.filter() << " by " << request.order_by();
      if (!page.ok()) break;
      for (const v1::Mentor& mentor : page->mentors()) names.push_back(mentor.name());
      EXPECT_TRUE(page->mentors_size() == request.page_size() || page->next_page_token().empty());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  // What a mentor counts as in one respect of an order, so that texts compare as it does.
  std::string KeyOf(const Known& known, absl::string_view field) const {
    const v1::Mentor& mentor = known.mentor;
    const auto number = [](int value) { return absl::StrCat(absl::Dec(value, absl::kZeroPad6)); };
    if (field == "display_name") return text::Fold(known.name);
    if (field == "places") return number(mentor.places());
    if (field == "travel_km") return number(mentor.travel_km());
    if (field == "visibility") return number(mentor.visibility());
    if (field == "accredited_until_date") return known.accredited_until;
    if (field == "available_from_date") return mentor.available_from_date();
    if (field == "authorities") {
      static const auto* const titles =
          new std::map<std::string, std::string>{{"POW", "powys"},
                                                 {"CRF", "cardiff"},
                                                 {"LDS", "leeds"},
                                                 {"YOR", "city of york"},
                                                 {"CBD", "cumberland"}};
      std::string least;
      for (const std::string& code : known.Places()) {
        if (least.empty() || titles->at(code) < least) least = titles->at(code);
      }
      return least;
    }
    return mentor.name();
  }

  // Whether one comes before another in an order; names decide in the direction of its first field.
  bool Before(const Known& a, const Known& b, const std::string& order) const {
    std::vector<std::string> items = absl::StrSplit(order, ", ", absl::SkipEmpty());
    const bool down = !items.empty() && absl::EndsWith(items.front(), " desc");
    items.push_back(down ? "name desc" : "name");
    for (const std::string& item : items) {
      const std::vector<std::string> words = absl::StrSplit(item, ' ');
      const std::string one = KeyOf(a, words[0]), two = KeyOf(b, words[0]);
      if (one != two) return (words.size() == 1) == (one < two);
    }
    return false;
  }

  World world_{GetParam()};
  std::map<std::string, std::string> authorities_;
};

INSTANTIATE_TEST_SUITE_P(All, MentorListPropertyTest, test::Engines(), test::EngineName);

TEST_P(MentorListPropertyTest, ShowsEveryVisibleMentorOnceAndOnlyThose) {
  const uint32_t seed = test::Seed();
  SCOPED_TRACE(testing::Message() << "replay with SEED=" << seed);
  static constexpr const char* kOrders[] = {"",
                                            "name desc",
                                            "display_name",
                                            "display_name desc, places",
                                            "places desc, display_name",
                                            "authorities, accredited_until_date desc",
                                            "travel_km desc, visibility",
                                            "available_from_date, authorities desc"};
  const std::map<std::string, std::set<std::string>> scopes = {
      {World::kNational, {"POW", "CRF", "LDS", "YOR", "CBD"}},
      {"adviser", {"POW", "CRF"}},
      {"officer", {"POW"}},
      {"english", {"LDS", "YOR", "CBD"}}};
  Chance chance(seed, authorities_);
  std::vector<Known> mentors;
  for (int i = 0; i < 40; ++i) mentors.push_back(chance.MakeMentor(i));
  KeepAll(mentors);
  size_t shown = 0;
  for (int i = 0; i < 30; ++i) {
    const auto caller = std::next(scopes.begin(), chance.Below(static_cast<int>(scopes.size())));
    std::set<std::string> among = caller->second;
    v1::ListMentorsRequest request;
    request.set_parent("authorities/-");
    if (chance.Below(2) == 0) {
      among = {*std::next(among.begin(), chance.Below(static_cast<int>(among.size())))};
      request.set_parent(authorities_.at(*among.begin()));
    }
    const Judged filter = chance.MakeFilter(3);
    request.set_filter(filter.text);
    request.set_order_by(chance.Of(kOrders));
    request.set_page_size(1 + chance.Below(7));
    std::vector<Known> expected;
    for (const Known& known : mentors) {
      const std::set<std::string> places = known.Places();
      const bool seen = std::any_of(places.begin(), places.end(), [&](const std::string& place) {
        return among.count(place) > 0;
      });
      if (known.registered && seen && filter.holds(known)) expected.push_back(known);
    }
    std::sort(expected.begin(), expected.end(),
              [&](const Known& a, const Known& b) { return Before(a, b, request.order_by()); });
    shown += expected.size();
    std::vector<std::string> names;
    for (const Known& known : expected) names.push_back(known.mentor.name());
    EXPECT_EQ(Walk(caller->first, request), names)
        << caller->first << " in " << absl::StrJoin(among, ", ") << ": " << filter.text << " by "
        << request.order_by() << ", " << request.page_size() << " a page";
  }
  EXPECT_GT(shown, 0) << "nothing was tried";
}

}  // namespace
}  // namespace telemachus::registry
