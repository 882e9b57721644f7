#include "agreement/paper/present_text.h"

#include <utility>

#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/relations.h"
#include "agreement/paper/sealed_text.h"
#include "common/status/macros.h"

namespace telemachus::agreement {

absl::StatusOr<Present> LoadPresent(const rpc::Call& call, sql::Transaction& transaction,
                                    const std::string& name) {
  Present present;
  ASSIGN_OR_RETURN(present.stored, LoadForParty(call, transaction, name));
  ASSIGN_OR_RETURN(present.version,
                   LoadVersion(transaction, name, present.stored.agreement.version()));
  return present;
}

absl::StatusOr<Present> ReadPresent(const rpc::Call& call, sql::Database& database,
                                    const std::string& name) {
  Present present;
  RETURN_IF_ERROR(database.Read(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(present, LoadPresent(call, transaction, name));
    return absl::OkStatus();
  }));
  return present;
}

absl::StatusOr<v1::Sections> OpenSections(crypto::Sealer& sealer, const Present& present,
                                          absl::Time deadline) {
  const v1::Agreement& agreement = present.stored.agreement;
  v1::Sections sections;
  RETURN_IF_ERROR(OpenText(sealer, SectionsPlace(agreement.name(), agreement.version()),
                           present.version.sealed, deadline, sections));
  sections.set_planned_end_date(agreement.sections().planned_end_date());
  return sections;
}

int64_t VersionOfChange(const v1::Agreement& agreement) {
  return agreement.version() + (IsSigned(agreement) ? 1 : 0);
}

absl::StatusOr<std::string> SealSections(crypto::Sealer& sealer, const std::string& agreement,
                                         int64_t version, v1::Sections sections,
                                         absl::Time deadline) {
  sections.clear_planned_end_date();
  return SealText(sealer, SectionsPlace(agreement, version), sections, deadline);
}

absl::Status SaveText(sql::Transaction& transaction, const std::string& sealed,
                      const std::string& planned_end_date, absl::Time now, Present& present) {
  v1::Agreement& agreement = present.stored.agreement;
  if (IsSigned(agreement)) BeginVersion(agreement);
  agreement.mutable_sections()->set_planned_end_date(planned_end_date);
  present.version.sealed = sealed;
  RETURN_IF_ERROR(SaveAgreement(transaction, present.stored));
  return SavePresent(transaction, present, now);
}

}  // namespace telemachus::agreement
