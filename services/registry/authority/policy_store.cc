#include "registry/authority/policy_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/id/id.h"
#include "common/status/macros.h"
#include "registry/authority/authority_store.h"
#include "registry/store/values.h"
#include "registry/succession/heritage_store.h"

namespace telemachus::registry {
namespace {

v1::Policy FromBlob(const std::string& body) {
  v1::Policy policy;
  policy.ParseFromString(body);
  return policy;
}

}  // namespace

std::string AuthorityOf(absl::string_view policy) {
  return std::string(policy.substr(0, policy.find("/policies/")));
}

absl::StatusOr<std::optional<v1::Policy>> LatestPolicy(sql::Transaction& transaction,
                                                       const std::string& authority) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT body FROM policies WHERE authority = :authority "
                                     "ORDER BY version DESC LIMIT 1",
                                     {{"authority", authority}}));
  if (rows.empty()) return std::optional<v1::Policy>();
  return std::optional<v1::Policy>(FromBlob(rows[0].Blob(0)));
}

absl::StatusOr<v1::Policy> PolicyOn(sql::Transaction& transaction, const std::string& authority,
                                    absl::string_view day) {
  ASSIGN_OR_RETURN(const PolicyBook book, LoadPolicies(transaction, {authority}));
  return book.On(authority, day);
}

absl::StatusOr<v1::Policy> LoadPolicy(sql::Transaction& transaction, const std::string& name) {
  int64_t version = 0;
  if (!absl::SimpleAtoi(id::LastSegment(name), &version)) {
    return absl::NotFoundError("versions are numbers");
  }
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow("SELECT body FROM policies WHERE authority = :authority "
                                        "AND version = :version",
                                        {{"authority", AuthorityOf(name)}, {"version", version}}));
  return FromBlob(row.Blob(0));
}

absl::Status InsertPolicy(sql::Transaction& transaction, const std::string& authority,
                          const v1::Policy& policy) {
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute("INSERT INTO policies (authority, version, effective_date, body) VALUES "
                          "(:authority, :version, :effective_date, :body) ON CONFLICT DO NOTHING",
                          {{"authority", authority},
                           {"version", int64_t{policy.version()}},
                           {"effective_date", policy.effective_date()},
                           {"body", sql::Bytes{policy.SerializeAsString()}}}));
  return added == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::StatusOr<PolicyBook> LoadPolicies(sql::Transaction& transaction,
                                        const std::set<std::string>& authorities) {
  PolicyBook book;
  if (authorities.empty()) return book;
  ASSIGN_OR_RETURN(std::set<std::string> all, AncestorsOf(transaction, authorities));
  all.insert(authorities.begin(), authorities.end());
  const Values values = Values::Of(all).Padded();
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query(absl::StrCat("SELECT authority, body FROM policies WHERE "
                                                  "authority IN (",
                                                  values.Text(), ") ORDER BY authority, version"),
                                     values.Parameters()));
  for (const sql::Row& row : rows) book.Add(row.Text(0), FromBlob(row.Blob(1)));
  RETURN_IF_ERROR(AddHeritage(transaction, authorities, book));
  return book;
}

}  // namespace telemachus::registry
