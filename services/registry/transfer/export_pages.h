#ifndef TELEMACHUS_REGISTRY_TRANSFER_EXPORT_PAGES_H_
#define TELEMACHUS_REGISTRY_TRANSFER_EXPORT_PAGES_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "telemachus/registry/v1/transfer.pb.h"

namespace telemachus::registry {

// Some rows of a file of members.
struct ExportPage {
  std::string text;
  // Where the next ones begin; empty after the last.
  std::string next;
};

// The rows after a position: of seats held on `day` (YYYY-MM-DD) for which the authority is
// responsible, those that have passed to it included. They come in the order of the seats' names,
// which never change, so that nobody is missed or told twice while people are renamed. Runs inside
// the caller's transaction.
absl::StatusOr<ExportPage> ReadExportPage(sql::Transaction& transaction,
                                          const std::string& authority, const std::string& day,
                                          v1::TransferFormat format, const std::string& after);

}  // namespace telemachus::registry

#endif  // TELEMACHUS_REGISTRY_TRANSFER_EXPORT_PAGES_H_
