#include "registry/catalogue/party_map.h"

#include "absl/strings/str_cat.h"
#include "common/text/fold.h"

namespace telemachus::registry {
namespace {

constexpr char kIndependent[] = "independent";
constexpr char kLocal[] = "local";
constexpr char kVacant[] = "vacant";

std::string NameOf(absl::string_view code) { return absl::StrCat("parties/", code); }

}  // namespace

PartyMap::Match PartyMap::Find(absl::string_view code, absl::string_view name) const {
  const std::string alias = text::Fold(code.empty() ? name : code);
  if (code.empty() && alias == kVacant) return {"", v1::ODD_KIND_SEAT_VACANT};
  const auto known = parties_.find(alias);
  const bool none = alias.empty() || (known != parties_.end() && known->second == kIndependent);
  if (code.empty() && none) return {NameOf(kIndependent), v1::ODD_KIND_PARTY_MISSING};
  if (known == parties_.end()) return {NameOf(kLocal), v1::ODD_KIND_PARTY_LOCAL};
  return {NameOf(known->second), v1::ODD_KIND_UNSPECIFIED};
}

}  // namespace telemachus::registry
