#include "registry/authority/authority_store.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/text/fold.h"
#include "registry/store/values.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

// All columns that make one, and from where.
std::string Selected() { return absl::StrCat("SELECT ", kAuthorityColumns, " FROM authorities "); }

std::vector<StoredAuthority> FromRows(const std::vector<sql::Row>& rows) {
  std::vector<StoredAuthority> all;
  all.reserve(rows.size());
  for (const sql::Row& row : rows) all.push_back(AuthorityOf(row));
  return all;
}

// English first: every authority has an English title.
std::string TitleKey(const v1::Authority& authority) {
  const programme::v1::Text& title = authority.title();
  return text::Fold(title.english().empty() ? title.welsh() : title.english());
}

std::string WordsOf(const v1::Authority& authority) {
  return text::Fold(absl::StrCat(authority.title().english(), "\n", authority.title().welsh()));
}

sql::Parameters Columns(const StoredAuthority& stored) {
  v1::Authority body = stored.authority;
  body.clear_etag();
  body.clear_seat_count();
  body.clear_predecessors();
  return {{"id", body.name()},
          {"region", body.region()},
          {"nation", body.nation()},
          {"type", int{body.type()}},
          {"end_date", body.end_date()},
          {"title_key", TitleKey(body)},
          {"words", WordsOf(body)},
          {"gss_code", body.gss_code()},
          {"start_date", body.start_date()},
          {"version", stored.version},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

absl::Status KeepRegion(sql::Transaction& transaction, const v1::Authority& authority) {
  if (authority.region().empty()) return absl::OkStatus();
  return transaction
      .Execute("INSERT INTO regions (id, nation) VALUES (:id, :nation) ON CONFLICT DO NOTHING",
               {{"id", authority.region()}, {"nation", authority.nation()}})
      .status();
}

}  // namespace

StoredAuthority AuthorityOf(const sql::Row& row) {
  StoredAuthority stored;
  stored.authority.ParseFromString(row.Blob(0));
  stored.authority.set_seat_count(static_cast<int32_t>(row.Int(1)));
  stored.version = row.Int(2);
  stored.authority.set_etag(absl::StrCat(stored.version));
  return stored;
}

access::Scope ScopeOf(const v1::Authority& authority) {
  return {
      .authority = authority.name(), .region = authority.region(), .nation = authority.nation()};
}

absl::StatusOr<StoredAuthority> LoadAuthority(sql::Transaction& transaction,
                                              const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row, transaction.QueryRow(absl::StrCat(Selected(), "WHERE id = :id"),
                                                      {{"id", name}}));
  return AuthorityOf(row);
}

absl::StatusOr<std::vector<StoredAuthority>> LoadByCode(sql::Transaction& transaction,
                                                        const std::vector<std::string>& codes) {
  if (codes.empty()) return std::vector<StoredAuthority>();
  const Values values = Values::Of(codes).Padded();
  ASSIGN_OR_RETURN(
      auto rows, transaction.Query(absl::StrCat(Selected(), "WHERE code IN (", values.Text(), ")"),
                                   values.Parameters()));
  return FromRows(rows);
}

absl::StatusOr<std::vector<StoredAuthority>> WalkAuthorities(sql::Transaction& transaction,
                                                             const std::string& after, int limit) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query(absl::StrCat(Selected(),
                                                             "WHERE code > :after ORDER BY code "
                                                             "LIMIT :limit"),
                                                {{"after", after}, {"limit", limit}}));
  return FromRows(rows);
}

absl::Status InsertAuthority(sql::Transaction& transaction, StoredAuthority& stored) {
  stored.version = 1;
  stored.authority.set_etag("1");
  RETURN_IF_ERROR(KeepRegion(transaction, stored.authority));
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"code", stored.authority.code()});
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute("INSERT INTO authorities (id, code, region, nation, type, end_date, "
                          "seat_count, version, body, listed, title_key, words, gss_code, "
                          "start_date) VALUES (:id, :code, :region, :nation, :type, :end_date, 0, "
                          ":version, :body, 1, :title_key, :words, :gss_code, :start_date) "
                          "ON CONFLICT DO NOTHING",
                          parameters));
  return added == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::Status SaveAuthority(sql::Transaction& transaction, StoredAuthority& stored) {
  RETURN_IF_ERROR(KeepRegion(transaction, stored.authority));
  RETURN_IF_ERROR(
      UpdateVersion(transaction,
                    "UPDATE authorities SET region = :region, nation = :nation, "
                    "type = :type, end_date = :end_date, version = :next, body = :body, "
                    "listed = 1, title_key = :title_key, words = :words, gss_code = "
                    ":gss_code, start_date = :start_date "
                    "WHERE id = :id AND version = :version",
                    Columns(stored), stored.version));
  stored.authority.set_etag(absl::StrCat(stored.version));
  return absl::OkStatus();
}

absl::Status FillAuthorityLists(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query(absl::StrCat(Selected(), "WHERE listed = 0 LIMIT 20000"), {}));
  for (StoredAuthority& stored : FromRows(rows)) {
    RETURN_IF_ERROR(SaveAuthority(transaction, stored));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> RecountSeats(sql::Transaction& transaction, const std::string& authority) {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      transaction.Execute("UPDATE authorities SET version = version + 1, seat_count = "
                          "(SELECT COUNT(*) FROM seats WHERE seats.authority = :id) WHERE id = :id "
                          "AND seat_count <> (SELECT COUNT(*) FROM seats WHERE "
                          "seats.authority = :id)",
                          {{"id", authority}}));
  return changed == 1;
}

absl::StatusOr<std::string> NationOf(sql::Transaction& transaction, const std::string& region) {
  ASSIGN_OR_RETURN(sql::Row row, transaction.QueryRow("SELECT nation FROM regions WHERE id = :id",
                                                      {{"id", region}}));
  return row.Text(0);
}

}  // namespace telemachus::registry
