#include "registry/list/list_table.h"

#include "common/status/status.h"
#include "registry/import/file.h"
#include "registry/transfer/councillor_list.h"
#include "registry/transfer/json_list.h"

namespace telemachus::registry {

absl::StatusOr<csv::Table> ReadTable(v1::TransferFormat format, absl::string_view content,
                                     Report& report) {
  switch (format) {
    case v1::TRANSFER_FORMAT_CSV:
      return ReadContent(content, {}, report);
    case v1::TRANSFER_FORMAT_JSON:
      return ReadJson(content, report);
    case v1::TRANSFER_FORMAT_MODERN_GOV:
      return ReadCouncillors(content, report);
    default:
      return status::FieldFault("format", status::v1::REASON_FIELD_REQUIRED, "must be set");
  }
}

}  // namespace telemachus::registry
