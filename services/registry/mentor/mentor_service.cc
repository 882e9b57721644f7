#include "registry/mentor/mentor_service.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/mentor/mentor_list.h"
#include "registry/mentor/mentor_rules.h"
#include "registry/mentor/mentor_store.h"
#include "registry/mentor/officer_posts.h"
#include "registry/person/changes.h"
#include "registry/person/sighting.h"
#include "registry/person/staff_scopes.h"
#include "registry/person/tenure_rules.h"
#include "registry/policy/policy_store.h"
#include "registry/subject/restriction.h"

namespace telemachus::registry {
namespace {

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

// Sets in mentors what follows from the people behind them, given in the same order.
absl::Status FillInAll(sql::Transaction& transaction, const std::vector<StoredPerson>& people,
                       const std::string& day, std::vector<v1::Mentor>& mentors) {
  std::set<std::string> left;
  std::vector<std::string> names;
  for (const StoredPerson& stored : people) {
    left.merge(AuthoritiesLeft(stored, day));
    names.push_back(stored.person.name());
  }
  ASSIGN_OR_RETURN(const PolicyBook policies, LoadPolicies(transaction, left));
  ASSIGN_OR_RETURN(OfficerPosts posts, LoadOfficerPosts(transaction, names, day));
  for (size_t i = 0; i < mentors.size(); ++i) {
    FillIn(people[i], posts[names[i]], policies, day, mentors[i]);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Mentor> FilledIn(sql::Transaction& transaction, const StoredPerson& stored,
                                    v1::Mentor mentor, const std::string& day) {
  std::vector<v1::Mentor> mentors = {std::move(mentor)};
  RETURN_IF_ERROR(FillInAll(transaction, {stored}, day, mentors));
  return std::move(mentors.front());
}

// The mentors of rows that begin with their names, in the same order.
absl::StatusOr<std::vector<v1::Mentor>> LoadListed(sql::Transaction& transaction,
                                                   const std::vector<sql::Row>& rows,
                                                   const std::string& day) {
  std::vector<std::string> names, people;
  for (const sql::Row& row : rows) {
    names.push_back(row.Text(0));
    people.push_back(PersonOfMentor(row.Text(0)));
  }
  ASSIGN_OR_RETURN(std::vector<StoredMentor> found, LoadMentors(transaction, names));
  ASSIGN_OR_RETURN(const auto stored, LoadPeople(transaction, people));
  std::vector<v1::Mentor> mentors;
  mentors.reserve(found.size());
  for (StoredMentor& each : found) mentors.push_back(std::move(each.mentor));
  RETURN_IF_ERROR(FillInAll(transaction, stored, day, mentors));
  return mentors;
}

absl::Status Check(sql::Transaction& transaction, const StoredPerson& stored,
                   const v1::Mentor& mentor, const std::string& day) {
  ASSIGN_OR_RETURN(const v1::CatalogueCodes codes, LoadCodes(transaction));
  ASSIGN_OR_RETURN(OfficerPosts posts, LoadOfficerPosts(transaction, {stored.person.name()}, day));
  return CheckOffer(mentor, codes, MentorsAsOfficer(stored, posts[stored.person.name()], day));
}

// A mentor in the register; NOT_FOUND (bare) if there is none.
absl::StatusOr<StoredMentor> LoadRegistered(sql::Transaction& transaction,
                                            const std::string& name) {
  ASSIGN_OR_RETURN(StoredMentor stored, LoadMentor(transaction, name));
  if (!stored.IsRegistered()) return absl::NotFoundError("the mentor left the register");
  return stored;
}

// The caller's own entry in the register. NotPermitted() if there is none, or it is another's.
absl::StatusOr<StoredMentor> RequireOwn(sql::Transaction& transaction, const rpc::Call& call,
                                        const std::string& name) {
  absl::StatusOr<StoredMentor> stored = LoadRegistered(transaction, name);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
  RETURN_IF_ERROR(call.Require(stored.ok() && name == MentorOfPerson(call.person())));
  return stored;
}

// Puts a mentor into the register, for the first time or again.
absl::StatusOr<StoredMentor> Register(sql::Transaction& transaction, v1::Mentor draft) {
  absl::StatusOr<StoredMentor> before = LoadMentor(transaction, draft.name());
  if (!before.ok() && !absl::IsNotFound(before.status())) return before.status();
  StoredMentor stored;
  if (before.ok() && !before->IsRegistered()) {
    stored.version = before->version;
    stored.mentor = std::move(draft);
    RETURN_IF_ERROR(SaveMentor(transaction, stored));
  } else {
    stored.mentor = std::move(draft);
    RETURN_IF_ERROR(InsertMentor(transaction, stored));
  }
  return stored;
}

}  // namespace

absl::StatusOr<v1::Mentor> MentorService::CreateMentor(const rpc::Call& call,
                                                       const v1::CreateMentorRequest& request) {
  const std::string name = MentorOfPerson(call.person());
  const std::string& asked = request.mentor().name();
  const absl::Time now = means_.Now();
  v1::Mentor mentor;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        const absl::StatusOr<KnownPerson> known = LoadKnown(transaction, call.person(), now);
        if (!known.ok() && !absl::IsNotFound(known.status())) return known.status();
        RETURN_IF_ERROR(call.Require((asked.empty() || asked == name) && known.ok() &&
                                     MayMentor(known->roles)));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        StoredMentor stored;
        if (earlier.has_value()) {
          absl::StatusOr<StoredMentor> made = LoadRegistered(transaction, name);
          if (absl::IsNotFound(made.status())) return status::NotFound(name);
          ASSIGN_OR_RETURN(stored, std::move(made));
        } else {
          RETURN_IF_ERROR(CheckMayGoOn(transaction, call, call.person()));
          RETURN_IF_ERROR(Check(transaction, known->stored, request.mentor(), DayOf(now)));
          ASSIGN_OR_RETURN(stored, Register(transaction, Draft(request.mentor(), name)));
          RETURN_IF_ERROR(PersonChanged(transaction, call.person(), now));
          RETURN_IF_ERROR(once::Keep(transaction, key, {name, stored.version}, now));
        }
        ASSIGN_OR_RETURN(mentor, FilledIn(transaction, known->stored, stored.mentor, DayOf(now)));
        return absl::OkStatus();
      }));
  return mentor;
}

