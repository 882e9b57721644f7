#include "registry/person/person_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/timer/timers.h"
#include "registry/authority/authority_store.h"
#include "registry/need/format_tasks.h"
#include "registry/person/changes.h"
#include "registry/person/member_list.h"
#include "registry/person/person_rules.h"
#include "registry/person/person_store.h"
#include "registry/person/sighting.h"
#include "registry/person/staff_scopes.h"
#include "registry/timer_kinds.h"

namespace telemachus::registry {
namespace {

// What the caller sees of a person they have to do with.
v1::Person SeenAs(const rpc::Call& call, Sight sight, const StoredPerson& stored, absl::Time now) {
  v1::Person person = Complete(stored, now);
  Veil(sight, person);
  VeilAffiliations(call.caller(), stored, time::FormatDate(time::DayOf(now)), person);
  return person;
}

// From when on access is open again, as the request says it.
absl::Time Until(const v1::DisablePersonRequest& request) {
  return request.has_until_time() ? time::FromProto(request.until_time()) : absl::InfiniteFuture();
}

}  // namespace

absl::Status ReturnAccess(sql::Transaction& transaction, const std::string& person,
                          absl::Time now) {
  return PersonChanged(transaction, person, now);
}

absl::StatusOr<v1::Self> PersonService::GetSelf(const rpc::Call& call,
                                                const v1::GetSelfRequest& /*request*/) {
  const absl::Time now = means_.Now();
  v1::Self self;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        absl::StatusOr<KnownPerson> known = LoadKnown(transaction, call.person(), now);
        if (absl::IsNotFound(known.status())) return status::NotPermitted();
        RETURN_IF_ERROR(known.status());
        self.Clear();
        *self.mutable_person() = Complete(known->stored, now);
        for (access::v1::Grant& role : known->roles) *self.add_grants() = std::move(role);
        return absl::OkStatus();
      }));
  return self;
}

absl::StatusOr<v1::Person> PersonService::CreatePerson(const rpc::Call& call,
                                                       const v1::CreatePersonRequest& request) {
  const absl::Time now = means_.Now();
  StoredPerson draft;
  RETURN_IF_ERROR(
      Draft(request.person(), absl::StrCat("people/", means_.ids.Next()), draft.person));
  StoredPerson stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(stored, LoadPerson(transaction, earlier->resource));
          return absl::OkStatus();
        }
        stored = draft;
        RETURN_IF_ERROR(InsertPerson(transaction, stored));
        RETURN_IF_ERROR(FollowNeeds(transaction, v1::Person(), stored.person, now, means_.ids));
        RETURN_IF_ERROR(PersonAdded(transaction, stored.person.name(), now));
        return once::Keep(transaction, key, {stored.person.name(), stored.version}, now);
      }));
  return Complete(stored, now);
}

absl::StatusOr<v1::Person> PersonService::GetPerson(const rpc::Call& call,
                                                    const v1::GetPersonRequest& request) {
  const absl::Time now = means_.Now();
  v1::Person person;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const Sighting seen,
                         RequireSight(transaction, call, request.name(), Sight::kAdviser, now));
        person = SeenAs(call, seen.sight, seen.stored, now);
        return absl::OkStatus();
      }));
  return person;
}

absl::StatusOr<v1::Person> PersonService::UpdatePerson(const rpc::Call& call,
                                                       const v1::UpdatePersonRequest& request) {
  const absl::Time now = means_.Now();
  const std::string& name = request.person().name();
  v1::Person person;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(Sighting seen,
                         RequireSight(transaction, call, name, Sight::kOfficer, now));
        RETURN_IF_ERROR(CheckEtag(request.person().etag(), seen.stored, name));
        const v1::Person before = seen.stored.person;
        const auto& mask = request.update_mask();
        ASSIGN_OR_RETURN(const v1::Person changes, Changes(request.person(), mask, before));
        RETURN_IF_ERROR(field::Apply(changes, mask, seen.stored.person));
        RETURN_IF_ERROR(CheckContact(seen.stored.person));
        if (seen.sight != Sight::kSelf || !call.caller().in_person()) {
          RETURN_IF_ERROR(CheckReleases(before, seen.stored.person));
        }
        RETURN_IF_ERROR(SavePerson(transaction, seen.stored));
        RETURN_IF_ERROR(FollowNeeds(transaction, before, seen.stored.person, now, means_.ids));
        person = SeenAs(call, seen.sight, seen.stored, now);
        return PersonChanged(transaction, name, now);
      }));
  return person;
}

absl::StatusOr<v1::ListMembersResponse> PersonService::ListMembers(
    const rpc::Call& call, const v1::ListMembersRequest& request) {
  const absl::Time now = means_.Now();
  const std::string day = time::FormatDate(time::DayOf(now));
  const std::vector<std::string> scopes = StaffScopes(call.caller());
  std::vector<StoredPerson> people;
  std::string next;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        if (request.parent() == kAllAuthorities) {
          RETURN_IF_ERROR(call.Require(!scopes.empty()));
        } else {
          RETURN_IF_ERROR(RequireStaff(transaction, call, request.parent(), now).status());
        }
        ASSIGN_OR_RETURN(const MemberListing listing, ListingOf(request, scopes, day));
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(filter::ListPage page,
                         filter::ReadPage(transaction, listing.listing, listing.order, after,
                                          page::Size(request.page_size())));
        std::vector<std::string> names;
        for (const sql::Row& row : page.rows) names.push_back(row.Text(0));
        next = std::move(page.next);
        ASSIGN_OR_RETURN(people, LoadPeople(transaction, names));
        return absl::OkStatus();
      }));
  v1::ListMembersResponse response;
  if (!next.empty()) {
    response.set_next_page_token(means_.tokens.Make(call.caller().Name(), request, next));
  }
  for (const StoredPerson& stored : people) {
    *response.add_members() =
        SeenAs(call, SightOf(call.caller(), "", PlacesOf(stored, {}, day)), stored, now);
  }
  return response;
}

absl::StatusOr<v1::Person> PersonService::DisablePerson(const rpc::Call& call,
                                                        const v1::DisablePersonRequest& request) {
  const absl::Time now = means_.Now();
  const absl::Time until = Until(request);
  StoredPerson stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        absl::StatusOr<StoredPerson> found = LoadPerson(transaction, request.name());
        if (absl::IsNotFound(found.status())) return status::NotFound(request.name());
        ASSIGN_OR_RETURN(stored, std::move(found));
        stored.disabled_until = until;
        RETURN_IF_ERROR(SavePerson(transaction, stored));
        RETURN_IF_ERROR(timer::Clear(transaction, kAccessReturnsTimer, request.name()));
        if (stored.IsDisabled(now) && until != absl::InfiniteFuture()) {
          RETURN_IF_ERROR(timer::Set(transaction, kAccessReturnsTimer, request.name(), until));
        }
        return PersonChanged(transaction, request.name(), now);
      }));
  const Sight sight = call.person() == request.name() ? Sight::kSelf : Sight::kNational;
  return SeenAs(call, sight, stored, now);
}

}  // namespace telemachus::registry
