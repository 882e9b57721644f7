#include "matching/shortlist/place_store.h"

#include "common/status/macros.h"

namespace telemachus::matching {

absl::Status NotePlaces(sql::Transaction& transaction, const registry::v1::MentorFacts& facts) {
  return transaction
      .Execute(
          "INSERT INTO places (mentor, places, facts_version, taken) "
          "VALUES (:mentor, :places, :version, 0) "
          "ON CONFLICT (mentor) DO UPDATE SET places = excluded.places, "
          "facts_version = excluded.facts_version "
          "WHERE places.facts_version < excluded.facts_version",
          {{"mentor", facts.mentor()}, {"places", facts.places()}, {"version", facts.version()}})
      .status();
}

absl::StatusOr<bool> TakePlace(sql::Transaction& transaction, const std::string& mentor) {
  ASSIGN_OR_RETURN(int64_t changed, transaction.Execute("UPDATE places SET taken = taken + 1 "
                                                        "WHERE mentor = :mentor AND taken < places",
                                                        {{"mentor", mentor}}));
  return changed == 1;
}

absl::StatusOr<bool> WithinPlaces(sql::Transaction& transaction, const std::string& mentor) {
  // An update, so that whoever changes the places meanwhile is in conflict with it.
  ASSIGN_OR_RETURN(int64_t changed,
                   transaction.Execute("UPDATE places SET taken = taken "
                                       "WHERE mentor = :mentor AND taken <= places",
                                       {{"mentor", mentor}}));
  return changed == 1;
}

absl::Status FreePlace(sql::Transaction& transaction, const std::string& mentor) {
  return transaction
      .Execute("UPDATE places SET taken = taken - 1 WHERE mentor = :mentor AND taken > 0",
               {{"mentor", mentor}})
      .status();
}

absl::StatusOr<int> CountMatchedPlaces(sql::Transaction& transaction, const std::string& mentor) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT taken - (SELECT COUNT(*) FROM offers WHERE mentor = "
                                     ":mentor AND held = 1) FROM places WHERE mentor = :mentor",
                                     {{"mentor", mentor}}));
  return rows.empty() ? 0 : static_cast<int>(rows[0].Int(0));
}

absl::StatusOr<std::map<std::string, int>> LoadTakenPlaces(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT mentor, taken FROM places WHERE taken > 0", {}));
  std::map<std::string, int> taken;
  for (const sql::Row& row : rows) taken[row.Text(0)] = static_cast<int>(row.Int(1));
  return taken;
}

}  // namespace telemachus::matching