absl::StatusOr<v1::Mentor> MentorService::GetMentor(const rpc::Call& call,
                                                    const v1::GetMentorRequest& request) {
  const absl::Time now = means_.Now();
  v1::Mentor mentor;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        absl::StatusOr<StoredMentor> stored = LoadRegistered(transaction, request.name());
        if (absl::IsNotFound(stored.status())) return call.Require(false);
        RETURN_IF_ERROR(stored.status());
        ASSIGN_OR_RETURN(
            const Sighting seen,
            RequireSight(transaction, call, PersonOfMentor(request.name()), Sight::kAdviser, now));
        ASSIGN_OR_RETURN(mentor, FilledIn(transaction, seen.stored, stored->mentor, DayOf(now)));
        return absl::OkStatus();
      }));
  return mentor;
}

absl::StatusOr<v1::Mentor> MentorService::UpdateMentor(const rpc::Call& call,
                                                       const v1::UpdateMentorRequest& request) {
  const std::string& name = request.mentor().name();
  const absl::Time now = means_.Now();
  v1::Mentor mentor;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(StoredMentor stored, RequireOwn(transaction, call, name));
        const std::string& etag = request.mentor().etag();
        if (!etag.empty() && etag != stored.mentor.etag()) return status::StaleEtag(name);
        RETURN_IF_ERROR(CheckMayGoOn(transaction, call, call.person()));
        const v1::Mentor before = stored.mentor;
        RETURN_IF_ERROR(field::Apply(request.mentor(), request.update_mask(), stored.mentor));
        stored.mentor = Draft(stored.mentor, name);
        ASSIGN_OR_RETURN(const StoredPerson person, LoadPerson(transaction, call.person()));
        RETURN_IF_ERROR(Check(transaction, person, stored.mentor, DayOf(now)));
        RETURN_IF_ERROR(SaveMentor(transaction, stored));
        RETURN_IF_ERROR(PersonChanged(transaction, call.person(), now));
        ASSIGN_OR_RETURN(mentor, FilledIn(transaction, person, stored.mentor, DayOf(now)));
        ExplainPlaces(before, mentor);
        return absl::OkStatus();
      }));
  return mentor;
}

absl::StatusOr<google::protobuf::Empty> MentorService::DeleteMentor(
    const rpc::Call& call, const v1::DeleteMentorRequest& request) {
  const absl::Time now = means_.Now();
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(StoredMentor stored, RequireOwn(transaction, call, request.name()));
        stored.withdrawn = now;
        RETURN_IF_ERROR(SaveMentor(transaction, stored));
        return PersonChanged(transaction, call.person(), now);
      }));
  return google::protobuf::Empty();
}

absl::StatusOr<v1::ListMentorsResponse> MentorService::ListMentors(
    const rpc::Call& call, const v1::ListMentorsRequest& request) {
  const absl::Time now = means_.Now();
  const std::string day = DayOf(now);
  const std::string caller = call.caller().Name();
  const std::vector<std::string> scopes = StaffScopes(call.caller());
  std::vector<v1::Mentor> mentors;
  std::string next;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        if (request.parent() == kAllAuthorities) {
          RETURN_IF_ERROR(call.Require(!scopes.empty()));
        } else {
          RETURN_IF_ERROR(RequireStaff(transaction, call, request.parent(), now).status());
        }
        ASSIGN_OR_RETURN(const MentorListing listing, ListingOf(request, scopes, day));
        ASSIGN_OR_RETURN(const std::string after, means_.tokens.Read(caller, request));
        ASSIGN_OR_RETURN(filter::ListPage page,
                         filter::ReadPage(transaction, listing.listing, listing.order, after,
                                          page::Size(request.page_size())));
        next = std::move(page.next);
        ASSIGN_OR_RETURN(mentors, LoadListed(transaction, page.rows, day));
        return absl::OkStatus();
      }));
  v1::ListMentorsResponse response;
  if (!next.empty()) response.set_next_page_token(means_.tokens.Make(caller, request, next));
  for (v1::Mentor& mentor : mentors) *response.add_mentors() = std::move(mentor);
  return response;
}

}  // namespace telemachus::registry
