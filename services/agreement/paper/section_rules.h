#ifndef TELEMACHUS_AGREEMENT_PAPER_SECTION_RULES_H_
#define TELEMACHUS_AGREEMENT_PAPER_SECTION_RULES_H_

#include "absl/status/status.h"
#include "telemachus/agreement/v1/agreement.pb.h"
#include "telemachus/registry/v1/authority.pb.h"

// What has to be written before anybody signs. Pure.
namespace telemachus::agreement {

// OK if the sections are complete for this kind of mentoring and form of agreement; else
// SECTIONS_INCOMPLETE naming the fields that are empty, in the metadata `sections`.
absl::Status CheckComplete(programme::v1::Kind kind, registry::v1::Policy::AgreementForm form,
                           const v1::Sections& sections);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_SECTION_RULES_H_
