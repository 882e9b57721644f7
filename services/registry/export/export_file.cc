#include "registry/export/export_file.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace telemachus::registry {
namespace {

// Between two records.
constexpr char kSeparator[] = ",\n";
// Behind the last.
constexpr char kTail[] = "\n]}\n";
// More pieces than a person has to be told.
constexpr int kMostPieces = 100000;

crypto::Place PlaceOf(const std::string& request, int64_t position, int64_t number) {
  return {.thing = request, .field = absl::StrCat("export:", position, ":", number), .format = 1};
}

// Categories, names and origins are codes and opaque names: nothing in them is to be escaped.
std::string Line(const std::string& service, const subject::v1::SubjectRecord& record) {
  return absl::StrCat("{\"service\":\"", service, "\",\"category\":\"", record.category(),
                      "\",\"name\":\"", record.name(), "\",\"origin\":\"",
                      subject::v1::SubjectRecord::Origin_Name(record.origin()),
                      "\",\"content\":", record.content_json(), "}");
}

}  // namespace

absl::Status ExportFile::Begin(const std::string& service, int position, absl::Time deadline) {
  service_ = service;
  position_ = position;
  number_ = 0;
  text_.clear();
  counts_ = {};
  return database_.Transact(deadline, [&](sql::Transaction& transaction) {
    return transaction
        .Execute("DELETE FROM subject_pieces WHERE request = :request AND position = :position",
                 {{"request", request_}, {"position", position_}})
        .status();
  });
}

absl::Status ExportFile::Add(const subject::v1::SubjectRecord& record, absl::Time deadline) {
  absl::StrAppend(&text_, text_.empty() ? "" : kSeparator, Line(service_, record));
  counts_.Told(record.category(), 1);
  return text_.size() < kPieceBytes ? absl::OkStatus() : Flush(deadline);
}

absl::Status ExportFile::End(absl::Time deadline) { return Flush(deadline); }

absl::Status ExportFile::Flush(absl::Time deadline) {
  if (text_.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string sealed,
                   sealer_.Seal(request_, PlaceOf(request_, position_, number_), text_, deadline));
  RETURN_IF_ERROR(database_.Transact(deadline, [&](sql::Transaction& transaction) {
    return transaction
        .Execute(
            "INSERT INTO subject_pieces (request, position, number, sealed) VALUES (:request, "
            ":position, :number, :sealed)",
            {{"request", request_},
             {"position", position_},
             {"number", number_},
             {"sealed", sql::Bytes{sealed}}})
        .status();
  }));
  ++number_;
  text_.clear();
  return absl::OkStatus();
}

absl::Status ExportFile::SendPiece(int64_t position, int64_t number, bool first,
                                   absl::Time deadline,
                                   const std::function<absl::Status(absl::string_view)>& send) {
  std::string sealed;
  RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(
        const sql::Row row,
        transaction.QueryRow("SELECT sealed FROM subject_pieces WHERE request = "
                             ":request AND position = :position AND number = :number",
                             {{"request", request_}, {"position", position}, {"number", number}}));
    sealed = row.Blob(0);
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const std::string text,
                   sealer_.Open(request_, PlaceOf(request_, position, number), sealed, deadline));
  if (!first) RETURN_IF_ERROR(send(kSeparator));
  for (size_t begin = 0; begin < text.size(); begin += kPieceBytes) {
    RETURN_IF_ERROR(send(absl::string_view(text).substr(begin, kPieceBytes)));
  }
  return absl::OkStatus();
}

absl::Status ExportFile::Send(absl::string_view head, absl::Time deadline,
                              const std::function<absl::Status(absl::string_view)>& send) {
  std::vector<std::pair<int64_t, int64_t>> pieces;
  RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    pieces.clear();
    ASSIGN_OR_RETURN(const auto rows,
                     transaction.Query("SELECT position, number FROM subject_pieces WHERE request "
                                       "= :request ORDER BY position, number LIMIT :limit",
                                       {{"request", request_}, {"limit", kMostPieces}}));
    for (const sql::Row& row : rows) pieces.emplace_back(row.Int(0), row.Int(1));
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(send(head));
  bool first = true;
  for (const auto& [position, number] : pieces) {
    RETURN_IF_ERROR(SendPiece(position, number, first, deadline, send));
    first = false;
  }
  return send(kTail);
}

absl::Status ExportFile::Destroy(absl::Time deadline) {
  RETURN_IF_ERROR(sealer_.Destroy(request_, deadline));
  return database_.Transact(deadline, [&](sql::Transaction& transaction) {
    return transaction
        .Execute("DELETE FROM subject_pieces WHERE request = :request", {{"request", request_}})
        .status();
  });
}

}  // namespace telemachus::registry
