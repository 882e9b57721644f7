#include "registry/succession/succession_store.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/store/values.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

constexpr int kMostEnds = 20000;  // more than England and Wales ever had
// Positions of a list begin with one of these; undecided ones come first.
constexpr char kUndecided[] = "0 ";
constexpr char kOthers[] = "1 ";

absl::StatusOr<std::map<std::string, std::vector<v1::SuccessionDecision>>> LoadDecisions(
    sql::Transaction& transaction, const std::string& authority) {
  ASSIGN_OR_RETURN(auto rows, transaction.Query("SELECT authority, body FROM succession_decisions "
                                                "WHERE :authority = '' OR authority = :authority "
                                                "ORDER BY authority, number",
                                                {{"authority", authority}}));
  std::map<std::string, std::vector<v1::SuccessionDecision>> decisions;
  for (const sql::Row& row : rows) {
    decisions[row.Text(0)].emplace_back().ParseFromString(row.Blob(1));
  }
  return decisions;
}

StoredSuccession Of(v1::Authority authority, std::vector<v1::SuccessionDecision> decisions,
                    int64_t version) {
  StoredSuccession stored;
  stored.etag = absl::StrCat(version, "-", decisions.size());
  stored.ending = {.end_date = authority.end_date(),
                   .successors = {authority.successors().begin(), authority.successors().end()},
                   .decisions = std::move(decisions)};
  stored.authority = std::move(authority);
  return stored;
}

}  // namespace

absl::StatusOr<SuccessionBook> LoadBook(sql::Transaction& transaction) {
  ASSIGN_OR_RETURN(auto decisions, LoadDecisions(transaction, ""));
  ASSIGN_OR_RETURN(
      auto rows, transaction.Query("SELECT body FROM authorities WHERE end_date <> '' LIMIT :limit",
                                   {{"limit", kMostEnds}}));
  SuccessionBook book;
  for (const sql::Row& row : rows) {
    v1::Authority authority;
    authority.ParseFromString(row.Blob(0));
    book.Add(authority.name(),
             Of(authority, std::move(decisions[authority.name()]), /*version=*/0).ending);
  }
  return book;
}

absl::StatusOr<StoredSuccession> LoadSuccession(sql::Transaction& transaction,
                                                const std::string& authority) {
  ASSIGN_OR_RETURN(StoredAuthority stored, LoadAuthority(transaction, authority));
  if (stored.authority.end_date().empty()) return absl::NotFoundError("it has no end");
  ASSIGN_OR_RETURN(auto decisions, LoadDecisions(transaction, authority));
  return Of(std::move(stored.authority), std::move(decisions[authority]), stored.version);
}

std::string PositionOf(const StoredSuccession& stored) {
  return absl::StrCat(IsUndecided(stored.ending) ? kUndecided : kOthers, stored.authority.code());
}

absl::StatusOr<std::vector<StoredSuccession>> ListSuccessions(sql::Transaction& transaction,
                                                              const SuccessionFilter& filter,
                                                              const std::string& after, int limit) {
  const bool past_undecided = absl::StartsWith(after, kOthers);
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(
          "SELECT a.id FROM successions s JOIN authorities a ON a.id = s.authority WHERE "
          "(:region = '' OR a.region = :region) AND (:nation = '' OR a.nation = :nation) AND "
          "((s.undecided = 1 AND :past = 0 AND a.code > :code) OR (s.undecided = 0 AND :all = 1 "
          "AND (:past = 0 OR a.code > :code))) ORDER BY s.undecided DESC, a.code LIMIT :limit",
          {{"region", filter.region},
           {"nation", filter.nation},
           {"past", past_undecided},
           {"all", !filter.undecided_only},
           {"code", after.size() < 2 ? std::string() : after.substr(2)},
           {"limit", limit}}));
  std::vector<StoredSuccession> successions;
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(StoredSuccession stored, LoadSuccession(transaction, row.Text(0)));
    successions.push_back(std::move(stored));
  }
  return successions;
}

absl::Status InsertDecision(sql::Transaction& transaction, const StoredSuccession& stored,
                            const std::string& decided_by, const v1::SuccessionDecision& decision) {
  ASSIGN_OR_RETURN(
      const int64_t added,
      transaction.Execute("INSERT INTO succession_decisions (authority, number, decided_by, body) "
                          "VALUES (:authority, :number, :by, :body) ON CONFLICT DO NOTHING",
                          {{"authority", stored.authority.name()},
                           {"number", static_cast<int64_t>(stored.ending.decisions.size()) + 1},
                           {"by", decided_by},
                           {"body", sql::Bytes{decision.SerializeAsString()}}}));
  return added == 1 ? absl::OkStatus() : ChangedMeanwhile();
}

absl::StatusOr<std::unordered_map<std::string, std::vector<std::string>>> LoadPredecessors(
    sql::Transaction& transaction, const std::set<std::string>& authorities) {
  std::unordered_map<std::string, std::vector<std::string>> predecessors;
  if (authorities.empty()) return predecessors;
  const Values values = Values::Of(authorities).Padded();
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query(absl::StrCat("SELECT successor, authority FROM successors "
                                                  "WHERE successor IN (",
                                                  values.Text(), ") ORDER BY successor, authority"),
                                     values.Parameters()));
  for (const sql::Row& row : rows) predecessors[row.Text(0)].push_back(row.Text(1));
  return predecessors;
}

}  // namespace telemachus::registry
