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
#include "registry/mentor/mentor_rules.h"
#include "registry/mentor/mentor_store.h"
#include "registry/person/changes.h"
#include "registry/person/sighting.h"
#include "registry/person/tenure_rules.h"
#include "registry/policy/policy_store.h"

namespace telemachus::registry {
namespace {

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

// Sets in mentors what follows from the people behind them, given in the same order.
absl::Status FillInAll(sql::Transaction& transaction, const std::vector<StoredPerson>& people,
                       const std::string& day, std::vector<v1::Mentor>& mentors) {
  std::set<std::string> left;
  for (const StoredPerson& stored : people) left.merge(AuthoritiesLeft(stored, day));
  ASSIGN_OR_RETURN(const PolicyBook policies, LoadPolicies(transaction, left));
  for (size_t i = 0; i < mentors.size(); ++i) FillIn(people[i], policies, day, mentors[i]);
  return absl::OkStatus();
}

absl::StatusOr<v1::Mentor> FilledIn(sql::Transaction& transaction, const StoredPerson& stored,
                                    v1::Mentor mentor, const std::string& day) {
  std::vector<v1::Mentor> mentors = {std::move(mentor)};
  RETURN_IF_ERROR(FillInAll(transaction, {stored}, day, mentors));
  return std::move(mentors.front());
}

absl::Status CheckCodes(sql::Transaction& transaction, const v1::Mentor& mentor) {
  ASSIGN_OR_RETURN(const v1::CatalogueCodes codes, LoadCodes(transaction));
  return CheckOffer(mentor, codes);
}

v1::Mentor Draft(const v1::Mentor& asked, const std::string& name) {
  v1::Mentor mentor = asked;
  mentor.set_name(name);
  if (mentor.visibility() == programme::v1::REACH_UNSPECIFIED) {
    mentor.set_visibility(programme::v1::REACH_AUTHORITY);
  }
  return mentor;
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
          ASSIGN_OR_RETURN(stored, LoadMentor(transaction, name));
        } else {
          RETURN_IF_ERROR(CheckCodes(transaction, request.mentor()));
          stored.mentor = Draft(request.mentor(), name);
          RETURN_IF_ERROR(InsertMentor(transaction, stored));
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
        absl::StatusOr<StoredMentor> stored = LoadMentor(transaction, request.name());
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
        absl::StatusOr<StoredMentor> stored = LoadMentor(transaction, name);
        if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
        RETURN_IF_ERROR(call.Require(stored.ok() && name == MentorOfPerson(call.person())));
        const std::string& etag = request.mentor().etag();
        if (!etag.empty() && etag != stored->mentor.etag()) return status::StaleEtag(name);
        RETURN_IF_ERROR(field::Apply(request.mentor(), request.update_mask(), stored->mentor));
        stored->mentor = Draft(stored->mentor, name);
        RETURN_IF_ERROR(CheckCodes(transaction, stored->mentor));
        RETURN_IF_ERROR(SaveMentor(transaction, *stored));
        RETURN_IF_ERROR(PersonChanged(transaction, call.person(), now));
        ASSIGN_OR_RETURN(const StoredPerson person, LoadPerson(transaction, call.person()));
        ASSIGN_OR_RETURN(mentor, FilledIn(transaction, person, stored->mentor, DayOf(now)));
        return absl::OkStatus();
      }));
  return mentor;
}

absl::StatusOr<v1::ListMentorsResponse> MentorService::ListMentors(
    const rpc::Call& call, const v1::ListMentorsRequest& request) {
  const absl::Time now = means_.Now();
  const absl::CivilDay today = time::DayOf(now);
  const std::string day = time::FormatDate(today);
  const std::string since = time::FormatDate(time::AddMonths(today, -kMostFormerMonths));
  const int size = page::Size(request.page_size());
  std::vector<v1::Mentor> mentors;
  bool more = false;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(RequireStaff(transaction, call, request.parent(), now).status());
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(auto rows, registry::ListMentors(transaction, request.parent(), day, since,
                                                          after, size + 1));
        more = page::Cut(rows, size);
        mentors.clear();
        std::vector<std::string> names;
        for (StoredMentor& row : rows) {
          names.push_back(PersonOfMentor(row.mentor.name()));
          mentors.push_back(std::move(row.mentor));
        }
        ASSIGN_OR_RETURN(const auto people, LoadPeople(transaction, names));
        return FillInAll(transaction, people, day, mentors);
      }));
  v1::ListMentorsResponse response;
  if (more) {
    response.set_next_page_token(
        means_.tokens.Make(call.caller().Name(), request, mentors.back().name()));
  }
  for (v1::Mentor& mentor : mentors) *response.add_mentors() = std::move(mentor);
  return response;
}

}  // namespace telemachus::registry
