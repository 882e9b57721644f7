#include "common/event/outbox.h"

#include "common/status/macros.h"
#include "common/status/status.h"
#include "common/time/civil.h"
#include "common/trace/span.h"
#include "telemachus/event/v1/event.pb.h"

namespace telemachus::event {
namespace {

// A full answer of FetchEvents stays below the largest message, 4 MiB.
constexpr size_t kEventBytes = 2048;

}  // namespace

absl::Status Append(sql::Transaction& transaction, const Change& change, absl::Time now) {
  v1::Event event;
  event.set_type(change.type);
  event.set_resource(change.resource);
  event.set_version(change.version);
  *event.mutable_event_time() = time::ToProto(now);
  event.mutable_codes()->insert(change.codes.begin(), change.codes.end());
  event.set_traceparent(trace::CurrentTraceParent());
  if (change.type.empty() || change.resource.empty() || event.ByteSizeLong() > kEventBytes) {
    return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                         "an event lacks its type or resource, or is too large");
  }
  return transaction
      .Execute("INSERT INTO event_outbox (event) VALUES (:event)",
               {{"event", sql::Bytes{event.SerializeAsString()}}})
      .status();
}

}  // namespace telemachus::event
