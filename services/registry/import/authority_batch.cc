#include "registry/import/authority_batch.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/person/changes.h"
#include "registry/store/version.h"
#include "registry/succession/seat_endings.h"
#include "registry/succession/settling.h"

namespace telemachus::registry {
namespace {

using Field = google::protobuf::FieldDescriptor;

// What files say of an authority.
constexpr int kSaid[] = {
    v1::Authority::kGssCodeFieldNumber,        v1::Authority::kTitleFieldNumber,
    v1::Authority::kNationFieldNumber,         v1::Authority::kRegionFieldNumber,
    v1::Authority::kTypeFieldNumber,           v1::Authority::kStartDateFieldNumber,
    v1::Authority::kEndDateFieldNumber,        v1::Authority::kSuccessorsFieldNumber,
    v1::Authority::kFormerGssCodesFieldNumber,
};

bool IsOfEnd(int number) {
  return number == v1::Authority::kEndDateFieldNumber ||
         number == v1::Authority::kSuccessorsFieldNumber;
}

// The authority with nothing but one field.
v1::Authority Only(const Field& field, v1::Authority authority) {
  const google::protobuf::Reflection& reflection = *v1::Authority::GetReflection();
  std::vector<const Field*> set;
  reflection.ListFields(authority, &set);
  for (const Field* other : set) {
    if (other != &field) reflection.ClearField(&authority, other);
  }
  return authority;
}

// Takes over what the row says otherwise; returns the names of the fields that changed.
std::vector<std::string> Take(const v1::Authority& said, v1::Authority& authority) {
  std::vector<std::string> changed;
  for (const int number : kSaid) {
    const Field& field = *v1::Authority::descriptor()->FindFieldByNumber(number);
    const v1::Authority value = Only(field, said);
    if (value.SerializeAsString() == Only(field, authority).SerializeAsString()) continue;
    // A file that does not know of an end does not undo one that staff recorded.
    if (IsOfEnd(number) && value.SerializeAsString().empty()) continue;
    v1::Authority::GetReflection()->ClearField(&authority, &field);
    authority.MergeFrom(value);
    changed.push_back(field.name());
  }
  return changed;
}

absl::Status Add(sql::Transaction& transaction, const AuthorityRow& row, absl::Time now) {
  StoredAuthority stored;
  stored.authority = row.authority;
  RETURN_IF_ERROR(InsertAuthority(transaction, stored));
  return AuthorityChanged(transaction, stored.authority, stored.version, now);
}

// The names of the fields that changed.
absl::StatusOr<std::vector<std::string>> Change(sql::Transaction& transaction,
                                                const AuthorityRow& row, absl::Time now,
                                                StoredAuthority& stored) {
  const v1::Authority before = stored.authority;
  std::vector<std::string> changed = Take(row.authority, stored.authority);
  if (changed.empty()) return changed;
  RETURN_IF_ERROR(SaveAuthority(transaction, stored));
  RETURN_IF_ERROR(FollowEnd(transaction, before, stored.authority, now).status());
  RETURN_IF_ERROR(AuthorityChanged(transaction, stored.authority, stored.version, now));
  return changed;
}

}  // namespace

absl::Status CarryOut(sql::Transaction& transaction, absl::Span<const AuthorityRow> rows,
                      absl::Time now, Report& report) {
  std::vector<std::string> codes;
  for (const AuthorityRow& row : rows) codes.push_back(row.authority.code());
  ASSIGN_OR_RETURN(auto found, LoadByCode(transaction, codes));
  std::unordered_map<std::string, StoredAuthority> known;
  for (StoredAuthority& stored : found) {
    const std::string code = stored.authority.code();
    known[code] = std::move(stored);
  }
  bool any_changed = false;
  for (const AuthorityRow& row : rows) {
    const auto stored = known.find(row.authority.code());
    if (stored == known.end()) {
      RETURN_IF_ERROR(Add(transaction, row, now));
      report.Created(row.line);
      any_changed = true;
    } else if (stored->second.authority.name() != row.authority.name()) {
      // Another import has added it since this one began.
      return ChangedMeanwhile();
    } else {
      ASSIGN_OR_RETURN(const auto changed, Change(transaction, row, now, stored->second));
      report.Done(row.line, changed);
      any_changed = any_changed || !changed.empty();
    }
  }
  return any_changed ? Settle(transaction, now) : absl::OkStatus();
}

}  // namespace telemachus::registry
