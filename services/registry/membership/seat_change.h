#ifndef TELEMACHUS_REGISTRY_MEMBERSHIP_SEAT_CHANGE_H_
#define TELEMACHUS_REGISTRY_MEMBERSHIP_SEAT_CHANGE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "registry/person/person_store.h"

// What every change of a seat brings with it, whoever makes it. All functions run inside the
// caller's transaction.
namespace telemachus::registry {

// Concludes a change of a membership that has been written: a new version of the person, the timer
// of what the seat turns into by itself, and the event. ABORTED if the person has changed since
// they were read.
absl::Status SeatChanged(sql::Transaction& transaction, const v1::Membership& membership,
                         absl::Time now, StoredPerson& stored);

// Sets the timer for the next day on which something about the seat changes by itself, if there is
// one, and takes an earlier one away.
absl::Status AwaitTurn(sql::Transaction& transaction, const v1::Membership& membership,
                       absl::Time now);

// The effect of kSeatTurnsTimer: tells that the person changed, and waits for the next turn.
absl::Status TurnSeat(sql::Transaction& transaction, const std::string& membership, absl::Time now);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_MEMBERSHIP_SEAT_CHANGE_H_
