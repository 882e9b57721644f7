#ifndef TELEMACHUS_COMMON_XML_READER_H_
#define TELEMACHUS_COMMON_XML_READER_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// XML documents of strangers, read from beginning to end without a tree. There is no document type
// in them, and with it no entity but the five of XML itself; nothing outside is ever fetched. No
// error here repeats anything that stands in the document.
namespace telemachus::xml {

// What one document may hold at most.
struct Limits {
  size_t bytes = size_t{16} << 20;
  size_t depth = 32;  // of elements within elements
  size_t elements = 1'000'000;
  size_t text_bytes = 16'384;  // directly within one element
};

// Is told of the elements in the order of the document.
class Handler {
 public:
  virtual ~Handler() = default;
  // An element begins.
  virtual void Begin(absl::string_view element) = 0;
  // It ends; `text` is what stood directly within it, in UTF-8, without the spaces around it.
  virtual void End(absl::string_view element, const std::string& text) = 0;
};

// Reads a whole document in UTF-8, UTF-16, ISO-8859-1 or US-ASCII. INVALID_ARGUMENT, with
// REASON_IMPORT_UNREADABLE and metadata `line`, if it is not well-formed or has a document type,
// with REASON_FIELD_TOO_LONG if it holds more than `limits`. The handler may have been told of its
// beginning by then.
absl::Status Read(absl::string_view document, const Limits& limits, Handler& handler);

}  // namespace telemachus::xml

#endif  // TELEMACHUS_COMMON_XML_READER_H_
