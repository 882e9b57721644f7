#include "common/event/stream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "common/status/status.h"

namespace telemachus::event {
namespace {

constexpr char kKept[] = "10000";      // entries of a stream, about
constexpr char kReadAtOnce[] = "500";  // entries
constexpr char kField[] = "event";     // of an entry: the serialized event
constexpr absl::Duration kAnswerTime = absl::Milliseconds(500);  // beyond the wait

absl::Status Malformed() {
  return status::Error(absl::StatusCode::kInternal, status::v1::REASON_INTERNAL,
                       "the event stream holds something else");
}

absl::Status ReadId(const redis::Reply& reply, EntryId& id) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(reply.text, '-');
  const bool both =
      absl::SimpleAtoi(parts.first, &id.time) && absl::SimpleAtoi(parts.second, &id.sequence);
  return both ? absl::OkStatus() : Malformed();
}

absl::Status ReadEntry(const redis::Reply& entry, EntryId& id, v1::Event& event) {
  if (entry.array.size() != 2) return Malformed();
  RETURN_IF_ERROR(ReadId(entry.array[0], id));
  const std::vector<redis::Reply>& fields = entry.array[1].array;
  if (fields.size() != 2 || fields[0].text != kField || !event.ParseFromString(fields[1].text)) {
    return Malformed();
  }
  return absl::OkStatus();
}

}  // namespace

std::string StreamKey(absl::string_view producer) {
  return absl::StrCat("{events:", producer, "}");
}

absl::Status WriteStream(redis::Client& redis, absl::string_view producer,
                         const std::vector<v1::Event>& events) {
  const std::string key = StreamKey(producer);
  std::vector<std::vector<std::string>> commands;
  commands.reserve(events.size());
  for (const v1::Event& event : events) {
    commands.push_back({"XADD", key, "MAXLEN", "~", kKept, "*", kField, event.SerializeAsString()});
  }
  return redis.Pipeline(commands).status();
}

StreamReader::StreamReader(redis::Client& redis, absl::string_view producer)
    : redis_(redis), key_(StreamKey(producer)) {}

absl::Status StreamReader::Begin() {
  ASSIGN_OR_RETURN(const redis::Reply newest,
                   redis_.Command({"XREVRANGE", key_, "+", "-", "COUNT", "1"}));
  EntryId end;
  if (!newest.array.empty()) {
    if (newest.array[0].array.empty()) return Malformed();
    RETURN_IF_ERROR(ReadId(newest.array[0].array[0], end));
  }
  position_ = position_.has_value() ? std::min(*position_, end) : end;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Event>> StreamReader::Next(absl::Duration wait) {
  if (!position_.has_value()) RETURN_IF_ERROR(Begin());
  const int64_t block = std::max<int64_t>(absl::ToInt64Milliseconds(wait), 1);  // 0 is for ever
  ASSIGN_OR_RETURN(
      const redis::Reply reply,
      redis_.Command({"XREAD", "COUNT", kReadAtOnce, "BLOCK", absl::StrCat(block), "STREAMS", key_,
                      absl::StrCat(position_->time, "-", position_->sequence)},
                     absl::Milliseconds(block) + kAnswerTime));
  std::vector<v1::Event> events;
  if (reply.array.empty()) return events;
  if (reply.array[0].array.size() != 2) return Malformed();
  for (const redis::Reply& entry : reply.array[0].array[1].array) {
    RETURN_IF_ERROR(ReadEntry(entry, *position_, events.emplace_back()));
  }
  return events;
}

}  // namespace telemachus::event
