#include "registry/person/person_store.h"

#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/filter/condition.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/text/fold.h"
#include "common/time/civil.h"
#include "registry/authority/authority_store.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/person/membership_store.h"
#include "registry/store/values.h"
#include "registry/store/version.h"
#include "registry/succession/succession_store.h"

namespace telemachus::registry {
namespace {

constexpr int kFilledAtOnce = 1000;

using People = std::unordered_map<std::string, StoredPerson>;

StoredPerson FromRow(const sql::Row& row) {
  StoredPerson stored;
  stored.person.ParseFromString(row.Blob(1));
  stored.disabled_until = row.Time(2);
  stored.accredited_until = row.Text(3);
  stored.version = row.Int(4);
  stored.facts_version = row.Int(5);
  stored.person.set_etag(absl::StrCat(stored.version));
  return stored;
}

absl::Status AddLogins(sql::Transaction& transaction, const Values& names, People& people) {
  ASSIGN_OR_RETURN(
      auto rows, transaction.Query(absl::StrCat("SELECT person, issuer, subject FROM logins WHERE "
                                                "person IN (",
                                                names.Text(), ") ORDER BY person, issuer, subject"),
                                   names.Parameters()));
  for (const sql::Row& row : rows) {
    v1::Login& login = *people[row.Text(0)].person.add_logins();
    login.set_issuer(row.Text(1));
    login.set_subject(row.Text(2));
  }
  return absl::OkStatus();
}

sql::Parameters Columns(const StoredPerson& stored) {
  return {{"id", stored.person.name()},
          {"sort_key", SortKey(stored.person.display_name())},
          {"disabled_until", stored.disabled_until},
          {"languages", filter::CodesColumn(stored.person.languages())},
          {"version", stored.version},
          {"body", sql::Bytes{BodyOf(stored.person).SerializeAsString()}}};
}

absl::Status InsertLogin(sql::Transaction& transaction, const std::string& person,
                         const v1::Login& login) {
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute(
          "INSERT INTO logins (issuer, subject, person) VALUES (:issuer, "
          ":subject, :person) ON CONFLICT DO NOTHING",
          {{"issuer", login.issuer()}, {"subject", login.subject()}, {"person", person}}));
  if (added == 1) return absl::OkStatus();
  return status::Error(absl::StatusCode::kAlreadyExists, status::v1::REASON_ALREADY_EXISTS,
                       "The login is linked to somebody already.");
}

}  // namespace

std::string SortKey(absl::string_view display_name) { return text::Fold(display_name); }

v1::Person BodyOf(const v1::Person& person) {
  v1::Person body = person;
  body.clear_memberships();
  body.clear_logins();
  body.clear_disabled();
  body.clear_etag();
  return body;
}

v1::Person Complete(const StoredPerson& stored, absl::Time now) {
  v1::Person person = stored.person;
  person.set_disabled(stored.IsDisabled(now));
  const std::string today = time::FormatDate(time::DayOf(now));
  for (const StoredMembership& seat : stored.memberships) {
    v1::Membership& membership = *person.add_memberships();
    membership = seat.membership;
    membership.set_responsible_authority(seat.PlaceOn(today).authority);
    SetPresent(today, membership);
  }
  return person;
}

absl::StatusOr<std::vector<StoredPerson>> LoadPeople(sql::Transaction& transaction,
                                                     absl::Span<const std::string> names) {
  std::vector<StoredPerson> found;
  if (names.empty()) return found;
  const Values values = Values::Of(names).Padded();
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query(absl::StrCat("SELECT id, body, disabled_until, "
                                                  "accredited_until, version, facts_version "
                                                  "FROM people WHERE id IN (",
                                                  values.Text(), ")"),
                                     values.Parameters()));
  People people;
  for (const sql::Row& row : rows) people[row.Text(0)] = FromRow(row);
  RETURN_IF_ERROR(AddLogins(transaction, values, people));
  ASSIGN_OR_RETURN(auto memberships, LoadMemberships(transaction, names));
  for (auto& [person, seats] : memberships) people[person].memberships = std::move(seats);
  for (const std::string& name : names) {
    const auto person = people.find(name);
    if (person != people.end()) found.push_back(person->second);
  }
  return found;
}

absl::StatusOr<StoredPerson> LoadPerson(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(auto people, LoadPeople(transaction, {name}));
  if (people.empty()) return absl::NotFoundError("no such person");
  return std::move(people.front());
}

absl::StatusOr<std::string> FindLogin(sql::Transaction& transaction, absl::string_view issuer,
                                      absl::string_view subject) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query("SELECT person FROM logins WHERE issuer = :issuer "
                                                "AND subject = :subject",
                                                {{"issuer", issuer}, {"subject", subject}}));
  return rows.empty() ? std::string() : rows[0].Text(0);
}

absl::Status InsertPerson(sql::Transaction& transaction, StoredPerson& stored) {
  stored.version = 1;
  stored.facts_version = 1;
  stored.person.set_etag("1");
  RETURN_IF_ERROR(
      transaction
          .Execute("INSERT INTO people (id, sort_key, disabled_until, accredited_until, version, "
                   "facts_version, body, languages) VALUES (:id, :sort_key, :disabled_until, '', "
                   ":version, 1, :body, :languages)",
                   Columns(stored))
          .status());
  for (const v1::Login& login : stored.person.logins()) {
    RETURN_IF_ERROR(InsertLogin(transaction, stored.person.name(), login));
  }
  return absl::OkStatus();
}

absl::Status SavePerson(sql::Transaction& transaction, StoredPerson& stored) {
  RETURN_IF_ERROR(UpdateVersion(transaction,
                                "UPDATE people SET sort_key = :sort_key, disabled_until = "
                                ":disabled_until, version = :next, body = :body, "
                                "languages = :languages WHERE id = :id AND version = :version",
                                Columns(stored), stored.version));
  stored.person.set_etag(absl::StrCat(stored.version));
  return absl::OkStatus();
}

absl::Status DeleteLogins(sql::Transaction& transaction, const std::string& person) {
  return transaction.Execute("DELETE FROM logins WHERE person = :person", {{"person", person}})
      .status();
}

absl::StatusOr<bool> SetAccredited(sql::Transaction& transaction, const std::string& person,
                                   const std::string& day) {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      transaction.Execute("UPDATE people SET accredited_until = :day WHERE id = :id AND "
                          "accredited_until <> :day",
                          {{"id", person}, {"day", day}}));
  return changed == 1;
}

absl::Status FillPersonLists(sql::Transaction& transaction) {
  while (true) {
    ASSIGN_OR_RETURN(
        const auto rows,
        transaction.Query("SELECT id, body FROM people WHERE languages IS NULL LIMIT :limit",
                          {{"limit", kFilledAtOnce}}));
    if (rows.empty()) return absl::OkStatus();
    for (const sql::Row& row : rows) {
      v1::Person person;
      person.ParseFromString(row.Blob(1));
      RETURN_IF_ERROR(transaction
                          .Execute("UPDATE people SET languages = :languages WHERE id = :id",
                                   {{"id", row.Text(0)},
                                    {"languages", filter::CodesColumn(person.languages())}})
                          .status());
    }
  }
}

}  // namespace telemachus::registry
