#include "registry/invitation/invitation_service.h"

#include <string>
#include <utility>
#include <vector>

#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/invitation/invitation_rules.h"
#include "registry/invitation/invitation_store.h"
#include "registry/invitation/inviting.h"
#include "registry/mentor/mentor_store.h"
#include "registry/person/changes.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"
#include "registry/subject/restriction.h"

namespace telemachus::registry {
namespace {

using v1::MentoringInvitation;

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

// One of the caller's own. NotPermitted() if it is another's, or there is none.
absl::StatusOr<StoredInvitation> RequireOwn(sql::Transaction& transaction, const rpc::Call& call,
                                            const std::string& name) {
  absl::StatusOr<StoredInvitation> stored = LoadInvitation(transaction, name);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
  RETURN_IF_ERROR(call.Require(stored.ok() && PersonOf(name) == call.person()));
  return stored;
}

// Makes or keeps somebody who said yes a mentor; others learn of it.
absl::Status BeginMentoring(sql::Transaction& transaction, const std::string& person,
                            absl::Time now) {
  absl::StatusOr<StoredMentor> before = LoadMentor(transaction, MentorOfPerson(person));
  if (!before.ok() && !absl::IsNotFound(before.status())) return before.status();
  StoredMentor mentor;
  if (before.ok()) mentor = *before;
  mentor.mentor.set_name(MentorOfPerson(person));
  mentor.mentor = OfferOf(mentor, before.ok());
  RETURN_IF_ERROR(before.ok() ? SaveMentor(transaction, mentor)
                              : InsertMentor(transaction, mentor));
  return PersonChanged(transaction, person, now);
}

}  // namespace

absl::StatusOr<MentoringInvitation> InvitationService::GetMentoringInvitation(
    const rpc::Call& call, const v1::GetMentoringInvitationRequest& request) {
  const absl::Time now = means_.Now();
  MentoringInvitation invitation;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(
            const Sighting seen,
            RequireSight(transaction, call, PersonOf(request.name()), Sight::kNational, now));
        absl::StatusOr<StoredInvitation> stored = LoadInvitation(transaction, request.name());
        if (absl::IsNotFound(stored.status())) return call.Require(false);
        RETURN_IF_ERROR(stored.status());
        const bool own = seen.sight == Sight::kSelf;
        invitation = own ? stored->invitation : Outside(stored->invitation, DayOf(now));
        return absl::OkStatus();
      }));
  return invitation;
}

absl::StatusOr<v1::ListMentoringInvitationsResponse> InvitationService::ListMentoringInvitations(
    const rpc::Call& call, const v1::ListMentoringInvitationsRequest& request) {
  const absl::Time now = means_.Now();
  const int size = page::Size(request.page_size());
  std::vector<StoredInvitation> rows;
  bool own = false;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const Sighting seen,
                         RequireSight(transaction, call, request.parent(), Sight::kNational, now));
        own = seen.sight == Sight::kSelf;
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(rows, ListInvitations(transaction, request.parent(), after, size + 1));
        return absl::OkStatus();
      }));
  v1::ListMentoringInvitationsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(call.caller().Name(), request, PositionOf(rows.back())));
  }
  for (StoredInvitation& row : rows) {
    *response.add_mentoring_invitations() =
        own ? std::move(row.invitation) : Outside(std::move(row.invitation), DayOf(now));
  }
  return response;
}

absl::StatusOr<MentoringInvitation> InvitationService::AcceptMentoringInvitation(
    const rpc::Call& call, const v1::AcceptMentoringInvitationRequest& request) {
  const absl::Time now = means_.Now();
  StoredInvitation stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(stored, RequireOwn(transaction, call, request.name()));
        RETURN_IF_ERROR(
            CheckAnswer(stored.invitation, MentoringInvitation::STATE_ACCEPTED, DayOf(now)));
        if (!stored.IsOpen()) return absl::OkStatus();
        RETURN_IF_ERROR(CheckMayGoOn(transaction, call, call.person()));
        RETURN_IF_ERROR(CloseInvitation(transaction, MentoringInvitation::STATE_ACCEPTED, stored));
        return BeginMentoring(transaction, call.person(), now);
      }));
  return stored.invitation;
}

absl::StatusOr<MentoringInvitation> InvitationService::DeclineMentoringInvitation(
    const rpc::Call& call, const v1::DeclineMentoringInvitationRequest& request) {
  const std::string day = time::FormatDate(means_.Today());
  StoredInvitation stored;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(stored, RequireOwn(transaction, call, request.name()));
        RETURN_IF_ERROR(CheckAnswer(stored.invitation, MentoringInvitation::STATE_DECLINED, day));
        if (!stored.IsOpen()) return absl::OkStatus();
        return CloseInvitation(transaction, MentoringInvitation::STATE_DECLINED, stored);
      }));
  return stored.invitation;
}

}  // namespace telemachus::registry
