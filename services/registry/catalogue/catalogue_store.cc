#include "registry/catalogue/catalogue_store.h"

#include "common/id/id.h"
#include "common/status/macros.h"

namespace telemachus::registry {
namespace {

// The values of `catalogue_entries.list`.
constexpr char kSkills[] = "skill";
constexpr char kSubjects[] = "subject";
constexpr char kRoles[] = "role";
constexpr char kParties[] = "party";
constexpr char kExtraSkills[] = "extra_skill";

google::protobuf::RepeatedPtrField<v1::Catalogue::Entry>* ListOf(const std::string& list,
                                                                 v1::Catalogue& catalogue) {
  if (list == kSkills) return catalogue.mutable_skills();
  if (list == kSubjects) return catalogue.mutable_subjects();
  if (list == kRoles) return catalogue.mutable_roles();
  if (list == kParties) return catalogue.mutable_parties();
  return list == kExtraSkills ? catalogue.mutable_extra_skills() : nullptr;
}

}  // namespace

absl::StatusOr<v1::Catalogue> LoadCatalogue(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query("SELECT list, code, welsh, english FROM "
                                                "catalogue_entries ORDER BY list, place LIMIT 2000",
                                                {}));
  v1::Catalogue catalogue;
  for (const sql::Row& row : rows) {
    auto* list = ListOf(row.Text(0), catalogue);
    if (list == nullptr) continue;
    v1::Catalogue::Entry& entry = *list->Add();
    entry.set_code(row.Text(1));
    entry.mutable_title()->set_welsh(row.Text(2));
    entry.mutable_title()->set_english(row.Text(3));
  }
  return catalogue;
}

absl::StatusOr<v1::CatalogueCodes> LoadCodes(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(const v1::Catalogue catalogue, LoadCatalogue(transaction));
  v1::CatalogueCodes codes;
  for (const auto& entry : catalogue.skills()) codes.add_skills(entry.code());
  for (const auto& entry : catalogue.subjects()) codes.add_subjects(entry.code());
  for (const auto& entry : catalogue.roles()) codes.add_roles(entry.code());
  for (const auto& entry : catalogue.extra_skills()) codes.add_extra_skills(entry.code());
  return codes;
}

absl::StatusOr<PartyMap> LoadPartyMap(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT alias, party FROM party_aliases LIMIT 10000", {}));
  PartyMap map;
  for (const sql::Row& row : rows) map.Add(row.Text(0), row.Text(1));
  return map;
}

absl::StatusOr<bool> HasParty(sql::Transaction& transaction, const std::string& party) {
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query("SELECT code FROM catalogue_entries WHERE list = :list AND code = :code",
                        {{"list", kParties}, {"code", id::LastSegment(party)}}));
  return !rows.empty();
}

}  // namespace telemachus::registry
