#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_SEAT_CHANGE_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_SEAT_CHANGE_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/person/person_store.h"

// What every change of a seat brings with it, whoever makes it. All functions run inside the
// caller's transaction.
namespace telemachus::registry {

// Concludes a change of a membership that has been written: the end of seats that passed to an
// authority in which the person sits by that, a new version of the person, the timer of what the
// seat turns into by itself, and the event. `stored` is the person, with or without a seat that is
// new. ABORTED if the person has changed since they were read.
absl::Status SeatChanged(sql::Transaction& transaction, const v1::Membership& membership,
                         absl::Time now, StoredPerson& stored);

// Ends the seats of a person's that have passed to an authority in which they sit themselves, so
// that nobody sits there twice; tells nobody. Whether there was any.
absl::StatusOr<bool> EndPassedSeats(sql::Transaction& transaction, absl::Time now,
                                    StoredPerson& stored);

// The same of everybody with a seat in `authority` who sits in one of `successors`, which are
// responsible for it now. Writes new versions of those people.
absl::Status EndSeatsPassedTo(sql::Transaction& transaction, const std::string& authority,
                              const std::set<std::string>& successors, absl::Time now);

// Sets the timer for the next day on which something about the seat changes by itself, if there is
// one, and takes an earlier one away.
absl::Status AwaitTurn(sql::Transaction& transaction, const v1::Membership& membership,
                       absl::Time now);

// The effect of kSeatTurnsTimer: tells that the person changed, and waits for the next turn.
absl::Status TurnSeat(sql::Transaction& transaction, const std::string& membership, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_SEAT_CHANGE_H_
