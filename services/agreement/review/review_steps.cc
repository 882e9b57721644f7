// Beginning, showing and agreeing a review: the verbs of ReviewService that change something.

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agreement/meeting/objective_store.h"
#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/conflict.h"
#include "agreement/paper/present_text.h"
#include "agreement/paper/relations.h"
#include "agreement/paper/sealed_text.h"
#include "agreement/review/review_rules.h"
#include "agreement/review/review_service.h"
#include "common/event/outbox.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

// The objectives that a final review speaks of are this agreement's.
absl::Status CheckEvidence(sql::Transaction& transaction, const std::string& agreement,
                           const v1::Review& review) {
  status::FieldFaults faults;
  for (int i = 0; i < review.final().evidence_size(); ++i) {
    const std::string& objective = review.final().evidence(i).objective();
    absl::Status found = LoadObjective(transaction, objective).status();
    if (!found.ok() && !absl::IsNotFound(found)) return found;
    if (found.ok() && AgreementOf(objective) == agreement) continue;
    faults.Add(absl::StrCat("review.final.evidence[", i, "].objective"),
               status::v1::REASON_FIELD_UNKNOWN_REFERENCE, "an objective of this agreement");
  }
  return faults.ToStatus();
}

absl::StatusOr<StoredReview> LoadFor(
    const rpc::Call& call, sql::Transaction& transaction, const std::string& name,
    const v1::Agreement& agreement,
    const std::function<bool(const v1::Agreement&, const v1::Review&)>& right) {
  absl::StatusOr<StoredReview> found = LoadReview(transaction, name);
  if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
  RETURN_IF_ERROR(call.Require(found.ok() && right(agreement, found->review)));
  return found;
}

}  // namespace

absl::StatusOr<StoredReview> ReviewService::Draft(const rpc::Call& call,
                                                  const v1::CreateReviewRequest& request) {
  const std::string& agreement = request.parent();
  StoredReview draft;
  draft.sort = request.review().answers_case();
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto parent, LoadForParty(call, transaction, agreement));
    return call.Require(MayBegin(draft.sort, SideOf(parent.agreement, call.person())));
  }));
  if (draft.sort == v1::Review::ANSWERS_NOT_SET) {
    return status::FieldFault("review.answers", status::v1::REASON_FIELD_REQUIRED,
                              "the answers of a progress review or of the final one");
  }
  draft.review.set_name(absl::StrCat(agreement, "/reviews/", ground_.ids().Next()));
  draft.review.set_author(call.person());
  draft.review.set_state(v1::Review::STATE_DRAFT);
  v1::Review text;
  if (request.review().has_final()) *text.mutable_final() = request.review().final();
  if (request.review().has_progress()) *text.mutable_progress() = request.review().progress();
  ASSIGN_OR_RETURN(draft.sealed,
                   SealText(sealer_, ReviewPlace(agreement, draft.review.name(), call.person()),
                            text, call.deadline()));
  return draft;
}

absl::StatusOr<v1::Review> ReviewService::CreateReview(const rpc::Call& call,
                                                       const v1::CreateReviewRequest& request) {
  const std::string& agreement = request.parent();
  ASSIGN_OR_RETURN(const StoredReview draft, Draft(call, request));
  StoredReview stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(auto parent, LoadForParty(call, transaction, agreement));
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
    if (earlier.has_value()) {
      ASSIGN_OR_RETURN(stored, LoadReview(transaction, earlier->resource));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(CheckInForce(parent.agreement));
    RETURN_IF_ERROR(CheckEvidence(transaction, agreement, request.review()));
    stored = draft;
    *stored.review.mutable_create_time() = time::ToProto(now);
    ASSIGN_OR_RETURN(stored.position, NextPosition(transaction, agreement));
    RETURN_IF_ERROR(InsertReview(transaction, agreement, stored));
    return once::Keep(transaction, key, {stored.review.name(), 1}, now);
  }));
  return Shown(call, agreement, stored);
}

