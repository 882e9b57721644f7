#include "registry/membership/list_changes.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/person/person_rules.h"

namespace telemachus::registry {
namespace {

// Takes a value that the list says otherwise than last time, and notes the field if that is news.
bool Take(const std::string& last, const std::string& said, const char* field, std::string& value,
          std::vector<std::string>& changed) {
  if (said == last || said == value) return false;
  value = said;
  changed.emplace_back(field);
  return true;
}

std::set<std::string> RolesOf(const v1::Membership& said) {
  std::set<std::string> codes;
  for (const v1::MemberRole& role : said.roles()) codes.insert(role.role_code());
  return codes;
}

bool HasLeft(const v1::Membership& membership, const std::string& day) {
  return !membership.end_date().empty() && membership.end_date() < day;
}

// The role as it would be begun, without a name.
v1::MemberRole RoleFrom(const std::string& code, const std::string& day,
                        const v1::Membership& membership) {
  const std::string& end = membership.end_date();
  v1::MemberRole role;
  role.set_role_code(code);
  role.set_start_date(std::max(day, membership.start_date()));
  if (!HasLeft(membership, day)) return role;
  role.set_start_date(membership.start_date().empty() ? end : membership.start_date());
  role.set_end_date(end);
  return role;
}

// True if that changed anything. One begun on the same day before is that one.
bool BeginRole(const std::string& code, const std::string& day, id::IdSource& ids,
               v1::Membership& membership) {
  v1::MemberRole begun = RoleFrom(code, day, membership);
  for (v1::MemberRole& role : *membership.mutable_roles()) {
    if (role.role_code() != code || role.start_date() != begun.start_date()) continue;
    if (role.end_date() == begun.end_date()) return false;
    role.set_end_date(begun.end_date());
    return true;
  }
  begun.set_name(absl::StrCat(membership.name(), "/roles/", ids.Next()));
  *membership.add_roles() = std::move(begun);
  return true;
}

// Whether the role is held still. One given up and taken up again on one day is one role.
bool GoesOn(const std::string& code, const std::string& day, v1::Membership& membership,
            bool& changed) {
  for (v1::MemberRole& role : *membership.mutable_roles()) {
    if (role.role_code() != code) continue;
    if (role.end_date().empty()) return true;
    if (role.end_date() != day) continue;
    role.clear_end_date();
    changed = true;
    return true;
  }
  return false;
}

// True if that changed anything.
bool TakeRoles(const v1::Membership& last, const v1::Membership& said, const std::string& day,
               id::IdSource& ids, v1::Membership& membership) {
  const std::set<std::string> before = RolesOf(last);
  const std::set<std::string> now = RolesOf(said);
  bool changed = false;
  for (const std::string& code : now) {
    if (before.contains(code) || GoesOn(code, day, membership, changed)) continue;
    if (BeginRole(code, day, ids, membership)) changed = true;
  }
  const bool left = HasLeft(membership, day);
  for (v1::MemberRole& role : *membership.mutable_roles()) {
    const bool given_up = before.contains(role.role_code()) && !now.contains(role.role_code());
    if (!role.end_date().empty() || !(given_up || left)) continue;
    role.set_end_date(std::max(left ? membership.end_date() : day, role.start_date()));
    changed = true;
  }
  return changed;
}

void TakeParty(const std::string& party, const std::string& day, v1::Membership& membership) {
  v1::Affiliation said;
  const std::string& end = membership.end_date();
  if (!membership.affiliations().empty()) {
    std::string from = end.empty() ? day : std::min(day, end);
    said.set_start_date(std::max(from, membership.start_date()));
    said.set_political_group(AffiliationOn(membership, said.start_date()).political_group());
  }
  said.set_party(party);
  // Refused only where there are as many changes as are kept: then the last one stands.
  Affiliate(said, membership).IgnoreError();
}

}  // namespace

void Begin(const v1::Membership& said, const std::string& day, id::IdSource& ids,
           v1::Membership& membership) {
  membership.clear_roles();
  for (const std::string& code : RolesOf(said)) BeginRole(code, day, ids, membership);
  membership.clear_party();
  if (!said.party().empty()) TakeParty(said.party(), day, membership);
}

void TakePerson(const v1::Person& last, const v1::Person& said, v1::Person& person,
                std::vector<std::string>& changed) {
  Take(last.display_name(), said.display_name(), "display_name", *person.mutable_display_name(),
       changed);
  Take(last.language_code(), said.language_code(), "language_code", *person.mutable_language_code(),
       changed);
  Take(last.gender(), said.gender(), "gender", *person.mutable_gender(), changed);
  Take(last.email(), said.email(), "email", *person.mutable_email(), changed);
  DropEmptyChannels(person);
}

void TakeSeat(const v1::Membership& last, const v1::Membership& said, const std::string& day,
              id::IdSource& ids, StoredMembership& seat, std::vector<std::string>& changed) {
  v1::Membership& membership = seat.membership;
  const std::string last_end_date = membership.end_date();
  Take(last.ward(), said.ward(), "ward", *membership.mutable_ward(), changed);
  Take(last.start_date(), said.start_date(), "start_date", *membership.mutable_start_date(),
       changed);
  Take(last.term_end_date(), said.term_end_date(), "term_end_date",
       *membership.mutable_term_end_date(), changed);
  if (Take(last.end_date(), said.end_date(), "end_date", *membership.mutable_end_date(), changed)) {
    EndAffiliations(last_end_date, membership);
    if (said.end_date().empty()) membership.clear_leaving();
  }
  if (TakeRoles(last, said, day, ids, membership)) changed.emplace_back("roles");
  const std::string party = AffiliationOn(membership, day).party();
  if (said.party() == last.party() || said.party() == party || seat.party_withheld) return;
  TakeParty(said.party(), day, membership);
  changed.emplace_back("party");
}

}  // namespace telemachus::registry
