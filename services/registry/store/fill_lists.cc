#include "registry/store/fill_lists.h"

#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/course/course_store.h"
#include "registry/course/session_store.h"
#include "registry/guidance/guidance_versions.h"
#include "registry/mentor/mentor_store.h"
#include "registry/need/format_task_store.h"
#include "registry/person/membership_store.h"
#include "registry/person/person_store.h"

namespace telemachus::registry {

absl::Status FillLists(sql::Transaction& transaction) {
  RETURN_IF_ERROR(FillAuthorityLists(transaction));
  RETURN_IF_ERROR(FillPersonLists(transaction));
  RETURN_IF_ERROR(FillMentorLists(transaction));
  RETURN_IF_ERROR(FillMembershipLists(transaction));
  RETURN_IF_ERROR(FillCourseLists(transaction));
  RETURN_IF_ERROR(FillSessionLists(transaction));
  RETURN_IF_ERROR(FillGuidanceLists(transaction));
  return FillFormatTaskLists(transaction);
}

}  // namespace telemachus::registry