absl::StatusOr<ReviewService::Prepared> ReviewService::Prepare(const rpc::Call& call,
                                                               const std::string& name,
                                                               const Right& right) {
  Prepared prepared;
  RETURN_IF_ERROR(ground_.database().Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(prepared.present, LoadPresent(call, transaction, AgreementOf(name)));
    ASSIGN_OR_RETURN(prepared.review,
                     LoadFor(call, transaction, name, prepared.present.stored.agreement, right));
    return absl::OkStatus();
  }));
  const v1::Agreement& agreement = prepared.present.stored.agreement;
  ASSIGN_OR_RETURN(const v1::Review shown, Shown(call, agreement.name(), prepared.review));
  prepared.plan_changes = shown.progress().action_plan_changes();
  // A version that nobody has signed is open as it is.
  if (!prepared.plan_changes || !IsSigned(agreement)) return prepared;
  ASSIGN_OR_RETURN(const v1::Sections sections,
                   OpenSections(sealer_, prepared.present, call.deadline()));
  ASSIGN_OR_RETURN(prepared.next_version,
                   SealSections(sealer_, agreement.name(), VersionOfChange(agreement), sections,
                                call.deadline()));
  return prepared;
}

absl::Status ReviewService::Conclude(sql::Transaction& transaction, const Prepared& prepared,
                                     Present& present, const StoredReview& stored, absl::Time now) {
  const v1::Agreement& agreement = present.stored.agreement;
  const std::string planned_end = agreement.sections().planned_end_date();
  if (prepared.plan_changes && agreement.etag() != prepared.present.stored.agreement.etag()) {
    return ChangedMeanwhile();
  }
  if (prepared.next_version.has_value()) {
    RETURN_IF_ERROR(SaveText(transaction, *prepared.next_version, planned_end, now, present));
  }
  return event::Append(
      transaction,
      {.type = "agreement.review.final",
       .resource = stored.review.name(),
       .version = 1,
       .codes = {{"agreement", agreement.name()}, {"sort", SortCode(stored.sort)}}},
      now);
}

absl::StatusOr<v1::Review> ReviewService::Take(const rpc::Call& call, const std::string& name,
                                               const Right& right, const Decision& decision) {
  ASSIGN_OR_RETURN(const Prepared prepared, Prepare(call, name, right));
  const std::string agreement = AgreementOf(name);
  StoredReview stored;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(Present present, LoadPresent(call, transaction, agreement));
    ASSIGN_OR_RETURN(stored, LoadFor(call, transaction, name, present.stored.agreement, right));
    const v1::Review::State from = stored.review.state();
    RETURN_IF_ERROR(CheckInForce(present.stored.agreement));
    RETURN_IF_ERROR(decision(present.stored.agreement, stored.review));
    RETURN_IF_ERROR(SaveReview(transaction, from, stored));
    if (stored.review.state() != v1::Review::STATE_FINAL) return absl::OkStatus();
    return Conclude(transaction, prepared, present, stored, now);
  }));
  return Shown(call, agreement, stored);
}

absl::StatusOr<v1::Review> ReviewService::SubmitReview(const rpc::Call& call,
                                                       const v1::SubmitReviewRequest& request) {
  return Take(
      call, request.name(),
      [&](const v1::Agreement&, const v1::Review& review) {
        return review.author() == call.person();
      },
      [&](const v1::Agreement& agreement, v1::Review& review) {
        return Submit(SideOf(agreement, review.author()), ground_.clock().Now(), review);
      });
}

absl::StatusOr<v1::Review> ReviewService::AgreeReview(const rpc::Call& call,
                                                      const v1::AgreeReviewRequest& request) {
  return Take(
      call, request.name(),
      [&](const v1::Agreement& agreement, const v1::Review& review) {
        return SideOf(agreement, call.person()) == v1::Party::SIDE_MENTEE &&
               MayRead(review, call.person());
      },
      [&](const v1::Agreement&, v1::Review& review) {
        return Agree(ground_.clock().Now(), review);
      });
}

}  // namespace telemachus::agreement
