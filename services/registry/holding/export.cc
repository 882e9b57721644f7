// What the registry tells a person of themselves.

#include <memory>
#include <utility>
#include <vector>

#include "common/operation/store.h"
#include "common/status/macros.h"
#include "registry/course/booking_store.h"
#include "registry/group/group_store.h"
#include "registry/holding/holdings.h"
#include "registry/holding/stocks.h"
#include "registry/mentor/farewell.h"
#include "registry/mentor/mentor_store.h"
#include "registry/person/membership_store.h"
#include "registry/person/person_store.h"
#include "registry/role/grant_store.h"
#include "registry/subject/subject_store.h"
#include "telemachus/registry/v1/holding.pb.h"

namespace telemachus::registry {
namespace {

using Record = subject::v1::SubjectRecord;

// More requests than anybody makes.
constexpr int kMostRequests = 10000;
// More bookings than anybody has.
constexpr int kMostBookings = 10000;
// Operations read in one go: more than anybody starts in the month for which they are kept.
constexpr int kMostOperations = 10000;

// A thing and why it is theirs.
struct Thing {
  std::string category;
  std::string name;
  Record::Origin origin;
  std::unique_ptr<google::protobuf::Message> message;
};
using Things = std::vector<Thing>;

template <typename Message>
void Put(const char* category, const std::string& name, Record::Origin origin, Message message,
         Things& things) {
  things.push_back({category, name, origin, std::make_unique<Message>(std::move(message))});
}

absl::Status LoadWho(sql::Transaction& transaction, const std::string& person, absl::Time now,
                     Things& things) {
  absl::StatusOr<StoredPerson> stored = LoadPerson(transaction, person);
  if (absl::IsNotFound(stored.status())) return absl::OkStatus();
  RETURN_IF_ERROR(stored.status());
  v1::Person told = Complete(*stored, now);
  told.clear_etag();
  Put("person", person, Record::ORIGIN_FACT, std::move(told), things);
  ASSIGN_OR_RETURN(const auto grants, LoadGrants(transaction, person));
  for (const StoredGrant& given : grants) {
    Put("grant", given.grant.name(), Record::ORIGIN_FACT, given.grant, things);
  }
  ASSIGN_OR_RETURN(auto avoidances, LoadAvoidances(transaction, {person}));
  for (auto& [author, avoidance] : avoidances) {
    const std::string name = avoidance.name();
    Put("avoidance", name, Record::ORIGIN_WRITTEN, std::move(avoidance), things);
  }
  return absl::OkStatus();
}

// Bookings, and how a group that the person leads lets its members reach them.
absl::Status LoadPlaces(sql::Transaction& transaction, const std::string& person, Things& things) {
  ASSIGN_OR_RETURN(const auto bookings, BookingsOf(transaction, person, kMostBookings));
  for (const v1::Booking& booking : bookings) {
    Put("booking", booking.name(), Record::ORIGIN_FACT, booking, things);
  }
  ASSIGN_OR_RETURN(const auto groups, GroupsAround(transaction, person));
  for (const StoredGroup& stored : groups) {
    if (PersonOf(stored.group.leader()) != person) continue;
    v1::PoliticalGroup group = stored.group;
    group.clear_etag();
    Put("political_group", stored.group.name(), Record::ORIGIN_FACT, std::move(group), things);
  }
  return absl::OkStatus();
}

absl::Status LoadFarewellOf(sql::Transaction& transaction, const std::string& person,
                            Things& things) {
  const std::string mentor = MentorOfPerson(person);
  ASSIGN_OR_RETURN(const Farewell farewell, LoadFarewell(transaction, mentor));
  if (farewell.asked_date.empty() && farewell.told_date.empty()) return absl::OkStatus();
  v1::MentorFarewell told;
  told.set_mentor(mentor);
  told.set_asked_date(farewell.asked_date);
  told.set_told_date(farewell.told_date);
  told.set_told_days(farewell.told_days);
  Put("mentor_farewell", mentor, Record::ORIGIN_FACT, std::move(told), things);
  return absl::OkStatus();
}

// That the person started them, and how far they are; what came of them is of many people.
absl::Status LoadOperations(sql::Transaction& transaction, const std::string& person,
                            Things& things) {
  ASSIGN_OR_RETURN(const auto operations,
                   operation::List(transaction, {.owner = person}, "", kMostOperations));
  for (const operation::Operation& started : operations) {
    google::longrunning::Operation told = operation::ToProto(started);
    told.clear_result();
    Put("operation", started.name, Record::ORIGIN_WRITTEN, std::move(told), things);
  }
  return absl::OkStatus();
}

absl::Status LoadStock(sql::Transaction& transaction, const Stock& stock, const std::string& person,
                       Things& things) {
  ASSIGN_OR_RETURN(const auto rows, transaction.Query(stock.select, {{"person", person}}));
  for (const sql::Row& row : rows) {
    if (row.Blob(1).empty()) continue;
    std::unique_ptr<google::protobuf::Message> message(stock.prototype->New());
    if (!message->ParseFromString(row.Blob(1))) return absl::DataLossError("a row does not read");
    things.push_back({stock.category, row.Text(0), stock.origin, std::move(message)});
  }
  return absl::OkStatus();
}

absl::Status LoadAll(sql::Transaction& transaction, const std::string& person, absl::Time now,
                     Things& things) {
  things.clear();
  RETURN_IF_ERROR(LoadWho(transaction, person, now, things));
  RETURN_IF_ERROR(LoadPlaces(transaction, person, things));
  RETURN_IF_ERROR(LoadFarewellOf(transaction, person, things));
  RETURN_IF_ERROR(LoadOperations(transaction, person, things));
  for (const Stock& stock : Stocks()) {
    if (stock.prototype == nullptr) continue;
    RETURN_IF_ERROR(LoadStock(transaction, stock, person, things));
  }
  ASSIGN_OR_RETURN(const auto requests,
                   ListSubjectRequests(transaction, person, "", kMostRequests));
  for (const StoredSubjectRequest& stored : requests) {
    Put("subject_request", stored.request.name(), Record::ORIGIN_FACT, stored.request, things);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Holdings::Export(const std::string& person, absl::Time deadline,
                              const subject::Teller& tell) {
  Things things;
  RETURN_IF_ERROR(database().Read(deadline, [&](sql::Transaction& transaction) {
    return LoadAll(transaction, person, Now(), things);
  }));
  for (const Thing& thing : things) {
    RETURN_IF_ERROR(subject::Tell(tell, thing.category, thing.name, thing.origin, *thing.message));
  }
  return absl::OkStatus();
}

}  // namespace telemachus::registry
