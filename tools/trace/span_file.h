#ifndef TELEMACHUS_TOOLS_TRACE_SPAN_FILE_H_
#define TELEMACHUS_TOOLS_TRACE_SPAN_FILE_H_

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sync/mutex.h"
#include "tools/trace/line.pb.h"

// A file of spans, one JSON line each. When it is full it is put aside as FILE.1, in place of the
// one before, so that both together are bounded.
namespace telemachus::tools::trace {

// Appends spans. Thread-safe.
class SpanWriter {
 public:
  // Opens the file to append. UNAVAILABLE if it cannot be written.
  static absl::StatusOr<std::unique_ptr<SpanWriter>> Open(const std::string& path,
                                                          int64_t bytes_max);
  // Writes lines, together and to the system at once. UNAVAILABLE if they cannot be written.
  absl::Status Write(const std::vector<Line>& lines);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  SpanWriter(const std::string& path, int64_t bytes_max) : path_(path), bytes_max_(bytes_max) {}
  absl::Status Reopen() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  const int64_t bytes_max_;
  sync::Mutex mutex_;
  std::unique_ptr<std::FILE, Close> file_ ABSL_GUARDED_BY(mutex_);
  int64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Reads FILE.1 and FILE, oldest first, and hands on the spans of traces whose id begins with
// `trace_prefix`. Lines that are no span are passed over (the last may be half written). NOT_FOUND
// if there is no file.
absl::Status ReadSpans(const std::string& path, absl::string_view trace_prefix,
                       const std::function<void(Line)>& take);

}  // namespace telemachus::tools::trace

#endif  // TELEMACHUS_TOOLS_TRACE_SPAN_FILE_H_
