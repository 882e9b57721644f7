#ifndef TELEMACHUS_COMMON_FIELD_PATH_H_
#define TELEMACHUS_COMMON_FIELD_PATH_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"

namespace telemachus::field {

// Where a walk stands, as links on its stack: text is made of it only for a fault.
struct Path {
  const Path* parent = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  // The place in a list; negative for anything else. Maps have no places, and their keys may be
  // personal, so that a fault in one is at "marks.key" or "marks.value".
  int index = -1;

  // "mentor.skills[2].skill", from below `above`.
  std::string From(const Path* above) const {
    const std::string rest = parent == above ? "" : absl::StrCat(parent->From(above), ".");
    const std::string place = index < 0 ? "" : absl::StrCat("[", index, "]");
    return absl::StrCat(rest, field->name(), place);
  }

  // The same without places, as a mask says it: "skills.skill".
  std::string Names(const Path* above) const {
    const std::string rest = parent == above ? "" : absl::StrCat(parent->Names(above), ".");
    return absl::StrCat(rest, field->name());
  }
};

}  // namespace telemachus::field

#endif  // TELEMACHUS_COMMON_FIELD_PATH_H_
