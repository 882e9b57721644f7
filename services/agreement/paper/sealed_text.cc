#include "agreement/paper/sealed_text.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace telemachus::agreement {

std::string AuthorsHolder(const std::string& agreement, const std::string& author) {
  return absl::StrCat(agreement, "|", author);
}

TextPlace SectionsPlace(const std::string& agreement, int64_t version) {
  return {.holder = agreement,
          .place = {.thing = absl::StrCat(agreement, "/versions/", version), .field = "sections"}};
}

TextPlace MeetingPlace(const std::string& agreement, const std::string& text_id) {
  return {.holder = agreement,
          .place = {.thing = agreement, .field = absl::StrCat("meeting:", text_id)}};
}

TextPlace ObjectivePlace(const std::string& agreement, const std::string& objective) {
  return {.holder = agreement, .place = {.thing = objective, .field = "content"}};
}

TextPlace ReviewPlace(const std::string& agreement, const std::string& review,
                      const std::string& author) {
  return {.holder = AuthorsHolder(agreement, author),
          .place = {.thing = review, .field = "answers"}};
}

TextPlace ChecklistPlace(const std::string& agreement, const std::string& person) {
  return {.holder = AuthorsHolder(agreement, person),
          .place = {.thing = absl::StrCat(agreement, "/checklist/", person), .field = "answers"}};
}

absl::StatusOr<std::string> SealText(crypto::Sealer& sealer, const TextPlace& place,
                                     const google::protobuf::Message& text, absl::Time deadline) {
  const std::string plain = text.SerializeAsString();
  if (plain.empty()) return plain;
  return sealer.Seal(place.holder, place.place, plain, deadline);
}

absl::Status OpenText(crypto::Sealer& sealer, const TextPlace& place, const std::string& sealed,
                      absl::Time deadline, google::protobuf::Message& text) {
  text.Clear();
  if (sealed.empty()) return absl::OkStatus();
  absl::StatusOr<std::string> plain = sealer.Open(place.holder, place.place, sealed, deadline);
  if (absl::IsNotFound(plain.status())) return absl::OkStatus();
  RETURN_IF_ERROR(plain.status());
  if (!text.ParseFromString(*plain)) return absl::DataLossError("a sealed text does not read");
  return absl::OkStatus();
}

}  // namespace telemachus::agreement
