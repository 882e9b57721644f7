// How the agreement service erases a person.

#include <algorithm>
#include <initializer_list>

#include "agreement/paper/agreement_events.h"
#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/sealed_text.h"
#include "agreement/subject/holdings.h"
#include "common/status/macros.h"
#include "common/subject/roll.h"

namespace telemachus::agreement {
namespace {

using Kept = subject::v1::SubjectCount;

// Within one transaction: who goes, and what was done.
struct Erasing {
  sql::Transaction& transaction;
  const std::string& person;
  absl::Time now;
  subject::Counts counts;
};

// Ends it as if either side had withdrawn: outside it reads as ended, and nobody learns why.
absl::Status EndLive(Erasing& erasing, StoredAgreement& stored) {
  if (!Withdraw(erasing.now, stored.agreement).ok()) return absl::OkStatus();
  RETURN_IF_ERROR(SaveAgreement(erasing.transaction, stored));
  return AppendEvent(erasing.transaction, stored, "withdrawn", erasing.now);
}

absl::Status EraseOwn(Erasing& erasing, const std::string& agreement) {
  const sql::Parameters whose = {{"agreement", agreement}, {"person", erasing.person}};
  ASSIGN_OR_RETURN(const int64_t reviews,
                   erasing.transaction.Execute("DELETE FROM reviews WHERE agreement = :agreement "
                                               "AND author = :person",
                                               whose));
  ASSIGN_OR_RETURN(const int64_t checklists,
                   erasing.transaction.Execute("DELETE FROM checklists WHERE agreement = "
                                               ":agreement AND person = :person",
                                               whose));
  erasing.counts.Erased("review", reviews);
  erasing.counts.Erased("checklist", checklists);
  return absl::OkStatus();
}

// Whether nobody is left who could read it.
absl::StatusOr<bool> IsAbandoned(sql::Transaction& transaction, const v1::Agreement& agreement) {
  for (const v1::Party& party : agreement.parties()) {
    ASSIGN_OR_RETURN(const bool erased, subject::IsErased(transaction, party.person()));
    if (!erased) return false;
  }
  return true;
}

// The text goes with the key; that there was an agreement stays.
absl::Status EraseShared(Erasing& erasing, const std::string& agreement) {
  int64_t texts = 0;
  for (const char* statement :
       {"UPDATE agreement_versions SET sealed = :none WHERE agreement = :agreement AND sealed <> "
        ":none",
        "UPDATE meetings SET sealed = :none WHERE agreement = :agreement AND sealed <> :none",
        "UPDATE objectives SET sealed = :none WHERE agreement = :agreement AND sealed <> :none"}) {
    ASSIGN_OR_RETURN(
        const int64_t changed,
        erasing.transaction.Execute(statement, {{"agreement", agreement}, {"none", sql::Bytes{}}}));
    texts += changed;
  }
  erasing.counts.Erased("shared_text", texts);
  return absl::OkStatus();
}

// Returns the agreements whose shared key goes too.
absl::StatusOr<std::vector<std::string>> EraseAll(Erasing& erasing,
                                                  const std::vector<std::string>& agreements) {
  for (const std::string& name : agreements) {
    ASSIGN_OR_RETURN(StoredAgreement stored, LoadAgreement(erasing.transaction, name));
    RETURN_IF_ERROR(EndLive(erasing, stored));
    RETURN_IF_ERROR(EraseOwn(erasing, name));
  }
  // Logged first: whoever else is being erased then sees it, or comes before it.
  RETURN_IF_ERROR(
      subject::NoteErasure(erasing.transaction, erasing.person, {}, erasing.now).status());
  std::vector<std::string> abandoned;
  for (const std::string& name : agreements) {
    ASSIGN_OR_RETURN(const StoredAgreement stored, LoadAgreement(erasing.transaction, name));
    ASSIGN_OR_RETURN(const bool nobodys, IsAbandoned(erasing.transaction, stored.agreement));
    erasing.counts.Kept("agreement",
                        nobodys ? Kept::KEEP_REASON_HISTORY : Kept::KEEP_REASON_OTHER_PERSON, 1);
    if (!nobodys) continue;
    RETURN_IF_ERROR(EraseShared(erasing, name));
    abandoned.push_back(name);
  }
  return abandoned;
}

}  // namespace

absl::StatusOr<subject::v1::EraseSubjectResponse> Holdings::Erase(const std::string& person,
                                                                  absl::Time deadline) {
  RETURN_IF_ERROR(catch_up_(deadline));
  ASSIGN_OR_RETURN(const auto stored, AgreementsOf(person, deadline));
  std::vector<std::string> agreements;
  agreements.reserve(stored.size());
  for (const StoredAgreement& found : stored) agreements.push_back(found.agreement.name());
  // Agreements stay findable by their party, so that keys are destroyed again by whoever comes
  // back.
  for (const std::string& name : agreements) {
    RETURN_IF_ERROR(sealer_.Destroy(AuthorsHolder(name, person), deadline));
  }
  std::vector<std::string> abandoned;
  subject::v1::EraseSubjectResponse response;
  RETURN_IF_ERROR(database().Transact(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const bool before, subject::IsErased(transaction, person));
    Erasing erasing{transaction, person, Now(), {}};
    ASSIGN_OR_RETURN(abandoned, EraseAll(erasing, agreements));
    if (!before) erasing.counts.Erased("key", agreements.size() + abandoned.size());
    ASSIGN_OR_RETURN(
        response, subject::NoteErasure(transaction, person,
                                       before ? subject::Counts() : erasing.counts, erasing.now));
    return absl::OkStatus();
  }));
  for (const std::string& name : abandoned) RETURN_IF_ERROR(sealer_.Destroy(name, deadline));
  return response;
}

}  // namespace telemachus::agreement
