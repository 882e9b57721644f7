#ifndef TELEMACHUS_REGISTRY_SUBJECT_RESTRICTION_RULES_H_
#define TELEMACHUS_REGISTRY_SUBJECT_RESTRICTION_RULES_H_

#include <optional>

#include "absl/strings/string_view.h"

// What goes on with somebody whose data are restricted at their wish. Pure.
namespace telemachus::registry {

// What a change of the register has to do with such a person.
enum class Bearing {
  // It would use their data for something new: it is refused, whoever asks.
  kBegins,
  // It stores what is so, states what the person chooses, or ends something: it goes on.
  kGoesOn,
  // It is about nobody in particular.
  kOfNobody,
};

// The bearing of a method, "/telemachus.registry.v1.MentorService/CreateMentor"; nothing if it only
// reads, which goes on for all who may, or if it is none of the register's.
std::optional<Bearing> BearingOf(absl::string_view method);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_SUBJECT_RESTRICTION_RULES_H_
