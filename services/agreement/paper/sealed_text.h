#ifndef TELEMACHUS_AGREEMENT_PAPER_SEALED_TEXT_H_
#define TELEMACHUS_AGREEMENT_PAPER_SEALED_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/seal.h"
#include "google/protobuf/message.h"

// How what the parties write is sealed: what they own together under the agreement's key, what one
// of them wrote under a key of their own. Sealing and opening go to the database of keys, so they
// happen before and after transactions.
namespace telemachus::agreement {

// Under whose key a text lies, and what it is bound to.
struct TextPlace {
  std::string holder;
  crypto::Place place;
};

// Under whose key one party's own texts lie. What they own together lies under the agreement's
// name.
std::string AuthorsHolder(const std::string& agreement, const std::string& author);

// Where each sort of text lies.
TextPlace SectionsPlace(const std::string& agreement, int64_t version);
// `text_id` is the meeting's for good; its number is known only once it is stored.
TextPlace MeetingPlace(const std::string& agreement, const std::string& text_id);
TextPlace ObjectivePlace(const std::string& agreement, const std::string& objective);
TextPlace ReviewPlace(const std::string& agreement, const std::string& review,
                      const std::string& author);
TextPlace ChecklistPlace(const std::string& agreement, const std::string& person);

// The message sealed; an empty one is an empty text, sealed or not.
absl::StatusOr<std::string> SealText(crypto::Sealer& sealer, const TextPlace& place,
                                     const google::protobuf::Message& text, absl::Time deadline);
// Fills `text`; it stays empty if the key was destroyed, for then the text is gone.
absl::Status OpenText(crypto::Sealer& sealer, const TextPlace& place, const std::string& sealed,
                      absl::Time deadline, google::protobuf::Message& text);

}  // namespace telemachus::agreement

#endif  // TELEMACHUS_AGREEMENT_PAPER_SEALED_TEXT_H_
