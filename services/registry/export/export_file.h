#ifndef TELEMACHUS_REGISTRY_EXPORT_EXPORT_FILE_H_
#define TELEMACHUS_REGISTRY_EXPORT_EXPORT_FILE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/crypto/seal.h"
#include "common/sql/database.h"
#include "common/subject/counts.h"
#include "telemachus/registry/v1/subject_request.pb.h"
#include "telemachus/subject/v1/subject.pb.h"

namespace telemachus::registry {

// The file of one export, as it lies: sealed piece by piece under a key of its own, which is
// destroyed with it. Used by one thread; the database and the sealer outlive it.
class ExportFile {
 public:
  // About so long is a piece before it is sealed.
  static constexpr size_t kPieceBytes = 256 * 1024;

  // Of the request of this name.
  ExportFile(sql::Database& database, crypto::Sealer& sealer, std::string request)
      : database_(database), sealer_(sealer), request_(std::move(request)) {}

  // Begins what the service at a position tells, forgetting what it told before it failed.
  absl::Status Begin(const std::string& service, int position, absl::Time deadline);
  // Adds what the service tells.
  absl::Status Add(const subject::v1::SubjectRecord& record, absl::Time deadline);
  // Writes what was added last. The counts are of all that was added since Begin().
  absl::Status End(absl::Time deadline);
  const subject::Counts& counts() const { return counts_; }

  // Hands the document to `send`, in order: `head`, the records of all services, the end.
  absl::Status Send(absl::string_view head, absl::Time deadline,
                    const std::function<absl::Status(absl::string_view)>& send);
  // Destroys the key and deletes the pieces. Idempotent.
  absl::Status Destroy(absl::Time deadline);

 private:
  absl::Status Flush(absl::Time deadline);
  absl::Status SendPiece(int64_t position, int64_t number, bool first, absl::Time deadline,
                         const std::function<absl::Status(absl::string_view)>& send);

  sql::Database& database_;
  crypto::Sealer& sealer_;
  const std::string request_;
  std::string service_;
  int64_t position_ = 0;
  int64_t number_ = 0;
  std::string text_;
  subject::Counts counts_;
};

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_EXPORT_EXPORT_FILE_H_
