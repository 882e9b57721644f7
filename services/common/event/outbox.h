#ifndef TELEMACHUS_COMMON_EVENT_OUTBOX_H_
#define TELEMACHUS_COMMON_EVENT_OUTBOX_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

// The producer's side of events: written with the change, numbered and handed on by the relay.
namespace telemachus::event {

// Tables of producers and consumers (room "event").
const std::vector<sql::Migration>& Schema();

// A change as its handler knows it. Codes and dates only: no name, free text or party.
struct Change {
  std::string type;      // "matching.match.confirmed"
  std::string resource;  // "matches/m1"
  int64_t version = 0;
  std::map<std::string, std::string> codes;
};

// Writes the event in the transaction of the change, with the trace context of the calling thread.
// INTERNAL if it lacks a type or resource, or is larger than 2,048 bytes: events are thin.
absl::Status Append(sql::Transaction& transaction, const Change& change, absl::Time now);

}  // namespace telemachus::event

#endif  // TELEMACHUS_COMMON_EVENT_OUTBOX_H_
