#include "registry/role/first_staff.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "registry/person/changes.h"
#include "registry/person/person_store.h"
#include "registry/role/grant_store.h"

namespace telemachus::registry {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

absl::Status Add(sql::Transaction& transaction, const Means& means, const v1::Login& login) {
  StoredPerson stored;
  stored.person.set_name(absl::StrCat("people/", means.ids.Next()));
  stored.person.set_display_name("First staff");
  stored.person.set_language_code("en-GB");
  *stored.person.add_logins() = login;
  RETURN_IF_ERROR(InsertPerson(transaction, stored));
  for (const char* nation : {"nations/england", "nations/wales"}) {
    v1::Grant grant;
    grant.set_name(absl::StrCat(stored.person.name(), "/grants/", means.ids.Next()));
    grant.set_role(access::Role::ROLE_NATIONAL);
    grant.set_scope(nation);
    RETURN_IF_ERROR(InsertGrant(transaction, grant));
  }
  return PersonAdded(transaction, stored.person.name(), means.Now());
}

}  // namespace

absl::Status AddFirstStaff(const Means& means, const v1::Login& login) {
  if (login.issuer().empty() || login.subject().empty()) return absl::OkStatus();
  return means.database.Transact(
      absl::Now() + kTimeout, [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const auto anybody,
                         transaction.Query("SELECT id FROM people LIMIT 1", {}));
        return anybody.empty() ? Add(transaction, means, login) : absl::OkStatus();
      });
}

}  // namespace telemachus::registry
