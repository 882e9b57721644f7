#include "common/xml/reader.h"

#include <expat.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace telemachus::xml {
namespace {

absl::Status TooMuch(absl::string_view what, size_t limit) {
  return status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_FIELD_TOO_LONG,
                       absl::StrCat("the document has more than ", limit, " ", what),
                       {{"limit", absl::StrCat(limit)}});
}

// One pass over a document.
class Pass {
 public:
  Pass(const Limits& limits, Handler& handler)
      : limits_(limits), handler_(handler), parser_(XML_ParserCreate(nullptr), &XML_ParserFree) {}

  absl::Status Run(absl::string_view document) {
    if (parser_ == nullptr) return absl::ResourceExhaustedError("no memory for the XML parser");
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &OnBegin, &OnEnd);
    XML_SetCharacterDataHandler(parser_.get(), &OnText);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &OnDoctype);
    const XML_Status parsed =
        XML_Parse(parser_.get(), document.data(), static_cast<int>(document.size()), /*isFinal=*/1);
    if (!fault_.ok()) return fault_;
    return parsed == XML_STATUS_OK ? absl::OkStatus() : Unreadable("is not well-formed XML");
  }

 private:
  static Pass& Of(void* self) { return *static_cast<Pass*>(self); }

  static void OnBegin(void* self, const XML_Char* name, const XML_Char** /*attributes*/) {
    Pass& pass = Of(self);
    if (!pass.fault_.ok()) return;
    if (pass.texts_.size() == pass.limits_.depth) {
      return pass.Stop(TooMuch("elements within one another", pass.limits_.depth));
    }
    if (++pass.elements_ > pass.limits_.elements) {
      return pass.Stop(TooMuch("elements", pass.limits_.elements));
    }
    pass.texts_.emplace_back();
    pass.handler_.Begin(name);
  }

  static void OnEnd(void* self, const XML_Char* name) {
    Pass& pass = Of(self);
    if (!pass.fault_.ok()) return;
    std::string text = std::move(pass.texts_.back());
    pass.texts_.pop_back();
    absl::StripAsciiWhitespace(&text);
    pass.handler_.End(name, text);
  }

  static void OnText(void* self, const XML_Char* text, int size) {
    Pass& pass = Of(self);
    if (!pass.fault_.ok() || pass.texts_.empty()) return;
    if (pass.texts_.back().size() + static_cast<size_t>(size) > pass.limits_.text_bytes) {
      return pass.Stop(TooMuch("bytes within one element", pass.limits_.text_bytes));
    }
    pass.texts_.back().append(text, static_cast<size_t>(size));
  }

  static void OnDoctype(void* self, const XML_Char* /*name*/, const XML_Char* /*system_id*/,
                        const XML_Char* /*public_id*/, int /*has_internal_subset*/) {
    Pass& pass = Of(self);
    pass.Stop(pass.Unreadable("has a document type"));
  }

  void Stop(absl::Status fault) {
    fault_ = std::move(fault);
    XML_StopParser(parser_.get(), /*resumable=*/0);
  }

  absl::Status Unreadable(absl::string_view words) const {
    const auto line = XML_GetCurrentLineNumber(parser_.get());
    return status::Error(absl::StatusCode::kInvalidArgument, status::v1::REASON_IMPORT_UNREADABLE,
                         absl::StrCat("the document cannot be read: line ", line, " ", words),
                         {{"line", absl::StrCat(line)}});
  }

  const Limits& limits_;
  Handler& handler_;
  const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;
  std::vector<std::string> texts_;  // of the elements that are open
  size_t elements_ = 0;
  absl::Status fault_;
};

}  // namespace

absl::Status Read(absl::string_view document, const Limits& limits, Handler& handler) {
  if (document.size() > limits.bytes) return TooMuch("bytes", limits.bytes);
  return Pass(limits, handler).Run(document);
}

}  // namespace telemachus::xml
