#ifndef TELEMACHUS_REGISTRY_INVITATION_INVITATION_RULES_H_
#define TELEMACHUS_REGISTRY_INVITATION_INVITATION_RULES_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "registry/invitation/invitation_record.h"
#include "registry/mentor/farewell_rules.h"
#include "registry/mentor/mentor_record.h"
#include "registry/person/person_record.h"

// Who is asked to mentor new members after leaving office, and what an answer means. Pure. Days are
// YYYY-MM-DD.
namespace telemachus::registry {

// Somebody who leaves office, or does not.
struct Leaver {
  const StoredPerson& person;
  // Whether they have said that they mentor on.
  bool willing = false;
  // What is due by what is known of them.
  const FarewellStep& step;
  // The last invitation they got.
  const std::optional<StoredInvitation>& latest;
};

// What becomes of the asking.
enum class Asking {
  // Nothing.
  kNothing,
  // They are asked.
  kCreate,
  // They have said elsewhere that they mentor on.
  kAccept,
  // They hold a seat again, or may not mentor any more.
  kLapse,
  // Their last day in office is another one.
  kMove,
};
// One that is open follows what becomes of the person. Who has declined is not asked again unless
// they have come into office since.
Asking NextAsking(const Leaver& leaver);

// Whether they are asked, or are so still.
bool IsAsked(const Leaver& leaver);

// Whether it may be answered like this; WrongState() if it was answered otherwise or has lapsed. An
// answer said again is none.
absl::Status CheckAnswer(const v1::MentoringInvitation& invitation,
                         v1::MentoringInvitation::State answer, absl::string_view day);

// What somebody offers who says yes: what they offered before, willing and for new members; or of
// somebody who never registered, the least that a mentor offers, to new members alone.
v1::Mentor OfferOf(const StoredMentor& mentor, bool registered_once);

// As others than the person read it on a day: yes is told, and all else reads the same, whether
// they said no or nothing.
v1::MentoringInvitation Outside(v1::MentoringInvitation invitation, absl::string_view day);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_INVITATION_INVITATION_RULES_H_
