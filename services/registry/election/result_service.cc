#include "registry/election/result_service.h"

#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/page/token.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "registry/catalogue/catalogue_store.h"
#include "registry/election/election_access.h"
#include "registry/election/election_rules.h"
#include "registry/election/election_store.h"
#include "registry/election/listed_results.h"
#include "registry/election/result_store.h"
#include "registry/import/prepared_list.h"
#include "registry/list/list_table.h"
#include "registry/term/register_view.h"

namespace telemachus::registry {
namespace {

using v1::ElectionResult;

bool IsArrival(const ElectionResult& result) {
  return result.outcome() == ElectionResult::OUTCOME_ARRIVES;
}

// The seats that results may name, by name and by key.
struct Seats {
  std::map<std::string, std::string> key_of;
  std::multimap<std::string, std::string> by_key;
};

// Finds the seat that a result is about.
void Resolve(const Seats& seats, const std::string& path, ElectionResult& result,
             status::FieldFaults& faults) {
  if (!result.membership().empty()) {
    const auto seat = seats.key_of.find(result.membership());
    if (seat == seats.key_of.end()) {
      faults.Add(path + ".membership", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
                 "is no seat held in the authority when the old term ends");
    } else if (!result.council_key().empty() && result.council_key() != seat->second) {
      faults.Add(path + ".council_key", status::v1::REASON_FIELD_CONFLICT,
                 "is not that of the member");
    } else {
      result.set_council_key(seat->second);
    }
    return;
  }
  const auto [first, last] = seats.by_key.equal_range(result.council_key());
  if (first == last) {
    faults.Add(path + ".council_key", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "is of nobody who sits in the authority when the old term ends");
  } else if (std::next(first) != last) {
    faults.Add(path + ".council_key", status::v1::REASON_FIELD_CONFLICT,
               "is that of several members: name the seat");
  } else {
    result.set_membership(first->second);
  }
}

absl::Status CheckParty(sql::Transaction& transaction, const std::string& path,
                        const std::string& party, status::FieldFaults& faults) {
  if (party.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool known, HasParty(transaction, party));
  if (!known) {
    faults.Add(path + ".party", status::v1::REASON_FIELD_UNKNOWN_REFERENCE,
               "is no party of the catalogue");
  }
  return absl::OkStatus();
}

// The results of a request, complete; INVALID_ARGUMENT naming each fault.
absl::StatusOr<std::vector<ElectionResult>> Checked(
    sql::Transaction& transaction, const StoredElection& stored,
    const v1::RecordElectionResultsRequest& request) {
  ASSIGN_OR_RETURN(const v1::CatalogueCodes codes, LoadCodes(transaction));
  ASSIGN_OR_RETURN(const auto found, FindSeats(transaction, stored));
  Seats seats;
  for (const KeyedSeat& seat : found) {
    seats.key_of[seat.membership] = seat.council_key;
    seats.by_key.emplace(seat.council_key, seat.membership);
  }
  status::FieldFaults faults;
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<ElectionResult> results(request.results().begin(), request.results().end());
  for (size_t i = 0; i < results.size(); ++i) {
    const std::string path = absl::StrCat("results[", i, "]");
    ElectionResult& result = results[i];
    status::FieldFaults own;
    CheckResult(result, path, codes, own);
    CheckResult(result, path, codes, faults);
    RETURN_IF_ERROR(CheckParty(transaction, path, result.party(), faults));
    if (own.empty() && !IsArrival(result)) Resolve(seats, path, result, faults);
    if (seen.insert({result.membership(), result.council_key()}).second) continue;
    faults.Add(path + ".council_key", status::v1::REASON_FIELD_REPEATED, "stands there already");
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return results;
}

// Of whom it was said that they leave.
absl::StatusOr<std::set<std::string>> SaidToLeave(sql::Transaction& transaction,
                                                  const std::string& election) {
  ASSIGN_OR_RETURN(const auto results,
                   LoadResults(transaction, election, "", static_cast<int>(kMostResults)));
  std::set<std::string> said;
  for (const ElectionResult& result : results) {
    if (result.outcome() == ElectionResult::OUTCOME_LEAVES) said.insert(result.membership());
  }
  return said;
}

// The code of the authority that the register has under this name; empty if there is none.
std::string CodeOf(const Known& known, const std::string& authority) {
  for (const auto& [code, kept] : known.authorities) {
    if (kept.name() == authority) return code;
  }
  return "";
}

// A list as it was read: its rows, and what was noted of others.
struct ReadRows {
  std::vector<MemberRow> rows;
  Report noted;
};

absl::StatusOr<ReadRows> ReadList(const v1::RecordElectionListRequest& request, const Means& means,
                                  absl::Time deadline) {
  ASSIGN_OR_RETURN(Known known, LoadKnown(means.database, deadline));
  const std::string authority = AuthorityOfElection(request.name());
  const std::string code = CodeOf(known, authority);
  // Rows of other authorities are as if the register did not have these.
  std::erase_if(known.authorities, [&](const auto& kept) { return kept.first != code; });
  ReadRows read;
  ASSIGN_OR_RETURN(const csv::Table table,
                   ReadTable(request.format(), request.content(), read.noted));
  const ListReading reading{.list = v1::IMPORT_LIST_MEMBERS,
                            .login_issuer = request.login_issuer(),
                            .authority_code = code};
  ASSIGN_OR_RETURN(read.rows, PrepareMemberRows(table, reading, known, means, read.noted));
  return read;
}

// Takes what a list says of the election.
absl::Status TakeList(sql::Transaction& transaction, const v1::RecordElectionListRequest& request,
                      const ReadRows& read, const std::string& day, StoredElection& stored,
                      v1::RecordElectionListResponse& response) {
  const std::string& name = request.name();
  Report report = read.noted;
  ASSIGN_OR_RETURN(const RegisterView view, LoadView(transaction, stored, day));
  ASSIGN_OR_RETURN(const auto said, SaidToLeave(transaction, name));
  const ListedResults listed =
      ResultsOf(stored, view.holders, read.rows, request.others_leave(), said, report);
  const bool full = request.others_leave() && report.ToProto().rejected() == 0;
  if (full) RETURN_IF_ERROR(DeleteArrivals(transaction, name));
  RETURN_IF_ERROR(SaveResults(transaction, name, listed.results));
  RETURN_IF_ERROR(SaveReopened(transaction, "content", stored));
  *response.mutable_report() = report.ToProto();
  response.set_leaves(listed.leaves);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Election> ResultService::RecordElectionResults(
    const rpc::Call& call, const v1::RecordElectionResultsRequest& request) {
  const absl::Time now = means_.Now();
  v1::Election election;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(KeptElection kept,
                         RequireElection(transaction, call, request.name(), now));
        RETURN_IF_ERROR(CheckOpen(kept.stored.election));
        ASSIGN_OR_RETURN(const auto results, Checked(transaction, kept.stored, request));
        RETURN_IF_ERROR(SaveResults(transaction, request.name(), results));
        RETURN_IF_ERROR(SaveReopened(transaction, "results", kept.stored));
        RETURN_IF_ERROR(CountInvitations(transaction, kept.stored));
        election = kept.stored.election;
        return absl::OkStatus();
      }));
  return election;
}

absl::StatusOr<v1::Election> ResultService::RemoveElectionResults(
    const rpc::Call& call, const v1::RemoveElectionResultsRequest& request) {
  const absl::Time now = means_.Now();
  const std::vector<std::string> keys(request.council_keys().begin(), request.council_keys().end());
  v1::Election election;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(KeptElection kept,
                         RequireElection(transaction, call, request.name(), now));
        RETURN_IF_ERROR(CheckOpen(kept.stored.election));
        RETURN_IF_ERROR(DeleteResults(transaction, request.name(), keys));
        RETURN_IF_ERROR(SaveReopened(transaction, "council_keys", kept.stored));
        RETURN_IF_ERROR(CountInvitations(transaction, kept.stored));
        election = kept.stored.election;
        return absl::OkStatus();
      }));
  return election;
}

