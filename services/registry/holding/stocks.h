#ifndef TELEMACHUS_REGISTRY_HOLDING_STOCKS_H_
#define TELEMACHUS_REGISTRY_HOLDING_STOCKS_H_

#include <vector>

#include "google/protobuf/message.h"
#include "telemachus/subject/v1/subject.pb.h"

// What the tables of the registry have to do with one person. Every table stands here, so that a
// new one cannot be forgotten.
namespace telemachus::registry {

// One table.
struct Stock {
  const char* table;
  // As exports and counts call it; empty where no row belongs to a person.
  const char* category = "";
  // Asks for a person's rows as (name, message), by `:person`; empty: told otherwise, or not at
  // all.
  const char* select = "";
  // What the message is.
  const google::protobuf::Message* prototype = nullptr;
  subject::v1::SubjectRecord::Origin origin = subject::v1::SubjectRecord::ORIGIN_FACT;
  // Deletes a person's rows, by `:person`; empty: nothing there is theirs, or it takes more.
  const char* erase = "";
};

// All of them, in the order in which they are erased.
const std::vector<Stock>& Stocks();

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_HOLDING_STOCKS_H_
