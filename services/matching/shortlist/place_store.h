#ifndef TELEMACHUS_MATCHING_SHORTLIST_PLACE_STORE_H_
#define TELEMACHUS_MATCHING_SHORTLIST_PLACE_STORE_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/facts.pb.h"

// Mentors' places, promised by one conditional update each: whatever runs beside, no place is
// promised twice. Holds and matches count alike.
namespace telemachus::matching {

// Notes how many places a mentor has; the newest facts win.
absl::Status NotePlaces(sql::Transaction& transaction, const registry::v1::MentorFacts& facts);

// Takes a place of a mentor whose places were noted. False if none is left.
absl::StatusOr<bool> TakePlace(sql::Transaction& transaction, const std::string& mentor);

// Whether the places taken are still within what the mentor has. A mentor may have fewer places
// than were promised; nothing is undone then, but nothing is added either.
absl::StatusOr<bool> WithinPlaces(sql::Transaction& transaction, const std::string& mentor);

// Gives a place back.
absl::Status FreePlace(sql::Transaction& transaction, const std::string& mentor);

// Places of a mentor that are taken by matches, those only held by offers left out.
absl::StatusOr<int> CountMatchedPlaces(sql::Transaction& transaction, const std::string& mentor);

// Places taken, of mentors who have any taken.
absl::StatusOr<std::map<std::string, int>> LoadTakenPlaces(sql::Transaction& transaction);

}  // namespace telemachus::matching

#endif  // TELEMACHUS_MATCHING_SHORTLIST_PLACE_STORE_H_
