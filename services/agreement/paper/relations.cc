#include "agreement/paper/relations.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "agreement/paper/agreement_rules.h"
#include "common/status/macros.h"

namespace telemachus::agreement {

absl::StatusOr<StoredAgreement> LoadForParty(const rpc::Call& call, sql::Transaction& transaction,
                                             const std::string& name) {
  absl::StatusOr<StoredAgreement> stored = LoadAgreement(transaction, name);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
  const bool is_party =
      stored.ok() && SideOf(stored->agreement, call.person()) != v1::Party::SIDE_UNSPECIFIED;
  RETURN_IF_ERROR(call.Require(is_party));
  return stored;
}

bool SeesArrangements(const access::Caller& caller, const access::Scope& scope) {
  const access::Scope authority{.authority = scope.authority, .region = "", .nation = ""};
  return caller.HasIn(access::Role::ROLE_OFFICER, authority) ||
         caller.HasIn(access::Role::ROLE_ADVISER, scope) ||
         caller.HasIn(access::Role::ROLE_NATIONAL, scope);
}

std::string AgreementOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, absl::MaxSplits('/', 2));
  return parts.size() < 2 ? std::string() : absl::StrCat(parts[0], "/", parts[1]);
}

}  // namespace telemachus::agreement
