#include "evaluation/subject/holdings.h"

#include <algorithm>
#include <set>

#include "common/status/macros.h"
#include "common/subject/roll.h"
#include "common/time/civil.h"
#include "evaluation/answer/evaluation_place.h"
#include "evaluation/answer/evaluation_store.h"
#include "evaluation/answer/invitation_store.h"
#include "telemachus/evaluation/v1/evaluation.pb.h"

namespace telemachus::evaluation {
namespace {

using Record = subject::v1::SubjectRecord;

// More than anybody is asked.
constexpr int kMost = 10000;

absl::StatusOr<std::vector<SealedEvaluation>> EvaluationsOf(sql::Transaction& transaction,
                                                            const std::string& author) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT id, sealed FROM evaluations WHERE author = :author "
                                     "ORDER BY id LIMIT :limit",
                                     {{"author", author}, {"limit", kMost}}));
  std::vector<SealedEvaluation> evaluations;
  evaluations.reserve(rows.size());
  for (const sql::Row& row : rows) {
    evaluations.push_back({.name = row.Text(0), .author = author, .sealed = row.Blob(1)});
  }
  return evaluations;
}

absl::Status DeleteAll(sql::Transaction& transaction, const std::string& person,
                       subject::Counts& counts) {
  ASSIGN_OR_RETURN(
      const int64_t evaluations,
      transaction.Execute("DELETE FROM evaluations WHERE author = :person", {{"person", person}}));
  ASSIGN_OR_RETURN(
      const int64_t invitations,
      transaction.Execute("DELETE FROM invitations WHERE person = :person", {{"person", person}}));
  counts.Erased("evaluation", evaluations);
  counts.Erased("key", evaluations);
  counts.Erased("invitation", invitations);
  return absl::OkStatus();
}

}  // namespace

absl::Status Holdings::Export(const std::string& person, absl::Time deadline,
                              const subject::Teller& tell) {
  std::vector<StoredInvitation> invitations;
  std::vector<SealedEvaluation> evaluations;
  RETURN_IF_ERROR(database().Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(invitations, ListAllInvitations(transaction, person, kMost));
    ASSIGN_OR_RETURN(evaluations, EvaluationsOf(transaction, person));
    return absl::OkStatus();
  }));
  for (const StoredInvitation& stored : invitations) {
    v1::Invitation invitation;
    invitation.set_name(stored.name);
    invitation.set_agreement(stored.agreement);
    invitation.set_occasion(stored.occasion);
    *invitation.mutable_create_time() = time::ToProto(stored.created);
    RETURN_IF_ERROR(
        subject::Tell(tell, "invitation", stored.name, Record::ORIGIN_FACT, invitation));
  }
  for (const SealedEvaluation& stored : evaluations) {
    ASSIGN_OR_RETURN(const std::string plain,
                     sealer_.Open(EvaluationHolder(stored.name, person),
                                  EvaluationPlace(stored.name), stored.sealed, deadline));
    v1::Evaluation evaluation;
    if (!evaluation.ParseFromString(plain)) {
      return absl::DataLossError("an evaluation does not read as one");
    }
    RETURN_IF_ERROR(
        subject::Tell(tell, "evaluation", stored.name, Record::ORIGIN_WRITTEN, evaluation));
  }
  return absl::OkStatus();
}

absl::StatusOr<subject::v1::EraseSubjectResponse> Holdings::Erase(const std::string& person,
                                                                  absl::Time deadline) {
  std::set<std::string> destroyed;
  subject::v1::EraseSubjectResponse response;
  // A key goes before the row that names it, so that none is forgotten, whatever happens between.
  for (bool all = false; !all;) {
    std::vector<SealedEvaluation> evaluations;
    RETURN_IF_ERROR(database().Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(evaluations, EvaluationsOf(transaction, person));
      return absl::OkStatus();
    }));
    for (const SealedEvaluation& stored : evaluations) {
      RETURN_IF_ERROR(sealer_.Destroy(EvaluationHolder(stored.name, person), deadline));
      destroyed.insert(stored.name);
    }
    RETURN_IF_ERROR(
        database().Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
          ASSIGN_OR_RETURN(const auto there, EvaluationsOf(transaction, person));
          all = std::all_of(there.begin(), there.end(), [&](const SealedEvaluation& stored) {
            return destroyed.contains(stored.name);
          });
          if (!all) return absl::OkStatus();
          subject::Counts counts;
          RETURN_IF_ERROR(DeleteAll(transaction, person, counts));
          ASSIGN_OR_RETURN(response, subject::NoteErasure(transaction, person, counts, Now()));
          return absl::OkStatus();
        }));
  }
  return response;
}

}  // namespace telemachus::evaluation
