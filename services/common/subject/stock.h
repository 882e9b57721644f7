#ifndef TELEMACHUS_COMMON_SUBJECT_STOCK_H_
#define TELEMACHUS_COMMON_SUBJECT_STOCK_H_

#include <vector>

#include "google/protobuf/message.h"
#include "telemachus/subject/v1/subject.pb.h"

// What the tables of a service have to do with one person. Every service names all of its tables,
// so that a new one cannot be forgotten, and tests hold what it says against what stands there.
namespace telemachus::subject {

// Where the id of a person stays who was erased. It names nobody by then, and nothing else of them
// stays anywhere.
struct Trace {
  std::vector<const char*> columns;
  const char* why = "";
};

// One table.
struct Stock {
  const char* table;
  // As exports and counts call what is told of it; empty: nothing there is about a person, or it is
  // not told.
  const char* category = "";
  // Asks for a person's rows as (name, message), by `:person`; empty: told otherwise, or not at
  // all.
  const char* select = "";
  // What the message is.
  const google::protobuf::Message* prototype = nullptr;
  v1::SubjectRecord::Origin origin = v1::SubjectRecord::ORIGIN_FACT;
  // Deletes a person's rows, by `:person`; empty: nothing there is theirs, or it takes more.
  const char* erase = "";
  // Why rows that name a person are not in their export; empty: they are.
  const char* untold = "";
  // What stays of somebody erased.
  Trace kept = {};
};

// The tables that every service has of the common rooms, its keys among them.
const std::vector<Stock>& SharedStocks();

}  // namespace telemachus::subject

#endif  // TELEMACHUS_COMMON_SUBJECT_STOCK_H_
