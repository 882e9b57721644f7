#ifndef TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_RULES_H_
#define TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_RULES_H_

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "telemachus/agreement/v1/checklist.pb.h"

// What a party sees of a checklist, and what it takes to answer one. Pure.
namespace telemachus::agreement {

using ChecklistAnswers = google::protobuf::RepeatedPtrField<v1::Checklist::Answer>;

// Every statement of the catalogue is answered, once, and nothing else is.
absl::Status CheckAnswers(const v1::ChecklistCatalogue& catalogue, const ChecklistAnswers& answers);

// The caller's own answers by number, as the checklist keeps them.
v1::Checklist OwnAnswers(int version, const ChecklistAnswers& answers);

// Adds the other side's answers and where the two differ, statement by statement; one that only one
// of the two answered, under another version of the catalogue, shows what there is.
void Reveal(const v1::Checklist& other, v1::Checklist& own);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_RULES_H_
