// Random registers and random results: what a preview tells is what comes to be.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/registry/election/polling_station.h"

namespace telemachus::registry {
namespace {

using test::IsOk;

// A seat as the members' list of a day, and of all time, has it.
struct Seat {
  std::string person, ward, start, end;
  friend bool operator==(const Seat&, const Seat&) = default;
};

class ElectionPropertyTest : public PollingStation {
 protected:
  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  std::string Ward() { return absl::StrCat("Ward ", random_() % 4); }

  void SeatMembers() {
    std::string csv =
        "authority_code,key,subject,display_name,ward_name,elected_date,end_date,roles\n";
    for (int i = 0; i < 25; ++i) {
      const bool left = Chance(20);
      absl::StrAppend(&csv, "POW,N", i, ",n", i, ",Member ", i, ",", Ward(), ",2022-05-09,",
                      left ? "2025-03-01" : (Chance(10) ? "2027-05-09" : ""), ",",
                      Chance(40) ? "champion" : "", "\n");
    }
    world_.ImportMembers(csv);
  }
  v1::Election SomeElection() {
    v1::Election election = WholeCouncil();
    if (Chance(50)) return election;
    election.set_seats_up(v1::Election::SEATS_UP_SOME);
    const std::set<std::string> wards = {Ward(), Ward()};
    for (const std::string& ward : wards) election.add_wards(ward);
    return election;
  }
  // Says something of most rows of a first preview, so that nothing is left open.
  std::vector<v1::ElectionResult> SomeResults() {
    std::vector<v1::ElectionResult> results;
    Preview();
    for (const v1::ElectionRow& row : Rows()) {
      const std::string& key = row.council_key();
      if (Chance(50)) {
        results.push_back(Stays(key, Chance(30) ? Ward() : ""));
        if (Chance(30)) results.back().add_kept_roles("champion");
        if (Chance(30)) results.back().set_party("parties/green");
      } else {
        results.push_back(Leaves(key, static_cast<v1::Membership::Leaving>(random_() % 3)));
      }
    }
    for (int i = 0; i < 8; ++i) {
      results.push_back(Arrives(absl::StrCat("A", i), absl::StrCat("Arrival ", i)));
    }
    return results;
  }
  // Somebody who left comes back.
  void AddReturns(std::vector<v1::ElectionResult>& results) {
    for (const auto& [key, seat] : Seats()) {
      if (seat.end != "2025-03-01" || !Chance(50)) continue;
      results.push_back(Arrives(key, absl::StrCat("Member ", key.substr(1))));
    }
  }

  // All seats of the authority by their keys, and by their names once the key has gone on.
  std::map<std::string, Seat> Seats() {
    std::map<std::string, Seat> seats;
    EXPECT_THAT(world_.database().Read(
                    absl::Now() + absl::Seconds(60),
                    [&](sql::Transaction& transaction) -> absl::Status {
                      seats.clear();
                      ASSIGN_OR_RETURN(const auto rows,
                                       transaction.Query(
                                           "SELECT council_key, person, ward, start_date, end_date "
                                           "FROM memberships WHERE authority = :authority ORDER "
                                           "BY council_key LIMIT 1000",
                                           {{"authority", powys_}}));
                      for (const sql::Row& row : rows) {
                        seats[row.Text(0)] = {row.Text(1), row.Text(2), row.Text(3), row.Text(4)};
                      }
                      return absl::OkStatus();
                    }),
                IsOk());
    return seats;
  }

  void ExpectNoOverlaps() {
    std::map<std::string, std::vector<Seat>> held;
    for (const auto& [key, seat] : Seats()) held[seat.person].push_back(seat);
    for (const auto& [person, seats] : held) {
      for (const Seat& a : seats) {
        for (const Seat& b : seats) {
          if (a == b || a.start > b.start) continue;
          EXPECT_TRUE(!a.end.empty() && a.end < b.start) << person;
        }
      }
    }
  }
  // Each row that was previewed has come to be, and nothing else.
  void ExpectAsPreviewed(const std::map<std::string, Seat>& before,
                         const std::vector<v1::ElectionRow>& rows) {
    const auto after = Seats();
    std::set<std::string> touched;
    for (const v1::ElectionRow& row : rows) {
      const std::string& key = row.council_key();
      touched.insert(key);
      ASSERT_TRUE(after.contains(key)) << key;
      const Seat& seat = after.at(key);
      if (row.change() == v1::ElectionRow::CHANGE_LEAVES) {
        EXPECT_EQ(seat.end, kLastDay);
      } else if (row.change() == v1::ElectionRow::CHANGE_STAYS) {
        EXPECT_EQ(seat.end, before.at(key).end);
        EXPECT_EQ(seat.start, before.at(key).start);
        const auto& fields = row.changed_fields();
        const bool moves = std::find(fields.begin(), fields.end(), "ward") != fields.end();
        EXPECT_EQ(seat.ward != before.at(key).ward, moves) << key;
      } else {
        EXPECT_EQ(seat.start, kTerm);
        EXPECT_EQ(row.change() == v1::ElectionRow::CHANGE_RETURNS, before.contains(key));
      }
    }
    for (const auto& [key, seat] : before) {
      if (touched.contains(key)) continue;
      EXPECT_EQ(after.at(key), seat) << key << " has no seat up";
    }
  }

  std::mt19937 random_{std::random_device()()};
};

INSTANTIATE_TEST_SUITE_P(All, ElectionPropertyTest, test::Engines(), test::EngineName);

TEST_P(ElectionPropertyTest, DoesWhatWasPreviewedOnceAndNothingElse) {
  const unsigned seed = std::random_device()();
  random_.seed(seed);
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  SeatMembers();
  Create(SomeElection());
  std::vector<v1::ElectionResult> results = SomeResults();
  AddReturns(results);
  Record(results);
  const auto before = Seats();
  const v1::Election previewed = Preview();
  ASSERT_EQ(previewed.counts().problems(), 0) << testing::PrintToString(Told());
  const auto rows = Rows();
  const v1::Election applied = Apply();
  EXPECT_EQ(applied.counts().failed(), 0);
  EXPECT_EQ(applied.counts().applied() + applied.counts().unchanged(),
            static_cast<int>(rows.size()));
  ExpectNoOverlaps();
  On(kTerm);
  ExpectAsPreviewed(before, rows);
  const auto once = Seats();
  // The same results said of another election find that all of it is so already.
  Create(Get());
  std::vector<v1::ElectionResult> again;
  for (const v1::ElectionResult& result : results) {
    const bool moved = result.outcome() == v1::ElectionResult::OUTCOME_STAYS;
    if (!moved) again.push_back(result);
  }
  Record(again);
  Preview();
  for (const v1::ElectionRow& row : Rows()) {
    if (row.change() == v1::ElectionRow::CHANGE_OPEN) continue;
    EXPECT_EQ(row.outcome(), v1::ElectionRow::OUTCOME_UNCHANGED) << row.ShortDebugString();
  }
  EXPECT_EQ(Seats(), once);
}

}  // namespace
}  // namespace telemachus::registry
