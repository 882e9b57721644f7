#include "matching/match/match_store.h"

#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"

namespace telemachus::matching {
namespace {

constexpr char kColumns[] =
    "SELECT body, authority, region, nation, holds_place, version, source, responsible_authority, "
    "responsible_region, responsible_nation FROM matches ";

StoredMatch FromRow(const sql::Row& row) {
  StoredMatch stored;
  stored.match.ParseFromString(row.Blob(0));
  stored.scope = {.authority = row.Text(1), .region = row.Text(2), .nation = row.Text(3)};
  stored.holds_place = row.Bool(4);
  stored.version = row.Int(5);
  stored.source = static_cast<programme::v1::Reach>(row.Int(6));
  stored.responsible = {.authority = row.Text(7), .region = row.Text(8), .nation = row.Text(9)};
  stored.match.set_etag(absl::StrCat(stored.version));
  return stored;
}

sql::Bytes Body(const v1::Match& match) {
  v1::Match body = match;
  body.clear_etag();
  body.clear_counterpart_display_name();
  body.clear_counterpart_contact();
  return {body.SerializeAsString()};
}

// Whose matches: of an authority those that it is responsible for now, narrowed to what staff have
// to do with.
std::string Condition(const std::string& parent) {
  if (parent.starts_with("people/")) return "(mentee = :parent OR mentor = :mentor)";
  return absl::StrCat(
      "(responsible_authority = :parent OR (responsible_authority = '' AND "
      "authority = :parent)) AND state IN (",
      int{v1::Match::STATE_ACCEPTED}, ", ", int{v1::Match::STATE_CONFIRMED}, ", ",
      int{v1::Match::STATE_ENDED}, ")");
}

// To the mentor a refusal is a match that lapsed; a filter must not tell more than the answer.
std::string StateShown() {
  return absl::StrCat("(CASE WHEN mentor = :mentor AND state = ", int{v1::Match::STATE_REFUSED},
                      " THEN ", int{v1::Match::STATE_LAPSED}, " ELSE state END)");
}

}  // namespace

absl::StatusOr<StoredMatch> LoadMatch(sql::Transaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return FromRow(row);
}

absl::StatusOr<StoredMatch> LoadLiveMatch(sql::Transaction& transaction,
                                          const std::string& request) {
  ASSIGN_OR_RETURN(
      sql::Row row,
      transaction.QueryRow(absl::StrCat(kColumns,
                                        "WHERE request = :request AND state IN (:asked, :accepted, "
                                        ":confirmed) LIMIT 1"),
                           {{"request", request},
                            {"asked", int{v1::Match::STATE_ASKED}},
                            {"accepted", int{v1::Match::STATE_ACCEPTED}},
                            {"confirmed", int{v1::Match::STATE_CONFIRMED}}}));
  return FromRow(row);
}

absl::Status InsertMatch(sql::Transaction& transaction, StoredMatch& stored) {
  stored.version = 1;
  stored.match.set_etag("1");
  const v1::Match& match = stored.match;
  return transaction
      .Execute(
          "INSERT INTO matches (id, request, mentee, mentor, authority, region, nation, "
          "state, source, holds_place, created_at, version, body, responsible_authority, "
          "responsible_region, responsible_nation) VALUES (:id, :request, :mentee, :mentor, "
          ":authority, :region, :nation, :state, :source, :holds_place, :created_at, 1, :body, "
          ":responsible_authority, :responsible_region, :responsible_nation)",
          {{"id", match.name()},
           {"request", match.request()},
           {"mentee", match.mentee()},
           {"mentor", match.mentor()},
           {"authority", stored.scope.authority},
           {"region", stored.scope.region},
           {"nation", stored.scope.nation},
           {"state", static_cast<int>(match.state())},
           {"source", static_cast<int>(stored.source)},
           {"holds_place", stored.holds_place},
           {"created_at", time::FromProto(match.choose_time())},
           {"body", Body(match)},
           {"responsible_authority", stored.responsible.authority},
           {"responsible_region", stored.responsible.region},
           {"responsible_nation", stored.responsible.nation}})
      .status();
}

absl::Status SaveMatch(sql::Transaction& transaction, StoredMatch& stored) {
  ASSIGN_OR_RETURN(int64_t changed,
                   transaction.Execute("UPDATE matches SET state = :state, source = :source, "
                                       "holds_place = :holds_place, version = :next, body = :body "
                                       "WHERE id = :id AND version = :version",
                                       {{"id", stored.match.name()},
                                        {"state", static_cast<int>(stored.match.state())},
                                        {"source", static_cast<int>(stored.source)},
                                        {"holds_place", stored.holds_place},
                                        {"next", stored.version + 1},
                                        {"version", stored.version},
                                        {"body", Body(stored.match)}}));
  if (changed != 1) {
    return status::Error(absl::StatusCode::kAborted, status::v1::REASON_CONFLICTING_CHANGE,
                         "the match was changed meanwhile; try again");
  }
  stored.match.set_etag(absl::StrCat(++stored.version));
  return absl::OkStatus();
}

std::string PositionOf(const StoredMatch& stored) {
  return absl::StrCat(absl::ToUnixMicros(time::FromProto(stored.match.choose_time())), "|",
                      stored.match.name());
}

absl::StatusOr<std::vector<StoredMatch>> ListMatches(sql::Transaction& transaction,
                                                     const std::string& parent,
                                                     v1::Match::State state,
                                                     const std::string& after, int limit) {
  int64_t created = std::numeric_limits<int64_t>::max();
  std::string id;
  if (!after.empty()) {
    const std::pair<std::string, std::string> position =
        absl::StrSplit(after, absl::MaxSplits('|', 1));
    if (!absl::SimpleAtoi(position.first, &created)) return absl::InternalError("bad position");
    id = position.second;
  }
  const std::string mentor = absl::StrCat("mentors/", parent.substr(parent.find('/') + 1));
  ASSIGN_OR_RETURN(
      auto rows, transaction.Query(absl::StrCat(kColumns, "WHERE ", Condition(parent),
                                                " AND (:state = 0 OR ", StateShown(),
                                                " = :state) AND (created_at, id) < (:created, :id) "
                                                "ORDER BY created_at DESC, id DESC LIMIT :limit"),
                                   {{"parent", parent},
                                    {"mentor", mentor},
                                    {"state", static_cast<int>(state)},
                                    {"created", created},
                                    {"id", id},
                                    {"limit", limit}}));
  std::vector<StoredMatch> matches;
  matches.reserve(rows.size());
  for (const sql::Row& row : rows) matches.push_back(FromRow(row));
  return matches;
}

}  // namespace telemachus::matching
