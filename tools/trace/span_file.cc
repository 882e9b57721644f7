#include "tools/trace/span_file.h"

#include <cstdio>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "common/status/macros.h"
#include "google/protobuf/util/json_util.h"

namespace telemachus::tools::trace {
namespace {

std::string PutAside(const std::string& path) { return path + ".1"; }

std::string ToJson(const Line& line) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // A message of strings and numbers always has a JSON form.
  (void)google::protobuf::util::MessageToJsonString(line, &json, options);
  json += '\n';
  return json;
}

bool FromJson(const std::string& json, Line& line) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  return google::protobuf::util::JsonStringToMessage(json, &line, options).ok();
}

// Reads one file; false if there is none.
bool ReadFile(const std::string& path, absl::string_view trace_prefix,
              const std::function<void(Line)>& take) {
  std::ifstream file(path);
  if (!file) return false;
  for (std::string json; std::getline(file, json);) {
    // Reading JSON is the slow part; most lines are of other traces.
    if (!absl::StrContains(json, trace_prefix)) continue;
    Line line;
    if (FromJson(json, line) && absl::StartsWith(line.trace_id(), trace_prefix)) {
      take(std::move(line));
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SpanWriter>> SpanWriter::Open(const std::string& path,
                                                             int64_t bytes_max) {
  std::unique_ptr<SpanWriter> writer(new SpanWriter(path, bytes_max));
  sync::Lock lock(writer->mutex_);
  RETURN_IF_ERROR(writer->Reopen());
  return writer;
}

absl::Status SpanWriter::Reopen() {
  file_.reset(std::fopen(path_.c_str(), "a"));
  if (file_ == nullptr) return absl::UnavailableError("the file of spans cannot be opened");
  bytes_ = std::fseek(file_.get(), 0, SEEK_END) == 0 ? std::ftell(file_.get()) : 0;
  return absl::OkStatus();
}

absl::Status SpanWriter::Write(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) text += ToJson(line);
  sync::Lock lock(mutex_);
  if (file_ == nullptr) RETURN_IF_ERROR(Reopen());
  if (bytes_ > 0 && bytes_ + static_cast<int64_t>(text.size()) > bytes_max_) {
    file_.reset();
    if (std::rename(path_.c_str(), PutAside(path_).c_str()) != 0) {
      return absl::UnavailableError("the full file of spans cannot be put aside");
    }
    RETURN_IF_ERROR(Reopen());
  }
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size() ||
      std::fflush(file_.get()) != 0) {
    return absl::UnavailableError("the file of spans cannot be written");
  }
  bytes_ += static_cast<int64_t>(text.size());
  return absl::OkStatus();
}

absl::Status ReadSpans(const std::string& path, absl::string_view trace_prefix,
                       const std::function<void(Line)>& take) {
  const bool aside = ReadFile(PutAside(path), trace_prefix, take);
  const bool present = ReadFile(path, trace_prefix, take);
  if (!aside && !present) return absl::NotFoundError("there is no file of spans at this path");
  return absl::OkStatus();
}

}  // namespace telemachus::tools::trace