absl::StatusOr<v1::RecordElectionListResponse> ResultService::RecordElectionList(
    const rpc::Call& call, const v1::RecordElectionListRequest& request) {
  const absl::Time now = means_.Now();
  // Nobody else learns whether a list can be read.
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        return RequireElection(transaction, call, request.name(), now).status();
      }));
  ASSIGN_OR_RETURN(const ReadRows read, ReadList(request, means_, call.deadline()));
  v1::RecordElectionListResponse response;
  RETURN_IF_ERROR(
      means_.database.Transact(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        response.Clear();
        ASSIGN_OR_RETURN(KeptElection kept,
                         RequireElection(transaction, call, request.name(), now));
        RETURN_IF_ERROR(CheckOpen(kept.stored.election));
        RETURN_IF_ERROR(TakeList(transaction, request, read, time::FormatDate(time::DayOf(now)),
                                 kept.stored, response));
        RETURN_IF_ERROR(CountInvitations(transaction, kept.stored));
        *response.mutable_election() = kept.stored.election;
        return absl::OkStatus();
      }));
  return response;
}

absl::StatusOr<v1::ListElectionResultsResponse> ResultService::ListElectionResults(
    const rpc::Call& call, const v1::ListElectionResultsRequest& request) {
  const absl::Time now = means_.Now();
  const int size = page::Size(request.page_size());
  std::vector<ElectionResult> rows;
  bool officer = false;
  RETURN_IF_ERROR(
      means_.database.Read(call.deadline(), [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const KeptElection kept,
                         RequireElection(transaction, call, request.parent(), now));
        officer = call.caller().HasIn(access::Role::ROLE_OFFICER, kept.scope);
        ASSIGN_OR_RETURN(const std::string after,
                         means_.tokens.Read(call.caller().Name(), request));
        ASSIGN_OR_RETURN(rows, LoadResults(transaction, request.parent(), after, size + 1));
        return absl::OkStatus();
      }));
  v1::ListElectionResultsResponse response;
  if (page::Cut(rows, size)) {
    response.set_next_page_token(
        means_.tokens.Make(call.caller().Name(), request, PositionOf(rows.back())));
  }
  for (ElectionResult& row : rows) {
    if (!officer) {
      row.clear_party();
      row.clear_gender();
      row.clear_telephone();
    }
    *response.add_results() = std::move(row);
  }
  return response;
}

}  // namespace telemachus::registry
