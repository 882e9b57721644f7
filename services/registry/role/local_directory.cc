#include "registry/role/local_directory.h"

#include <utility>

#include "common/status/macros.h"
#include "registry/person/tenure_rules.h"
#include "registry/policy/policy_store.h"
#include "registry/role/caller_rules.h"

namespace telemachus::registry {

absl::StatusOr<KnownPerson> LoadKnown(sql::Transaction& transaction, const std::string& person,
                                      absl::Time now) {
  const std::string day = time::FormatDate(time::DayOf(now));
  KnownPerson known;
  ASSIGN_OR_RETURN(known.stored, LoadPerson(transaction, person));
  ASSIGN_OR_RETURN(known.grants, LoadGrants(transaction, person));
  ASSIGN_OR_RETURN(const PolicyBook policies,
                   LoadPolicies(transaction, AuthoritiesLeft(known.stored, day)));
  known.roles = RolesOn(day, known.stored, known.grants, policies);
  return known;
}

absl::StatusOr<access::v1::Caller> LocalDirectory::Resolve(absl::string_view issuer,
                                                           absl::string_view subject,
                                                           absl::Time deadline) {
  const absl::Time now = means_.Now();
  access::v1::Caller caller;
  RETURN_IF_ERROR(
      means_.database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string person, FindLogin(transaction, issuer, subject));
        if (person.empty()) return absl::NotFoundError("nobody is linked to this login");
        ASSIGN_OR_RETURN(KnownPerson known, LoadKnown(transaction, person, now));
        caller = CallerOf(known.stored, std::move(known.roles), now);
        return absl::OkStatus();
      }));
  return caller;
}

}  // namespace telemachus::registry
