#ifndef TELEMACHUS_COMMON_LOG_LOG_H_
#define TELEMACHUS_COMMON_LOG_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// JSON lines with trace and span ids of the calling thread. A line is a fixed text and fields;
// a field takes a number, a Code (an enum name, a method, a constant) or an Id (an opaque id) and
// nothing else, so that a personal value cannot be logged by mistake. Thread-safe.
//
//   {"time":"2026-01-31T09:00:00.000001Z","severity":"INFO","service":"registry",
//    "message":"call refused","trace_id":"…","span_id":"…","trace_flags":"01",
//    "method":"telemachus.registry.v1.Registry/GetPerson","status":{"code":"NOT_FOUND"}}
namespace telemachus::log {

// How much a line matters.
enum class Level { kDebug, kInfo, kWarning, kError };

// A word from a fixed set: an enum's name, a method, a reason.
struct Code {
  explicit Code(absl::string_view word) : word(word) {}
  std::string word;
};
// An opaque id or a resource name made of such.
struct Id {
  explicit Id(absl::string_view id) : id(id) {}
  std::string id;
};

// A named value of a line.
class Field {
 public:
  Field(absl::string_view key, const Code& code);
  Field(absl::string_view key, const Id& id);
  Field(absl::string_view key, int64_t number);
  Field(absl::string_view key, int number) : Field(key, static_cast<int64_t>(number)) {}
  Field(absl::string_view key, double number);
  // The code, and the reason if it has one; never the message.
  Field(absl::string_view key, const absl::Status& status);

  const std::string& key() const { return key_; }
  const std::string& json() const { return json_; }

 private:
  std::string key_;
  std::string json_;
};

// Writes one line. `text` is a literal: no value is put into it.
void Write(Level level, const char* text, std::initializer_list<Field> fields = {});
inline void Debug(const char* text, std::initializer_list<Field> fields = {}) {
  Write(Level::kDebug, text, fields);
}
inline void Info(const char* text, std::initializer_list<Field> fields = {}) {
  Write(Level::kInfo, text, fields);
}
inline void Warning(const char* text, std::initializer_list<Field> fields = {}) {
  Write(Level::kWarning, text, fields);
}
inline void Error(const char* text, std::initializer_list<Field> fields = {}) {
  Write(Level::kError, text, fields);
}

// Set once at start: the service named in each line, the file ("" is standard error), the lowest
// level. A file is put aside as FILE.1 … FILE.4 when it reaches 64 MiB. If it cannot be written,
// lines go to standard error, the first of them saying so.
void Open(absl::string_view service, absl::string_view file, Level lowest);
// Changes the lowest level while running.
void SetLevel(Level lowest);

}  // namespace telemachus::log

#endif  // TELEMACHUS_COMMON_LOG_LOG_H_
