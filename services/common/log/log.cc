#include "common/log/log.h"

#include <atomic>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/json.h"
#include "common/sync/mutex.h"
#include "common/trace/span.h"
#include "spdlog/logger.h"
#include "spdlog/sinks/rotating_file_sink.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace telemachus::log {
namespace {

// A file grows to this size and is then put aside as FILE.1, of which so many are kept.
constexpr size_t kFileBytesMax = 64 << 20;
constexpr size_t kFilesKept = 4;

// Where lines go, and in whose name.
struct Target {
  std::string service;  // as JSON
  spdlog::sink_ptr sink;
};

std::atomic<Level> lowest_level{Level::kInfo};

spdlog::sink_ptr WithoutDecoration(spdlog::sink_ptr sink) {
  sink->set_pattern("%v");
  return sink;
}

sync::Mutex& TargetMutex() {
  static auto* const mutex = new sync::Mutex();
  return *mutex;
}

// Never destroyed: a thread may log until the end of the process.
std::shared_ptr<const Target>& TargetSlot() ABSL_EXCLUSIVE_LOCKS_REQUIRED(TargetMutex()) {
  static auto* const slot = new std::shared_ptr<const Target>(std::make_shared<Target>(
      Target{"\"\"", WithoutDecoration(std::make_shared<spdlog::sinks::stderr_sink_mt>())}));
  return *slot;
}

absl::string_view SeverityOf(Level level) {
  switch (level) {
    case Level::kDebug:
      return "DEBUG";
    case Level::kInfo:
      return "INFO";
    case Level::kWarning:
      return "WARN";
    case Level::kError:
      break;
  }
  return "ERROR";
}

// The trace part of a line, by the places of ids in a `traceparent`; empty without a span.
std::string TraceJson() {
  const std::string parent = trace::CurrentTraceParent();
  if (parent.empty()) return "";
  const absl::string_view view = parent;
  return absl::StrCat(",\"trace_id\":\"", view.substr(3, 32), "\",\"span_id\":\"",
                      view.substr(36, 16), "\",\"trace_flags\":\"", view.substr(53, 2), "\"");
}

std::string Line(Level level, const Target& target, const char* text,
                 std::initializer_list<Field> fields) {
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%d%ET%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()),
      "\",\"severity\":\"", SeverityOf(level), "\",\"service\":", target.service,
      ",\"message\":", Quote(text), TraceJson());
  for (const Field& field : fields) {
    absl::StrAppend(&line, ",", Quote(field.key()), ":", field.json());
  }
  line += '}';
  return line;
}

spdlog::sink_ptr OpenSink(absl::string_view file) {
  if (file.empty()) return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(std::string(file), kFileBytesMax,
                                                                kFilesKept);
}

}  // namespace

void Write(Level level, const char* text, std::initializer_list<Field> fields) {
  if (level < lowest_level.load(std::memory_order_relaxed)) return;
  std::shared_ptr<const Target> target;
  {
    sync::Lock lock(TargetMutex());
    target = TargetSlot();
  }
  const std::string line = Line(level, *target, text, fields);
  try {
    target->sink->log(spdlog::details::log_msg("", spdlog::level::info, line));
    target->sink->flush();
  } catch (const spdlog::spdlog_ex&) {
    // A full disk must not fail a request, and there is nowhere else to say it.
  }
}

void Open(absl::string_view service, absl::string_view file, Level lowest) {
  lowest_level = lowest;
  auto target = std::make_shared<Target>();
  target->service = Quote(service);
  bool opened = true;
  try {
    target->sink = WithoutDecoration(OpenSink(file));
  } catch (const spdlog::spdlog_ex&) {
    target->sink = WithoutDecoration(OpenSink(""));
    opened = false;
  }
  {
    sync::Lock lock(TargetMutex());
    TargetSlot() = std::move(target);
  }
  if (!opened) Error("the log file cannot be written; logging to standard error");
}

void SetLevel(Level lowest) { lowest_level = lowest; }

}  // namespace telemachus::log
