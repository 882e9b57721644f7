#include "matching/request/request_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::matching {
namespace {

constexpr char kColumns[] =
    "SELECT body, region, nation, queue_rank, refusals, version, policy, responsible_authority, "
    "responsible_region, responsible_nation FROM requests ";

StoredRequest FromRow(const sql::Row& row) {
  StoredRequest stored;
  stored.request.ParseFromString(row.Blob(0));
  stored.scope = {
      .authority = stored.request.authority(), .region = row.Text(1), .nation = row.Text(2)};
  stored.queue_rank = static_cast<int>(row.Int(3));
  stored.refusals = static_cast<int>(row.Int(4));
  stored.version = row.Int(5);
  stored.policy.ParseFromString(row.Blob(6));
  stored.responsible = {.authority = row.Text(7), .region = row.Text(8), .nation = row.Text(9)};
  stored.request.set_etag(absl::StrCat(stored.version));
  return stored;
}

sql::Parameters Columns(const StoredRequest& stored) {
  v1::Request body = stored.request;
  body.clear_etag();
  body.clear_challenge();
  return {{"id", body.name()},
          {"state", static_cast<int>(body.state())},
          {"holder", body.holder()},
          {"hold_until", time::FromProto(body.hold_expire_time())},
          {"queue_rank", stored.queue_rank},
          {"refusals", stored.refusals},
          {"version", stored.version},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

// A place in the order of the queue; the default is before all.
struct Position {
  int rank = -1;
  int64_t created = 0;
  std::string id;
};

absl::StatusOr<Position> ParsePosition(const std::string& text) {
  Position position;
  if (text.empty()) return position;
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('|', 2));
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &position.rank) ||
      !absl::SimpleAtoi(parts[1], &position.created)) {
    return absl::InternalError("bad position");
  }
  position.id = parts[2];
  return position;
}

// Whose requests: of an authority or region those that it is responsible for now.
std::string Condition(const std::string& parent) {
  if (parent.starts_with("people/")) return "mentee = :parent";
  const char* const part = parent.starts_with("authorities/") ? "authority" : "region";
  return absl::StrCat("(responsible_", part, " = :parent OR (responsible_authority = '' AND ", part,
                      " = :parent))");
}

}  // namespace

absl::StatusOr<StoredRequest> LoadRequest(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::Status InsertRequest(sql::Transaction& transaction, StoredRequest& stored) {
  stored.version = 1;
  stored.request.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"mentee", stored.request.mentee()});
  parameters.push_back({"authority", stored.scope.authority});
  parameters.push_back({"region", stored.scope.region});
  parameters.push_back({"nation", stored.scope.nation});
  parameters.push_back({"policy", sql::Bytes{stored.policy.SerializeAsString()}});
  parameters.push_back({"created_at", time::FromProto(stored.request.create_time())});
  return transaction
      .Execute(
          "INSERT INTO requests (id, mentee, authority, region, nation, state, holder, "
          "hold_until, queue_rank, refusals, created_at, version, policy, body) VALUES (:id, "
          ":mentee, :authority, :region, :nation, :state, :holder, :hold_until, "
          ":queue_rank, :refusals, :created_at, :version, :policy, :body)",
          parameters)
      .status();
}

absl::Status SaveRequest(sql::Transaction& transaction, StoredRequest& stored) {
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"next", stored.version + 1});
  ASSIGN_OR_RETURN(int64_t changed,
                   transaction.Execute("UPDATE requests SET state = :state, holder = :holder, "
                                       "hold_until = :hold_until, queue_rank = :queue_rank, "
                                       "refusals = :refusals, version = :next, body = :body "
                                       "WHERE id = :id AND version = :version",
                                       parameters));
  if (changed != 1) {
    return status::Error(absl::StatusCode::kAborted, status::v1::REASON_CONFLICTING_CHANGE,
                         "the request was changed meanwhile; try again");
  }
  stored.request.set_etag(absl::StrCat(++stored.version));
  return absl::OkStatus();
}

absl::StatusOr<int> CountOpenRequests(sql::Transaction& transaction, const std::string& mentee) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow("SELECT COUNT(*) FROM requests WHERE mentee = :mentee AND "
                                        "state NOT IN (:matched, :withdrawn)",
                                        {{"mentee", mentee},
                                         {"matched", int{v1::Request::STATE_MATCHED}},
                                         {"withdrawn", int{v1::Request::STATE_WITHDRAWN}}}));
  return static_cast<int>(row.Int(0));
}

std::string PositionOf(const StoredRequest& stored) {
  return absl::StrCat(stored.queue_rank, "|",
                      absl::ToUnixMicros(time::FromProto(stored.request.create_time())), "|",
                      stored.request.name());
}

absl::StatusOr<std::vector<StoredRequest>> ListRequests(sql::Transaction& transaction,
                                                        const std::string& parent,
                                                        v1::Request::State state,
                                                        const std::string& after, int limit) {
  ASSIGN_OR_RETURN(const Position start, ParsePosition(after));
  ASSIGN_OR_RETURN(
      auto rows,
      transaction.Query(absl::StrCat(kColumns, "WHERE ", Condition(parent),
                                     " AND (:state = 0 OR state = :state) AND "
                                     "(queue_rank, created_at, id) > (:rank, :created, :id) "
                                     "ORDER BY queue_rank, created_at, id LIMIT :limit"),
                        {{"parent", parent},
                         {"state", static_cast<int>(state)},
                         {"rank", start.rank},
                         {"created", start.created},
                         {"id", start.id},
                         {"limit", limit}}));
  std::vector<StoredRequest> requests;
  requests.reserve(rows.size());
  for (const sql::Row& row : rows) requests.push_back(FromRow(row));
  return requests;
}

absl::Status InsertChallenge(sql::Transaction& transaction, const std::string& request,
                             const std::string& sealed) {
  return transaction
      .Execute("INSERT INTO challenges (request, sealed) VALUES (:request, :sealed)",
               {{"request", request}, {"sealed", sql::Bytes{sealed}}})
      .status();
}

absl::StatusOr<std::string> LoadChallenge(sql::Transaction& transaction,
                                          const std::string& request) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow("SELECT sealed FROM challenges WHERE request = :request",
                                        {{"request", request}}));
  return row.Blob(0);
}

absl::StatusOr<std::set<std::string>> EndedWith(sql::Transaction& transaction,
                                                const std::string& mentee) {
  ASSIGN_OR_RETURN(auto rows,
                   transaction.Query("SELECT mentor FROM ended_pairs WHERE mentee = :mentee",
                                     {{"mentee", mentee}}));
  std::set<std::string> people;
  for (const sql::Row& row : rows) people.insert(row.Text(0));
  return people;
}

absl::Status AddEndedPair(sql::Transaction& transaction, const std::string& mentee,
                          const std::string& mentor) {
  return transaction
      .Execute(
          "INSERT INTO ended_pairs (mentee, mentor) VALUES (:mentee, :mentor) "
          "ON CONFLICT (mentee, mentor) DO NOTHING",
          {{"mentee", mentee}, {"mentor", mentor}})
      .status();
}

}  // namespace telemachus::matching
