#include "registry/import/import_service.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/authority/authority_store.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/import/authority_batch.h"
#include "registry/import/authority_rows.h"
#include "registry/import/file.h"
#include "registry/import/member_batch.h"
#include "registry/import/member_rows.h"
#include "registry/import/seat_batch.h"
#include "registry/import/seat_rows.h"

namespace telemachus::registry {
namespace {

constexpr absl::string_view kAuthorityColumns[] = {"code", "name", "nation", "type"};
constexpr absl::string_view kSeatColumns[] = {"authority_code", "ward_name", "seat"};
constexpr absl::string_view kMemberColumns[] = {"authority_code", "key", "given_name",
                                                "family_name"};
// More than England and Wales ever had.
constexpr int kMostAuthorities = 20000;

// What rows are compared with: read once, before the first batch.
struct Known {
  AuthoritiesByCode authorities;
  PartyMap parties;
  std::set<std::string> roles;
};

absl::StatusOr<Known> LoadKnown(sql::Database& database, absl::Time deadline) {
  Known known;
  RETURN_IF_ERROR(database.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(auto authorities, ListAuthorities(transaction, {}, "", kMostAuthorities));
    for (StoredAuthority& stored : authorities) {
      const std::string code = stored.authority.code();
      known.authorities[code] = std::move(stored.authority);
    }
    ASSIGN_OR_RETURN(known.parties, LoadPartyMap(transaction));
    ASSIGN_OR_RETURN(const v1::CatalogueCodes codes, LoadCodes(transaction));
    known.roles.insert(codes.roles().begin(), codes.roles().end());
    return absl::OkStatus();
  }));
  return known;
}

// Logins without an issuer would be nobody's.
absl::Status CheckIssuer(const csv::Table& table, const std::string& issuer) {
  if (!issuer.empty()) return absl::OkStatus();
  const bool logins = std::any_of(table.rows.begin(), table.rows.end(),
                                  [](const csv::Row& row) { return !row["subject"].empty(); });
  if (!logins) return absl::OkStatus();
  return status::FieldFault("login_issuer", status::v1::REASON_FIELD_REQUIRED,
                            "must be set where the file has subjects");
}

}  // namespace

absl::Status ImportService::ImportAuthorities(const rpc::Call& call,
                                              const v1::ImportAuthoritiesRequest& request,
                                              Progress& progress) {
  Report report;
  ASSIGN_OR_RETURN(const csv::Table table,
                   ReadContent(request.content(), kAuthorityColumns, report));
  ASSIGN_OR_RETURN(const Known known, LoadKnown(means_.database, call.deadline()));
  const std::vector<AuthorityRow> rows =
      ReadAuthorities(table, known.authorities, means_.ids, report);
  const absl::Time now = means_.Now();
  return InBatches<AuthorityRow>(
      call, means_.database, rows, std::move(report), progress,
      [&](sql::Transaction& transaction, absl::Span<const AuthorityRow> batch, Report& part) {
        return CarryOut(transaction, batch, now, part);
      });
}

absl::Status ImportService::ImportSeats(const rpc::Call& call,
                                        const v1::ImportSeatsRequest& request, Progress& progress) {
  Report report;
  ASSIGN_OR_RETURN(const csv::Table table, ReadContent(request.content(), kSeatColumns, report));
  ASSIGN_OR_RETURN(const Known known, LoadKnown(means_.database, call.deadline()));
  const std::vector<SeatRow> rows =
      ReadSeats(table, known.authorities, known.parties, time::FormatDate(means_.Today()), report);
  const absl::Time now = means_.Now();
  return InBatches<SeatRow>(call, means_.database, rows, std::move(report), progress,
                            [&](sql::Transaction& transaction, absl::Span<const SeatRow> batch,
                                Report& part) { return CarryOut(transaction, batch, now, part); });
}

absl::Status ImportService::ImportMembers(const rpc::Call& call,
                                          const v1::ImportMembersRequest& request,
                                          Progress& progress) {
  Report report;
  ASSIGN_OR_RETURN(const csv::Table table, ReadContent(request.content(), kMemberColumns, report));
  RETURN_IF_ERROR(CheckIssuer(table, request.login_issuer()));
  ASSIGN_OR_RETURN(const Known known, LoadKnown(means_.database, call.deadline()));
  const absl::Time now = means_.Now();
  const MemberReading reading{.authorities = known.authorities,
                              .parties = known.parties,
                              .roles = known.roles,
                              .login_issuer = request.login_issuer(),
                              .day = time::FormatDate(time::DayOf(now))};
  const std::vector<MemberRow> rows = ReadMembers(table, reading, report);
  return InBatches<MemberRow>(
      call, means_.database, rows, std::move(report), progress,
      [&](sql::Transaction& transaction, absl::Span<const MemberRow> batch, Report& part) {
        return MemberBatch(transaction, means_.ids, now, part).CarryOut(batch);
      });
}

}  // namespace telemachus::registry
