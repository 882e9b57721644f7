#include "registry/subject/subject_store.h"

#include <limits>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/time/civil.h"
#include "registry/authority/authority_store.h"
#include "registry/store/version.h"

namespace telemachus::registry {
namespace {

constexpr char kColumns[] = "SELECT person, version, body, id FROM subject_requests ";
// Of one person that are open: one of each kind.
constexpr int kOpenMost = 16;

absl::StatusOr<StoredSubjectRequest> Read(sql::Transaction& transaction, const sql::Row& row) {
  StoredSubjectRequest stored;
  stored.person = row.Text(0);
  stored.version = row.Int(1);
  if (!stored.request.ParseFromString(row.Blob(2))) {
    return absl::DataLossError("a request about a person's data does not read");
  }
  stored.request.set_etag(absl::StrCat(stored.version));
  ASSIGN_OR_RETURN(const auto parts,
                   transaction.Query("SELECT body FROM subject_parts WHERE request = :request "
                                     "ORDER BY position LIMIT 100",
                                     {{"request", row.Text(3)}}));
  for (const sql::Row& part : parts) stored.request.add_parts()->ParseFromString(part.Blob(0));
  return stored;
}

absl::StatusOr<std::vector<StoredSubjectRequest>> ReadAll(sql::Transaction& transaction,
                                                          const std::vector<sql::Row>& rows) {
  std::vector<StoredSubjectRequest> requests;
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(requests.emplace_back(), Read(transaction, row));
  }
  return requests;
}

sql::Parameters Columns(const StoredSubjectRequest& stored) {
  v1::SubjectRequest body = stored.request;
  body.clear_parts();
  body.clear_etag();
  return {{"id", body.name()},
          {"state", int{body.state()}},
          {"version", stored.version},
          {"body", sql::Bytes{body.SerializeAsString()}}};
}

}  // namespace

absl::StatusOr<StoredSubjectRequest> LoadSubjectRequest(sql::Transaction& transaction,
                                                        const std::string& name) {
  ASSIGN_OR_RETURN(const sql::Row row,
                   transaction.QueryRow(absl::StrCat(kColumns, "WHERE id = :id"), {{"id", name}}));
  return Read(transaction, row);
}

std::string PositionOf(const StoredSubjectRequest& stored) {
  return absl::StrCat(absl::ToUnixMicros(time::FromProto(stored.request.create_time())), "|",
                      stored.request.name());
}

absl::StatusOr<std::vector<StoredSubjectRequest>> ListSubjectRequests(sql::Transaction& transaction,
                                                                      const std::string& person,
                                                                      const std::string& after,
                                                                      int limit) {
  int64_t created = std::numeric_limits<int64_t>::max();
  std::string id;
  if (!after.empty()) {
    const std::pair<std::string, std::string> position =
        absl::StrSplit(after, absl::MaxSplits('|', 1));
    if (!absl::SimpleAtoi(position.first, &created)) return absl::InternalError("bad position");
    id = position.second;
  }
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE person = :person AND (created_at, id) < "
                                     "(:created, :id) ORDER BY created_at DESC, id "
                                     "DESC LIMIT :limit"),
                        {{"person", person}, {"created", created}, {"id", id}, {"limit", limit}}));
  return ReadAll(transaction, rows);
}

absl::StatusOr<std::vector<StoredSubjectRequest>> OpenSubjectRequests(sql::Transaction& transaction,
                                                                      const std::string& person) {
  ASSIGN_OR_RETURN(
      const auto rows,
      transaction.Query(absl::StrCat(kColumns,
                                     "WHERE person = :person AND state IN (:waiting, :running) "
                                     "ORDER BY created_at, id LIMIT :limit"),
                        {{"person", person},
                         {"waiting", int{v1::SubjectRequest::STATE_WAITING}},
                         {"running", int{v1::SubjectRequest::STATE_RUNNING}},
                         {"limit", kOpenMost}}));
  return ReadAll(transaction, rows);
}

