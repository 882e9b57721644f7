#include "common/sql/driver/failure.h"

#include <sqlite3.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace telemachus::sql {
namespace {

using status::v1::REASON_ALREADY_EXISTS;
using status::v1::REASON_CONFLICTING_CHANGE;
using status::v1::REASON_DEADLINE_EXCEEDED;
using status::v1::REASON_FIELD_MALFORMED;
using status::v1::REASON_INTERNAL;
using status::v1::REASON_UNAVAILABLE;
using status::v1::REASON_WRONG_STATE;

absl::Status Exists() {
  return status::Error(absl::StatusCode::kAlreadyExists, REASON_ALREADY_EXISTS,
                       "this exists already");
}

absl::Status AgainstConstraint() {
  return status::Error(absl::StatusCode::kFailedPrecondition, REASON_WRONG_STATE,
                       "what is stored does not allow this change");
}

absl::Status TimeRanOut() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, REASON_DEADLINE_EXCEEDED,
                       "the time given ran out in the database");
}

absl::Status Unavailable() {
  return status::Error(absl::StatusCode::kUnavailable, REASON_UNAVAILABLE,
                       "the database does not answer");
}

absl::Status NoPlainText() {
  return status::Error(absl::StatusCode::kInvalidArgument, REASON_FIELD_MALFORMED,
                       "a text is not valid UTF-8 or holds a zero byte");
}

absl::Status Internal() {
  return status::Error(absl::StatusCode::kInternal, REASON_INTERNAL,
                       "the database refused a statement");
}

}  // namespace

Failure FromSqliteCode(int code) {
  std::string number = absl::StrCat(code);
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return {Fault::kRefused, Exists(), std::move(number)};
    default:
      break;
  }
  switch (code & 0xff) {  // the low byte is the primary code
    case SQLITE_CONSTRAINT:
      return {Fault::kRefused, AgainstConstraint(), std::move(number)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Fault::kConflict, StillInConflict(), std::move(number)};
    case SQLITE_INTERRUPT:
      return {Fault::kRefused, TimeRanOut(), std::move(number)};
    case SQLITE_FULL:
      return {Fault::kRefused, Unavailable(), std::move(number)};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Fault::kLost, Unavailable(), std::move(number)};
    default:
      return {Fault::kRefused, Internal(), std::move(number)};
  }
}

Failure FromSqlState(absl::string_view state) {
  std::string code(state);
  const absl::string_view group = state.substr(0, 2);
  if (state.empty()) return {Fault::kBroken, Unavailable(), "lost"};
  if (state == "40001" || state == "40P01") return {Fault::kConflict, StillInConflict(), code};
  if (state == "23505" || state == "23P01") return {Fault::kRefused, Exists(), code};
  // Two make the same table at once: one may meet its row type (42710), or the table (42P07).
  if (state == "42710" || state == "42P07") return {Fault::kRefused, Exists(), code};
  if (group == "23") return {Fault::kRefused, AgainstConstraint(), code};
  if (state == "57014") return {Fault::kRefused, TimeRanOut(), code};
  // The server goes down or comes up, or has no room for one more.
  if (group == "08" || group == "57" || group == "53") return {Fault::kBroken, Unavailable(), code};
  // The server does not know the prepared statement any more.
  if (state == "26000") return {Fault::kBroken, Unavailable(), code};
  if (state == "22021") return {Fault::kRefused, NoPlainText(), code};
  return {Fault::kRefused, Internal(), code};
}

Failure OutOfTime() { return {Fault::kRefused, TimeRanOut(), "deadline"}; }

Failure Misuse(absl::string_view words) {
  return {Fault::kRefused, status::Error(absl::StatusCode::kInternal, REASON_INTERNAL, words),
          "misuse"};
}

absl::Status StillInConflict() {
  return status::Error(absl::StatusCode::kAborted, REASON_CONFLICTING_CHANGE,
                       "another change came first; try the whole call again");
}

absl::Status NoConnection() {
  return status::Error(absl::StatusCode::kUnavailable, REASON_UNAVAILABLE,
                       "no connection to the database could be had in time");
}

}  // namespace telemachus::sql
