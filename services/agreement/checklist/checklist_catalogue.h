#ifndef TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_CATALOGUE_H_
#define TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_CATALOGUE_H_

#include "telemachus/agreement/v1/checklist.pb.h"

namespace telemachus::agreement {

// The statements of the present version. A change of wording is a new version; numbers of
// statements that mean the same stay the same.
const v1::ChecklistCatalogue& PresentCatalogue();

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_CHECKLIST_CHECKLIST_CATALOGUE_H_
