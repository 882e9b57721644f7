#ifndef TELEMACHUS_AGREEMENT_PAPER_RELATIONS_H_
#define TELEMACHUS_AGREEMENT_PAPER_RELATIONS_H_

#include <string>

#include "absl/status/statusor.h"
#include "agreement/paper/agreement_store.h"
#include "common/rpc/call.h"

// Who stands how to agreements. Absent and forbidden are one answer.
namespace telemachus::agreement {

// The agreement, if the caller is party to it; the one NotPermitted() if not or there is none.
absl::StatusOr<StoredAgreement> LoadForParty(const rpc::Call& call, sql::Transaction& transaction,
                                             const std::string& name);

// Whether an arrangement of this scope is the caller's to see: as the authority's officer, the
// region's adviser or the nation's staff.
bool SeesArrangements(const access::Caller& caller, const access::Scope& scope);

// "agreements/a1" of "agreements/a1/meetings/2".
std::string AgreementOf(const std::string& name);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_RELATIONS_H_
