// Writing and signing: the verbs of AgreementService that are about the text.

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agreement/paper/agreement_events.h"
#include "agreement/paper/agreement_rules.h"
#include "agreement/paper/agreement_service.h"
#include "agreement/paper/present_text.h"
#include "agreement/paper/section_rules.h"
#include "common/event/outbox.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "google/protobuf/util/message_differencer.h"

namespace telemachus::agreement {
namespace {

using google::protobuf::util::MessageDifferencer;

// The resource carries no rules that make these two required, for answers carry it too.
absl::Status CheckNamed(const v1::Agreement& agreement) {
  status::FieldFaults faults;
  if (agreement.name().empty()) {
    faults.Add("agreement.name", status::v1::REASON_FIELD_REQUIRED, "which agreement");
  }
  if (agreement.etag().empty()) {
    faults.Add("agreement.etag", status::v1::REASON_FIELD_REQUIRED, "as it was read");
  }
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<AgreementService::Rewriting> AgreementService::Rewrite(
    const rpc::Call& call, const v1::UpdateAgreementRequest& request) {
  ASSIGN_OR_RETURN(Present present,
                   ReadPresent(call, ground_.database(), request.agreement().name()));
  const v1::Agreement& agreement = present.stored.agreement;
  ASSIGN_OR_RETURN(const v1::Sections before, OpenSections(sealer_, present, call.deadline()));
  v1::Agreement changed = agreement;
  *changed.mutable_sections() = before;
  RETURN_IF_ERROR(field::Apply(request.agreement(), request.update_mask(), changed));
  Rewriting rewriting{.etag = agreement.etag(),
                      .is_change = !MessageDifferencer::Equals(before, changed.sections()),
                      .sections = changed.sections(),
                      .sealed = ""};
  // Nothing is sealed that will be refused or is there already.
  if (rewriting.is_change && agreement.etag() == request.agreement().etag() && IsLive(agreement)) {
    ASSIGN_OR_RETURN(rewriting.sealed,
                     SealSections(sealer_, agreement.name(), VersionOfChange(agreement),
                                  rewriting.sections, call.deadline()));
  }
  return rewriting;
}

absl::StatusOr<v1::Agreement> AgreementService::UpdateAgreement(
    const rpc::Call& call, const v1::UpdateAgreementRequest& request) {
  RETURN_IF_ERROR(CheckNamed(request.agreement()));
  const std::string& name = request.agreement().name();
  ASSIGN_OR_RETURN(const Rewriting rewriting, Rewrite(call, request));
  Present present;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(present, LoadPresent(call, transaction, name));
    const once::Key key = call.OnceKey(request);
    ASSIGN_OR_RETURN(std::optional<once::Result> earlier, once::Find(transaction, key));
    if (earlier.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckLive(present.stored.agreement));
    const std::string& etag = present.stored.agreement.etag();
    if (etag != request.agreement().etag() || etag != rewriting.etag) {
      return status::StaleEtag(name);
    }
    if (rewriting.is_change) {
      RETURN_IF_ERROR(SaveText(transaction, rewriting.sealed, rewriting.sections.planned_end_date(),
                               now, present));
    }
    return once::Keep(transaction, key, {name, present.stored.version}, now);
  }));
  return Shown(call, present);
}

absl::StatusOr<v1::Agreement> AgreementService::SignAgreement(
    const rpc::Call& call, const v1::SignAgreementRequest& request) {
  ASSIGN_OR_RETURN(const Present read, ReadPresent(call, ground_.database(), request.name()));
  ASSIGN_OR_RETURN(const v1::Sections sections, OpenSections(sealer_, read, call.deadline()));
  Present present;
  const absl::Time now = ground_.clock().Now();
  RETURN_IF_ERROR(ground_.database().Transact(call.deadline(), [&](sql::Transaction& transaction) {
    ASSIGN_OR_RETURN(present, LoadPresent(call, transaction, request.name()));
    v1::Agreement& agreement = present.stored.agreement;
    const std::string etag = agreement.etag();
    if (IsLive(agreement) && agreement.version() == request.version() &&
        HasSigned(agreement, call.person())) {
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(bool in_force, Sign(call.person(), request.version(), now, agreement));
    // The text that was looked at is the text that is signed.
    if ((!request.etag().empty() && request.etag() != etag) ||
        present.version.sealed != read.version.sealed) {
      return status::StaleEtag(request.name());
    }
    RETURN_IF_ERROR(CheckComplete(agreement.kind(), present.stored.terms.form, sections));
    RETURN_IF_ERROR(SaveAgreement(transaction, present.stored));
    RETURN_IF_ERROR(SavePresent(transaction, present, now));
    if (!in_force) return absl::OkStatus();
    return AppendEvent(transaction, present.stored, "signed", now,
                       {{"version", absl::StrCat(agreement.version())}});
  }));
  return Shown(call, present);
}

}  // namespace telemachus::agreement
