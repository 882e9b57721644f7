// How the registry erases a person, and restricts them.

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/subject/roll.h"
#include "common/time/civil.h"
#include "common/timer/timers.h"
#include "registry/course/booking_store.h"
#include "registry/course/session_rules.h"
#include "registry/export/export_file.h"
#include "registry/holding/erasing.h"
#include "registry/holding/holdings.h"
#include "registry/holding/mentions.h"
#include "registry/holding/stocks.h"
#include "registry/person/changes.h"
#include "registry/person/person_store.h"
#include "registry/subject/subject_store.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

using Kept = subject::v1::SubjectCount;

// Requests of one person that are looked at.
constexpr int kMostRequests = 10000;
// Bookings of one person in one go: more than anybody has.
constexpr int kMostBookings = 10000;

// What is set on a person.
constexpr const char* kPersonTimers[] = {kAccessReturnsTimer,
                                         kMentorTurnsTimer,
                                         kMentorEndingTimer,
                                         kAccreditationFirstReminderTimer,
                                         kAccreditationLastReminderTimer,
                                         kAccreditationLapsedTimer};

absl::Status Delete(Erasing& erasing, const char* category, absl::string_view statement) {
  ASSIGN_OR_RETURN(const int64_t gone,
                   erasing.transaction.Execute(statement, {{"person", erasing.person}}));
  erasing.counts.Erased(category, gone);
  return absl::OkStatus();
}

// Timers of a kind whose subjects are the person's rows.
absl::Status ClearEach(Erasing& erasing, const char* kind, absl::string_view query) {
  ASSIGN_OR_RETURN(const auto rows, erasing.transaction.Query(query, {{"person", erasing.person}}));
  for (const sql::Row& row : rows) {
    RETURN_IF_ERROR(timer::Clear(erasing.transaction, kind, row.Text(0)));
  }
  return absl::OkStatus();
}

absl::Status ClearTimers(Erasing& erasing) {
  for (const char* kind : kPersonTimers) {
    RETURN_IF_ERROR(timer::Clear(erasing.transaction, kind, erasing.person));
  }
  RETURN_IF_ERROR(ClearEach(erasing, kSeatTurnsTimer,
                            "SELECT id FROM memberships WHERE person = :person ORDER BY id"));
  RETURN_IF_ERROR(ClearEach(erasing, kTermBeginsTimer,
                            "SELECT id FROM memberships WHERE person = :person ORDER BY id"));
  RETURN_IF_ERROR(
      ClearEach(erasing, kInvitationLapsesTimer,
                "SELECT id FROM mentoring_invitations WHERE person = :person ORDER BY id"));
  return ClearEach(erasing, kFormatTaskDueTimer,
                   "SELECT id FROM format_tasks WHERE person = :person ORDER BY id");
}

// Their places are free again.
absl::Status EraseBookings(Erasing& erasing) {
  ASSIGN_OR_RETURN(const auto bookings,
                   BookingsOf(erasing.transaction, erasing.person, kMostBookings));
  for (const v1::Booking& booking : bookings) {
    RETURN_IF_ERROR(RemoveBooking(erasing.transaction, booking));
    RETURN_IF_ERROR(ReturnPlace(erasing.transaction, SessionOf(booking.name())));
  }
  erasing.counts.Erased("booking", static_cast<int64_t>(bookings.size()));
  return absl::OkStatus();
}

// Others are told first, for nobody is left to tell of afterwards.
absl::Status EraseWho(Erasing& erasing) {
  absl::Status there = LoadPerson(erasing.transaction, erasing.person).status();
  if (there.ok()) {
    RETURN_IF_ERROR(PersonChanged(erasing.transaction, erasing.person, erasing.now));
  } else if (!absl::IsNotFound(there)) {
    return there;
  }
  RETURN_IF_ERROR(ClearTimers(erasing));
  RETURN_IF_ERROR(EraseBookings(erasing));
  for (const Stock& stock : Stocks()) {
    if (stock.erase[0] == '\0') continue;
    RETURN_IF_ERROR(Delete(erasing, stock.category, stock.erase));
  }
  return Delete(erasing, "person", "DELETE FROM people WHERE id = :person");
}

