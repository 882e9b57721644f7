#include "registry/membership/membership_correction_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/event/outbox.h"
#include "common/field/check.h"
#include "common/once/ledger.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/group/founding.h"
#include "registry/membership/correction_rules.h"
#include "registry/membership/correction_store.h"
#include "registry/membership/membership_view.h"
#include "registry/membership/seat_change.h"
#include "registry/person/membership_store.h"
#include "registry/person/sighting.h"

namespace telemachus::registry {
namespace {

std::string DayOf(absl::Time now) { return time::FormatDate(time::DayOf(now)); }

absl::Status Save(sql::Transaction& transaction, absl::Time now, SeatSighting& found) {
  const v1::Membership& seat = found.seat().membership;
  RETURN_IF_ERROR(SaveMembership(transaction, found.seat()));
  RETURN_IF_ERROR(SaveMemberRoles(transaction, seat));
  RETURN_IF_ERROR(SaveAffiliations(transaction, seat));
  return SeatChanged(transaction, seat, now, found.stored);
}

absl::Status Tell(sql::Transaction& transaction, const v1::MembershipCorrection& correction,
                  const SeatSighting& found, absl::Time now) {
  const access::Scope& place = found.seat().PlaceOn(DayOf(now));
  const std::string ground = absl::AsciiStrToLower(
      absl::StripPrefix(v1::MembershipCorrection::Ground_Name(correction.ground()), "GROUND_"));
  return event::Append(transaction,
                       {.type = "registry.membership.corrected",
                        .resource = found.seat().membership.name(),
                        .version = found.stored.version,
                        .codes = {{"ground", ground},
                                  {"authority", place.authority},
                                  {"region", place.region},
                                  {"nation", place.nation}}},
                       now);
}

// Carries the correction out, and keeps what stood there before.
absl::StatusOr<v1::MembershipCorrection> Carry(sql::Transaction& transaction,
                                               const v1::CorrectMembershipRequest& request,
                                               const std::string& by, absl::Time now,
                                               SeatSighting& found) {
  v1::Membership& seat = found.seat().membership;
  v1::MembershipCorrection correction;
  correction.set_ground(request.ground());
  *correction.mutable_before() = RecordOf(seat);
  v1::SeatRecord& after = *correction.mutable_after();
  after = correction.before();
  RETURN_IF_ERROR(field::Apply(request.record(), request.update_mask(), after));
  RETURN_IF_ERROR(Finish(request.update_mask(), correction.before(), after));
  ASSIGN_OR_RETURN(const StoredAuthority authority, LoadAuthority(transaction, seat.authority()));
  RETURN_IF_ERROR(CheckRecord(after, authority.authority, found.stored, found.place, DayOf(now)));
  Rewrite(after, DayOf(now), seat);
  RETURN_IF_ERROR(LeaveEnded(transaction, seat));
  RETURN_IF_ERROR(Save(transaction, now, found));
  correction.set_corrected_by(by);
  *correction.mutable_correct_time() = time::ToProto(now);
  RETURN_IF_ERROR(InsertCorrection(transaction, seat.name(), correction));
  RETURN_IF_ERROR(Tell(transaction, correction, found, now));
  return correction;
}

}  // namespace

absl::StatusOr<v1::CorrectMembershipResponse> MembershipCorrectionService::CorrectMembership(
    const rpc::Call& call, const v1::CorrectMembershipRequest& request) {
  const absl::Time now = means_.Now();
  const std::string& name = request.name();
  v1::CorrectMembershipResponse response;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(SeatSighting found, RequireSeat(transaction, call, name, now));
        const once::Key key = call.OnceKey(request);
        ASSIGN_OR_RETURN(const auto earlier, once::Find(transaction, key));
        if (earlier.has_value()) {
          ASSIGN_OR_RETURN(*response.mutable_correction(),
                           LoadCorrection(transaction, name, earlier->version));
        } else {
          RETURN_IF_ERROR(CheckEtag(request.etag(), found.stored, name));
          ASSIGN_OR_RETURN(*response.mutable_correction(),
                           Carry(transaction, request, call.person(), now, found));
          RETURN_IF_ERROR(
              once::Keep(transaction, key, {name, NumberOf(response.correction())}, now));
        }
        *response.mutable_membership() = SeenBy(call.caller(), found.stored, name, now);
        return absl::OkStatus();
      }));
  return response;
}

absl::StatusOr<v1::ListMembershipCorrectionsResponse>
MembershipCorrectionService::ListMembershipCorrections(
    const rpc::Call& call, const v1::ListMembershipCorrectionsRequest& request) {
  const absl::Time now = means_.Now();
  const std::string caller = call.caller().Name();
  const int size = page::Size(request.page_size());
  bool keeps = false;
  std::vector<v1::MembershipCorrection> rows;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const SeatSighting found, FindSeat(transaction, call, request.parent()));
        keeps = KeepsSeat(call.caller(), found.seat(), DayOf(now));
        RETURN_IF_ERROR(call.Require(keeps || call.person() == found.stored.person.name()));
        ASSIGN_OR_RETURN(const std::string position, means_.tokens.Read(caller, request));
        int64_t after = 0;
        if (!position.empty() && !absl::SimpleAtoi(position, &after)) {
          return absl::InternalError("a page token holds no number");
        }
        ASSIGN_OR_RETURN(rows, ListCorrections(transaction, request.parent(), after, size + 1));
        return absl::OkStatus();
      }));
  v1::ListMembershipCorrectionsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(caller, request, absl::StrCat(NumberOf(rows.back()))));
  }
  for (v1::MembershipCorrection& row : rows) {
    if (!keeps) row.clear_corrected_by();
    *response.add_membership_corrections() = std::move(row);
  }
  return response;
}

}  // namespace telemachus::registry