absl::Status InsertSubjectRequest(sql::Transaction& transaction, StoredSubjectRequest& stored) {
  stored.version = 1;
  stored.request.set_etag("1");
  sql::Parameters parameters = Columns(stored);
  parameters.push_back({"person", stored.person});
  parameters.push_back({"kind", int{stored.request.kind()}});
  parameters.push_back({"created_at", time::FromProto(stored.request.create_time())});
  ASSIGN_OR_RETURN(const int64_t added,
                   transaction.Execute(
                       "INSERT INTO subject_requests (id, person, kind, state, created_at, "
                       "version, body) VALUES (:id, :person, :kind, :state, :created_at, :version, "
                       ":body) ON CONFLICT DO NOTHING",
                       parameters));
  if (added != 1) return ChangedMeanwhile();
  for (int i = 0; i < stored.request.parts_size(); ++i) {
    const v1::SubjectRequest::Part& part = stored.request.parts(i);
    RETURN_IF_ERROR(transaction
                        .Execute("INSERT INTO subject_parts (request, position, service, done, "
                                 "body) VALUES (:request, :position, :service, 0, :body)",
                                 {{"request", stored.request.name()},
                                  {"position", i},
                                  {"service", part.service()},
                                  {"body", sql::Bytes{part.SerializeAsString()}}})
                        .status());
  }
  return absl::OkStatus();
}

absl::Status SaveSubjectRequest(sql::Transaction& transaction, StoredSubjectRequest& stored) {
  RETURN_IF_ERROR(UpdateVersion(transaction,
                                "UPDATE subject_requests SET state = :state, version = "
                                ":next, body = :body WHERE id = :id AND version = :version",
                                Columns(stored), stored.version));
  stored.request.set_etag(absl::StrCat(stored.version));
  return absl::OkStatus();
}

absl::Status SavePart(sql::Transaction& transaction, const std::string& request, int position,
                      const v1::SubjectRequest::Part& part) {
  return transaction
      .Execute(
          "UPDATE subject_parts SET done = :done, body = :body WHERE request = :request AND "
          "position = :position",
          {{"request", request},
           {"position", position},
           {"done", part.done()},
           {"body", sql::Bytes{part.SerializeAsString()}}})
      .status();
}

absl::Status SetLook(sql::Transaction& transaction, const std::string& request, absl::Time due) {
  return transaction
      .Execute(
          "INSERT INTO subject_work (request, due_at) VALUES (:request, :due) ON CONFLICT "
          "(request) DO UPDATE SET due_at = excluded.due_at",
          {{"request", request}, {"due", due}})
      .status();
}

absl::Status ClearLook(sql::Transaction& transaction, const std::string& request) {
  return transaction
      .Execute("DELETE FROM subject_work WHERE request = :request", {{"request", request}})
      .status();
}

absl::StatusOr<std::vector<Look>> DueLooks(sql::Transaction& transaction, absl::Time now,
                                           int limit) {
  ASSIGN_OR_RETURN(const auto rows,
                   transaction.Query("SELECT request, due_at FROM subject_work WHERE due_at <= "
                                     ":now ORDER BY due_at, request LIMIT :limit",
                                     {{"now", now}, {"limit", limit}}));
  std::vector<Look> looks;
  for (const sql::Row& row : rows) looks.push_back({row.Text(0), row.Time(1)});
  return looks;
}

absl::StatusOr<bool> TakeLook(sql::Transaction& transaction, const Look& look, absl::Time until) {
  ASSIGN_OR_RETURN(
      const int64_t taken,
      transaction.Execute("UPDATE subject_work SET due_at = :until WHERE request = "
                          ":request AND due_at = :due",
                          {{"request", look.request}, {"due", look.due}, {"until", until}}));
  return taken == 1;
}

}  // namespace telemachus::registry
