#include "registry/membership/affiliation_writing.h"

#include <string>

#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/group/group_store.h"
#include "registry/membership/affiliation_rules.h"
#include "registry/membership/seat_change.h"
#include "registry/person/membership_store.h"

namespace telemachus::registry {
namespace {

absl::Status CheckParty(sql::Transaction& transaction, const v1::Affiliation& asked) {
  if (asked.party().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool known, HasParty(transaction, asked.party()));
  if (known) return absl::OkStatus();
  return status::FieldFault("affiliation.party", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                            "is no party of the catalogue");
}

// A group of another authority is told as one that is not there; that of an authority to which the
// seat has passed by then is none of another.
absl::Status CheckGroup(sql::Transaction& transaction, const v1::Affiliation& asked,
                        const StoredMembership& seat) {
  const v1::Membership& membership = seat.membership;
  if (asked.political_group().empty()) return absl::OkStatus();
  const auto group = LoadGroup(transaction, asked.political_group());
  if (!group.ok() && !absl::IsNotFound(group.status())) return group.status();
  const std::string& from =
      asked.start_date().empty() ? membership.start_date() : asked.start_date();
  const std::string authority = AuthorityOfGroup(asked.political_group());
  if (!group.ok() ||
      (authority != membership.authority() && authority != seat.PlaceOn(from).authority)) {
    return status::FieldFault("affiliation.political_group",
                              status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                              "is no group of the authority");
  }
  if (from >= group->group.start_date() && group->group.end_date().empty()) return absl::OkStatus();
  return status::FieldFault("affiliation.political_group", status::v1::REASON_FIELD_CONFLICT,
                            "begins later, or its end is recorded");
}

}  // namespace

absl::Status WriteAffiliation(sql::Transaction& transaction, const v1::Affiliation& asked, bool own,
                              absl::Time now, SeatSighting& found) {
  StoredMembership& seat = found.seat();
  if (!own && seat.party_withheld) {
    return status::WrongState(seat.membership.name(), "PARTY_NOT_STATED");
  }
  RETURN_IF_ERROR(CheckParty(transaction, asked));
  RETURN_IF_ERROR(CheckGroup(transaction, asked, seat));
  RETURN_IF_ERROR(Affiliate(asked, seat.membership));
  if (own) seat.party_withheld = asked.party().empty();
  RETURN_IF_ERROR(SaveMembership(transaction, seat));
  RETURN_IF_ERROR(SaveAffiliations(transaction, seat.membership));
  return SeatChanged(transaction, seat.membership, now, found.stored);
}

}  // namespace telemachus::registry
