#include "registry/subject/subject_sight.h"

#include <algorithm>
#include <utility>

#include "common/status/macros.h"
#include "common/subject/roll.h"
#include "common/time/civil.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"
#include "registry/subject/subject_store.h"

namespace telemachus::registry {
namespace {

// An officer sees more of a person than national staff do, but has no part in this.
bool IsNationalOf(const access::Caller& caller, const Sighting& seen, absl::Time now) {
  if (seen.sight == Sight::kNational) return true;
  const auto places = PlacesOf(seen.stored, seen.grants, time::FormatDate(time::DayOf(now)));
  return std::any_of(places.begin(), places.end(), [&](const access::Scope& place) {
    return caller.HasIn(access::Role::ROLE_NATIONAL, place);
  });
}

}  // namespace

absl::StatusOr<Asker> RequireAsker(sql::Transaction& transaction, const rpc::Call& call,
                                   const std::string& person, absl::Time now) {
  ASSIGN_OR_RETURN(const bool erased, subject::IsErased(transaction, person));
  if (erased) {
    RETURN_IF_ERROR(call.Require(call.caller().Has(access::Role::ROLE_NATIONAL)));
    return Asker::kNational;
  }
  ASSIGN_OR_RETURN(const Sighting seen,
                   RequireSight(transaction, call, person, Sight::kNational, now));
  if (seen.sight == Sight::kSelf) return Asker::kPerson;
  RETURN_IF_ERROR(call.Require(IsNationalOf(call.caller(), seen, now)));
  return Asker::kNational;
}

absl::StatusOr<Asked> RequireAsked(sql::Transaction& transaction, const rpc::Call& call,
                                   const std::string& name, absl::Time now) {
  Asked asked;
  ASSIGN_OR_RETURN(asked.asker, RequireAsker(transaction, call, PersonOf(name), now));
  absl::StatusOr<StoredSubjectRequest> stored = LoadSubjectRequest(transaction, name);
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  ASSIGN_OR_RETURN(asked.stored, std::move(stored));
  return asked;
}

absl::StatusOr<StoredSubjectRequest> RequireOwnRequest(sql::Transaction& transaction,
                                                       const rpc::Call& call,
                                                       const std::string& name) {
  RETURN_IF_ERROR(call.Require(PersonOf(name) == call.person()));
  absl::StatusOr<StoredSubjectRequest> stored = LoadSubjectRequest(transaction, name);
  if (absl::IsNotFound(stored.status())) return call.Require(false);
  return stored;
}

}  // namespace telemachus::registry