// That there was a seat, where and from when until when, counts; whose it was does not, nor how
// they stood to a party. Its name goes too: others knew it, and from when it was held leads back.
absl::Status KeepSeats(Erasing& erasing, id::IdSource& ids, const std::string& today) {
  ASSIGN_OR_RETURN(const auto seats, erasing.transaction.Query(
                                         "SELECT id FROM memberships WHERE person = :person ORDER "
                                         "BY id",
                                         {{"person", erasing.person}}));
  for (const sql::Row& seat : seats) {
    RETURN_IF_ERROR(
        erasing.transaction
            .Execute("UPDATE memberships SET id = :name, person = '', council_key = "
                     ":name, ward = '', ward_key = '', party = '', term_end_date = "
                     "'', imported = :none, leaving = 0, party_withheld = 0, end_date = CASE WHEN "
                     "end_date = '' OR end_date > :today THEN :today ELSE end_date END "
                     "WHERE id = :id",
                     {{"id", seat.Text(0)},
                      {"name", absl::StrCat("people/-/memberships/", ids.Next())},
                      {"none", sql::Bytes{}},
                      {"today", today}})
            .status());
  }
  erasing.counts.Kept("membership", Kept::KEEP_REASON_HISTORY, static_cast<int64_t>(seats.size()));
  return absl::OkStatus();
}

// Who was to sit only later never did.
absl::Status EraseFromSeats(Erasing& erasing, id::IdSource& ids) {
  RETURN_IF_ERROR(Delete(erasing, "member_role",
                         "DELETE FROM member_roles WHERE membership IN (SELECT id FROM memberships "
                         "WHERE person = :person)"));
  RETURN_IF_ERROR(Delete(erasing, "affiliation",
                         "DELETE FROM affiliations WHERE membership IN (SELECT id FROM memberships "
                         "WHERE person = :person)"));
  const std::string today = time::FormatDate(time::DayOf(erasing.now));
  ASSIGN_OR_RETURN(const int64_t unseated,
                   erasing.transaction.Execute(
                       "DELETE FROM memberships WHERE person = :person AND start_date > :today",
                       {{"person", erasing.person}, {"today", today}}));
  erasing.counts.Erased("membership", unseated);
  return KeepSeats(erasing, ids, today);
}

absl::Status DestroyExports(sql::Database& database, crypto::Sealer& sealer,
                            const std::string& person, absl::Time deadline) {
  std::vector<StoredSubjectRequest> requests;
  RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(requests, ListSubjectRequests(transaction, person, "", kMostRequests));
    return absl::OkStatus();
  }));
  for (const StoredSubjectRequest& stored : requests) {
    if (stored.request.kind() != v1::SubjectRequest::KIND_EXPORT) continue;
    RETURN_IF_ERROR(ExportFile(database, sealer, stored.request.name()).Destroy(deadline));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<subject::v1::EraseSubjectResponse> Holdings::Erase(const std::string& person,
                                                                  absl::Time deadline) {
  RETURN_IF_ERROR(DestroyExports(database(), sealer_, person, deadline));
  ASSIGN_OR_RETURN(const Mentions mentions, FindMentions(database(), person, deadline));
  subject::v1::EraseSubjectResponse response;
  RETURN_IF_ERROR(database().Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    Erasing erasing{transaction, person, Now(), {}};
    RETURN_IF_ERROR(EraseMentions(erasing, mentions));
    RETURN_IF_ERROR(EraseWho(erasing));
    RETURN_IF_ERROR(EraseFromSeats(erasing, ids_));
    ASSIGN_OR_RETURN(response,
                     subject::NoteErasure(transaction, person, erasing.counts, erasing.now));
    return absl::OkStatus();
  }));
  return response;
}

absl::Status Holdings::Restrict(const std::string& person, bool restricted, absl::Time deadline) {
  return database().Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(subject::SetRestricted(transaction, person, restricted));
    absl::StatusOr<StoredPerson> stored = LoadPerson(transaction, person);
    if (absl::IsNotFound(stored.status())) return absl::OkStatus();
    RETURN_IF_ERROR(stored.status());
    if (stored->person.restricted() == restricted) return absl::OkStatus();
    stored->person.set_restricted(restricted);
    RETURN_IF_ERROR(SavePerson(transaction, *stored));
    return PersonChanged(transaction, person, Now());
  });
}

}  // namespace telemachus::registry
