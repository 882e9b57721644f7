#ifndef TELEMACHUS_AGREEMENT_OUTSIDE_PASSING_H_
#define TELEMACHUS_AGREEMENT_OUTSIDE_PASSING_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "telemachus/event/v1/event.pb.h"

// How agreements follow when an authority ends and another one looks after its members.
namespace telemachus::agreement {

// Whether the event says that somebody else is responsible for a match now.
bool TellsOfPassing(const event::v1::Event& event);

// Its effect: who is responsible for the match is for its agreement, and sees from now on that it
// exists. Nothing else changes: consent that the parties gave to another does not pass. Runs inside
// the caller's transaction.
absl::Status PassAgreement(sql::Transaction& transaction, const event::v1::Event& event,
                           absl::Time now);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_OUTSIDE_PASSING_H_
