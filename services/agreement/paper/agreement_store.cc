#include "agreement/paper/agreement_store.h"

#include <limits>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "agreement/paper/conflict.h"
#include "common/status/macros.h"
#include "common/time/civil.h"

namespace telemachus::agreement {
namespace {

constexpr char kColumns[] =
    "SELECT a.body, a.authority, a.region, a.nation, a.form, a.aftercare_months, a.rematch_days, "
    "a.matched_date, a.version, a.responsible_authority, a.responsible_region, "
    "a.responsible_nation FROM agreements a ";

StoredAgreement FromRow(const sql::Row& row) {
  StoredAgreement stored;
  stored.agreement.ParseFromString(row.Blob(0));
  stored.scope = {.authority = row.Text(1), .region = row.Text(2), .nation = row.Text(3)};
  stored.terms.form = static_cast<registry::v1::Policy::AgreementForm>(row.Int(4));
  stored.terms.aftercare_months = static_cast<int>(row.Int(5));
  stored.terms.rematch_days = static_cast<int>(row.Int(6));
  stored.terms.matched_date = row.Text(7);
  stored.version = row.Int(8);
  stored.responsible = {.authority = row.Text(9), .region = row.Text(10), .nation = row.Text(11)};
  stored.agreement.set_etag(absl::StrCat(stored.version));
  return stored;
}

// What may stand unsealed.
sql::Bytes Body(const v1::Agreement& agreement) {
  v1::Agreement body = agreement;
  body.clear_etag();
  body.clear_sections();
  body.mutable_sections()->set_planned_end_date(agreement.sections().planned_end_date());
  for (v1::Party& party : *body.mutable_parties()) party.clear_display_name();
  return {body.SerializeAsString()};
}

absl::Status InsertParties(sql::Transaction& transaction, const v1::Agreement& agreement) {
  for (const v1::Party& party : agreement.parties()) {
    RETURN_IF_ERROR(transaction
                        .Execute("INSERT INTO parties (person, agreement, created_at) VALUES "
                                 "(:person, :agreement, :created_at) ON CONFLICT DO NOTHING",
                                 {{"person", party.person()},
                                  {"agreement", agreement.name()},
                                  {"created_at", time::FromProto(agreement.create_time())}})
                        .status());
  }
  return absl::OkStatus();
}

// Counts one of the agreement's counters up, which stands in line with others doing so.
absl::StatusOr<int64_t> Count(sql::Transaction& transaction, const char* counter,
                              const std::string& agreement) {
  RETURN_IF_ERROR(transaction
                      .Execute(absl::StrCat("UPDATE agreements SET ", counter, " = ", counter,
                                            " + 1 WHERE id = :id"),
                               {{"id", agreement}})
                      .status());
  ASSIGN_OR_RETURN(
      sql::Row row,
      transaction.QueryRow(absl::StrCat("SELECT ", counter, " FROM agreements WHERE id = :id"),
                           {{"id", agreement}}));
  return row.Int(0);
}

}  // namespace

absl::StatusOr<StoredAgreement> LoadAgreement(sql::Transaction& transaction,
                                              const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row, transaction.QueryRow(absl::StrCat(kColumns, "WHERE a.id = :id"),
                                                      {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<bool> IsDrafted(sql::Transaction& transaction, const std::string& match) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT id FROM agreements WHERE match_id = :match LIMIT 1",
                                     {{"match", match}}));
  return !rows.empty();
}

absl::StatusOr<bool> InsertAgreement(sql::Transaction& transaction, StoredAgreement& stored) {
  const v1::Agreement& agreement = stored.agreement;
  ASSIGN_OR_RETURN(
      int64_t inserted,
      transaction.Execute(
          "INSERT INTO agreements (id, match_id, authority, region, nation, state, form, "
          "aftercare_months, rematch_days, matched_date, meetings, items, created_at, version, "
          "body) "
          "VALUES (:id, :match, :authority, :region, :nation, :state, :form, :aftercare_months, "
          ":rematch_days, :matched_date, 0, 0, :created_at, 1, :body) "
          "ON CONFLICT (match_id) DO NOTHING",
          {{"id", agreement.name()},
           {"match", agreement.match()},
           {"authority", stored.scope.authority},
           {"region", stored.scope.region},
           {"nation", stored.scope.nation},
           {"state", static_cast<int>(agreement.state())},
           {"form", static_cast<int>(stored.terms.form)},
           {"aftercare_months", stored.terms.aftercare_months},
           {"rematch_days", stored.terms.rematch_days},
           {"matched_date", stored.terms.matched_date},
           {"created_at", time::FromProto(agreement.create_time())},
           {"body", Body(agreement)}}));
  if (inserted == 0) return false;
  RETURN_IF_ERROR(InsertParties(transaction, agreement));
  stored.version = 1;
  stored.agreement.set_etag("1");
  return true;
}

absl::Status SaveAgreement(sql::Transaction& transaction, StoredAgreement& stored) {
  ASSIGN_OR_RETURN(int64_t changed,
                   transaction.Execute("UPDATE agreements SET state = :state, version = :next, "
                                       "body = :body WHERE id = :id AND version = :version",
                                       {{"id", stored.agreement.name()},
                                        {"state", static_cast<int>(stored.agreement.state())},
                                        {"next", stored.version + 1},
                                        {"version", stored.version},
                                        {"body", Body(stored.agreement)}}));
  if (changed != 1) return ChangedMeanwhile();
  stored.agreement.set_etag(absl::StrCat(++stored.version));
  return absl::OkStatus();
}

absl::StatusOr<int64_t> NextMeeting(sql::Transaction& transaction, const std::string& agreement) {
  return Count(transaction, "meetings", agreement);
}

absl::StatusOr<int64_t> NextPosition(sql::Transaction& transaction, const std::string& agreement) {
  return Count(transaction, "items", agreement);
}

std::string PositionOf(const StoredAgreement& stored) {
  return absl::StrCat(absl::ToUnixMicros(time::FromProto(stored.agreement.create_time())), "|",
                      stored.agreement.name());
}

absl::StatusOr<std::vector<StoredAgreement>> ListAgreements(sql::Transaction& transaction,
                                                            const Listing& listing) {
  int64_t created = std::numeric_limits<int64_t>::max();
  std::string id;
  if (!listing.after.empty()) {
    const std::pair<std::string, std::string> position =
        absl::StrSplit(listing.after, absl::MaxSplits('|', 1));
    if (!absl::SimpleAtoi(position.first, &created)) return absl::InternalError("bad position");
    id = position.second;
  }
  const std::string whose = listing.authority.empty()
                                ? "JOIN parties p ON p.agreement = a.id WHERE p.person = :whose"
                                : "WHERE (a.responsible_authority = :whose OR "
                                  "(a.responsible_authority = '' AND a.authority = :whose))";
  const char* const time = listing.authority.empty() ? "p.created_at" : "a.created_at";
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(
          absl::StrCat(kColumns, whose, " AND (:match = '' OR a.match_id = :match) AND (", time,
                       " < :created OR (", time, " = :created AND a.id < :id)) ORDER BY ", time,
                       " DESC, a.id DESC LIMIT :limit"),
          {{"whose", listing.authority.empty() ? listing.person : listing.authority},
           {"match", listing.match},
           {"created", created},
           {"id", id},
           {"limit", listing.limit}}));
  std::vector<StoredAgreement> agreements;
  agreements.reserve(rows.size());
  for (const sql::Row& row : rows) agreements.push_back(FromRow(row));
  return agreements;
}

}  // namespace telemachus::agreement
